"""The cohorts of the fellowship, its fellows, and the milestones of each."""

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, Func, OuterRef, Q, Subquery, Value, When

from common.counting import counted
from common.fields import DeedField
from common.guards import Guard, Stay
from common.models import Event, Period, ends_after_it_starts
from common.states import choices
from fellows.models.days import FirstOfMay
from fellows.models.guards import (
    BY_UCLA,
    COHORT_HAS_ITS_PLACES,
    ENDED_WITH_WHY,
    GRADUATED_IN_TIME,
    NOT_TRIED_SINCE,
    SAID_BY_UCLA,
)
from fellows.states import GOING_ON, OWING, SIGNING, STUDYING, Action, State
from pathways.models import Offering
from people.models import Hat, User
from people.queries import hats

if TYPE_CHECKING:
    from fellows.models.takeover import PaperAgreement

PERSON = settings.AUTH_USER_MODEL
STATES = choices(State)


class FellowCohort(Period):
    """A group that studies together for fourteen months, summer to summer."""

    name = models.CharField(max_length=60, unique=True)
    starts = models.DateField()
    ends = models.DateField(help_text="The first day after the program")
    places = models.PositiveSmallIntegerField(default=8)
    # People apply for it by this; None: they are nominated by staff alone.
    offering = models.OneToOneField(
        Offering, null=True, blank=True, on_delete=models.PROTECT, related_name="fellow_cohort"
    )

    class Meta:
        ordering = ["-starts"]
        constraints = [ends_after_it_starts("fellow_cohort_ends_after_it_starts")]
        triggers = [
            Guard(
                name="a_cohort_is_filled_by_the_fellowship",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("offering_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.offering_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM pathways_offering o JOIN pathways_role r ON r.id = o.role_id
                                   JOIN pathways_pathway p ON p.id = r.pathway_id
                                   WHERE o.id = NEW.offering_id AND p.kind = 'fellowship') THEN
                        RAISE EXCEPTION 'A cohort of fellows is filled by an offering of the fellowship.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FellowQuerySet(models.QuerySet["Fellow"]):
    def visible_to(self, user: User) -> Self:
        """Oneself; all for program managers and network directors."""
        if not user.is_authenticated:
            return self.none()
        worn = hats(user)
        if worn.manager or worn.has(Hat.Kind.DIRECTOR):
            return self
        return self.filter(person=user)

    def graduates(self) -> "FellowQuerySet":
        """Everybody who graduated, whatever became of their service."""
        return self.filter(graduated_on__isnull=False).exclude(state=State.WITHDRAWN)

    def to_say_what_they_do(self, day: date) -> "FellowQuerySet":
        """Graduates who owe no service and did not say since the last first of May what they do now, or that it is
        still right. Who owes service is asked about that."""
        over = self.graduates().exclude(state__in=OWING)
        return over.exclude(answers__at__date__gte=FirstOfMay(Value(day, models.DateField())))

    def going_on(self) -> "FellowQuerySet":
        """Nominated, studying or serving: neither fulfilled nor ended in another way."""
        return self.filter(state__in=GOING_ON)

    def merely_nominated(self, offering: int) -> "FellowQuerySet":
        """Those who were nominated for the cohort this offering fills, and did not come further."""
        return self.filter(cohort__offering=offering, state=State.NOMINATED)

    def studying(self, day: date | Func) -> "FellowQuerySet":
        """Those whose cohort is at its fourteen months on that day, and who did not leave it."""
        return self.filter(state__in=STUDYING, cohort__starts__lte=day, cohort__ends__gt=day)

    def going_on_first(self) -> "FellowQuerySet":
        """What goes on before what is over, the newest cohort of each first."""
        over = Case(When(state__in=GOING_ON, then=0), default=1)
        return self.order_by(over, "-cohort__starts", "-pk")

    def holding_a_place(self) -> "FellowQuerySet":
        """Those who hold a place of their cohort: selected, and neither withdrawn nor let go since."""
        return self.filter(state__in=STUDYING)

    def held(self, pk: int) -> "Fellow":
        """The fellow with their person and cohort, held until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("person", "cohort").get(pk=pk)

    def withdrawn(self) -> "FellowQuerySet":
        """Those who left their cohort before graduation, with the moment as `left_at`; None where nobody knows it."""
        events: Any = self.model._meta.get_field("events").related_model
        ends = events.objects.filter(fellow=OuterRef("pk"), to_state=State.WITHDRAWN).order_by("-at", "-pk")
        return self.filter(state=State.WITHDRAWN).annotate(left_at=Subquery(ends.values("at")[:1]))

    def to_sign(self) -> "FellowQuerySet":
        """Those who are selected, study or owe service, and signed no agreement about it."""
        agreements: Any = self.model._meta.get_field("agreements").related_model
        holds = agreements.objects.filter(fellow=OuterRef("pk"))
        return self.filter(~Exists(holds), state__in=SIGNING)


# Its base is made as the program runs, which the types cannot follow (as UserManager).
class FellowManager(models.Manager.from_queryset(FellowQuerySet)):  # type: ignore[misc]
    """All but those who were taken over by mistake and taken back: no list, count or cohort knows them."""

    def get_queryset(self) -> FellowQuerySet:
        found: FellowQuerySet = super().get_queryset()
        return found.exclude(state=State.TAKEN_BACK)


class Fellow(models.Model):
    """Somebody in a cohort of the fellowship, from nominated to fulfilled."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="fellowships")
    cohort = models.ForeignKey(FellowCohort, on_delete=models.PROTECT, related_name="fellows")
    state = models.CharField(max_length=20, choices=STATES, default=str(State.NOMINATED))
    graduated_on = models.DateField(null=True, blank=True)
    # Of the application both signed, where the place was offered and accepted by one.
    commitment_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    # Kept with the row by a page that asks of several verbs (policies/takeover.py).
    held_paper: "PaperAgreement | None"

    objects = FellowManager()
    # With those who were taken back.
    everybody = FellowQuerySet.as_manager()

    class Meta:
        ordering = ["-cohort__starts", "person__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort"],
                condition=~Q(state=str(State.TAKEN_BACK)),
                name="one_fellowship_per_person_and_cohort",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(State.GRADUATED), str(State.SERVING), str(State.FULFILLED)])
                | Q(graduated_on__isnull=False),
                name="graduated_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["commitment_sha256"],
                condition=~Q(commitment_sha256=""),
                name="one_fellow_per_commitment",
            ),
        ]
        triggers = [
            GRADUATED_IN_TIME,
            COHORT_HAS_ITS_PLACES,
            # Asked when the transaction ends: who and why is written beside it.
            Guard(
                name="a_fellow_is_taken_back_with_a_reason",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Condition("NEW.state = 'taken_back'"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM fellows_fellowtakenover t
                                   WHERE t.fellow_id = NEW.id AND t.taken_back_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'a fellow who was taken over is taken back with a reason'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
            Stay(
                name="who_was_taken_back_stays_so",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=str(State.TAKEN_BACK))
                & ~pgtrigger.Q(new__state=str(State.TAKEN_BACK)),
                words="who was taken back is taken over anew, as another row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"

    @property
    def starts(self) -> date:
        """The first day of the program."""
        return self.cohort.starts

    @property
    def group(self) -> str:
        """In which cohort, in words."""
        return str(self.cohort)


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def open(self) -> "MilestoneQuerySet":
        """Those still ahead: neither reached nor tried without success. The next attempt is a row of its own."""
        return self.filter(reached_on__isnull=True, not_passed_on__isnull=True)

    def expiring(self) -> "MilestoneQuerySet":
        """What was reached and expires, of everybody who did not leave: not what was renewed since, nor a Tier 1
        credential beside a Clear one."""
        later = Milestone.objects.filter(fellow=OuterRef("fellow"), kind=OuterRef("kind"))
        renewed = later.filter(reached_on__isnull=False, attempt__gt=OuterRef("attempt"))
        clear = Milestone.objects.filter(
            fellow=OuterRef("fellow"), kind=Milestone.Kind.CLEAR, reached_on__isnull=False
        )
        found = self.filter(reached_on__isnull=False, expires_on__isnull=False)
        found = found.filter(fellow__state__in=(*GOING_ON, State.FULFILLED)).exclude(Exists(renewed))
        return found.exclude(Exists(clear), kind=Milestone.Kind.PRELIMINARY)

    def to_reach(self, until: date) -> "MilestoneQuerySet":
        """Those due by that day which their fellow has not reached; none of graduates and of those who left."""
        ahead = self.open().filter(due__lte=until, fellow__graduated_on=None)
        return ahead.exclude(fellow__state__in=(State.WITHDRAWN, State.TAKEN_BACK))

    def late_at_ucla(self, day: date) -> "MilestoneQuerySet":
        """The next step at UCLA of those on the way in, where its day is over and nobody recorded it."""
        steps = (Q(kind=kind, fellow__state=state) for kind, state in NEXT_AT_UCLA.items())
        return self.open().filter(reduce(or_, steps), due__lt=day)


class Milestone(models.Model):
    """A step of the way to the credential: due, reached, at which attempt. An attempt that was not passed stays, with
    its day; the next one is another row."""

    class Kind(models.TextChoices):
        APPLIED = "applied", "applied at UCLA"
        ADMITTED = "admitted"
        ENROLLED = "enrolled"
        TERM = "term", "term completed"
        SUMMER = "term_summer", "summer term"
        FALL = "term_fall", "fall term"
        WINTER = "term_winter", "winter term"
        SPRING = "term_spring", "spring term"
        FIELDWORK = "fieldwork", "fieldwork hours"
        CALAPA_1 = "calapa_1", "CalAPA cycle 1"
        CALAPA_2 = "calapa_2", "CalAPA cycle 2"
        CALAPA_3 = "calapa_3", "CalAPA cycle 3"
        PROGRAM = "program", "program complete"
        DEGREE = "degree", "M.Ed. conferred"
        RECOMMENDED = "recommended", "recommended for the credential"
        CERTIFICATE = "certificate", "Certificate of Eligibility"
        PRELIMINARY = "preliminary", "Preliminary (Tier 1) credential"
        CLEAR = "clear", "Clear credential"

    fellow = models.ForeignKey(Fellow, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    attempt = models.PositiveSmallIntegerField(default=1)
    due = models.DateField(null=True, blank=True)
    # Its day is that of the cohort's plan, and moves with it. One that was set for this fellow alone stays.
    follows_plan = models.BooleanField("follows the plan of its cohort", default=False)
    reached_on = models.DateField(null=True, blank=True)
    not_passed_on = models.DateField("tried and not passed on", null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["fellow", "due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fellow", "kind", "attempt"], name="one_milestone_per_kind_and_attempt"
            ),
            models.CheckConstraint(
                condition=Q(not_passed_on__isnull=True) | Q(reached_on__isnull=True),
                name="an_attempt_is_passed_or_not",
            ),
            models.CheckConstraint(
                condition=Q(not_passed_on__isnull=True) | Q(kind__in=["calapa_1", "calapa_2", "calapa_3"]),
                name="only_calapa_is_tried_again",
            ),
            models.CheckConstraint(
                condition=Q(follows_plan=False) | Q(due__isnull=False), name="who_follows_a_plan_has_a_day"
            ),
            # As far as a pattern tells: no number of a credential, nor any other that names a person.
            models.CheckConstraint(condition=~Q(note__regex=r"\d{7}"), name="a_milestone_keeps_no_number"),
        ]
        triggers = [
            Guard(
                name="ucla_said_who_applied_and_got_in",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("reached_on", "kind", "fellow_id"),
                when=pgtrigger.After,
                condition=pgtrigger.Condition(f"NEW.reached_on IS NOT NULL AND NEW.kind IN ({BY_UCLA})"),
                func=SAID_BY_UCLA,
            ),
            Guard(
                name="what_was_tried_after_it_stays",
                operation=pgtrigger.UpdateOf("not_passed_on"),
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.not_passed_on IS NOT NULL AND NEW.not_passed_on IS NULL"),
                func=NOT_TRIED_SINCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fellow.person}: {self.get_kind_display()}, attempt {self.attempt}"


# What is reached by a step at UCLA, and by nothing else; and who has that step before them.
NEXT_AT_UCLA = {
    Milestone.Kind.APPLIED: State.SELECTED,
    Milestone.Kind.ADMITTED: State.APPLIED_UCLA,
    Milestone.Kind.ENROLLED: State.ADMITTED,
}
# What is tried again when it was not passed.
TRIED_AGAIN = (Milestone.Kind.CALAPA_1, Milestone.Kind.CALAPA_2, Milestone.Kind.CALAPA_3)


class FellowEvent(Event):
    """A line of the history of a fellow."""

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action)
    agreement = models.ForeignKey(
        "fellows.ServiceAgreement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What was recorded of UCLA.
    ucla = models.ForeignKey(
        "fellows.UclaStep", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Which milestone was planned for a day, or reached on it. A suspension begins on a day, for so many months.
    milestone = models.CharField(max_length=12, choices=Milestone.Kind.choices, blank=True)
    attempt = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    was_due = models.DateField("due before", null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)

    reads = ("agreement", "ucla")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["fellow", "at"], name="events_of_a_fellow")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="undo_not_passed") | ~Q(note=""), name="what_is_undone_says_why"
            ),
        ]
        triggers = [*Event.Meta.triggers, ENDED_WITH_WHY]

    @property
    def about(self) -> str:
        """Its facts: "CalAPA cycle 1: due October 2, 2026", "2 months from June 14, 2024"."""
        if self.agreement is not None:
            return f"Version {self.agreement.version}, {self.agreement.sha256[:12]}"
        if self.ucla is not None:
            words = self.ucla.get_step_display()
            day = _day(self.ucla.on) if self.ucla.on else "not taken after all"
            return f"{words[:1].upper()}{words[1:]}: {day}. Said by {self.ucla.said_by}."
        if self.months is not None and self.day is not None:
            return f"{counted(self.months, 'month')} from {_day(self.day)}"
        if not self.milestone:
            return f"On {_day(self.day)}" if self.day else ""
        again = f", attempt {self.attempt}" if (self.attempt or 1) > 1 else ""
        due = "due " if self.action in (Action.PLAN_MILESTONE, Action.MOVE_MILESTONE) else ""
        day = f": {due}{_day(self.day)}" if self.day else ""
        before = f", before that {_day(self.was_due)}" if self.was_due else ""
        return f"{self.get_milestone_display()}{again}{day}{before}"


def _day(day: date) -> str:
    return f"{day:%B %-d, %Y}"
