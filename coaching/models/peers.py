"""The work of Peer Coaches at their school: release time, the teachers they coach, cycles, schoolwide PD.

Days, numbers and a focus from a list; no column holds words about a colleague. Rows are their own history.
"""

from typing import Self

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower

from coaching.models.coaches import LeadersCoach
from coaching.models.cycles import CoachingCycle
from coaching.rules import ANOTHER, FOCI
from common.fields import NameField
from common.guards import Stay, said_once
from common.models import Period, PeriodQuerySet, ends_after_it_starts
from pathways.models import PeerWork, Placement, managed
from pathways.policies import speaks_for
from people.models import User

PERSON = settings.AUTH_USER_MODEL
# A full week of 40 hours; and as many as fit in an auditorium.
MOST_MINUTES, MOST_WHO_CAME = 2400, 5000
LONGEST_FOCUS = 80


def peer_coaches(placements: "QuerySet[Placement] | None" = None) -> "QuerySet[Placement]":
    """Of these placements (None: of all) those of Peer Coaches and Senior Peer Coaches."""
    rows = Placement.objects.all() if placements is None else placements
    return rows.exclude(role__peer_work=PeerWork.NONE)


def theirs_in_full(user: User, at: str = "") -> Q:
    """Of a placement at the end of the path `at`, that `user` reads the whole work of its Peer Coach: it is their own,
    they coach them, or they manage the pathway."""
    path, one, covered = f"{at}__" if at else "", at or "pk", managed(user)
    if covered is None:
        return Q(**{f"{path}pk__isnull": False})
    dealt = LeadersCoach.objects.current().filter(coach=user).values("placement")
    cycles = CoachingCycle.objects.filter(coach=user).values("placement")
    found = Q(**{f"{path}person": user}) | Q(**{f"{one}__in": dealt}) | Q(**{f"{one}__in": cycles})
    return found | Q(**{f"{path}role__pathway__in": covered})


def peers_read_by(user: User) -> "QuerySet[Placement]":
    """Placements of Peer Coaches of whose work `user` reads something: those they read in full, and the numbers of
    those at schools they sign for. Nobody else reads any of it, other staff and directors neither."""
    if not user.is_authenticated:
        return Placement.objects.none()
    return peer_coaches().filter(theirs_in_full(user) | Q(school__in=speaks_for(user)))


class OfPeersQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of Peer Coaches whose work one reads in full."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(theirs_in_full(user, "placement"))

    def kept(self) -> Self:
        """Without what was recorded by mistake and taken back."""
        return self.filter(taken_back_at=None)


class ReleaseTimeQuerySet(models.QuerySet["ReleaseTime"]):
    def visible_to(self, user: User) -> Self:
        """Those of placements of whose work one reads something: whoever signs for the school confirms them."""
        return self.filter(placement__in=peers_read_by(user))

    def waiting(self) -> Self:
        """Those whoever signs for the school did not answer yet."""
        return self.filter(confirmed_at=None, set_aside_at=None)

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)


