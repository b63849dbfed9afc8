"""What a leader says is wrong with their stipend, and what was answered. Meanwhile it waits outside runs."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import DeedField
from common.guards import Guard, Stay, moves_with, said_once
from common.models import Event
from common.states import choices
from pathways.models import DeliverableRecord, Placement, managed
from people.models import User
from people.queries import hats
from seminars.models import Session
from stipends.models.runs import StipendLine
from stipends.states import DisputeAction, DisputeState

PERSON = settings.AUTH_USER_MODEL
STATES = choices(DisputeState)


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; their own for others."""
        if hats(user).money:
            return self
        return self.filter(placement__person=user) if user.is_authenticated else self.none()

    def waiting(self) -> "DisputeQuerySet":
        """Those nobody answered yet."""
        return self.filter(state=DisputeState.OPEN)

    def to_answer(self, by: User) -> "DisputeQuerySet":
        """Those that wait for this person: all for finance, those of their pathways for managers, and nobody's own."""
        others = self.waiting().exclude(placement__person=by)
        covered = managed(by)
        if hats(by).finance or covered is None:
            return others
        return others.filter(placement__role__pathway__in=covered)


class Dispute(models.Model):
    """A leader says in words that a mark, a deliverable or an amount of their stipend is wrong."""

    class About(models.TextChoices):
        ATTENDANCE = "attendance", "my attendance"
        DELIVERABLE = "deliverable", "a deliverable"
        AMOUNT = "amount", "an amount, or something else"

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "it was put right"
        STAYS = "stays", "it stays as it is"

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="disputes")
    about = models.CharField(max_length=12, choices=About.choices)
    # What it is about, where it is one thing.
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(
        DeliverableRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    line = models.ForeignKey(
        StipendLine, null=True, blank=True, on_delete=models.PROTECT, related_name="disputes"
    )
    words = models.TextField()
    state = models.CharField(max_length=10, choices=STATES, default=str(DisputeState.OPEN))
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state=str(DisputeState.OPEN)),
                name="one_open_dispute_per_placement",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_dispute_says_what_is_wrong"),
            models.CheckConstraint(
                condition=~Q(state=str(DisputeState.ANSWERED))
                | (Q(answered_by__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="an_answer_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(state=str(DisputeState.OPEN)) | Q(ended_at__isnull=False),
                name="a_dispute_ends_on_a_day",
            ),
        ]
        triggers = [
            said_once("opened_at"),
            moves_with("ended_at", "answered_by"),
            Stay(name="disputes_stay", operation=pgtrigger.Delete),
            Guard(
                name="nobody_answers_their_own",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF EXISTS (SELECT 1 FROM pathways_placement p WHERE p.id = NEW.placement_id"
                    " AND p.person_id = NEW.answered_by_id) THEN"
                    " RAISE EXCEPTION 'nobody answers what they say themselves'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            Stay(
                name="what_was_answered_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=str(DisputeState.OPEN)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.person}: {self.what}"

    @property
    def what(self) -> str:
        """What it is about, by name. Select session and the deliverable of the record with the query."""
        if self.session is not None:
            return self.session.title
        if self.record is not None:
            return self.record.deliverable.title
        return "Their attendance" if self.about == self.About.ATTENDANCE else "An amount"


class DisputeEvent(Event):
    """A line of the history of a dispute."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="events")
    action = DeedField(DisputeAction)
    outcome = models.CharField(max_length=10, choices=Dispute.Outcome.choices, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["dispute", "at"], name="events_of_a_dispute")]

    @property
    def about(self) -> str:
        return str(self.get_outcome_display()).capitalize()
