"""School goals of a year: how far each is, against an even pace."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from common.ui.pace import PaceLine
from pathways.models import GoalNote, Placement, ProgramYear, SchoolGoal, schools_read_by
from pathways.rules.pace import Course, Pace, in_a_sentence
from people.models import School, User
from people.queries import members

# So many notes stand below the picture of a goal among others.
FEW = 4
# How a sentence calls a goal of each area.
SAID = {"arts": "arts", "culture": "culture", "families": "family engagement", "own": "a goal of its own"}


@dataclass(frozen=True)
class NoteRow:
    """A note as a page tells it: its number in words, and whether it was taken back."""

    note: GoalNote
    number: str
    counts: bool


@dataclass(frozen=True)
class GoalCard:
    """A goal on a day: what was noted last, the words beside it, its line, its notes, the newest first."""

    goal: SchoolGoal
    number: str
    beside: str
    pace: Pace
    line: PaceLine
    notes: tuple[NoteRow, ...]

    @property
    def newest(self) -> tuple[NoteRow, ...]:
        """The newest of those that count, as many as a small picture has room for."""
        return tuple(row for row in self.notes if row.counts)[:FEW]


@dataclass(frozen=True)
class SchoolOfGoals:
    """A school with how the goals of a year stand there."""

    school: School
    goals: int
    said: str


def goals_of(school: School, year: ProgramYear, day: date) -> tuple[GoalCard, ...]:
    """The goals a school pursues in a year, by area (two queries)."""
    return tuple(card_of(goal, day) for goal in _read(SchoolGoal.objects.filter(school=school, year=year)))


def goals_led(placement: Placement, day: date) -> tuple[GoalCard, ...]:
    """What the leader of a placement carries at their school in its year, and what their pathway serves there (two
    queries). Its role and pathway were read with it."""
    theirs = Q(person=placement.person_id)
    if area := placement.role.pathway.goal_area:
        theirs |= Q(area=area)
    goals = SchoolGoal.objects.filter(theirs, school=placement.school_id, year=placement.year_id)
    return tuple(card_of(goal, day) for goal in _read(goals))


def dropped_goals(school: School, year: ProgramYear) -> list[SchoolGoal]:
    """Those it dropped. One query."""
    return list(SchoolGoal.objects.filter(school=school, year=year).exclude(pk__in=_pursued()))


def _pursued() -> "QuerySet[SchoolGoal]":
    return SchoolGoal.objects.pursued().order_by()


def schools_with_goals(user: User, year: ProgramYear, day: date) -> list[SchoolOfGoals]:
    """The schools of the network whose goals `user` reads, by name, each with how they stand (three queries)."""
    schools = list(schools_read_by(user, members(day)))
    found: dict[int, list[SchoolGoal]] = {school.pk: [] for school in schools}
    for goal in _sayable(school__in=found, year=year):
        found[goal.school_id].append(goal)
    return [
        SchoolOfGoals(
            school, len(found[school.pk]), how_they_stand([_place(goal, day) for goal in found[school.pk]])
        )
        for school in schools
    ]


def how_they_stand(stands: Sequence[tuple[str, Pace]]) -> str:
    """One sentence, by the areas of goals; empty where there are none."""
    return in_a_sentence([(SAID[area], pace) for area, pace in stands])


def _read(goals: "QuerySet[SchoolGoal]") -> Iterable[SchoolGoal]:
    return with_notes(goals.filter(pk__in=_pursued()).select_related("year", "person"))


def _sayable(**of: Any) -> "QuerySet[Any]":
    """Goals for a sentence: what was noted last is all it asks."""
    return SchoolGoal.objects.pursued().filter(**of).select_related("year").with_last()


def _place(goal: Any, day: date) -> tuple[str, Pace]:
    last = None if goal.last is None else Fraction(goal.last)
    return goal.area, goal.course.pace(last, _until(goal, day))


def with_notes(goals: "QuerySet[SchoolGoal]") -> "QuerySet[SchoolGoal]":
    """Goals with all their notes and who took one back, read at once."""
    return goals.prefetch_related(Prefetch("notes", GoalNote.objects.told()))


def _noted(goal: SchoolGoal) -> list[GoalNote]:
    """The newest day first, in whatever order they were read."""
    return sorted(goal.notes.all(), key=lambda note: (note.day, note.at, note.pk), reverse=True)


def _dots(goal: SchoolGoal) -> tuple[tuple[date, Fraction], ...]:
    """What counts, in the order of days."""
    notes = [note for note in _noted(goal) if not hasattr(note, "taken_back")]
    return tuple((note.day, Fraction(note.number)) for note in reversed(notes) if note.number is not None)


def _until(goal: SchoolGoal, day: date) -> date:
    """The day whose pace counts: today, in a year that is over its last."""
    return min(day, goal.year.last_day)


def card_of(goal: SchoolGoal, day: date) -> GoalCard:
    """A goal as its page shows it on that day; its notes were read with it (`with_notes`)."""
    course, dots, until = goal.course, _dots(goal), _until(goal, day)
    last = dots[-1][1] if dots else None
    number = course.said(course.start if last is None else last)
    return GoalCard(
        goal=goal,
        number=number,
        beside=course.beside(last, until),
        pace=course.pace(last, until),
        line=PaceLine(
            first=course.first,
            last=course.last,
            today=day,
            start=course.start,
            target=course.target,
            start_said=course.said(course.start),
            target_said=course.said(course.target),
            dots=dots,
            last_said=number,
            label=_label(course, dots, until),
        ),
        notes=tuple(_row(course, note) for note in _noted(goal)),
    )


def _row(course: Course, note: GoalNote) -> NoteRow:
    number = "" if note.number is None else course.said(Fraction(note.number))
    return NoteRow(note, number, not hasattr(note, "taken_back"))


def _label(course: Course, dots: Sequence[tuple[date, Fraction]], day: date) -> str:
    """All the picture shows, as in: From 260 in August to 318 and 410, the last on Jan 28; target 600 in June; the
    even pace on Feb 11 is 457."""
    noted = [course.said(value) for _, value in dots]
    way = f" to {_and(noted)}" if noted else ""
    when = f" on {_short(dots[-1][0])}" if noted else ""
    if len(noted) > 1:
        when = f", the last{when}"
    pace = f"the even pace on {_short(day)} is {course.even_said(day)}"
    return (
        f"From {course.said(course.start)} in {course.first:%B}{way}{when}; target {course.said(course.target)} in "
        f"{course.last:%B}; {pace}"
    )


def _and(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _short(day: date) -> str:
    return f"{day:%b} {day.day}"
