"""The service ledger and the outcomes, from rows."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from fellows.models import SchoolSimilarity, Suspension
from fellows.queries import ledger, outcomes
from fellows.queries.ledgers import NO_CALENDAR, years_text
from tests.factories.fellows import (
    FellowCohortFactory,
    FellowFactory,
    MilestoneFactory,
    ServiceRecordFactory,
    calendar_of,
)
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
AFTER_A_YEAR = date(2025, 7, 10)


@pytest.fixture
def days() -> list[date]:
    return calendar_of(ProgramYearFactory(first=2024))


def test_a_confirmed_full_year_counts_one_year(days: list[date]) -> None:
    record = ServiceRecordFactory()
    account = ledger(record.fellow, AFTER_A_YEAR)
    assert (account.credited_text, account.remaining_text, account.standing) == ("1", "3", "in_progress")
    first = account.years[0]
    assert (first.label, first.service_days, first.credit) == ("2024-25", 180, Fraction(1))
    assert [(line.days, line.counts, line.reason) for line in first.lines] == [(180, True, "confirmed")]


def test_days_to_come_do_not_count_yet(days: list[date]) -> None:
    fellow = FellowFactory(serving=True, signed__granularity="day")
    ServiceRecordFactory(fellow=fellow)
    account = ledger(fellow, days[89])
    assert account.result is not None
    assert account.result.credited_years == Fraction(1, 2)


def test_unconfirmed_service_counts_nothing_and_says_why(days: list[date]) -> None:
    record = ServiceRecordFactory(reported=True)
    account = ledger(record.fellow, AFTER_A_YEAR)
    assert account.credited_text == "0"
    assert [line.reason for line in account.years[0].lines] == ["not confirmed by the site yet"]


def test_service_elsewhere_counts_only_once_staff_decided_it_is_similar(days: list[date]) -> None:
    record = ServiceRecordFactory(school=None)
    assert ledger(record.fellow, AFTER_A_YEAR).credited_text == "0"
    SchoolSimilarity.objects.create(
        school_name="Elsewhere academy",
        decided_on=date(2025, 7, 1),
        similar=True,
        reasons="Same communities.",
        decided_by=manager(),
    )
    assert ledger(record.fellow, AFTER_A_YEAR).credited_text == "1"


def test_a_later_reversal_takes_nothing_away_that_was_served_before(days: list[date]) -> None:
    fellow = FellowFactory(serving=True, signed__granularity="day")
    ServiceRecordFactory(school=None, fellow=fellow)
    by = manager()
    for decided_on, since, similar in ((date(2024, 7, 1), None, True), (days[95], days[90], False)):
        SchoolSimilarity.objects.create(
            school_name="Elsewhere Academy",
            decided_on=decided_on,
            since=since,
            similar=similar,
            reasons="R.",
            decided_by=by,
        )
    account = ledger(fellow, AFTER_A_YEAR)
    assert account.result is not None
    assert account.result.credited_years == Fraction(1, 2)


def test_days_after_a_school_left_the_network_do_not_count(days: list[date]) -> None:
    fellow = FellowFactory(serving=True, signed__granularity="day")
    school = SchoolFactory()
    school.memberships.update(ends=days[45])
    ServiceRecordFactory(fellow=fellow, school=school)
    account = ledger(fellow, AFTER_A_YEAR)
    assert account.result is not None
    assert account.result.credited_years == Fraction(1, 4)
    assert [(line.days, line.counts) for line in account.years[0].lines] == [(45, True), (135, False)]


def test_suspended_days_earn_nothing_and_move_the_deadline(days: list[date]) -> None:
    fellow = FellowFactory(serving=True, signed__granularity="day")
    ServiceRecordFactory(fellow=fellow)
    Suspension.objects.create(
        fellow=fellow, category="family", starts=date(2024, 7, 1), months=12, approved_by=manager()
    )
    account = ledger(fellow, AFTER_A_YEAR)
    assert (account.credited_text, account.last_day) == ("0", date(2031, 6, 30))


def test_a_year_without_a_calendar_is_not_guessed() -> None:
    record = ServiceRecordFactory()
    account = ledger(record.fellow, AFTER_A_YEAR)
    assert [(year.credit, year.note) for year in account.years] == [(0, NO_CALENDAR), (0, NO_CALENDAR)]


def test_without_an_agreement_or_a_graduation_the_ledger_says_so() -> None:
    assert ledger(FellowFactory(serving=True), AFTER_A_YEAR).note == "No service agreement is signed yet."
    assert ledger(FellowFactory(signed=True), AFTER_A_YEAR).note == "Service begins after graduation."


def test_a_ledger_takes_the_same_queries_for_many_records(days: list[date], count_queries: Any) -> None:
    fellow = FellowFactory(serving=True, signed=True)
    for number in range(13):
        starts = date(2024, 7, 1) + timedelta(days=20 * number)
        ServiceRecordFactory(fellow=fellow, starts=starts, ends=starts + timedelta(days=20))
    with count_queries(4):
        assert ledger(fellow, AFTER_A_YEAR).credited_text == "1"


@pytest.mark.parametrize(
    ("years", "text"),
    [(Fraction(4), "4"), (Fraction(7, 2), "3.5"), (Fraction(2, 3), "0.67"), (Fraction(0), "0")],
)
def test_years_read_with_two_decimals_at_most(years: Fraction, text: str) -> None:
    assert years_text(years) == text


def test_outcomes_count_each_fellow_once(count_queries: Any) -> None:
    cohort = FellowCohortFactory(name="2023")
    serving = FellowFactory(cohort=cohort, serving=True)
    MilestoneFactory(fellow=serving, kind="preliminary", reached_on=date(2025, 1, 1))
    MilestoneFactory(fellow=serving, kind="clear", reached_on=date(2025, 5, 1))
    FellowFactory(cohort=cohort, graduate=True)
    FellowFactory(cohort=cohort, person=UserFactory())
    with count_queries(2):
        [row] = outcomes()
    assert (row.cohort, row.fellows, row.graduated, row.credentialed, row.serving) == ("2023", 2, 2, 1, 1)
