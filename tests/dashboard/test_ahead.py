"""What comes next for a leader, and what is left of a placement."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.queries import ahead, rest_of
from pathways.models import Placement, ServiceDay
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import UserFactory
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def names(placement: Placement) -> list[str]:
    return [one.name for one in ahead(placement.person, day=TODAY, now=NOW)]


def owed(placement: Placement, title: str, due: date, **fields: Any) -> Any:
    deliverable = DeliverableFactory(title=title, due=due)
    return DeliverableRecordFactory(placement=placement, deliverable=deliverable, **fields)


def test_three_sessions_and_one_deliverable_come_next_by_day() -> None:
    placement = PlacementFactory()
    for days in (1, 2, 4, 5):
        SessionFactory(title=f"Session {days}", planned=True, starts_at=NOW + days * DAY, place="Room 4")
    owed(placement, "Later plan", TODAY + 6 * DAY)
    record = owed(placement, "Plan", TODAY + 3 * DAY)
    found = ahead(placement.person, day=TODAY, now=NOW)
    assert [(one.kind, one.name, one.place, one.day) for one in found] == [
        ("session", "Session 1", "Room 4", TODAY + DAY),
        ("session", "Session 2", "Room 4", TODAY + 2 * DAY),
        ("deliverable", "Plan", "", TODAY + 3 * DAY),
        ("session", "Session 4", "Room 4", TODAY + 4 * DAY),
    ]
    assert found[2].key == record.pk


@pytest.mark.parametrize(
    ("record", "comes"),
    [
        ({"deliverable__due": TODAY}, True),
        ({"deliverable__due": TODAY - DAY}, False),
        ({"state": "returned", "words": "Add dates."}, True),
        ({"state": "submitted"}, False),
        ({"placement__end_reason": "completed"}, True),
        ({"placement__end_reason": "resigned", "placement__ends": TODAY}, False),
        ({"placement__end_reason": "resigned", "placement__ends": TODAY + DAY}, True),
    ],
    ids=["due today", "late", "returned", "handed in", "completed", "resigned", "resigns"],
)
def test_a_deliverable_comes_next_while_it_is_owed_and_not_late(record: dict[str, Any], comes: bool) -> None:
    given = {"deliverable__due": TODAY + DAY, "deliverable__title": "Plan"} | record
    if "words" in record:
        given["decided_by"] = UserFactory()
    made = DeliverableRecordFactory(**given)
    DeliverableRecordFactory(deliverable__due=TODAY + DAY)
    assert names(made.placement) == (["Plan"] if comes else [])


def test_what_is_left_of_a_placement_is_what_comes_after_the_day_and_before_its_end() -> None:
    placement = PlacementFactory(ends=TODAY + 10 * DAY)
    elsewhere = ProgramYearFactory(first=2027)
    for days in (0, 1, 9, 10):
        SessionFactory(title=f"Session {days}", planned=True, starts_at=NOW + days * DAY)
        ServiceDay.objects.create(year=placement.year, day=TODAY + days * DAY)
    ServiceDay.objects.create(year=elsewhere, day=TODAY + 5 * DAY)
    left = rest_of(placement, TODAY)
    assert [session.title for session in left.sessions] == ["Session 1", "Session 9"]
    assert left.days == 2


def test_a_placement_without_an_end_lasts_as_long_as_its_year() -> None:
    placement = PlacementFactory(ends=None)
    for day in (date(2027, 6, 30), date(2027, 7, 1)):
        ServiceDay.objects.create(year=placement.year, day=day)
    assert rest_of(placement, TODAY).days == 1


def test_what_is_settled_of_a_placement_is_not_left_of_it() -> None:
    placement, by = PlacementFactory(), UserFactory()
    settled: dict[str, dict[str, Any]] = {
        "accepted": {"decided_by": by},
        "waived": {"decided_by": by, "words": "It was called off."},
    }
    for number, state in enumerate(("submitted", "returned", "open", "accepted", "waived")):
        more = settled.get(state, {})
        if state == "returned":
            more = {"decided_by": by, "words": "Add dates."}
        owed(placement, state, TODAY - number * DAY, state=state, **more)
    DeliverableRecordFactory()
    left = [record.deliverable.title for record in rest_of(placement, TODAY).deliverables]
    assert left == ["open", "returned", "submitted"]


def test_of_a_placement_that_is_over_nothing_is_left() -> None:
    assert not rest_of(PlacementFactory(), TODAY)


@pytest.mark.parametrize("left", ["session", "deliverable", "day of school"])
def test_of_a_placement_something_is_left_while_any_one_thing_is(left: str) -> None:
    placement = PlacementFactory()
    if left == "session":
        SessionFactory(planned=True, starts_at=NOW + DAY)
    elif left == "deliverable":
        owed(placement, "Plan", TODAY)
    else:
        ServiceDay.objects.create(year=placement.year, day=TODAY + DAY)
    assert rest_of(placement, TODAY)
