"""What leaders deliver of what is asked of their roles: how far each is with it, and its history."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery

from common.clock import day_in_words
from common.fields import DeedField
from common.models import Event
from common.states import choices
from pathways.models.asked import SOURCES, Deliverable
from pathways.models.events import ProgramEvent
from pathways.models.goals import SchoolGoal
from pathways.models.placements import Placement, serving, was_mistake
from pathways.rules.late import taken_until
from pathways.states import BesideDeliverable, DeliverableAction, DeliverableState
from people.models import User
from people.queries import hats

STATES = choices(DeliverableState)
COMPLETES = Q(action=str(DeliverableAction.COMPLETE))
ALLOWS = Q(action=str(DeliverableAction.ALLOW_LATE))


class DeliverableRecordQuerySet(models.QuerySet["DeliverableRecord"]):
    def due_while_serving(self) -> "DeliverableRecordQuerySet":
        """Those due on the first day of the role or later: only they can be late."""
        return self.filter(deliverable__due__gte=F("placement__starts"))

    def due_before_the_role(self) -> "DeliverableRecordQuerySet":
        """Those whose day was past when the role began, for somebody who begins in the course of the year."""
        return self.filter(deliverable__due__lt=F("placement__starts"))

    def held(self) -> "DeliverableRecordQuerySet":
        """All but those of placements that were taken over by mistake and taken back since: nobody owes them."""
        return self.exclude(was_mistake("placement"))

    def serving(self, day: date) -> "DeliverableRecordQuerySet":
        """Those of placements that were not ended early by that day."""
        return self.held().filter(serving(day, "placement__"))

    def to_hand_in(self) -> "DeliverableRecordQuerySet":
        """Those that are their leader's to hand in: never handed in, or come back, and not proposed already."""
        return self.filter(state__in=[DeliverableState.OPEN, DeliverableState.RETURNED], proposed_at=None)

    def never_handed_in(self) -> "DeliverableRecordQuerySet":
        return self.filter(state=DeliverableState.OPEN, decided_at=None)

    def reopened(self) -> "DeliverableRecordQuerySet":
        """Those that were accepted, and are their leader's to hand in again."""
        return self.filter(state=DeliverableState.OPEN).exclude(decided_at=None)

    def too_late(self, day: date) -> "DeliverableRecordQuerySet":
        """Those that are not taken on that day without a manager's word; see `DeliverableRecord.too_late`."""
        last = ExpressionWrapper(
            F("deliverable__due") + F("deliverable__offering__late_days"), output_field=models.DateField()
        )
        past = Q(allowed_until=None) | Q(allowed_until__lt=day)
        first = self.never_handed_in().filter(proposed_at=None)
        late = first.due_while_serving().alias(last_day=last)
        return late.filter(past, deliverable__offering__late_days__isnull=False, last_day__lt=day)

    def come_back(self) -> "DeliverableRecordQuerySet":
        """Those that were handed in and came back with words."""
        return self.filter(state=DeliverableState.RETURNED)

    def completed_by_itself(self) -> Self:
        """Those that are accepted because they completed themselves, and of which nobody said since that they are."""
        said = [DeliverableAction.ACCEPT, DeliverableAction.COMPLETE, DeliverableAction.KEEP]
        lines = DeliverableEvent.objects.filter(record=OuterRef("pk"), action__in=said)
        last = Subquery(lines.order_by("-at", "-pk").values("action")[:1])
        return self.annotate(accepted_as=last).filter(
            state=DeliverableState.ACCEPTED, accepted_as=DeliverableAction.COMPLETE
        )

    def without_evidence(self) -> Self:
        """Those that are accepted still, though what they completed themselves from was taken back."""
        return self.exclude(evidence_gone_at=None)

    def unsettled(self) -> "DeliverableRecordQuerySet":
        """Those nobody accepted or waived yet."""
        return self.exclude(state__in=[DeliverableState.ACCEPTED, DeliverableState.WAIVED])

    def overdue(self, day: date) -> "DeliverableRecordQuerySet":
        """Those that must be handed in, are late on that day, and whose leader still serves; nobody is late with what
        was due before their role began."""
        late = self.due_while_serving().serving(day).to_hand_in()
        return late.filter(deliverable__required=True, deliverable__due__lt=day)

    def visible_to(self, user: User) -> Self:
        """The records of placements one may see."""
        if hats(user).leaders:
            return self
        return self.filter(placement__in=Placement.objects.visible_to(user))


