"""Goals of each school, with notes up to a day: most hold the pace, some fall behind."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from common.money import half_up
from demo.events import workshops
from demo.year import at
from pathways.models import GoalEvent, GoalNote, Placement, ProgramYear, SchoolGoal
from pathways.states import GoalAction
from people.models import School, User

# Days of notes after the first day, and by how many a school is ahead that holds the pace until the next one.
DAYS, AHEAD = (60, 95, 130, 165, 200, 240, 280, 320), 42


@dataclass(frozen=True)
class Usual:
    """A goal that schools set, the role that carries it, and what its notes say."""

    area: str
    wanted: str
    measure: str
    unit: str
    start: int
    target: int
    role: str
    words: tuple[str, ...]


USUAL = (
    Usual(
        "arts",
        "Students in two arts courses or more",
        "Students enrolled in two arts courses, from the schedule",
        "number",
        260,
        600,
        "arts-lead",
        (
            "After schedule changes",
            "Counselors placed students from the waiting list",
            "Two new ceramics sections filled",
            "Summer arts program counted",
        ),
    ),
    Usual(
        "culture",
        "Chronic absence below 18%",
        "Students absent for a tenth of the days, from the attendance dashboard",
        "percent",
        22,
        18,
        "restorative-college-culture-lead",
        (
            "First count",
            "The culture team meets weekly",
            "Home visits after the fifth absence",
            "After spring break",
        ),
    ),
    Usual(
        "families",
        "Families at a Parent College workshop",
        "Families who signed in at one workshop or more",
        "number",
        0,
        180,
        "family-engagement-lead",
        # Its notes are of the workshops that were held.
        (),
    ),
)


def make_goals(
    year: ProgramYear,
    schools: list[School],
    principals: dict[int, User],
    placements: list[Placement],
    *,
    today: date,
) -> None:
    """Three goals of each school, set in the first week by its principal and noted until `today`."""
    led = [school for school in schools if school.pk in principals]
    carried = {(one.school_id, one.role.slug): one.person for one in placements}
    goals = SchoolGoal.objects.bulk_create(
        SchoolGoal(
            school=school,
            year=year,
            area=usual.area,
            wanted=usual.wanted,
            measure=usual.measure,
            unit=usual.unit,
            start=Decimal(usual.start),
            target=Decimal(usual.target),
            person=carried.get((school.pk, usual.role)),
        )
        for school in led
        for usual in USUAL
    )
    _tell(goals, principals)
    notes = [
        note
        for index, goal in enumerate(goals)
        for note in _notes(goal, index, principals[goal.school_id], today)
    ]
    GoalNote.objects.bulk_create(notes)


def _tell(goals: list[SchoolGoal], principals: dict[int, User]) -> None:
    GoalEvent.objects.bulk_create(
        GoalEvent(
            goal=goal,
            action=GoalAction.SET,
            by=principals[goal.school_id],
            at=at(goal.course.first + timedelta(days=5), 15),
            start=goal.start,
            target=goal.target,
        )
        for goal in goals
    )


def _notes(goal: SchoolGoal, index: int, principal: User, today: date) -> list[GoalNote]:
    """Of every seventh goal nothing was noted yet; every third falls behind after its first note."""
    if goal.area == SchoolGoal.Area.FAMILIES:
        return [] if index > 2 and index % 7 == 5 else _counted(goal, principal, today)
    usual = next(one for one in USUAL if one.area == goal.area)
    # The first school is that of the people one signs in as: its arts goal is behind, the others are not.
    behind, silent = index == 0 or (index > 2 and index % 3 == 1), index > 2 and index % 7 == 5
    notes = []
    for number, after in enumerate(DAYS):
        day = goal.course.first + timedelta(days=after)
        if day <= today and not silent:
            pace = goal.course.at(day + timedelta(days=AHEAD)) - goal.course.start
            gone = pace * Fraction(2, 5) if behind and number else pace
            reached = goal.course.start + gone
            exact = Decimal(half_up(reached * 10)) / 10
            noted = {"number": exact if goal.course.percent else round(exact), "by": goal.person or principal}
            words = usual.words[number % len(usual.words)]
            notes.append(GoalNote(goal=goal, day=day, at=at(day, 16), words=words, **noted))
    return notes


def _counted(goal: SchoolGoal, principal: User, today: date) -> list[GoalNote]:
    """Families are counted where they sign in: after each workshop, with all who came before."""
    so_far, notes = 0, []
    for day, title, came in workshops(goal.school, goal.year, today):
        so_far += came
        said = {"number": Decimal(so_far), "words": f"“{title}”: {came} came", "by": goal.person or principal}
        notes.append(GoalNote(goal=goal, day=day, at=at(day, 21), **said))
    return notes
