"""Events of each school up to a day and ahead: workshops, arts events, a meeting, a training."""

from datetime import date, timedelta

from demo.year import at
from pathways.models import Placement, ProgramEvent, ProgramEventLine, ProgramYear
from pathways.states import ProgramEventAction, ProgramEventState
from people.models import School, User

# Of what was that lately somebody still has to say how many came.
LATELY = timedelta(days=35)
# Days after the first of the year, kind, title, the role that plans it, how many are expected.
USUAL = (
    (80, "parent_college", "How to read a transcript", "family-engagement-lead", 80),
    (108, "parent_college", "Money for college", "family-engagement-lead", 80),
    (118, "school_arts", "Open studios", "arts-lead", 120),
    (125, "teacher_training", "Calling home", "family-engagement-lead", 60),
    (148, "school_arts", "Fall showcase", "arts-lead", 200),
    (206, "parent_college", "A to G in plain words", "family-engagement-lead", 80),
    (230, "family_meeting", "Two parents on the ILT", "family-engagement-lead", 30),
    (270, "school_arts", "Spring showcase", "arts-lead", 200),
)


def workshops(school: School, year: ProgramYear, today: date) -> list[tuple[date, str, int]]:
    """Those at Parent College that were held: the day, the title, how many came."""
    return [
        (year.starts + timedelta(days=after), title, _came(after, seats, school))
        for after, kind, title, _, seats in USUAL
        if kind == "parent_college" and year.starts + timedelta(days=after) < today - LATELY
    ]


def _came(after: int, seats: int, school: School | None) -> int:
    return seats * (55 + (after + (school.pk if school else 0)) % 40) // 100


def make_events(
    year: ProgramYear,
    schools: list[School],
    principals: dict[int, User],
    placements: list[Placement],
    *,
    manager: User,
    today: date,
) -> None:
    """What schools usually plan, and the arts event of the whole Partnership; what is past was held, but not
    what was lately."""
    carried = {(one.school_id, one.role.slug): one.person for one in placements}
    rows: list[tuple[ProgramEvent, list[User]]] = []
    for school in schools:
        if school.pk not in principals:
            continue
        for after, kind, title, role, seats in USUAL:
            planner = carried.get((school.pk, role), principals[school.pk])
            rows.append((_event(year, after, kind, title, seats, school, today), [planner]))
    arts = [one.person for one in placements if one.role.slug == "arts-lead"][:3]
    rows.append(
        (_event(year, 300, "partnership_arts", "Arts in the park", 900, None, today), [manager, *arts])
    )
    made = ProgramEvent.objects.bulk_create(event for event, _ in rows)
    through = ProgramEvent.planners.through
    through.objects.bulk_create(
        through(programevent=event, user=planner)
        for event, (_, planners) in zip(made, rows, strict=True)
        for planner in planners
    )
    _tell([(event, planners[0]) for event, (_, planners) in zip(made, rows, strict=True)], year)


def _event(
    year: ProgramYear, after: int, kind: str, title: str, seats: int, school: School | None, today: date
) -> ProgramEvent:
    day = year.starts + timedelta(days=after)
    held = day < today - LATELY
    came = _came(after, seats, school)
    return ProgramEvent(
        year=year,
        kind=kind,
        title=title,
        seats=seats,
        school=school,
        day=day,
        state=ProgramEventState.HELD if held else ProgramEventState.PLANNED,
        came=came if held else None,
    )


def _tell(rows: list[tuple[ProgramEvent, User]], year: ProgramYear) -> None:
    planned = [
        ProgramEventLine(
            event=event,
            action=ProgramEventAction.PLAN,
            to_state=ProgramEventState.PLANNED,
            by=planner,
            at=at(year.starts + timedelta(days=50), 15),
            day=event.day,
        )
        for event, planner in rows
    ]
    held = [
        ProgramEventLine(
            event=event,
            action=ProgramEventAction.HOLD,
            from_state=ProgramEventState.PLANNED,
            to_state=event.state,
            by=planner,
            at=at(event.day, 20),
            came=event.came,
        )
        for event, planner in rows
        if event.came is not None
    ]
    ProgramEventLine.objects.bulk_create([*planned, *held])
