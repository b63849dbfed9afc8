"""The page "My stipend": what is earned, still possible and lost, and what each thing moves."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stipends.rules import Deliverable, Policy, Segment, forecast
from stipends.rules.kinds import AllOrNothing
from tests.stipends.test_rules_statement import ATTENDANCE_ONLY, PROPORTIONAL, institute, segment, seminar


def standing(policy: Policy, part: Segment, completed: bool | None = None) -> tuple[int, int, int]:
    view = forecast(policy, True, completed, [part])
    return view.earned.earned_cents, view.open_cents, view.lost_cents


def items(policy: Policy, part: Segment) -> list[tuple[str, str, int]]:
    return [(item.label, item.state, item.cents) for item in forecast(policy, True, None, [part]).items]


def test_each_thing_is_tied_to_what_it_moves():
    part = segment(
        seminar(1, ref="a"),
        seminar(2, "absent"),
        seminar(3, None),
        seminar(4, attended_minutes=90),
        deliverables=(
            Deliverable(Fraction(1), "accepted", "Plan"),
            Deliverable(Fraction(1), "open"),
            Deliverable(Fraction(1), "missing", "Report"),
            Deliverable(Fraction(1), "waived", "Video"),
        ),
        attested=None,
    )
    policy = replace(PROPORTIONAL, credit="exact")
    assert items(policy, part) == [
        ("Seminar (Oct 1, 2026)", "met", 45_000),
        ("Seminar (Oct 2, 2026)", "lost", 45_000),
        ("Seminar (Oct 3, 2026)", "open", 45_000),
        ("Seminar (Oct 4, 2026)", "partly", 22_500),
        ("Plan", "met", 25_000),
        ("Deliverable 2", "open", 25_000),
        ("Report", "lost", 25_000),
        ("Video", "waived", 0),
        ("Attestation by the principal", "open", 45_000),
    ]
    assert standing(policy, part) == (92_500, 115_000, 92_500)
    assert forecast(policy, True, None, [part]).items[0].ref == "a"


@pytest.mark.parametrize(
    ("excused", "state", "cents"),
    [("exclude", "excused", 0), ("absent", "lost", 60_000), ("present", "met", 60_000)],
)
def test_an_excused_session_is_worth_what_the_policy_lets_it_count(excused, state, cents):
    part = segment(seminar(1), seminar(2, "excused"), seminar(3))
    policy = replace(PROPORTIONAL, excused=excused)
    assert items(policy, part)[1] == ("Seminar (Oct 2, 2026)", state, cents)


@pytest.mark.parametrize("status", ["open", "submitted", "returned"])
def test_a_deliverable_that_is_still_open_says_where_it_stands(status):
    part = segment(deliverables=(Deliverable(Fraction(1), status),))
    assert items(PROPORTIONAL, part)[0][:2] == ("Deliverable 1", status)


def test_an_absence_that_can_be_made_up_is_still_possible():
    absent = seminar(2, "absent", can_make_up=True)
    assert standing(ATTENDANCE_ONLY, segment(seminar(1), absent)) == (150_000, 150_000, 0)
    half = replace(ATTENDANCE_ONLY, make_up_credit=Fraction(1, 2))
    assert standing(half, segment(seminar(1), absent)) == (150_000, 75_000, 75_000)


def test_only_as_many_make_ups_are_hoped_for_as_count_and_the_longest_first():
    policy = replace(ATTENDANCE_ONLY, make_up_limit=1)
    short = seminar(1, "absent", can_make_up=True)
    long = replace(institute(2, "absent"), can_make_up=True)
    assert standing(policy, segment(short, long)) == (0, 200_000, 100_000)
    done = replace(long, mark="made_up")
    assert standing(policy, segment(short, done)) == (200_000, 0, 100_000)


@pytest.mark.parametrize(
    ("limit", "possible"), [(0, 0), (1, 75_000), (2, 150_000), (3, 225_000), (4, 225_000)]
)
def test_make_ups_that_are_done_take_their_place_among_those_that_count(limit, possible):
    """Of four sessions two can be made up and one was."""
    policy = replace(ATTENDANCE_ONLY, make_up_limit=limit)
    missed = [seminar(day, "absent", can_make_up=True) for day in (2, 3)]
    part = segment(seminar(1, "made_up"), *missed, seminar(4, "absent"))
    earned, still_open, _ = standing(policy, part)
    assert earned + still_open == possible


def test_one_miss_under_all_or_nothing_leaves_nothing_possible():
    policy = replace(ATTENDANCE_ONLY, attendance=AllOrNothing())
    part = segment(seminar(1), seminar(2, "absent"), seminar(3, None))
    assert standing(policy, part) == (0, 0, 300_000)
    assert [item[1:] for item in items(policy, part)[:3]] == [("met", 0), ("lost", 300_000), ("open", 0)]


def test_a_year_that_may_still_be_completed_is_possible_and_not_earned_where_the_rule_forfeits():
    policy = replace(ATTENDANCE_ONLY, incomplete_year="forfeit")
    part = segment(seminar(1))
    assert standing(policy, part) == (0, 300_000, 0)
    assert standing(policy, part, completed=True) == (300_000, 0, 0)
    assert standing(policy, part, completed=False) == (0, 0, 300_000)
