"""The sentences people read beside their cents, and the files payroll reads: word for word."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from stipends.rules import LITERAL, Case, Deliverable, Kept, Segment, Session, Step, line, reasons, statement
from stipends.rules.files import Paid, generic, journal
from stipends.rules.kinds import Deduction

SEMINARS = (date(2026, 9, 16), date(2026, 10, 14), date(2026, 11, 11))
BASE = Segment(
    annual_cents=300_000,
    share=Fraction(1),
    service_days=180,
    year_service_days=180,
    leave_days=0,
    sessions=tuple(Session(day, "seminar", 180, "present", title="Seminar") for day in SEMINARS),
    deliverables=(Deliverable(Fraction(1), "accepted"),),
    attested=True,
)


def marked(*marks: str) -> Segment:
    sessions = (replace(one, mark=mark) for one, mark in zip(BASE.sessions, marks, strict=True))
    return replace(BASE, sessions=tuple(sessions))


def attendance_reasons(policy, segment, completed=True):
    return statement(policy, True, completed, [segment]).cells[0][0].reasons


def test_a_make_up_past_the_limit_says_so():
    policy = replace(LITERAL, make_up_limit=1)
    assert attendance_reasons(policy, marked("made_up", "made_up", "present"))[2:4] == (
        "Seminar (Sep 16, 2026): made up, 180 of 180 minutes count.",
        "Seminar (Oct 14, 2026): made up, past the number of make-ups that count, 0 of 180 minutes count.",
    )


def test_a_deduction_says_which_absence_was_free_and_what_the_next_one_costs():
    policy = replace(LITERAL, attendance=Deduction(1, (("seminar", 12_550),)))
    assert attendance_reasons(policy, marked("absent", "absent", "present"))[4:6] == (
        "Seminar (Sep 16, 2026): free absence 1 of 1.",
        "Seminar (Oct 14, 2026): $125.50 less.",
    )


@pytest.mark.parametrize(("cents", "said"), [(60_000, False), (60_001, True)])
def test_deductions_beyond_the_whole_part_say_that_nothing_more_is_taken(cents, said):
    policy = replace(LITERAL, attendance=Deduction(0, (("seminar", cents),)))
    segment = marked("absent", "absent", "absent")
    words = "The deductions use up all of attendance; nothing more is taken off."
    assert (words in attendance_reasons(policy, segment)) is said
    assert statement(policy, True, True, [segment]).cells[0][0].cents == 0


def test_a_year_that_was_not_completed_says_why_it_pays_nothing():
    policy = replace(LITERAL, incomplete_year="forfeit")
    found = statement(policy, True, False, [BASE], "Team Lead 2026-27, version 1")
    assert {cell.reasons for cell in found.cells[0]} == {
        (
            "This role pays complete years only, and the year was not completed.",
            "Rule: Team Lead 2026-27, version 1.",
        )
    }
    assert found.earned_cents == 0


@pytest.mark.parametrize(
    ("policy", "segment", "said"),
    [
        (replace(LITERAL, proration="none"), BASE, "$3,000.00 a year, not reduced by days."),
        (
            LITERAL,
            replace(BASE, service_days=90, leave_days=10),
            "$3,000.00 a year, 80 of 180 service days (10 days of leave taken off).",
        ),
        (
            replace(LITERAL, leave="protected"),
            replace(BASE, service_days=90, leave_days=10),
            "$3,000.00 a year, 90 of 180 service days (10 days of leave protected, not taken off).",
        ),
        (
            LITERAL,
            replace(BASE, service_days=0),
            "$3,000.00 a year, 0 of 180 service days: without a service day this part of the year pays nothing.",
        ),
        (
            LITERAL,
            replace(BASE, share=Fraction(1, 2), title="Team Lead at School 1"),
            "$3,000.00 a year as Team Lead at School 1, share 1/2, 180 of 180 service days.",
        ),
    ],
)
def test_the_base_of_a_part_says_what_it_is_made_of(policy, segment, said):
    assert attendance_reasons(policy, segment)[-1] == f"Attendance: 60% of {said}"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (None, "Nothing was left to deliver: paid in full, and flagged for review."),
        ("open", "Deliverables pay only when every one is accepted."),
        ("accepted", "Deliverables pay 100%: the weight that was accepted."),
    ],
)
def test_deliverables_say_why_they_pay_what_they_pay(status, said):
    given = () if status is None else (Deliverable(Fraction(1), status),)
    found = statement(LITERAL, True, True, [replace(BASE, deliverables=given)]).cells[0][1]
    assert said in found.reasons


def kept(**changes):
    facts = {
        "step": Step("balance"),
        "hopes": False,
        "exclusion": "",
        "earned_cents": 300_000,
        "whole_cents": None,
        "paid_cents": 0,
        "pay_cents": 300_000,
    }
    return Kept(**(facts | changes))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, ("Earned now: $3,000.00, less $0.00 paid before: $3,000.00.",)),
        # Exactly what was earned was paid: nothing above it, and nobody reads "$0.00 was paid above".
        (
            {"paid_cents": 300_000, "pay_cents": 0},
            ("Earned now: $3,000.00, less $3,000.00 paid before: $0.00.",),
        ),
        (
            {"paid_cents": 300_001, "pay_cents": 0},
            (
                "Earned now: $3,000.00, less $3,000.01 paid before: $0.00.",
                "$0.01 was paid above what was earned. No run takes it off unless they agree: finance settles it.",
            ),
        ),
        (
            {"paid_cents": 300_001, "hopes": True, "pay_cents": 0},
            ("It may still earn $3,000.00, less $3,000.01 paid before: $0.00.",),
        ),
    ],
)
def test_a_line_says_what_was_paid_above_only_when_something_was(facts, said):
    assert reasons(kept(**facts)) == said


@pytest.mark.parametrize(
    ("settles", "expected"),
    [(False, ("payable", "", 127_500)), (True, ("excluded", "attestation_pending", 0))],
)
def test_only_a_run_that_settles_the_year_waits_for_the_attestation(settles, expected):
    segment = replace(BASE, attested=None)
    case = Case(
        policy=LITERAL,
        version="",
        signed=True,
        completed_year=True,
        segments=(segment,),
        paid_cents=0,
        step=Step("share_of_earned", Fraction(1, 2)),
        settles=settles,
        hopes=False,
        open_rosters=0,
    )
    found = line(case)
    assert (found.status, found.exclusion, found.amount_cents) == expected


PAID = Paid(
    line_id=7,
    external_id="T-0042",
    family_name="Ruiz",
    given_name="Ana",
    email="ana@example.org",
    school="School 1",
    cds_code="01234567890123",
    pathway="Team Leads",
    role="Team Lead",
    channel="district",
    amount_cents=123_456,
    account="1100-02",
    fund="4210",
    program="TL",
    payable="9500",
)


def test_the_generic_file_word_for_word():
    assert generic("Final run 1 of 2026-27", [PAID]) == (
        b"\xef\xbb\xbf"
        b"line,run,channel,external_id,family_name,given_name,email,school,cds_code,role,"
        b"account,fund,program,corrects_line,gross_amount\r\n"
        b"7,Final run 1 of 2026-27,district,T-0042,Ruiz,Ana,ana@example.org,School 1,01234567890123,"
        b"Team Lead,1100-02,4210,TL,,1234.56\r\n"
    )


def test_the_generic_file_names_the_line_that_another_corrects():
    last = generic("Supplementary run 1", [replace(PAID, corrects=3)]).splitlines()[-1]
    assert last.endswith(b",3,1234.56")


def test_the_journal_word_for_word():
    own = replace(PAID, channel="own", amount_cents=5)
    vendor = replace(PAID, channel="vendor", school="School 2", cds_code="", payable="9600", amount_cents=100)
    run = "Final run 1 of 2026-27"
    assert journal(run, [PAID, own, vendor]).decode() == (
        "\ufeffaccount,fund,program,school_code,description,pathway,school,memo,debit,credit\r\n"
        f"1100-02,4210,TL,01234567890123,Stipend expense,Team Leads,School 1,{run},1234.61,\r\n"
        f"1100-02,4210,TL,,Stipend expense,Team Leads,School 2,{run},1.00,\r\n"
        f"9500,,,,Stipends payable: district payroll,,,{run},,1234.56\r\n"
        f"9500,,,,Stipends payable: own payroll,,,{run},,0.05\r\n"
        f"9600,,,,Stipends payable: vendors,,,{run},,1.00\r\n"
    )
