"""Service in school years of which only the number of days is known: a whole year counts, a part of it does not."""

from datetime import date
from typing import Any

import pytest

from fellows.queries.ledgers import PARTLY, ledger
from pathways.models import ServiceDay
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.factories.pathways import ProgramYearFactory

pytestmark = pytest.mark.django_db
AFTER = date(2025, 7, 10)


@pytest.fixture
def fellow() -> Any:
    return FellowFactory(serving=True, signed__granularity="day")


def told(fellow: Any, today: date = AFTER) -> Any:
    year = ledger(fellow, today).years[0]
    return year.service_days, year.credit_text, [(line.days, line.counts, line.reason) for line in year.lines]


def test_who_served_all_of_a_counted_year_served_all_its_days(fellow: Any) -> None:
    ProgramYearFactory(first=2024, days_count=180)
    ServiceRecordFactory(fellow=fellow)
    assert told(fellow) == (180, "1", [(180, True, "confirmed")])


def test_a_part_of_a_counted_year_counts_nothing_and_says_what_to_do(fellow: Any) -> None:
    ProgramYearFactory(first=2024, days_count=180)
    ServiceRecordFactory(fellow=fellow, ends=date(2025, 1, 1))
    assert told(fellow) == (180, "0", [(0, False, PARTLY)])


def test_from_the_first_to_the_last_day_of_school_is_the_whole_of_a_counted_year(fellow: Any) -> None:
    school = {"school_starts": date(2024, 8, 12), "school_ends": date(2025, 6, 11)}
    ProgramYearFactory(first=2024, days_count=180, **school)
    record = ServiceRecordFactory(fellow=fellow, starts=date(2024, 8, 12), ends=date(2025, 6, 11))
    assert told(fellow) == (180, "1", [(180, True, "confirmed")])
    record.starts = date(2024, 8, 13)
    record.save()
    assert told(fellow) == (180, "0", [(0, False, PARTLY)])


def test_a_counted_year_counts_once_it_is_over(fellow: Any) -> None:
    ProgramYearFactory(first=2024, days_count=180)
    ServiceRecordFactory(fellow=fellow)
    assert told(fellow, date(2025, 6, 29)) == (180, "0", [(0, False, PARTLY)])


def test_who_served_elsewhere_has_no_line_in_a_counted_year(fellow: Any) -> None:
    ProgramYearFactory(first=2024, days_count=180)
    ServiceRecordFactory(fellow=fellow, starts=date(2025, 7, 1))
    assert told(fellow) == (180, "0", [])


def test_the_ledger_asks_four_questions_with_counted_years_too(fellow: Any, count_queries: Any) -> None:
    ProgramYearFactory(first=2024, days_count=180)
    ServiceDay.objects.create(year=ProgramYearFactory(first=2025), day=date(2025, 7, 3))
    ServiceRecordFactory(fellow=fellow)
    with count_queries(4):
        found = ledger(fellow, AFTER)
    assert [year.service_days for year in found.years] == [180, 1]
