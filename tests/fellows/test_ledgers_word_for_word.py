"""The service ledger and the outcomes: each line, its reason, and the days at both ends."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from fellows.models import Fellow, SchoolSimilarity, ServiceAgreement, Suspension
from fellows.queries import Ledger, outcomes
from fellows.queries.ledgers import NO_CALENDAR, ledger, years_text
from tests.factories.fellows import (
    REPORTED,
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
    calendar_of,
)
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, manager

pytestmark = pytest.mark.django_db
AFTER_A_YEAR = date(2025, 7, 10)
DAY = timedelta(days=1)


@pytest.fixture
def days():
    return calendar_of(ProgramYearFactory(first=2024))


@pytest.fixture
def fellow():
    return FellowFactory(serving=True, signed__granularity="day")


def lines(fellow, today=AFTER_A_YEAR):
    account = ledger(fellow, today)
    return [
        (line.words, line.days, line.counts, line.reason) for year in account.years for line in year.lines
    ]


def similar(on, yes=True, name="Elsewhere Academy", since=None):
    SchoolSimilarity.objects.create(
        school_name=name, decided_on=on, since=since, similar=yes, reasons="R.", decided_by=manager()
    )


def test_an_account_says_everything_a_page_shows(days, fellow):
    record = ServiceRecordFactory(fellow=fellow, fte_thousandths=750, site="Roosevelt", position="Coach")
    account = ledger(fellow, AFTER_A_YEAR)
    assert (account.note, account.records, account.deadline_moved_by) == ("", (record,), 0)
    assert [(year.label, year.service_days, year.credit_text, year.note) for year in account.years] == [
        ("2024-25", 180, "1", ""),
        ("2025-26", 0, "0", NO_CALENDAR),
    ]
    assert lines(fellow) == [("Coach at Roosevelt, FTE 0.75", 180, True, "confirmed")]
    assert account.years[0].lines[0].record_pk == record.pk
    assert (account.standing, account.credited_text, account.remaining_text, account.required_text) == (
        "in_progress",
        "1",
        "3",
        "4",
    )
    assert (account.hundredths, account.last_day) == ((100, 400), date(2030, 6, 30))


def test_an_account_without_a_result_says_so_in_every_field():
    account = Ledger()
    assert (account.standing, account.credited_text, account.remaining_text, account.required_text) == (
        "",
        "",
        "All",
        "",
    )
    assert (account.hundredths, account.last_day) == ((0, 1), None)


def test_more_than_was_owed_fills_the_bar_and_no_more(days):
    fellow = FellowFactory(serving=True, signed__required_years="1/2", signed__granularity="day")
    ServiceRecordFactory(fellow=fellow)
    account = ledger(fellow, AFTER_A_YEAR)
    assert (account.hundredths, account.remaining_text, account.standing) == ((50, 50), "0", "fulfilled")


def test_terms_nobody_can_read_are_said():
    fellow = FellowFactory(serving=True, signed__granularity="week")
    account = ledger(fellow, AFTER_A_YEAR)
    assert account.note == (
        "The terms of this agreement cannot be read (granularity: Write one of day, month, semester, year, not"
        " 'week'.). Tell staff."
    )
    assert (account.years, account.result) == ((), None)


def test_the_latest_agreement_of_the_fellow_is_in_force(days, fellow):
    ServiceAgreement.objects.create(
        fellow=fellow,
        version=2,
        terms={**fellow.agreements.get().terms, "required_years": "2"},
        text="Words",
        sha256="1" * 64,
        typed_name="x",
        signed_at=REPORTED,
    )
    FellowFactory(serving=True, signed__required_years="9")
    assert ledger(fellow, AFTER_A_YEAR).required_text == "2"


@pytest.mark.parametrize(
    ("starts", "ends", "counted"),
    [(0, None, 180), (1, None, 179), (0, 180, 180), (0, 179, 179), (10, 20, 10), (179, None, 1)],
)
def test_service_counts_from_its_first_day_to_the_day_before_it_ends(days, fellow, starts, ends, counted):
    last = None if ends is None else [*days, days[-1] + DAY][ends]
    ServiceRecordFactory(fellow=fellow, starts=days[starts], ends=last)
    assert [line[1] for line in lines(fellow)] == [counted]


@pytest.mark.parametrize(("number", "counted"), [(0, 1), (89, 90), (179, 180)])
def test_days_up_to_today_count_and_today_with_them(days, fellow, number, counted):
    ServiceRecordFactory(fellow=fellow)
    assert [line[1] for line in lines(fellow, days[number])] == [counted]


@pytest.mark.parametrize(
    ("starts", "ends", "member"),
    [(0, None, 180), (45, None, 135), (0, 45, 45), (10, 20, 10)],
)
def test_a_school_is_of_the_network_on_the_days_of_its_membership(days, fellow, starts, ends, member):
    school = SchoolFactory()
    school.memberships.update(starts=days[starts], ends=None if ends is None else days[ends])
    ServiceRecordFactory(fellow=fellow, school=school, site="S", position="P")
    outside = (
        [
            (
                "P at S, FTE 1",
                180 - member,
                False,
                "not a network school on these days, and no decision says it is similar",
            )
        ]
        if member < 180
        else []
    )
    assert lines(fellow) == [("P at S, FTE 1", member, True, "confirmed"), *outside]


@pytest.mark.parametrize(
    ("starts", "months", "away"),
    [
        (date(2024, 7, 1), 12, 180),
        (date(2025, 6, 30), 6, 0),
        (date(2024, 7, 2), 1, 23),
        (date(2024, 7, 1), 1, 23),
    ],
)
def test_days_of_a_suspension_earn_nothing_from_its_first_to_its_last_month(
    days, fellow, starts, months, away
):
    Suspension.objects.create(
        fellow=fellow, category="family", starts=starts, months=months, approved_by=manager()
    )
    Suspension.objects.create(
        fellow=FellowFactory(serving=True), category="family", starts=starts, months=9, approved_by=manager()
    )
    ServiceRecordFactory(fellow=fellow, site="S", position="P")
    suspended = ("P at S, FTE 1", away, False, "suspended: these days earn nothing")
    confirmed = ("P at S, FTE 1", 180 - away, True, "confirmed")
    assert lines(fellow) == [line for line in (suspended, confirmed) if line[1]]
    assert ledger(fellow, AFTER_A_YEAR).deadline_moved_by == months


@pytest.mark.parametrize(
    ("state", "vouched", "reason"),
    [
        ("reported", False, "not confirmed by the site yet"),
        ("disputed", False, "the site disagrees: correct it"),
        (
            "verified",
            False,
            "confirmed from an address the fellow gave: it counts once staff have accepted it",
        ),
        ("verified", True, "confirmed"),
        ("accepted", False, "confirmed"),
    ],
)
def test_a_record_counts_once_it_is_confirmed_and_says_what_it_waits_for(
    days, fellow, state, vouched, reason
):
    ServiceRecordFactory(fellow=fellow, state=state, vouched=vouched)
    counts = reason == "confirmed"
    assert [line[2:] for line in lines(fellow)] == [(counts, reason)]
    assert ledger(fellow, AFTER_A_YEAR).credited_text == ("1" if counts else "0")


def test_a_school_is_similar_by_the_last_decision_about_the_day(days, fellow):
    ServiceRecordFactory(fellow=fellow, school=None)
    similar(days[60])
    similar(days[121], yes=False, since=days[120])
    similar(days[149], since=days[150])
    similar(date(2024, 7, 1), yes=False, name="Another Academy")
    # Yes from the first decision, which says no day; no from that of the second, which was past; yes again from that
    # of the third, which was ahead.
    assert [line[1:3] for line in lines(fellow)] == [(150, True), (30, False)]


def test_a_school_that_left_the_network_may_be_similar_by_its_name(days, fellow):
    school = SchoolFactory(name="Roosevelt")
    school.memberships.update(ends=days[90])
    ServiceRecordFactory(fellow=fellow, school=school, site="Something else")
    similar(days[0], name="roosevelt")
    assert [line[1:3] for line in lines(fellow)] == [(180, True)]


def test_years_begin_with_the_first_july_after_graduation():
    calendar_of(ProgramYearFactory(first=2023))
    calendar_of(ProgramYearFactory(first=2024))
    fellow = FellowFactory(serving=True, signed=True, cohort__starts=date(2022, 6, 1))
    ServiceRecordFactory(fellow=fellow, starts=date(2023, 7, 1))
    assert [year.label for year in ledger(fellow, date(2025, 6, 30)).years] == ["2024-25"]
    assert [year.label for year in ledger(fellow, date(2025, 7, 1)).years] == ["2024-25", "2025-26"]
    assert ledger(fellow, date(2024, 6, 30)).years == ()
    Fellow.objects.filter(pk=fellow.pk).update(graduated_on=date(2023, 7, 1))
    fellow.refresh_from_db()
    assert [year.label for year in ledger(fellow, date(2025, 6, 30)).years] == ["2023-24", "2024-25"]


def test_a_discharged_fellow_stands_so_whatever_was_served(days):
    fellow = FellowFactory(state="discharged", graduated_on=date(2024, 6, 14), signed=True)
    assert ledger(fellow, AFTER_A_YEAR).standing == "discharged"


@pytest.mark.parametrize(
    ("years", "text"),
    [
        (Fraction(10), "10"),
        (Fraction(100), "100"),
        (Fraction(1, 200), "0.01"),
        (Fraction(1, 201), "0"),
        (Fraction(9, 10), "0.9"),
        (Fraction(101, 100), "1.01"),
    ],
)
def test_years_are_said_with_the_decimals_they_need(years, text):
    assert years_text(years) == text


def test_outcomes_count_who_was_chosen_graduated_holds_a_credential_serves_and_is_done():
    old, new = FellowCohortFactory(name="2022", starts=date(2022, 6, 1)), FellowCohortFactory(name="2023")
    FellowFactory(cohort=new)
    FellowFactory(cohort=new, state="selected")
    FellowFactory(cohort=new, state="withdrawn")
    graduate = FellowFactory(cohort=new, graduate=True)
    serving = FellowFactory(cohort=new, serving=True)
    done = FellowFactory(cohort=new, state="fulfilled", graduated_on=date(2024, 6, 14))
    for fellow, kind, reached in (
        (graduate, "preliminary", None),
        (graduate, "degree", date(2024, 6, 14)),
        (serving, "preliminary", date(2024, 6, 14)),
        (serving, "clear", date(2024, 7, 14)),
        (done, "clear", date(2024, 7, 14)),
    ):
        MilestoneFactory(fellow=fellow, kind=kind, reached_on=reached)
    assert [
        (row.cohort, row.fellows, row.graduated, row.credentialed, row.serving, row.fulfilled)
        for row in outcomes()
    ] == [("2023", 5, 3, 2, 1, 1), ("2022", 0, 0, 0, 0, 0)]
    assert old.starts < new.starts
