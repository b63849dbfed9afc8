"""The work of a Peer Coach as a page draws it, and how much of each of all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coaching.models import (
    CoachedTeacher,
    ReleaseTime,
    SchoolwidePD,
    TeacherCycle,
    peers_read_by,
)
from coaching.rules import SCHOOLWIDE_PD, TEACHERS
from common.counting import counted
from common.ui.pictures import Part
from pathways.models import Placement, ProgramYear, standing
from people.models import Post, User


@dataclass(frozen=True, slots=True)
class Duty:
    """How much of a duty is done, of how much; `words` stand beside its bar. More than asked for fills it."""

    name: str
    done: int
    of: int
    words: str

    @property
    def complete(self) -> bool:
        return self.done >= self.of

    @property
    def parts(self) -> list[Part]:
        """Of its bar, drawn to the whole that is asked for."""
        return [Part("done", self.words, min(self.done, self.of))]


def release_duty(minutes: int | None, waits: bool) -> Duty:
    """`minutes` that were confirmed; `waits`: something else is proposed."""
    if minutes:
        words = f"{counted(minutes, 'minute')} a week, confirmed"
    else:
        words = "waits for whoever signs for the school" if waits else "not proposed yet"
    return Duty("Release time", int(bool(minutes)), 1, words)


def teachers_duty(coached: int) -> Duty:
    """`coached`: teachers with whom a cycle is whole."""
    return Duty("Teachers coached", coached, TEACHERS, f"of {TEACHERS} teachers with a whole cycle")


def pd_duty(led: int) -> Duty:
    return Duty("Schoolwide PD", led, SCHOOLWIDE_PD, f"of {SCHOOLWIDE_PD} led")


def _of_placement(rows: "QuerySet", path: str, what: str = "pk") -> Coalesce:
    found = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    number = found.annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def with_counts(placements: "QuerySet[Placement]") -> "QuerySet[Placement]":
    """Each with what is confirmed (`release_minutes`), whether something waits (`release_waits`), and how many
    teachers they coach (`teachers`), of them with a whole cycle (`coached`), whole cycles (`cycles`) and PD (`pd`)."""
    cycles = TeacherCycle.objects.whole()
    confirmed = ReleaseTime.objects.confirmed().filter(placement=OuterRef("pk"))
    # What was confirmed last counts, also where it names an earlier day.
    newest = confirmed.order_by("-since", "-confirmed_at", "-pk").values("minutes")[:1]
    return placements.annotate(
        release_minutes=Subquery(newest),
        release_waits=_of_placement(ReleaseTime.objects.waiting(), "placement"),
        teachers=_of_placement(CoachedTeacher.objects.kept().filter(ends=None), "placement"),
        coached=_of_placement(cycles, "teacher__placement", "teacher"),
        cycles=_of_placement(cycles, "teacher__placement"),
        pd=_of_placement(SchoolwidePD.objects.kept(), "placement"),
    )


def duties(placement: Placement) -> list[Duty]:
    """Of a row of `with_counts`, what is done and what is missing."""
    row: Any = placement
    return [
        release_duty(row.release_minutes, bool(row.release_waits)),
        teachers_duty(row.coached),
        pd_duty(row.pd),
    ]


def peers_of(user: User, year: ProgramYear | None) -> "QuerySet[Placement]":
    """Peer Coaches of that year of whose work `user` reads something, by name, with their numbers. One query."""
    rows = peers_read_by(user)
    held = rows.filter(standing(), year=year) if year else rows.none()
    return with_counts(held).select_related("person", "role", "school").order_by("person__sort_name", "pk")


def only_own(rows: "QuerySet[Placement]", user: User) -> int | None:
    """The number of the one row there is, where it is their own; else None. One query."""
    found = list(rows.values_list("pk", "person")[:2])
    return found[0][0] if [person for _, person in found] == [user.pk] else None


def teachers_of(placement: Placement) -> list[CoachedTeacher]:
    """Whom they coach or coached, with their cycles as `done`; whom they coach no more stand last (two queries)."""
    cycles = Prefetch("cycles", TeacherCycle.objects.filter(taken_back_at=None), to_attr="done")
    rows = CoachedTeacher.objects.kept().filter(placement=placement).select_related("person")
    return list(rows.prefetch_related(cycles).order_by(F("ends").desc(nulls_first=True), "starts", "pk"))


def listed(user: User) -> list[CoachedTeacher]:
    """Their own rows: by whom they are coached, with the cycles they took part in as `done`. Two queries."""
    cycles = Prefetch("cycles", TeacherCycle.objects.filter(taken_back_at=None), to_attr="done")
    rows = CoachedTeacher.objects.kept().filter(person=user)
    found = rows.select_related(
        "placement__person", "placement__role", "placement__school", "placement__year"
    )
    return list(found.prefetch_related(cycles).order_by("-starts", "-pk"))


def who_may_be_coached(placement: Placement, day: date) -> "QuerySet[User]":
    """People who work at the school on that day, by name, without the Peer Coach and whom they coach already."""
    posts = Post.objects.on(day).filter(school=placement.school_id)
    now = CoachedTeacher.objects.kept().filter(placement=placement, ends=None, person__isnull=False)
    people: QuerySet[User] = User.objects.filter(pk__in=posts.values("person"), is_active=True)
    return people.exclude(Q(pk=placement.person_id) | Q(pk__in=now.values("person"))).order_by(
        "sort_name", "pk"
    )
