"""When a year pays, told ahead: the day of each payment and what it pays."""

from typing import Self

from django.db import models
from django.db.models import Q

from common.clock import day_in_words
from common.fields import DeedField
from common.models import Event, EventQuerySet
from common.reading import Fields
from pathways.models import ProgramYear
from people.models import User
from people.queries import hats
from stipends.models.runs import StipendRun
from stipends.rules import BALANCE, Step, parse_step, step_in_words
from stipends.states import PaydayAction

KIND = StipendRun.Kind
PAID = [(str(kind), kind.label) for kind in (KIND.INSTALMENT, KIND.FINAL)]


class PaydayQuerySet(models.QuerySet["Payday"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; leaders read those of their year on their stipend."""
        return self if hats(user).money else self.none()


class Payday(models.Model):
    """A payment of a year that is planned: which, what it pays, and on which day people get it."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="paydays")
    kind = models.CharField(max_length=14, choices=PAID)
    number = models.PositiveSmallIntegerField(default=1, help_text="Which installment")
    step = models.JSONField(
        default=dict, blank=True, help_text="As stipends.rules.instalments reads it; empty pays the balance"
    )
    pay_on = models.DateField()

    objects = PaydayQuerySet.as_manager()

    class Meta:
        ordering = ["pay_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind", "number"], name="one_payday_per_payment"),
            models.CheckConstraint(
                condition=Q(kind="final", step={}, number=1) | Q(kind="instalment"),
                name="the_final_payment_is_one_and_pays_the_balance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.year}"

    @property
    def name(self) -> str:
        """ "Installment 1" or "Final payment"."""
        return "Final payment" if self.kind == KIND.FINAL else f"{self.get_kind_display()} {self.number}"

    @property
    def events(self) -> "EventQuerySet":
        """The history of the paydays of its year."""
        return PaydayEvent.objects.filter(year=self.year_id)

    @property
    def is_made(self) -> bool:
        """Whether a run that makes this payment is approved: one query."""
        same = {"year": self.year_id, "kind": self.kind, "number": self.number}
        return StipendRun.objects.locked().filter(**same).exists()

    @property
    def pays(self) -> Step:
        """What it pays. Raises FieldError for a step that cannot be read."""
        return parse_step(Fields(self.step)) if self.step else BALANCE

    @property
    def in_words(self) -> str:
        """What it pays: "1/2 of the whole amount"."""
        return step_in_words(self.pays)


class PaydayEvent(Event):
    """A line of the history of the paydays of a year; they are few, and one that is taken back leaves no row."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="payday_events")
    action = DeedField(PaydayAction)
    payment = models.CharField(max_length=60, help_text="Which, and what it pays then")
    pay_on = models.DateField()

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["year", "at"], name="events_of_paydays")]

    @property
    def about(self) -> str:
        """ "Installment 1, 1/2 of the whole amount: Dec 15, 2026."."""
        return f"{self.payment}: {day_in_words(self.pay_on)}."
