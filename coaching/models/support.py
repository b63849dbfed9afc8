"""What a leader asks help with, side by side: asked, assigned, visited, answered, closed with a word from both."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from coaching.states import SupportAction, SupportState
from common.fields import DeedField
from common.guards import Stay, moves_with, said_once
from common.models import Event, one_of
from common.states import choices
from pathways.models import Placement
from people.models import Hat, User
from people.queries import hats

PERSON = settings.AUTH_USER_MODEL
SUPPORT_STATES = choices(SupportState)
WITH_A_COACH = (str(SupportState.ASSIGNED), str(SupportState.ANSWERED))
ENDED = (str(SupportState.CLOSED), str(SupportState.WITHDRAWN), str(SupportState.DECLINED))


class SupportRequestQuerySet(models.QuerySet["SupportRequest"]):
    def visible_to(self, user: User) -> Self:
        """One's own; those one is assigned to; all of them for whoever assigns: coaches and program managers. A
        principal, a director and finance see none."""
        if not user.is_authenticated:
            return self.none()
        worn = hats(user)
        if worn.manager or worn.has(Hat.Kind.COACH):
            return self
        return self.filter(Q(placement__person=user) | Q(coach=user))

    def not_ended(self) -> Self:
        """Those that somebody still has to do something about."""
        return self.exclude(state__in=ENDED)

    def unassigned(self) -> Self:
        """Those that have nobody yet."""
        return self.filter(state=SupportState.ASKED)

    def under_way(self) -> Self:
        """Those that have a coach, who did not say yet that it is done."""
        return self.filter(state=SupportState.ASSIGNED)

    def without_a_coach(self, coaches: "models.QuerySet[User]") -> Self:
        """Those that have nobody yet, or somebody who coaches no more, and who did not say that it is done."""
        gone = Q(state=SupportState.ASSIGNED) & ~Q(coach__in=coaches.values("pk"))
        return self.filter(Q(state=SupportState.ASKED) | gone)

    def answered(self) -> Self:
        """Those that wait for the word of their leader."""
        return self.filter(state=SupportState.ANSWERED)


class SupportRequest(models.Model):
    """A leader asks for somebody beside them. `about` and `words` are read by whoever assigns and whoever comes; what
    the two said as it went on by the two alone (SupportWord)."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="support_requests")
    about = models.CharField(max_length=120)
    words = models.TextField("what would help", blank=True)
    needed_by = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=SUPPORT_STATES, default=str(SupportState.ASKED))
    coach = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="support_given"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SupportRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "about"],
                condition=~Q(state__in=ENDED),
                name="one_open_request_about_one_thing",
            ),
            one_of("state", SupportState, "support_is_in_a_state_there_is"),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_A_COACH) | Q(coach__isnull=False),
                name="support_under_way_has_a_coach",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="support_that_ended_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["coach"], condition=~Q(state__in=ENDED), name="support_given_by_a_coach")
        ]
        triggers = [said_once("asked_at", "placement_id", "about", "words"), moves_with("ended_at")]

    def __str__(self) -> str:
        # Never what it is about: this reaches logs and the administration.
        return f"Request for support, {self.placement.person}"


class SupportEvent(Event):
    """A line of the history of a request. `coach` is whom it was given to; `note` why staff declined or closed it."""

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="events")
    action = DeedField(SupportAction)
    coach = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    reads: ClassVar[tuple[str, ...]] = ("coach",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["request", "at"], name="events_of_a_request")]

    @property
    def about(self) -> str:
        return f"To {self.coach.name}." if self.coach else ""


class SupportWordQuerySet(models.QuerySet["SupportWord"]):
    def visible_to(self, user: User) -> Self:
        """What was said between oneself and another: as the leader, or as the coach of then. Nobody else's, whatever
        their hats."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(event__request__placement__person=user) | Q(coach=user))


class SupportWord(models.Model):
    """What coach or leader said with a step of a request, as its event tells. It stays between the leader and the
    `coach` of then: whoever comes later reads none of it."""

    event = models.OneToOneField(SupportEvent, on_delete=models.PROTECT, related_name="said")
    coach = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="support_words")
    words = models.TextField(help_text="Private to coach and leader")

    objects = SupportWordQuerySet.as_manager()

    class Meta:
        ordering = ["event"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_word_of_support_is_not_empty")]
        triggers = [
            said_once("event_id", "words"),
            Stay(name="words_of_support_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Words on {self.event.request}"