class ReleaseTime(models.Model):
    """So many minutes a week are free for coaching, from a day on: proposed, then confirmed by whoever signs for the
    school, or set aside for what it really is. What changes later is another row."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="release_times")
    minutes = models.PositiveSmallIntegerField("minutes a week", validators=[MaxValueValidator(MOST_MINUTES)])
    since = models.DateField("from")
    periods = models.CharField("which periods", max_length=120, blank=True)
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = ReleaseTimeQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__lte=MOST_MINUTES), name="release_time_fits_in_a_week"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, set_aside_at=None),
                name="release_time_is_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(confirmed_at=None, set_aside_at=None),
                name="one_release_time_waits_at_a_time",
            ),
        ]
        triggers = [
            said_once(
                "proposed_at",
                "placement_id",
                "proposed_by_id",
                "confirmed_by_id",
                "confirmed_at",
                "set_aside_at",
            ),
            Stay(
                name="what_was_proposed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("minutes", "since", "periods"),
            ),
            Stay(name="release_times_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.minutes:,} minutes a week"


class CoachedTeacherQuerySet(PeriodQuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of Peer Coaches whose work one reads in full; the own row of a teacher who is listed."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(theirs_in_full(user, "placement") | Q(person=user))

    def kept(self) -> Self:
        """Without those listed by mistake."""
        return self.filter(taken_back_at=None)


class CoachedTeacher(Period):
    """A Peer Coach coaches this teacher: a person who works at the school, or a name; from–to."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="teachers_coached")
    person = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="coached_by_peers"
    )
    name = NameField(max_length=120, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = CoachedTeacherQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "starts", "pk"]
        constraints = [
            ends_after_it_starts("coaching_of_a_teacher_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(person=None, name__gt="") | Q(person__isnull=False, name=""),
                name="a_coached_teacher_is_a_person_or_a_name",
            ),
            models.UniqueConstraint(
                fields=["placement", "person", "name"],
                condition=Q(ends=None, taken_back_at=None),
                nulls_distinct=False,
                name="one_row_per_teacher_who_is_coached",
            ),
            models.UniqueConstraint(
                "placement",
                Lower("name"),
                condition=Q(ends=None, taken_back_at=None, name__gt=""),
                name="a_name_is_listed_once_however_it_is_written",
            ),
        ]
        triggers = [
            said_once("added_at", "placement_id", "starts", "ends", "name", "taken_back_at"),
            Stay(name="coached_teachers_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """The name of the teacher. Select `person` for it."""
        return self.person.name if self.person is not None else self.name


class TeacherCycleQuerySet(models.QuerySet["TeacherCycle"]):
    def visible_to(self, user: User) -> Self:
        """Those with teachers whose row one sees."""
        return self.filter(teacher__in=CoachedTeacher.objects.visible_to(user))

    def kept(self) -> Self:
        return self.filter(taken_back_at=None, teacher__taken_back_at=None)

    def whole(self) -> Self:
        """Those that were observed and talked over."""
        return self.kept().exclude(talked_on=None)


class TeacherCycle(models.Model):
    """A Peer Coach observed a teacher and talked with them: the days, and a focus in a few words."""

    teacher = models.ForeignKey(CoachedTeacher, on_delete=models.PROTECT, related_name="cycles")
    observed_on = models.DateField()
    talked_on = models.DateField(null=True, blank=True)
    focus = models.CharField(
        max_length=LONGEST_FOCUS, help_text="A practice, never words about the colleague"
    )
    # What was typed before 2027, in their own words: for the Peer Coach alone. Nothing is written here any more.
    own_focus = models.CharField(max_length=LONGEST_FOCUS, blank=True)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = TeacherCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-observed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(talked_on=None) | Q(talked_on__gte=F("observed_on")),
                name="one_talks_after_one_observed",
            ),
            models.CheckConstraint(
                condition=Q(focus__in=FOCI, own_focus="") | Q(focus=ANOTHER),
                name="a_cycle_with_a_teacher_has_a_focus",
            ),
            models.UniqueConstraint(
                fields=["teacher", "observed_on", "focus", "own_focus"],
                condition=Q(taken_back_at=None),
                name="a_cycle_with_a_teacher_is_recorded_once",
            ),
        ]
        triggers = [
            said_once(
                "recorded_at", "teacher_id", "observed_on", "talked_on", "focus", "own_focus", "taken_back_at"
            ),
            Stay(name="cycles_with_teachers_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.focus}, {self.observed_on:%Y-%m-%d}"


class SchoolwidePD(models.Model):
    """Professional development of the whole school that a Peer Coach led."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="schoolwide_pd")
    day = models.DateField()
    title = models.CharField(max_length=120)
    came = models.PositiveSmallIntegerField("how many came")
    minutes = models.PositiveSmallIntegerField("minutes it took")
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = OfPeersQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = "schoolwide PD"
        verbose_name_plural = "schoolwide PD"
        constraints = [
            models.CheckConstraint(
                condition=Q(came__gte=1, came__lte=MOST_WHO_CAME, minutes__gte=1, minutes__lte=MOST_MINUTES),
                name="somebody_came_for_some_minutes",
            ),
            models.UniqueConstraint(
                fields=["placement", "day", "title"],
                condition=Q(taken_back_at=None),
                name="schoolwide_pd_is_recorded_once",
            ),
        ]
        triggers = [
            said_once("recorded_at", "placement_id", "day", "title", "came", "minutes", "taken_back_at"),
            Stay(name="schoolwide_pd_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title
