"""Hours of fieldwork: logged by the fellow, accepted by somebody else."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import DeedField
from common.guards import said_once
from common.models import Event, one_of
from common.states import choices
from fellows.models.fellows import Fellow
from fellows.rules.hours import MOST_MINUTES, hours_text
from fellows.states import NO_HOURS, FieldworkAction, FieldworkState
from people.models import Hat, User
from people.queries import hats

PERSON = settings.AUTH_USER_MODEL
STATES = choices(FieldworkState)
# What counts, and what waits to.
COUNTS, WAITS = Q(state=str(FieldworkState.ACCEPTED)), Q(state=str(FieldworkState.LOGGED))


class FieldworkQuerySet(models.QuerySet["FieldworkEntry"]):
    def visible_to(self, user: User) -> Self:
        """One’s own, and those one supervised; all for program managers and network directors."""
        if not user.is_authenticated:
            return self.none()
        worn = hats(user)
        if worn.manager or worn.has(Hat.Kind.DIRECTOR):
            return self
        return self.filter(Q(fellow__person=user) | Q(supervisor=user))

    def logged(self) -> Self:
        """Those that wait to be accepted; nobody decides about those of who left before graduation."""
        return self.filter(WAITS).exclude(fellow__state__in=NO_HOURS)

    def to_accept(self, user: User) -> Self:
        """Those that wait for this supervisor; nobody accepts their own."""
        return self.logged().filter(supervisor=user).exclude(fellow__person=user)

    def left_to_managers(self, user: User) -> Self:
        """Those whose supervisor has no open account any more; a manager accepts them, and nobody their own."""
        return self.logged().filter(supervisor__is_active=False).exclude(fellow__person=user)

    def to_correct(self, user: User) -> Self:
        """One’s own that were sent back."""
        return self.filter(state=FieldworkState.SENT_BACK, fellow__person=user)


class FieldworkEntry(models.Model):
    """What a fellow did on a day, for how long, and who saw it."""

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="fieldwork")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField("what was done", max_length=300)
    supervisor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="fieldwork_supervised")
    state = models.CharField(max_length=10, choices=STATES, default=str(FieldworkState.LOGGED))
    logged_at = models.DateTimeField()

    objects = FieldworkQuerySet.as_manager()

    class Meta:
        verbose_name = "hours of fieldwork"
        verbose_name_plural = "hours of fieldwork"
        ordering = ["-day", "-pk"]
        constraints = [
            one_of("state", FieldworkState, "fieldwork_is_in_a_state_there_is"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="fieldwork_fits_into_a_day"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="fieldwork_says_what_was_done"),
            models.UniqueConstraint(
                fields=["fellow", "day", "minutes", "what"],
                condition=~Q(state=str(FieldworkState.TAKEN_BACK)),
                name="one_entry_of_fieldwork_for_the_same",
            ),
        ]
        indexes = [
            models.Index(
                fields=["supervisor"],
                condition=WAITS,
                name="fieldwork_to_accept",
            )
        ]
        triggers = [said_once("logged_at", "fellow")]

    def __str__(self) -> str:
        return f"{self.fellow.person}: {self.hours} on {self.day:%B %-d, %Y}"

    @property
    def hours(self) -> str:
        """Its minutes in words: "1.5 hours"."""
        return hours_text(self.minutes)


class FieldworkEvent(Event):
    """A line of the history of an entry; `minutes` and `day` as they were said then."""

    entry = models.ForeignKey(FieldworkEntry, on_delete=models.PROTECT, related_name="events")
    action = DeedField(FieldworkAction)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["entry", "at"], name="events_of_fieldwork")]

    @property
    def about(self) -> str:
        return f"{hours_text(self.minutes)} on {self.day:%B %-d, %Y}"
