"""Two verbs on one placement at once: the second waits, and is judged by what the first has done."""

from datetime import UTC, date, datetime

import pytest

from pathways import services
from pathways.services.placements import days_of
from pathways.states import Ending
from tests.factories.pathways import DeliverableRecordFactory, PlacementFactory
from tests.factories.people import SchoolFactory, manager
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY, LATER = date(2026, 11, 10), date(2026, 11, 20)
RESIGNED = {"ends": TODAY, "reason": Ending.RESIGNED}


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


def twice(verb, **told):
    """How the second of two is refused, in words."""
    return str(second_after(lambda: verb(**told), lambda: verb(**told)))


def test_an_end_put_right_twice_at_once_is_put_right_once():
    placement, by = PlacementFactory(), manager()
    services.end_placement(pk=placement.pk, by=by, **RESIGNED)
    told = {"pk": placement.pk, "by": by, "ends": LATER, "reason": Ending.MOVED, "why": "A slip."}
    assert twice(services.correct_end, **told) == (
        "That is the day and the reason on record. Change one of them, or leave it as it is."
    )
    assert placement.events.filter(action="correct_the_end").count() == 1


def test_a_leave_taken_back_twice_at_once_is_taken_back_once():
    placement, by = PlacementFactory(), manager()
    days = {"starts": TODAY, "ends": LATER}
    leave = services.record_leave(pk=placement.pk, category="jury", protected=False, by=by, **days)
    told = {"pk": placement.pk, "leave": leave.pk, "by": by, "reason": "A slip."}
    assert twice(services.take_back_leave, **told) == (
        "This placement has no leave, so there is none to take back."
    )
    assert placement.events.filter(action="take_back_leave").count() == 1


def test_a_move_taken_back_twice_at_once_is_taken_back_once():
    placement, by = PlacementFactory(), manager()
    services.move_school(pk=placement.pk, to=SchoolFactory(), starts=LATER, by=by)
    assert twice(services.take_back_move, pk=placement.pk, by=by, reason="A slip.") == (
        "No move of this placement is ahead. What began before today is moved again, not taken back."
    )
    assert placement.events.filter(action="take_back_move").count() == 1


def test_no_leave_is_recorded_behind_an_end_that_is_entered_meanwhile():
    placement, by = PlacementFactory(), manager()
    told = {"pk": placement.pk, "category": "jury", "protected": False, "by": by}
    answer = second_after(
        lambda: services.end_placement(pk=placement.pk, by=by, **RESIGNED),
        lambda: services.record_leave(starts=TODAY, ends=LATER, **told),
    )
    placement.refresh_from_db()
    assert str(answer) == f"Choose days within the placement: {days_of(placement)}."
    assert not placement.leaves.exists()


def test_what_is_accepted_meanwhile_is_not_waived():
    record, by = DeliverableRecordFactory(deliverable__accepted_by="staff"), manager()
    services.submit(pk=record.pk, by=record.placement.person, note="Done.")
    second_after(
        lambda: services.accept(pk=record.pk, by=by),
        lambda: services.waive(pk=record.pk, by=by, reason="It was called off."),
    )
    record.refresh_from_db()
    assert (record.state, record.events.count()) == ("accepted", 2)
