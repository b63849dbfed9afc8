"""This person holds this role at this school, in this cohort, with this share, from–to."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from common.fields import DeedField
from common.guards import Guard
from common.models import DateRange, Event, Period, PeriodQuerySet, ends_after_it_starts, period
from common.states import choices, spoken
from pathways.models.catalogue import Cohort, Role
from pathways.models.years import ProgramYear
from pathways.states import STANDING, WAS, Beside, Ending, PlacementAction
from people.models import School, User
from people.queries import hats, own_schools, today

# So many days before a placement ends the principal is asked to attest its year.
NEAR_THE_END = timedelta(days=60)
ENDINGS = choices(Ending)


def standing(path: str = "") -> Q:
    """Of a placement at the end of `path`: that it was not ended early."""
    return Q(**{f"{path}end_reason__in": STANDING})


def serving(day: date, path: str = "") -> Q:
    """Of a placement at the end of `path`: that it was not ended early, or that its end lies ahead on that day."""
    return standing(path) | Q(**{f"{path}ends__gt": day})


def was_mistake(of: str = "pk") -> Exists:
    """Of placements, or of rows that name one as `of`: that it was taken over by mistake and taken back since."""
    return Exists(PlacementEvent.objects.filter(placement=OuterRef(of), action=PlacementAction.TAKE_BACK))


class PlacementQuerySet(PeriodQuerySet):
    def standing(self) -> Self:
        """Those that were not ended early, whose place nobody else gets."""
        return self.filter(standing())

    def held(self) -> Self:
        """All but those that were taken over by mistake and taken back since: nothing was ever held by them."""
        return self.exclude(was_mistake())

    def serving(self, day: date) -> Self:
        """Those that were not ended early by that day: of their work nothing is over."""
        return self.filter(serving(day))

    def visible_to(self, user: User) -> Self:
        """Own placements; those at schools one leads or directs, or moving there; all for staff who may see all."""
        if hats(user).leaders:
            return self
        if not user.is_authenticated:
            return self.none()
        schools = own_schools(user).values("pk")
        coming = SchoolAssignment.objects.coming(today()).filter(school__in=schools)
        return self.filter(Q(person=user) | Q(school__in=schools) | Q(pk__in=coming.values("placement")))


class Placement(Period):
    """Somebody holds a role at a school for a program year, because two people signed for it, here or on paper; or will
    have, before anything is paid."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="placements")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="placements")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="placements")
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    # The school today; its dated history is in SchoolAssignment. Kept by the same services, for lists.
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="placements")
    share_numerator = models.PositiveSmallIntegerField(default=1)
    share_denominator = models.PositiveSmallIntegerField(default=1)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=ENDINGS, blank=True)
    # The text both signed; empty while a leader who was taken over signed on paper, or did not sign yet. That two
    # valid signatures on it exist, or the paper, is a promise the applications app adds to this table.
    commitment_sha256 = models.CharField(max_length=64, blank=True)
    commitment_in_force = models.BooleanField(default=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "school__sort_name", "person__sort_name", "pk"]
        constraints = [
            ends_after_it_starts("placement_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["commitment_sha256"],
                condition=~Q(commitment_sha256=""),
                name="one_placement_per_commitment",
            ),
            models.CheckConstraint(
                condition=Q(commitment_sha256__regex=r"^([0-9a-f]{64})?$"),
                name="placement_names_what_was_signed",
            ),
            models.CheckConstraint(
                condition=Q(
                    share_numerator__gt=0,
                    share_denominator__gt=0,
                    share_numerator__lte=F("share_denominator"),
                ),
                name="share_is_above_0_and_at_most_1",
            ),
            ExclusionConstraint(
                name="nobody_holds_the_same_role_twice_at_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["year", "role", "school"], name="placements_of_a_year")]
        triggers = [
            Guard(
                name="a_fellow_is_no_leader",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("role_id"),
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (SELECT 1 FROM pathways_role r JOIN pathways_pathway p ON p.id = r.pathway_id
                               WHERE r.id = NEW.role_id AND p.kind = 'fellowship') THEN
                        RAISE EXCEPTION 'The fellowship makes fellows, never a placement.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            Guard(
                name="a_placement_begins_in_its_year",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("starts", "year_id"),
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM pathways_programyear
                                   WHERE id = NEW.year_id AND NEW.starts >= starts AND NEW.starts < ends) THEN
                        RAISE EXCEPTION 'A placement begins within its program year.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role} at {self.school}"

    @property
    def share(self) -> Fraction:
        """The exact share of the post."""
        return Fraction(self.share_numerator, self.share_denominator)

    @property
    def stands(self) -> bool:
        """Whether it was not ended early."""
        return self.end_reason in STANDING

    @property
    def taken_back(self) -> bool:
        """Whether it was taken over by mistake and taken back since. Asks only of those that ended unsigned."""
        signed = self.commitment_sha256 or self.commitment_in_force
        if signed or self.end_reason != Ending.ENDED:
            return False
        return self.events.filter(action=PlacementAction.TAKE_BACK).exists()

    @property
    def last_day(self) -> date:
        """The last day it is served. Select `year` for it."""
        return (self.ends or self.year.ends) - timedelta(days=1)

    def taking_place(self) -> "list[SchoolAssignment]":
        """Where it is served, from its first day to its end: what `SchoolAssignmentQuerySet.taking_place` finds. Reads
        no row where `assignments` were prefetched."""
        return [one for one in self.assignments.all() if self.ends is None or one.starts < self.ends]

    def move_to_take_back(self, day: date) -> "SchoolAssignment | None":
        """The last move that can still be taken back on that day: what `to_take_back` finds."""
        moves = [one for one in self.taking_place() if one.starts >= day and one.starts > self.starts]
        return moves[-1] if moves else None

    @property
    def nearly_over_on(self) -> date:
        """The first day near its end, from which the principal is asked to attest it. Select `year` for it."""
        return (self.ends or self.year.ends) - NEAR_THE_END


class SchoolAssignmentQuerySet(PeriodQuerySet):
    def taking_place(self) -> Self:
        """Those before the placement's end. What lies behind it is kept: an end may be corrected."""
        return self.filter(Q(placement__ends=None) | Q(starts__lt=F("placement__ends")))

    def coming(self, day: date) -> Self:
        """Moves still ahead on that day; where a placement begins is no move."""
        return self.taking_place().filter(starts__gt=day).filter(starts__gt=F("placement__starts"))

    def to_take_back(self, day: date) -> Self:
        """Moves that can still be taken back on that day: those ahead, and those that begin on it."""
        return self.coming(day - timedelta(days=1))

    def taking_places(self, *, year: ProgramYear | int, day: date) -> Self:
        """Moves ahead by which a place of that year is taken at the new school already."""
        return self.coming(day).filter(standing("placement__"), placement__year=year)


class SchoolAssignment(Period):
    """Where a placement is served, from–to. A move is a new row; the receiving principal can start it."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="assignments")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="assignments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = SchoolAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "starts"]
        constraints = [
            ends_after_it_starts("assignment_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_school_of_a_placement_at_a_time",
                expressions=[("placement", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement} at {self.school}"


class Leave(Period):
    """Time away from a placement. A category and whether it is protected; nothing medical."""

    class Category(models.TextChoices):
        FAMILY = "family"
        MILITARY = "military"
        JURY = "jury", "Jury duty"
        STUDY = "study"
        OTHER = "other"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="leaves")
    category = models.CharField(max_length=10, choices=Category.choices)
    protected = models.BooleanField(default=False)
    starts = models.DateField()
    ends = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "starts"]
        constraints = [
            ends_after_it_starts("leave_ends_after_it_starts"),
            ExclusionConstraint(
                name="leaves_of_a_placement_never_overlap",
                expressions=[
                    ("placement", RangeOperators.EQUAL),
                    (DateRange(F("starts"), F("ends")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} leave from {self.starts:%B %-d, %Y}"

    @property
    def days(self) -> str:
        """Its first and last day in words."""
        return f"from {self.starts:%B %-d, %Y} to {self.ends - timedelta(days=1):%B %-d, %Y}"


class PlacementEvent(Event):
    """A line of the history of a placement. Its facts are what was put on record; of what was put right or taken back,
    what stood there before. `from_state` and `to_state` are those of an attestation: "met", "not_met"."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="events")
    action = DeedField(PlacementAction, Beside)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=ENDINGS, blank=True)
    # Of a move: where from, and where to. A placement begins at a school, too.
    left = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Of a leave.
    category = models.CharField(max_length=10, choices=Leave.Category.choices, blank=True)
    protected = models.BooleanField(null=True, blank=True)
    # What was attested before, word for word.
    attested = models.TextField(blank=True)

    reads = ("left", "school")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["placement", "at"], name="events_of_a_placement")]

    @property
    def about(self) -> str:
        """Its facts in a sentence: "Was: resigned, last day January 31, 2027." """
        facts = ", ".join(filter(None, (self._served_at, self._pause, spoken(self.end_reason), self._days)))
        if self.action == PlacementAction.CORRECT_WORD:
            facts = (
                f"{spoken(self.from_state)} ({self.attested})" if self.attested else spoken(self.from_state)
            )
        elif self.action == PlacementAction.ATTEST:
            facts = spoken(self.to_state)
        elif self.action == PlacementAction.ADD_PAPER:
            facts = f"signed on {self.first_day:%B %-d, %Y}"
        if not facts:
            return ""
        return f"Was: {facts}." if self.action in WAS else f"{facts[0].upper()}{facts[1:]}."

    @property
    def _served_at(self) -> str:
        if self.school is None:
            return ""
        if self.action in (PlacementAction.BEGIN, PlacementAction.TAKE_OVER, PlacementAction.TAKE_BACK):
            return f"at {self.school}"
        return f"from {self.left} to {self.school}" if self.left else f"to {self.school}"

    @property
    def _pause(self) -> str:
        kind = "protected leave" if self.protected else "leave"
        return f"{self.get_category_display()}, {kind}" if self.category else ""

    @property
    def _days(self) -> str:
        first, last = (day and f"{day:%B %-d, %Y}" for day in (self.first_day, self.last_day))
        if first and last:
            return f"from {first} to {last}"
        if first:
            return f"first day {first}"
        return f"last day {last}" if last else ""