class DeliverableRecord(models.Model):
    """One deliverable of one placement, from open to accepted."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="deliverable_records")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="records")
    state = models.CharField(max_length=10, choices=STATES, default=str(DeliverableState.OPEN))
    note = models.TextField(blank=True)
    link = models.URLField(max_length=2000, blank=True)
    file = models.FileField(upload_to="evidence/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    # What it was handed in with, or completed from, where that is one of these.
    program_event = models.ForeignKey(
        ProgramEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_of"
    )
    goal = models.ForeignKey(
        SchoolGoal, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_of"
    )
    words = models.TextField("words back", blank=True, help_text="Why it was returned, waived or reopened")
    submitted_at = models.DateTimeField(null=True, blank=True)
    allowed_until = models.DateField(
        "taken until",
        null=True,
        blank=True,
        help_text="Where a program manager allowed more than the offering does",
    )
    # What it completes itself from is on record since then, and waits for whoever signs for the school.
    proposed_at = models.DateTimeField("proposed", null=True, blank=True)
    # What it completed itself from was taken back then, and nobody looked at it since.
    evidence_gone_at = models.DateTimeField("evidence taken back", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DeliverableRecordQuerySet.as_manager()

    class Meta:
        ordering = ["deliverable__due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "deliverable"], name="one_record_per_placement_and_deliverable"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(DeliverableState.RETURNED), str(DeliverableState.WAIVED)])
                | ~Q(words=""),
                name="returned_and_waived_have_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(DeliverableState.OPEN), str(DeliverableState.SUBMITTED)])
                | Q(decided_by__isnull=False),
                name="decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(evidence_gone_at=None) | Q(state=str(DeliverableState.ACCEPTED)),
                name="only_what_is_accepted_loses_its_evidence",
            ),
        ]
        indexes = [
            # Few of all wait to be accepted; every home asks for them.
            models.Index(
                fields=["deliverable", "placement"],
                condition=Q(state=str(DeliverableState.SUBMITTED)),
                name="deliverables_to_accept",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}: {self.state}"

    @property
    def taken_until(self) -> date | None:
        """The last day on which it may be handed in for the first time; None: any day. Nobody is late with what was
        due before their role began."""
        if self.due_before_the_role:
            return None
        return taken_until(self.deliverable.due, self.deliverable.offering.late_days, self.allowed_until)

    def too_late(self, day: date) -> bool:
        """Whether it is not taken on that day without a manager's word. What was handed in once, proposed in time or
        reopened is."""
        last = self.taken_until
        first = self.state == DeliverableState.OPEN and self.decided_at is None and self.proposed_at is None
        return first and last is not None and day > last

    @property
    def waits_for_word(self) -> bool:
        """Whether it was proposed and waits for whoever signs for the school, so that its leader has nothing to do."""
        theirs = self.state in {DeliverableState.OPEN, DeliverableState.RETURNED}
        return theirs and self.proposed_at is not None

    @property
    def due_before_the_role(self) -> bool:
        """Whether its day was past when the role began; then it is not late. It counts until it is waived."""
        return self.deliverable.due < self.placement.starts


class DeliverableEvent(Event):
    """A line of the history of a deliverable record. Handing in keeps what was handed in: `note`, `link` and `file`.
    Completing keeps from what: `source`, and `key`, which names the record there; what was seen there is the note."""

    record = models.ForeignKey(DeliverableRecord, on_delete=models.PROTECT, related_name="events")
    action = DeedField(DeliverableAction, BesideDeliverable)
    link = models.URLField(max_length=2000, blank=True)
    file = models.FileField(upload_to="evidence/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=14, choices=Deliverable.Source.choices, blank=True)
    key = models.CharField(max_length=60, blank=True)
    until = models.DateField(null=True, blank=True)
    program_event = models.ForeignKey(
        ProgramEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="told_of_deliverables"
    )
    goal = models.ForeignKey(
        SchoolGoal, null=True, blank=True, on_delete=models.PROTECT, related_name="told_of_deliverables"
    )

    reads = ("program_event", "goal")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["record", "at"], name="events_of_a_deliverable")]
        constraints = [
            models.CheckConstraint(
                condition=Q(action=str(DeliverableAction.SUBMIT)) | Q(link="", file="", file_name=""),
                name="evidence_is_kept_where_it_was_handed_in",
            ),
            models.CheckConstraint(
                condition=(COMPLETES & Q(source__in=SOURCES) & ~Q(key="") & ~Q(note=""))
                | (~COMPLETES & Q(source="", key="")),
                name="a_completion_says_from_what",
            ),
            models.CheckConstraint(
                condition=~Q(action=str(DeliverableAction.REOPEN)) | ~Q(note=""),
                name="a_deliverable_is_reopened_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=[str(DeliverableAction.LOSE), str(DeliverableAction.KEEP)])
                | ~Q(note=""),
                name="evidence_that_went_says_what_is_missing_or_why_it_is_kept",
            ),
            models.CheckConstraint(
                condition=COMPLETES
                | Q(action=str(DeliverableAction.SUBMIT))
                | Q(program_event__isnull=True, goal__isnull=True),
                name="an_event_or_goal_is_evidence_of_what_was_done",
            ),
            models.CheckConstraint(
                condition=(ALLOWS & Q(until__isnull=False) & ~Q(note="")) | (~ALLOWS & Q(until__isnull=True)),
                name="what_is_taken_later_says_until_when_and_why",
            ),
            # Reopened, it does not complete itself again from the same record.
            models.UniqueConstraint(
                fields=["record", "key"],
                condition=~Q(key=""),
                name="a_record_completes_a_deliverable_once",
            ),
        ]

    @property
    def about(self) -> str:
        """The event and the goal it was handed in with: "With the event Paths of Mar 13, 2027." What was completed
        says so in its note."""
        if self.until is not None:
            return f"Until {day_in_words(self.until)}."
        if self.action != DeliverableAction.SUBMIT:
            return ""
        event, goal = self.program_event, self.goal
        told = [f"With the event “{event}” of {day_in_words(event.day)}."] if event is not None else []
        return " ".join([*told, *([f"With the goal “{goal}”."] if goal is not None else [])])

    @property
    def words(self) -> str:
        """A note that was handed in is shown with what was handed in. Of a goal it says which; what was noted of it
        stands with the goal, while it does."""
        if self.action == DeliverableAction.COMPLETE and self.goal is not None:
            return f"Noted of the goal “{self.goal.wanted}”."
        return "" if self.action == DeliverableAction.SUBMIT else self.note
