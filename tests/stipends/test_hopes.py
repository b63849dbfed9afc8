"""The forecast of a year, part by part: what each thing moves, and what may still be hoped for."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stipends.rules import Deliverable, forecast, maximum_cents, outlook, statement
from stipends.rules.forecast import possible
from stipends.rules.kinds import AllOrNothing
from tests.stipends.test_rules_statement import ATTENDANCE_ONLY, PROPORTIONAL, institute, segment, seminar

YEAR = (
    segment(seminar(1), seminar(2, None), title="First"),
    segment(seminar(3, "absent", can_make_up=True), attested=None, title="Second"),
)


def moved(policy, *parts, completed=None):
    view = forecast(policy, True, completed, parts)
    return [(item.segment, item.component, item.label, item.state, item.cents) for item in view.items]


def test_each_thing_belongs_to_its_own_part_of_the_year():
    assert moved(PROPORTIONAL, *YEAR) == [
        (0, "attendance", "Seminar (Oct 1, 2026)", "met", 90_000),
        (0, "attendance", "Seminar (Oct 2, 2026)", "open", 90_000),
        (0, "deliverables", "Deliverable 1", "met", 75_000),
        (0, "attestation", "Attestation by the principal", "met", 45_000),
        (1, "attendance", "Seminar (Oct 3, 2026)", "open", 180_000),
        (1, "deliverables", "Deliverable 1", "met", 75_000),
        (1, "attestation", "Attestation by the principal", "open", 45_000),
    ]


def test_the_sums_alone_are_those_of_the_forecast():
    view = forecast(PROPORTIONAL, True, None, YEAR)
    assert (view.earned.earned_cents, view.possible.earned_cents) == (285_000, 600_000)
    assert outlook(PROPORTIONAL, True, None, YEAR) == (285_000, 600_000)
    assert (view.open_cents, view.lost_cents, view.maximum_cents) == (315_000, 0, 600_000)


@pytest.mark.parametrize(
    ("completed", "sums"), [(None, (0, 600_000)), (True, (285_000, 600_000)), (False, (0, 0))]
)
def test_a_year_that_was_not_completed_leaves_no_hope_where_the_rule_forfeits(completed, sums):
    policy = replace(PROPORTIONAL, incomplete_year="forfeit")
    assert outlook(policy, True, completed, YEAR) == sums
    view = forecast(policy, True, completed, YEAR)
    assert (view.earned.earned_cents, view.possible.earned_cents) == sums


def test_who_has_not_signed_may_hope_for_nothing():
    assert outlook(PROPORTIONAL, False, None, YEAR) == (0, 0)
    assert forecast(PROPORTIONAL, False, None, YEAR).possible.status == "excluded"
    assert possible(PROPORTIONAL, False, YEAR).status == "excluded"


def test_a_projection_hopes_that_the_year_is_completed():
    policy = replace(PROPORTIONAL, incomplete_year="forfeit")
    assert possible(policy, True, YEAR).earned_cents == 600_000


def test_the_version_of_the_rule_stands_in_what_is_earned_and_what_is_possible():
    view = forecast(PROPORTIONAL, True, None, YEAR, "Team Lead, version 2")
    said = {part.cells[0][0].reasons[-1] for part in (view.earned, view.possible)}
    assert said == {"Rule: Team Lead, version 2."}
    assert possible(PROPORTIONAL, True, YEAR, "v2").cells[0][0].reasons[-1] == "Rule: v2."


@pytest.mark.parametrize(
    ("attested", "state", "cents"), [(True, "met", 45_000), (None, "open", 45_000), (False, "lost", 45_000)]
)
def test_the_attestation_is_met_open_or_lost(attested, state, cents):
    assert moved(PROPORTIONAL, segment(attested=attested))[-1][3:] == (state, cents)


@pytest.mark.parametrize(
    ("status", "state", "cents", "possible_cents"),
    [
        ("accepted", "met", 75_000, 300_000),
        ("open", "open", 75_000, 300_000),
        ("submitted", "submitted", 75_000, 300_000),
        ("returned", "returned", 75_000, 300_000),
        ("missing", "lost", 75_000, 225_000),
        ("waived", "waived", 0, 300_000),
    ],
)
def test_a_deliverable_moves_its_part_unless_it_is_waived(status, state, cents, possible_cents):
    part = segment(deliverables=(Deliverable(Fraction(1), status),), records=("d1",))
    assert moved(PROPORTIONAL, part)[0][3:] == (state, cents)
    assert outlook(PROPORTIONAL, True, None, [part])[1] == possible_cents


@pytest.mark.parametrize(
    ("mark", "attended", "state", "cents"),
    [
        ("present", None, "met", 150_000),
        ("present", 90, "partly", 75_000),
        ("present", 0, "lost", 150_000),
        ("absent", None, "lost", 150_000),
        ("excused", None, "lost", 150_000),
        ("made_up", None, "met", 150_000),
        (None, None, "open", 150_000),
    ],
)
def test_a_session_is_met_open_partly_met_or_lost(mark, attended, state, cents):
    policy = replace(ATTENDANCE_ONLY, credit="exact")
    part = segment(seminar(1, mark, attended_minutes=attended), seminar(2))
    assert moved(policy, part)[0][3:] == (state, cents)


def test_a_session_whose_minutes_are_open_is_hoped_for_as_they_stand():
    policy = replace(ATTENDANCE_ONLY, credit="exact")
    part = segment(seminar(1, None, attended_minutes=90), seminar(2))
    assert outlook(policy, True, None, [part]) == (150_000, 225_000)


def test_of_two_absences_of_one_length_the_earlier_one_is_made_up():
    policy = replace(ATTENDANCE_ONLY, make_up_limit=1)
    first, second = (seminar(day, "absent", can_make_up=True) for day in (1, 2))
    states = [state for *_, state, _ in moved(policy, segment(second, first))[:2]]
    assert states == ["open", "lost"]


@pytest.mark.parametrize(("limit", "open_cents"), [(0, 0), (1, 75_000), (2, 150_000), (None, 225_000)])
def test_no_more_make_ups_are_hoped_for_than_the_limit_leaves(limit, open_cents):
    policy = replace(ATTENDANCE_ONLY, make_up_limit=limit)
    absent = [seminar(day, "absent", can_make_up=True) for day in (1, 2, 3)]
    earned, hoped = outlook(policy, True, None, [segment(*absent, seminar(4))])
    assert (earned, hoped - earned) == (75_000, open_cents)


def test_a_make_up_more_than_count_leaves_none_to_hope_for():
    policy = replace(ATTENDANCE_ONLY, make_up_limit=1)
    done = [seminar(day, "made_up") for day in (1, 2)]
    part = segment(*done, seminar(3, "absent", can_make_up=True))
    assert outlook(policy, True, None, [part]) == (100_000, 100_000)


def test_only_an_absence_is_made_up():
    policy = replace(ATTENDANCE_ONLY, credit="exact")
    part = segment(seminar(1, attended_minutes=90, can_make_up=True), seminar(2, "excused", can_make_up=True))
    assert outlook(policy, True, None, [part]) == (75_000, 75_000)


def test_an_absence_nobody_may_make_up_stays_lost():
    assert moved(ATTENDANCE_ONLY, segment(seminar(1, "absent"), seminar(2)))[0][3:] == ("lost", 150_000)


def test_the_most_a_year_pays_is_with_everything_met_but_what_is_waived():
    items = (Deliverable(Fraction(1), "missing"), Deliverable(Fraction(1), "waived"))
    part = segment(seminar(1, "absent"), seminar(2, attended_minutes=1), deliverables=items, attested=False)
    assert maximum_cents(PROPORTIONAL, [part]) == 300_000
    waived = replace(part, deliverables=items[1:])
    assert maximum_cents(PROPORTIONAL, [waived]) == 300_000
    assert forecast(PROPORTIONAL, True, None, [waived]).earned.flags == ("no_deliverables",)


def test_under_all_or_nothing_what_is_open_may_move_all_of_it():
    policy = replace(ATTENDANCE_ONLY, attendance=AllOrNothing())
    assert [item[3:] for item in moved(policy, segment(seminar(1), institute(2, None)))[:2]] == [
        ("met", 300_000),
        ("open", 300_000),
    ]
    assert statement(policy, True, False, [segment(seminar(1), institute(2, None))]).earned_cents == 0
