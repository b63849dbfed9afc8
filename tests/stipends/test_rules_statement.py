"""What a statement pays and says, case by case. The worked examples hold the rest."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from stipends.rules import LITERAL, Deliverable, FactError, Policy, Segment, Session, statement
from stipends.rules.counted import percent
from stipends.rules.kinds import Deduction, PerUnit, Proportional, Threshold, Tiers
from stipends.rules.policy import Bands

PROPORTIONAL = replace(LITERAL, attendance=Proportional(), deliverables="weighted")
ATTENDANCE_ONLY = replace(PROPORTIONAL, weights_bp=(10_000, 0, 0))


def seminar(day: int, mark: str | None = "present", minutes: int = 180, **facts: object) -> Session:
    return Session(date(2026, 10, day), "seminar", minutes, mark, **facts)  # type: ignore[arg-type]


def institute(day: int, mark: str | None = "present", minutes: int = 360) -> Session:
    return Session(date(2026, 10, day), "summer_institute", minutes, mark)


def segment(*sessions: Session, **facts: object) -> Segment:
    """A full year at 3,000 dollars with one accepted deliverable, attested."""
    whole_year = Segment(
        annual_cents=300_000,
        share=Fraction(1),
        service_days=180,
        year_service_days=180,
        leave_days=0,
        sessions=sessions,
        deliverables=(Deliverable(Fraction(1), "accepted"),),
        attested=True,
    )
    return replace(whole_year, **facts)  # type: ignore[arg-type]


def cents(policy: Policy, *segments: Segment) -> list[list[int]]:
    result = statement(policy, True, True, segments)
    return [[cell.cents for cell in row] for row in result.cells]


def reasons(policy: Policy, part: Segment, component: int = 0, version: str = "") -> tuple[str, ...]:
    return statement(policy, True, True, [part], version).cells[0][component].reasons


# --- credit ------------------------------------------------------------------------------------------
def test_a_half_of_an_odd_length_counts_exactly():
    policy = replace(ATTENDANCE_ONLY, credit=Bands(Fraction(17, 20), Fraction(1, 2)))
    assert cents(policy, segment(seminar(1, minutes=45, attended_minutes=30)))[0] == [150_000, 0, 0]
    assert "22 1/2 of 45 minutes count (50%)." in reasons(
        policy, segment(seminar(1, minutes=45, attended_minutes=30))
    )


def test_how_a_session_left_early_counts_is_said_beside_it_where_minutes_do_not_count_as_minutes():
    policy = replace(ATTENDANCE_ONLY, credit=Bands(Fraction(17, 20), Fraction(1, 2)))
    early, whole = segment(seminar(1, attended_minutes=120)), segment(seminar(1))
    said = "A session counts in full from 85% of its length on, by half from 50% on, else not at all."
    assert (said in reasons(policy, early), said in reasons(policy, whole)) == (True, False)
    exact = replace(ATTENDANCE_ONLY, credit="exact")
    assert "Of a session the minutes attended count." not in reasons(exact, early)


@pytest.mark.parametrize(("minutes", "counts"), [(153, 180), (152, 90), (90, 90), (89, 0)])
def test_the_bounds_of_the_bands_belong_to_the_better_side(minutes, counts):
    policy = replace(ATTENDANCE_ONLY, credit=Bands(Fraction(17, 20), Fraction(1, 2)))
    part = segment(seminar(1, attended_minutes=minutes))
    assert cents(policy, part)[0] == [300_000 * counts // 180, 0, 0]


def test_more_minutes_than_the_session_has_count_as_its_length():
    part = segment(seminar(1, attended_minutes=200), seminar(2, "absent"))
    assert cents(replace(ATTENDANCE_ONLY, credit="exact"), part)[0] == [150_000, 0, 0]


def test_under_full_only_a_minute_missing_loses_the_session():
    part = segment(seminar(1, attended_minutes=179), seminar(2, attended_minutes=180))
    assert cents(ATTENDANCE_ONLY, part)[0] == [150_000, 0, 0]


def test_excused_may_count_as_present():
    policy = replace(ATTENDANCE_ONLY, excused="present")
    assert cents(policy, segment(seminar(1, "excused")))[0] == [300_000, 0, 0]


def test_everything_excused_and_excluded_leaves_nothing_needed():
    policy = replace(ATTENDANCE_ONLY, excused="exclude")
    assert cents(policy, segment(seminar(1, "excused")))[0] == [300_000, 0, 0]


def test_the_limit_counts_make_ups_in_date_order_even_if_a_later_one_is_worth_more():
    policy = replace(ATTENDANCE_ONLY, make_up_limit=1)
    early, late = seminar(1, "made_up"), institute(2, "made_up")
    assert cents(policy, segment(late, early))[0] == [100_000, 0, 0]
    assert cents(policy, segment(late, replace(early, mark="absent")))[0] == [200_000, 0, 0]


def test_on_one_day_the_longer_session_takes_the_make_up_that_counts():
    policy = replace(ATTENDANCE_ONLY, make_up_limit=1)
    assert cents(policy, segment(seminar(1, "made_up"), institute(1, "made_up")))[0] == [200_000, 0, 0]


def test_a_session_whose_roster_is_not_closed_yet_is_not_earned_yet():
    part = segment(seminar(1), seminar(2, None))
    assert cents(ATTENDANCE_ONLY, part)[0] == [150_000, 0, 0]
    said = "Seminar (Oct 2, 2026): not held, or its roster is still open, 0 of 180 minutes count."
    assert said in reasons(ATTENDANCE_ONLY, part)


# --- attendance --------------------------------------------------------------------------------------
def test_below_the_lowest_tier_attendance_pays_nothing():
    policy = replace(ATTENDANCE_ONLY, attendance=Tiers(((Fraction(9, 10), Fraction(1)),)))
    assert cents(policy, segment(seminar(1), seminar(2, "absent")))[0] == [0, 0, 0]


def test_a_threshold_missed_by_a_minute_says_how_many_minutes_are_needed():
    policy = replace(ATTENDANCE_ONLY, attendance=Threshold(Fraction(9, 10)), credit="exact")
    part = segment(seminar(1, minutes=2880, attended_minutes=2591))
    assert cents(policy, part)[0] == [0, 0, 0]
    assert "2,591 of 2,880 minutes count (90.0%)." in reasons(policy, part)
    assert "Below the 90% needed (2,592 minutes): attendance pays nothing." in reasons(policy, part)


def test_deductions_never_take_more_than_attendance():
    policy = replace(PROPORTIONAL, attendance=Deduction(0, (("seminar", 500_000),)))
    assert cents(policy, segment(seminar(1, "absent")))[0] == [0, 75_000, 45_000]


def test_free_absences_go_to_the_earliest_and_a_kind_without_amount_uses_one_up():
    policy = replace(ATTENDANCE_ONLY, attendance=Deduction(1, (("seminar", 10_000),)))
    assert cents(policy, segment(seminar(5, "absent"), institute(4, "absent")))[0] == [290_000, 0, 0]


def test_an_excluded_excuse_and_a_make_up_use_up_no_free_absence():
    policy = replace(ATTENDANCE_ONLY, excused="exclude", attendance=Deduction(1, (("seminar", 10_000),)))
    part = segment(seminar(1, "excused"), seminar(2, "made_up"), seminar(3, "absent"))
    assert cents(policy, part)[0] == [300_000, 0, 0]


def test_whole_blocks_are_counted_in_the_sum_of_all_minutes():
    policy = replace(ATTENDANCE_ONLY, attendance=PerUnit("block", 100, 5_000))
    assert cents(policy, segment(seminar(1), seminar(2), seminar(3, "absent")))[0] == [15_000, 0, 0]


def test_units_may_pay_more_than_the_annual_amount_unless_capped():
    uncapped = replace(ATTENDANCE_ONLY, attendance=PerUnit("day", 180, 400_000))
    capped = replace(ATTENDANCE_ONLY, attendance=PerUnit("day", 180, 400_000, cap=True))
    assert cents(uncapped, segment(seminar(1)))[0] == [400_000, 0, 0]
    assert cents(capped, segment(seminar(1)))[0] == [300_000, 0, 0]


# --- gates -------------------------------------------------------------------------------------------
def test_at_the_minimum_attendance_a_segment_pays_and_below_it_pays_nothing():
    policy = replace(PROPORTIONAL, minimum_attendance=Fraction(1, 2))
    low = segment(seminar(1), seminar(2, "absent"), seminar(3, "absent"))
    even = segment(seminar(1), seminar(2, "absent"))
    assert cents(policy, even, low) == [[90_000, 75_000, 45_000], [0, 0, 0]]
    assert "Attendance is below the minimum of 50%, so nothing of this part is paid." in reasons(
        policy, low, 2
    )


def test_all_or_nothing_asks_only_for_components_with_a_weight():
    policy = replace(PROPORTIONAL, whole="all_or_nothing")
    part = segment(seminar(1), attested=False)
    assert cents(policy, part)[0] == [0, 0, 0]
    assert cents(replace(policy, weights_bp=(6000, 4000, 0)), part)[0] == [180_000, 120_000, 0]


@pytest.mark.parametrize(
    ("kind", "paid"),
    [
        # Nothing was deducted: complete, although a session was missed.
        (Deduction(1, (("seminar", 10_000),)), 300_000),
        (Deduction(0, (("seminar", 10_000),)), 0),
        # Units are complete at full attendance only.
        (PerUnit("day", 180, 300_000), 0),
        (Threshold(Fraction(1, 2)), 300_000),
        (Tiers(((Fraction(1, 2), Fraction(9, 10)),)), 0),
    ],
)
def test_what_complete_means_depends_on_the_kind(kind, paid):
    policy = replace(ATTENDANCE_ONLY, whole="all_or_nothing", attendance=kind)
    assert cents(policy, segment(seminar(1), seminar(2, "absent")))[0] == [paid, 0, 0]


# --- base, deliverables, status ----------------------------------------------------------------------
def test_without_proration_days_and_leave_do_not_matter():
    policy = replace(PROPORTIONAL, proration="none")
    part = segment(service_days=1, leave_days=1, year_service_days=0)
    assert cents(policy, part)[0] == [180_000, 75_000, 45_000]


def test_leave_is_never_more_than_what_was_served():
    assert cents(PROPORTIONAL, segment(service_days=10, leave_days=20))[0] == [0, 0, 0]


def test_a_year_without_service_days_is_refused_in_words():
    with pytest.raises(FactError, match="has no service days"):
        statement(PROPORTIONAL, True, True, [segment(year_service_days=0)])


def test_one_missing_deliverable_loses_all_under_all_or_nothing():
    items = (Deliverable(Fraction(9), "accepted"), Deliverable(Fraction(1), "submitted", "Plan"))
    part = segment(deliverables=items)
    assert cents(LITERAL, part)[0] == [180_000, 0, 45_000]
    assert cents(PROPORTIONAL, part)[0] == [180_000, 67_500, 45_000]
    assert "Plan (weight 1): submitted." in reasons(LITERAL, part, 1)


@pytest.mark.parametrize(
    "items", [(), (Deliverable(Fraction(1), "waived"),), (Deliverable(Fraction(0), "missing"),)]
)
def test_a_statement_with_nothing_left_to_deliver_is_flagged_for_review(items):
    result = statement(PROPORTIONAL, True, True, [segment(), segment(deliverables=items)])
    assert result.flags == ("no_deliverables",)
    assert result.cells[1][1].cents == 75_000


def test_an_ordinary_statement_has_no_flag():
    assert statement(PROPORTIONAL, True, True, [segment()]).flags == ()


def test_an_unsigned_statement_says_why():
    result = statement(PROPORTIONAL, False, True, [segment()], "Peer Coach 2026-27, version 2")
    assert (result.status, result.earned_cents) == ("excluded", 0)
    assert result.cells[0][0].reasons == (
        "The commitment is not signed by both, so nothing can be paid.",
        "Rule: Peer Coach 2026-27, version 2.",
    )


def test_every_fact_is_in_the_reasons():
    part = segment(
        seminar(1, title="Seminar 1: Feedback"),
        seminar(14, "present", attended_minutes=100),
        institute(20, "absent"),
        share=Fraction(1, 2),
        service_days=90,
        leave_days=3,
        title="Peer Coach at Ritter",
    )
    assert reasons(replace(PROPORTIONAL, credit="exact"), part, 0, "Peer Coach 2026-27, version 2") == (
        "280 of 720 minutes count (38.9%).",
        "Present, in full: Seminar 1: Feedback (Oct 1, 2026).",
        "Seminar (Oct 14, 2026): present for 100 minutes, 100 of 180 minutes count.",
        "Summer Institute (Oct 20, 2026): absent, 0 of 360 minutes count.",
        "Attendance pays in proportion to the minutes that count.",
        "Attendance: 60% of $3,000.00 a year as Peer Coach at Ritter, share 1/2, 87 of 180 service days "
        "(3 days of leave taken off).",
        "Rule: Peer Coach 2026-27, version 2.",
    )


def test_a_percentage_that_is_only_close_keeps_its_decimal():
    assert [percent(Fraction(*pair)) for pair in ((9, 10), (2591, 2880), (1, 3), (0, 1), (1, 1))] == [
        "90%",
        "90.0%",
        "33.3%",
        "0%",
        "100%",
    ]


def test_a_part_of_the_year_without_a_service_day_says_that_it_pays_nothing():
    part = replace(segment(), service_days=0)
    reasons = statement(LITERAL, True, True, [part]).cells[0][0].reasons
    assert "0 of 180 service days: without a service day this part of the year pays nothing." in " ".join(
        reasons
    )
