"""Amounts at their edges, and the sentences beside them: the last minute, the last cent, the last day."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from stipends.rules import LITERAL, Deliverable, Segment, Session, statement
from stipends.rules.counted import Credit, minutes_words, percent
from stipends.rules.facts import FactError, session_label
from stipends.rules.kinds import Deduction, PerUnit, Proportional, Threshold, Tiers
from stipends.rules.policy import Bands
from stipends.rules.statement import served_days
from tests.stipends.test_rules_statement import ATTENDANCE_ONLY, institute, segment, seminar

HALF = Fraction(1, 2)
EXACT = replace(ATTENDANCE_ONLY, credit="exact")


def paid(policy, *sessions, **facts):
    """Cents of attendance, and its sentences but for the first, which counts minutes, and the last, the base."""
    [[cell, *_]] = statement(policy, True, True, [segment(*sessions, **facts)]).cells
    return cell.cents, cell.reasons[1:-1]


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        ("1999/2000", "100.0%"),
        ("1998/2000", "99.9%"),
        ("1/2000", "0.1%"),
        ("1/2001", "0.0%"),
        ("1/8", "12.5%"),
        ("2/3", "66.7%"),
        ("1/100", "1%"),
        ("999/1000", "99.9%"),
    ],
)
def test_a_percentage_is_rounded_at_half_of_its_last_decimal(fraction, shown):
    assert percent(Fraction(fraction)) == shown


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0"), (2880, "2,880"), (Fraction(45, 2), "22 1/2"), (Fraction(1, 2), "0 1/2"), (Fraction(8), "8")],
)
def test_minutes_are_said_with_their_part(minutes, said):
    assert minutes_words(minutes) == said


@pytest.mark.parametrize(
    ("title", "kind", "day", "said"),
    [
        ("", "winter_institute", date(2027, 1, 9), "Winter Institute (Jan 9, 2027)"),
        ("Data, day 2", "seminar", date(2026, 12, 31), "Data, day 2 (Dec 31, 2026)"),
    ],
)
def test_a_session_is_called_by_its_title_or_its_kind_with_its_day(title, kind, day, said):
    assert session_label(title, kind, day) == said


# --- attendance --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("minutes", "cents", "said"),
    [
        (163, 300_000, "The 90% needed is reached: attendance pays in full."),
        # Nine tenths of 181 minutes are 162.9: the minute that was begun is needed.
        (162, 0, "Below the 90% needed (163 minutes): attendance pays nothing."),
    ],
)
def test_a_threshold_says_the_whole_minutes_it_needs(minutes, cents, said):
    policy = replace(EXACT, attendance=Threshold(Fraction(9, 10)))
    found, reasons = paid(policy, seminar(1, minutes=181, attended_minutes=minutes))
    assert (found, reasons[-1]) == (cents, said)


STEPS = Tiers(((Fraction(9, 10), Fraction(1)), (HALF, Fraction(1, 4))))


@pytest.mark.parametrize(
    ("minutes", "cents", "said"),
    [
        (180, 300_000, "The step from 90% is reached: attendance pays 100%."),
        (162, 300_000, "The step from 90% is reached: attendance pays 100%."),
        (161, 75_000, "The step from 50% is reached: attendance pays 25%."),
        (90, 75_000, "The step from 50% is reached: attendance pays 25%."),
        (89, 0, "Below the lowest step (50%): attendance pays nothing."),
    ],
)
def test_each_step_is_reached_at_its_bound_and_says_so(minutes, cents, said):
    found, reasons = paid(replace(EXACT, attendance=STEPS), seminar(1, attended_minutes=minutes))
    assert (found, reasons[-1]) == (cents, said)


def test_all_or_nothing_says_which_of_the_two():
    assert paid(LITERAL, seminar(1))[1][-1] == ("Every required minute counts: attendance pays in full.")
    assert paid(LITERAL, seminar(1, "absent"))[1][-1] == (
        "Attendance pays only when every required minute counts."
    )


@pytest.mark.parametrize(
    ("kind", "cents", "said"),
    [
        (
            PerUnit("day", 180, 10_000),
            20_000,
            ("2 sessions of at least 180 minutes that count, $100.00 each: $200.00.",),
        ),
        (
            PerUnit("day", 181, 10_000),
            10_000,
            ("1 sessions of at least 181 minutes that count, $100.00 each: $100.00.",),
        ),
        (PerUnit("block", 270, 10_000), 20_000, ("2 whole blocks of 270 minutes, $100.00 each: $200.00.",)),
        (PerUnit("block", 271, 10_000), 10_000, ("1 whole blocks of 271 minutes, $100.00 each: $100.00.",)),
        # At its share of the amount nothing is cut off, and above it the cut is said.
        (
            PerUnit("day", 180, 150_000, cap=True),
            300_000,
            ("2 sessions of at least 180 minutes that count, $1,500.00 each: $3,000.00.",),
        ),
        (
            PerUnit("day", 180, 150_001, cap=True),
            300_000,
            (
                "2 sessions of at least 180 minutes that count, $1,500.01 each: $3,000.02.",
                "Not more than the share of attendance: $3,000.00.",
            ),
        ),
    ],
)
def test_units_are_counted_from_their_first_minute_and_said(kind, cents, said):
    found, reasons = paid(replace(ATTENDANCE_ONLY, attendance=kind), seminar(1), institute(2))
    assert found == cents
    assert reasons[1:] == said


@pytest.mark.parametrize(("mark", "earned"), [("present", 225_000), ("absent", 0)])
def test_paid_by_units_attendance_is_complete_when_every_minute_counts(mark, earned):
    policy = replace(LITERAL, whole="all_or_nothing", attendance=PerUnit("day", 180, 52_500))
    assert statement(policy, True, True, [segment(seminar(1, mark), seminar(2))]).earned_cents == earned


def test_deductions_name_each_absence_in_the_order_of_days():
    policy = replace(ATTENDANCE_ONLY, attendance=Deduction(2, (("seminar", 5_000),)))
    sessions = [seminar(day, "absent") for day in (5, 1, 3)]
    assert paid(policy, *sessions, institute(4, "absent"))[1][-4:] == (
        "Seminar (Oct 1, 2026): free absence 1 of 2.",
        "Seminar (Oct 3, 2026): free absence 2 of 2.",
        "Summer Institute (Oct 4, 2026): $0.00 less.",
        "Seminar (Oct 5, 2026): $50.00 less.",
    )


def test_an_excuse_that_leaves_the_sum_says_that_it_counts_neither_way():
    policy = replace(ATTENDANCE_ONLY, excused="exclude")
    assert paid(policy, seminar(1), seminar(2, "excused"))[1][:2] == (
        "Present, in full: Seminar (Oct 1, 2026).",
        "Seminar (Oct 2, 2026): excused, does not count for or against.",
    )


def test_without_a_session_attendance_is_paid_and_says_that_none_was_required():
    [[cell, *_]] = statement(ATTENDANCE_ONLY, True, True, [segment()]).cells
    assert (cell.cents, cell.reasons[0]) == (300_000, "No session was required.")


@pytest.mark.parametrize(
    ("bands", "minutes", "cents"),
    [
        (Bands(Fraction(1), Fraction(1)), 179, 0),
        (Bands(Fraction(1), Fraction(1)), 180, 300_000),
        (Bands(HALF, HALF), 90, 300_000),
        (Bands(HALF, HALF), 89, 0),
    ],
)
def test_bands_that_begin_at_one_bound_count_in_full_from_it(bands, minutes, cents):
    assert paid(replace(ATTENDANCE_ONLY, credit=bands), seminar(1, attended_minutes=minutes))[0] == cents


@pytest.mark.parametrize("credit", ["exact", "full_only", Bands(Fraction(1), HALF)])
@pytest.mark.parametrize(("minutes", "whole"), [(None, True), (181, True), (180, True), (179, False)])
def test_whoever_was_there_for_every_minute_is_paid_in_full_under_each_credit(credit, minutes, whole):
    cents, _ = paid(replace(ATTENDANCE_ONLY, credit=credit), seminar(1, attended_minutes=minutes))
    assert (cents == 300_000) is whole


def test_a_session_of_one_minute_is_missed_too():
    policy = replace(ATTENDANCE_ONLY, attendance=Deduction(0, (("seminar", 5_000),)))
    assert paid(policy, seminar(1, "absent", minutes=1))[0] == 295_000


@pytest.mark.parametrize(
    ("least", "cents"), [(None, 150_000), (Fraction(1, 2), 150_000), (Fraction(501, 1000), 0)]
)
def test_a_minimum_of_attendance_is_reached_at_its_bound(least, cents):
    policy = replace(ATTENDANCE_ONLY, minimum_attendance=least)
    assert paid(policy, seminar(1), seminar(2, "absent"))[0] == cents


def test_make_ups_count_up_to_the_limit_and_by_their_credit():
    policy = replace(ATTENDANCE_ONLY, make_up_limit=2, make_up_credit=HALF)
    made_up = [seminar(day, "made_up") for day in (1, 2, 3)]
    cents, reasons = paid(policy, *made_up, seminar(4))
    assert (cents, reasons[1:4]) == (
        150_000,
        (
            "Seminar (Oct 1, 2026): made up, 90 of 180 minutes count.",
            "Seminar (Oct 2, 2026): made up, 90 of 180 minutes count.",
            "Seminar (Oct 3, 2026): made up, past the number of make-ups that count, 0 of 180 minutes count.",
        ),
    )


SAME_DAY = [
    Session(date(2026, 10, 1), "winter_institute", 180, "absent"),
    Session(date(2026, 10, 1), "seminar", 180, "absent", title="B"),
    Session(date(2026, 10, 1), "seminar", 180, "absent", title="A"),
    Session(date(2026, 10, 1), "seminar", 360, "absent", title="Z"),
]


def test_on_one_day_the_longer_comes_first_then_by_kind_and_title():
    labels = [reason.split(" (")[0] for reason in paid(ATTENDANCE_ONLY, *SAME_DAY)[1][:4]]
    assert labels == ["Z", "A", "B", "Winter Institute"]


def test_two_alike_on_one_day_are_said_in_the_same_order_however_they_are_given():
    alike = [seminar(1, mark) for mark in ("present", "made_up", "excused", "absent", None)]
    alike += [seminar(1, attended_minutes=minutes) for minutes in (0, 90)]
    policy = replace(EXACT, make_up_limit=0)
    assert paid(policy, *alike) == paid(policy, *reversed(alike))


def test_a_presence_in_full_is_said_without_minutes():
    assert Credit(seminar(1), 180, 180).reason() == (
        "Seminar (Oct 1, 2026): present, 180 of 180 minutes count."
    )


def test_a_presence_in_part_is_said_apart_from_those_in_full():
    assert paid(EXACT, seminar(1, attended_minutes=90), seminar(2), seminar(3, "made_up"))[1][:3] == (
        "Present, in full: Seminar (Oct 2, 2026).",
        "Seminar (Oct 1, 2026): present for 90 minutes, 90 of 180 minutes count.",
        "Seminar (Oct 3, 2026): made up, 180 of 180 minutes count.",
    )


def test_minutes_of_an_absence_are_no_presence():
    assert paid(ATTENDANCE_ONLY, seminar(1, "absent", attended_minutes=90))[1][0] == (
        "Seminar (Oct 1, 2026): absent, 0 of 180 minutes count."
    )


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (segment(seminar(1, "late" * 20)), f"mark: Nobody has said what the mark {('late' * 10)!r} counts."),
        (
            segment(deliverables=(Deliverable(Fraction(1), "lost" * 20),)),
            f"status: Nobody has said what a deliverable that is {('lost' * 10)!r} pays.",
        ),
    ],
)
def test_a_fact_the_rule_does_not_know_pays_nobody(part, said):
    with pytest.raises(FactError) as refused:
        statement(LITERAL, True, True, [part])
    assert str(refused.value) == said


# --- base, deliverables, gates -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((6000, 2500, 1500), ("60%", "25%", "15%")),
        ((3333, 3334, 3333), ("33.33%", "33.34%", "33.33%")),
        ((5, 95, 9900), ("0.05%", "0.95%", "99%")),
        ((9950, 25, 25), ("99.50%", "0.25%", "0.25%")),
    ],
)
def test_a_weight_is_said_to_its_last_basis_point(weights, said):
    row = statement(replace(LITERAL, weights_bp=weights), True, True, [segment()]).cells[0]
    names = ("Attendance", "Deliverables", "Attestation")
    assert [cell.reasons[-1] for cell in row] == [
        f"{name}: {weight} of $3,000.00 a year, 180 of 180 service days."
        for name, weight in zip(names, said, strict=True)
    ]


def test_a_year_of_one_service_day_is_paid_and_one_of_none_has_no_calendar():
    one = segment(service_days=1, year_service_days=1)
    assert statement(LITERAL, True, True, [one]).earned_cents == 300_000
    with pytest.raises(FactError) as refused:
        statement(LITERAL, True, True, [replace(one, year_service_days=0)])
    assert str(refused.value) == (
        "year_service_days: The calendar of this program year has no service days. Enter them."
    )


@pytest.mark.parametrize(("proration", "cents"), [("none", 225_000), ("service_days", 112_500)])
def test_a_share_of_several_parts_pays_all_of_them(proration, cents):
    policy = replace(LITERAL, proration=proration)
    half_a_year = segment(share=Fraction(3, 4), service_days=90)
    assert statement(policy, True, True, [half_a_year]).earned_cents == cents


def test_a_base_that_days_do_not_reduce_says_so():
    policy = replace(LITERAL, proration="none")
    cell = statement(policy, True, True, [segment(service_days=1, leave_days=1)]).cells[0][2]
    assert (cell.cents, cell.reasons[-1]) == (
        45_000,
        "Attestation: 15% of $3,000.00 a year, not reduced by days.",
    )


@pytest.mark.parametrize(("leave", "days"), [("exclude_days", 80), ("protected", 90)])
def test_days_of_leave_are_taken_off_or_protected(leave, days):
    assert served_days(replace(LITERAL, leave=leave), service_days=90, leave_days=10) == days


@pytest.mark.parametrize(
    ("attested", "said"),
    [
        (True, "The principal attested the school-level expectations."),
        (None, "The principal has not attested yet."),
        (False, "The principal did not attest the school-level expectations."),
    ],
)
def test_the_attestation_says_how_it_stands(attested, said):
    cell = statement(LITERAL, True, True, [segment(attested=attested)]).cells[0][2]
    assert (cell.cents, cell.reasons[0]) == (45_000 if attested else 0, said)


def test_deliverables_are_named_by_title_or_number_with_weight_and_state():
    items = (
        Deliverable(Fraction(3), "accepted", "Plan"),
        Deliverable(Fraction(1), "submitted"),
        Deliverable(Fraction(1), "waived"),
    )
    policy = replace(LITERAL, deliverables="weighted")
    cell = statement(policy, True, True, [segment(deliverables=items)]).cells[0][1]
    assert (cell.cents, cell.reasons[:4]) == (
        56_250,
        (
            "Plan (weight 3): accepted.",
            "Deliverable 2 (weight 1): submitted.",
            "Deliverable 3 (weight 1): waived.",
            "Deliverables pay 75%: the weight that was accepted.",
        ),
    )


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"sessions": (seminar(1, "absent"),)}, "attendance"),
        ({"deliverables": (Deliverable(Fraction(1), "open"),)}, "deliverables"),
        ({"attested": False}, "attestation"),
    ],
)
def test_one_part_that_is_not_complete_stops_all_and_is_named_in_each(facts, name):
    policy = replace(LITERAL, whole="all_or_nothing")
    row = statement(policy, True, True, [segment(**facts)]).cells[0]
    said = f"All parts must be complete, and {name} is not, so nothing of this part is paid."
    assert [(cell.cents, said in cell.reasons) for cell in row] == [(0, True)] * 3


def test_a_complete_segment_pays_beside_one_that_is_not():
    policy = replace(LITERAL, whole="all_or_nothing", attendance=Proportional())
    whole, part = segment(seminar(1)), segment(seminar(1, "absent"))
    result = statement(policy, True, True, [part, whole])
    assert [[cell.cents for cell in row] for row in result.cells] == [[0, 0, 0], [180_000, 75_000, 45_000]]


def test_the_cents_of_all_parts_are_rounded_once():
    """A ninth of a cent in each of nine cells is one cent in all."""
    parts = [segment(annual_cents=1, share=Fraction(1, 3))] * 3
    policy = replace(LITERAL, weights_bp=(3333, 3333, 3334))
    result = statement(policy, True, True, parts)
    assert result.earned_cents == 1
    assert [[cell.cents for cell in row] for row in result.cells] == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_a_segment_without_a_title_and_with_a_whole_share_says_neither():
    part = Segment(100_000, Fraction(1), 1, 2, 0, (), (), True)
    assert statement(LITERAL, True, True, [part]).cells[0][2].reasons[-1] == (
        "Attestation: 15% of $1,000.00 a year, 1 of 2 service days."
    )
