"""Three people by whom a rule is understood, to the cent and in words."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from stipends.rules import LITERAL, Asked, Deliverable, FactError, Session, parse_policy, three
from stipends.rules.kinds import Deduction, PerUnit, Proportional
from tests.factories.stipends import INSTITUTE, PROPORTIONAL, SEMINARS, WINTER

DAYS = tuple(date(2026, 8, 13) + timedelta(days=number) for number in range(180))
SESSIONS = (
    *(Session(day, "summer_institute", 360, None) for day in INSTITUTE),
    *(Session(day, "seminar", 180, None, title=f"Seminar {at}") for at, day in enumerate(SEMINARS[:3], 1)),
    Session(WINTER, "winter_institute", 360, None),
    *(Session(day, "seminar", 180, None, title=f"Seminar {at}") for at, day in enumerate(SEMINARS[3:], 4)),
)
WORK = tuple(Deliverable(Fraction(1), "open") for _ in range(3))
ASKED = Asked(SESSIONS, WORK, DAYS)
BY_MINUTE = replace(parse_policy(PROPORTIONAL), credit="exact")


def told(policy=BY_MINUTE, asked=ASKED):
    return [(one.title, one.cents, one.guide_cents, one.why) for one in three(policy, 240_000, asked)]


def missing(policy):
    return three(policy, 240_000, ASKED)[1]


def test_one_did_it_all_one_missed_a_seminar_one_came_in_the_middle():
    assert told() == [
        (
            "Comes to everything",
            240_000,
            240_000,
            "All 11 sessions, 3 of 3 accepted, the principal confirms.",
        ),
        (
            "Misses one session",
            231_000,
            96_000,
            "Seminar 1 (Sep 16, 2026), 180 of 2,880 minutes: $90.00 less, which a make-up brings back.",
        ),
        ("Comes on Nov 11", 120_000, 120_000, "90 of 180 service days; 5 of 11 sessions from then on."),
    ]


def test_what_a_person_is_paid_is_cut_into_its_components_and_what_was_lost():
    everything, misses, later = three(BY_MINUTE, 240_000, ASKED)
    assert (everything.parts, everything.lost_cents) == ((144_000, 60_000, 36_000), 0)
    assert (misses.parts, misses.lost_cents) == ((135_000, 60_000, 36_000), 9_000)
    assert (later.parts, later.lost_cents) == ((72_000, 30_000, 18_000), 0)
    assert misses.said == "Misses one session: $2,310.00"


def test_a_make_up_that_brings_back_half_says_how_much():
    why = missing(replace(BY_MINUTE, make_up_credit=Fraction(1, 2))).why
    assert why.endswith("$90.00 less; a make-up brings back $45.00.")


def test_a_make_up_that_brings_back_nothing_says_so():
    assert missing(replace(BY_MINUTE, make_up_limit=0)).why.endswith(
        "$90.00 less, and no make-up brings it back."
    )


def test_a_session_that_may_be_missed_costs_nothing():
    policy = replace(BY_MINUTE, attendance=Deduction(free_absences=1, cents=(("seminar", 5_000),)))
    assert missing(policy).why.endswith("minutes: it costs nothing.")
    assert missing(policy).lost_cents == 0


def test_whoever_is_paid_by_what_was_attended_may_be_paid_more_than_the_amount():
    policy = replace(BY_MINUTE, attendance=PerUnit(unit="block", minutes=60, cents=10_000))
    assert three(policy, 240_000, ASKED)[0].cents == 48 * 10_000 + 96_000


def test_without_sessions_nobody_misses_one():
    titles = [one.title for one in three(BY_MINUTE, 240_000, replace(ASKED, sessions=()))]
    assert titles == ["Comes to everything", "Comes on Nov 11"]


def test_one_session_and_nothing_to_hand_in_are_said_so():
    asked = Asked(SESSIONS[:1], (), DAYS)
    assert (
        three(BY_MINUTE, 240_000, asked)[0].why == "The session, nothing to hand in, the principal confirms."
    )


def test_without_service_days_a_rule_by_days_cannot_be_worked_and_another_can():
    asked = replace(ASKED, days=())
    with pytest.raises(FactError, match="no service days"):
        three(LITERAL, 240_000, asked)
    people = three(replace(BY_MINUTE, proration="none", attendance=Proportional()), 240_000, asked)
    assert [(one.cents, one.guide_cents) for one in people] == [(240_000, None), (231_000, None)]
