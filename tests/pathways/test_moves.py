"""A placement moves to another school: who may, from which day, until its day, and taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError, NotAllowed
from pathways.models import Placement
from pathways.services import (
    end_placement,
    move_school,
    settle_moves,
    take_back_move,
)
from pathways.states import Ending
from pathways.tasks import settle_moves as settle_moves_by_beat
from tests.factories.pathways import CohortFactory, PlacementFactory
from tests.factories.people import (
    DelegationFactory,
    SchoolFactory,
    manager,
    principal_of,
)
from tests.pathways.moving import LATER, TODAY, receive
from tests.pathways.standing import PLACEMENTS, moved_today, moving
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def to():
    return SchoolFactory()


# --- who may, and from which day --------------------------------------------------------------------
def test_the_receiving_principal_may_start_a_move(placement, to):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=principal_of(to))
    assert list(placement.assignments.values_list("school", "starts", "ends")) == [
        (left.pk, date(2026, 7, 1), LATER),
        (to.pk, LATER, date(2027, 7, 1)),
    ]


def test_whom_the_receiving_principal_named_may_start_a_move_too(placement, to):
    move_school(
        pk=placement.pk, to=to, starts=TODAY, by=DelegationFactory(principal=principal_of(to)).delegate
    )
    placement.refresh_from_db()
    assert placement.school == to


def test_the_principal_of_the_school_that_is_left_may_not_move_a_placement(placement, to):
    with pytest.raises(NotAllowed):
        move_school(pk=placement.pk, to=to, starts=LATER, by=principal_of(placement.school))


def test_a_move_to_where_it_is_served_is_refused(placement):
    with pytest.raises(DomainError, match=r"served at .* already"):
        move_school(pk=placement.pk, to=placement.school, starts=LATER, by=manager())


def test_a_principal_receives_nobody_from_a_day_that_is_past(placement, to):
    with pytest.raises(DomainError) as refused:
        receive(placement, to, date(2026, 11, 9))
    assert str(refused.value) == (
        "Choose today or a later day. A program manager can record an earlier one: write to the Partnership."
    )
    assert placement.assignments.count() == 1


def test_a_program_manager_records_a_move_that_was(placement, to):
    move_school(pk=placement.pk, to=to, starts=date(2026, 9, 1), by=manager())
    placement.refresh_from_db()
    assert placement.school == to


def test_a_school_without_a_grade_of_the_cohort_is_refused():
    placement = PlacementFactory(cohort=CohortFactory(name="Secondary", lowest_grade=7, highest_grade=12))
    to = SchoolFactory(name="Aragon", lowest_grade=-1, highest_grade=6)
    with pytest.raises(DomainError) as refused:
        move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    assert str(refused.value) == (
        "Secondary is for grades 7–12, and Aragon has grades TK–6. Choose another school."
    )


def test_a_second_move_waits_until_the_first_is_taken_back(placement, to):
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    with pytest.raises(DomainError) as refused:
        receive(placement, SchoolFactory(), date(2027, 2, 1))
    assert str(refused.value) == (
        f"A move to {to} from January 11, 2027 on is recorded already. A program manager can take it back; then "
        "start this one."
    )


# --- until its day ----------------------------------------------------------------------------------
def test_until_its_day_a_move_leaves_the_placement_where_it_is(placement, to, clock):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    seen = []
    for moment in (datetime(2027, 1, 11, 7, 59, tzinfo=UTC), datetime(2027, 1, 11, 8, 1, tzinfo=UTC)):
        settle_moves(now=moment)
        placement.refresh_from_db()
        seen.append(placement.school)
    assert seen == [left, to]


def test_settling_moves_again_changes_nothing(placement, to, clock):
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    clock(datetime(2027, 1, 11, 20, tzinfo=UTC))
    assert [settle_moves_by_beat(), settle_moves_by_beat()] == [1, 0]


def test_a_leader_who_comes_later_is_seen_at_both_schools(placement, to):
    both = [principal_of(placement.school), principal_of(to)]
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    assert [list(Placement.objects.visible_to(one)) for one in both] == [[placement], [placement]]


def test_an_end_before_a_move_keeps_the_school_of_today(placement, to):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    end_placement(pk=placement.pk, by=manager(), ends=date(2026, 12, 1), reason=Ending.RESIGNED)
    placement.refresh_from_db()
    assert placement.school == left
    assert Placement.objects.visible_to(principal_of(to)).count() == 0


def test_no_move_behind_an_end_takes_place(placement, to, clock):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    end_placement(pk=placement.pk, by=manager(), ends=date(2026, 12, 1), reason=Ending.RESIGNED)
    clock(datetime(2027, 1, 11, 20, tzinfo=UTC))
    assert settle_moves() == 0
    placement.refresh_from_db()
    assert placement.school == left


# --- taken back -------------------------------------------------------------------------------------
def test_a_move_ahead_is_taken_back_and_the_placement_stays(placement, to):
    left, by = placement.school, manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    take_back_move(pk=placement.pk, by=by, reason="The wrong leader.")
    assert list(placement.assignments.values_list("school", "starts", "ends")) == [
        (left.pk, date(2026, 7, 1), date(2027, 7, 1))
    ]
    assert lines_told(placement) == [
        ("move", f"From {left} to {to}, first day January 11, 2027.", ""),
        ("take_back_move", f"Was: to {to}, first day January 11, 2027.", "The wrong leader."),
    ]
    assert set(placement.events.values_list("by", flat=True)) == {by.pk}


def test_a_school_outside_the_network_receives_nobody(placement):
    with pytest.raises(DomainError, match="is not a school of the network on that day"):
        move_school(pk=placement.pk, to=SchoolFactory(member=False), starts=LATER, by=manager())


def test_a_second_day_for_a_move_on_record_says_which_day_is_on_record(placement, to):
    receive(placement, to)
    with pytest.raises(DomainError, match=r"A move to .* from January 11, 2027 on is recorded already"):
        receive(placement, to, starts=date(2026, 12, 1), by=to.posts.get().person)


def test_a_move_that_begins_today_is_taken_back_today(placement, to):
    left, by = placement.school, manager()
    receive(placement, to, starts=TODAY)
    take_back_move(pk=placement.pk, by=by, reason="The wrong leader.")
    placement.refresh_from_db()
    assert (placement.school, placement.assignments.count()) == (left, 1)


def test_a_move_that_has_begun_is_not_taken_back(placement, to, clock):
    move_school(pk=placement.pk, to=to, starts=TODAY, by=manager())
    clock(datetime(2026, 11, 11, 20, tzinfo=UTC))
    with pytest.raises(DomainError) as refused:
        take_back_move(pk=placement.pk, by=manager(), reason="x")
    assert str(refused.value) == (
        "No move of this placement is ahead. What began before today is moved again, not taken back."
    )


def test_a_principal_takes_no_move_back(placement, to):
    by = principal_of(to)
    receive(placement, to, by=by)
    with pytest.raises(NotAllowed):
        take_back_move(pk=placement.pk, by=by, reason="x")


# --- said in Python as in SQL -----------------------------------------------------------------------
def ended_before(placement):
    Placement.objects.filter(pk=placement.pk).update(ends=placement.starts + timedelta(days=60))
    return Placement.objects.get(pk=placement.pk)


@pytest.mark.parametrize("stands", [*PLACEMENTS, "moved today", "ended before it moves"])
def test_which_move_can_be_taken_back_is_said_of_a_row_as_of_many(stands):
    made = PLACEMENTS | {"moved today": moved_today, "ended before it moves": lambda: ended_before(moving())}
    placement = made[stands]()
    assert placement.taking_place() == list(placement.assignments.taking_place())
    days = {day for one in placement.assignments.all() for day in (one.starts, one.ends)}
    for day in (day + timedelta(days=step) for day in days for step in (-1, 0, 1)):
        assert placement.move_to_take_back(day) == placement.assignments.to_take_back(day).last()
