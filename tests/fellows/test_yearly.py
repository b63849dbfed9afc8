"""A post that lasts is said anew once a year: in one press, or with the day on which it ended."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from dashboard.queries import waiting_for
from fellows import services
from fellows.models import ServiceRecord
from fellows.queries import ledger
from fellows.reminders import owe
from fellows.rules import Ahead, Terms, completed_on
from fellows.rules.service import Granularity
from fellows.rules.yearly import asked_since
from tests.factories.fellows import FellowFactory, ServiceRecordFactory, calendar_of
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import principal_of
from tests.verbs import refusal

JUNE = date(2025, 6, 10)
NOW = datetime(2026, 6, 15, 18, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def record(db: None, clock: Callable[[datetime], None]) -> ServiceRecord:
    clock(NOW)
    calendar_of(ProgramYearFactory(first=2024))
    calendar_of(ProgramYearFactory(first=2025))
    fellow = FellowFactory(serving=True, signed=True, signed__granularity="day")
    found = ServiceRecordFactory(fellow=fellow, confirmed_on=JUNE, vouched=True)
    principal_of(found.school)
    return found


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 4, 30), date(2025, 5, 1)),
        (date(2026, 12, 31), date(2026, 5, 1)),
    ],
)
def test_what_was_confirmed_before_the_last_first_of_may_is_asked_about(
    record: ServiceRecord, day: date, since: date
) -> None:
    assert asked_since(day) == since
    ServiceRecord.objects.update(confirmed_on=since)
    assert not ServiceRecord.objects.to_say_anew(day).exists()
    ServiceRecord.objects.update(confirmed_on=since - DAY)
    assert ServiceRecord.objects.to_say_anew(day).exists()


def test_days_after_the_site_confirmed_wait_until_it_does_again(record: ServiceRecord) -> None:
    account = ledger(record.fellow, TODAY)
    assert [line.reason for year in account.years for line in year.lines] == [
        "confirmed",
        "after Jun 10, 2025, when the site confirmed it: asked again once a year, in May",
    ]
    assert account.credited_text == "1"


def test_one_press_says_that_it_is_still_right_and_asks_the_site_about_the_days_since(
    record: ServiceRecord, signed_in: Callable[[object], Client]
) -> None:
    by = record.fellow.person
    page = f"/fellows/{record.fellow_id}/"
    assert [one.url for one in waiting_for(by, day=TODAY, now=NOW) if one.kind == "still_right"] == [
        f"{page}#anew"
    ]
    browser = signed_in(by)
    assert "Is this still right?" in browser.get(page).content.decode()
    browser.post(f"/fellows/service/{record.pk}/continue/")
    record.refresh_from_db()
    rest = ServiceRecord.objects.latest("pk")
    assert (record.ends, record.state) == (JUNE + DAY, "accepted")
    assert (rest.starts, rest.ends, rest.state, rest.site) == (JUNE + DAY, None, "reported", record.site)
    assert rest.links.count() == 1
    assert [one for one in waiting_for(by, day=TODAY, now=NOW) if one.kind == "still_right"] == []
    assert "Is this still right?" not in browser.get(page).content.decode()
    # Pressed twice, it is said once.
    browser.post(f"/fellows/service/{record.pk}/continue/")
    assert ServiceRecord.objects.count() == 2


def test_it_is_said_once_a_year(record: ServiceRecord) -> None:
    ServiceRecord.objects.update(confirmed_on=date(2026, 5, 1))
    assert refusal(services.still_right, pk=record.pk, by=record.fellow.person, now=NOW) == (
        "The site confirmed it since May. You are asked again next May."
    )


@pytest.mark.parametrize(
    ("last_day", "ends", "reported"),
    [(date(2025, 5, 30), date(2025, 5, 31), None), (date(2026, 1, 30), JUNE + DAY, date(2026, 1, 31))],
)
def test_a_post_that_ended_ends_and_the_site_is_asked_about_what_it_has_not_confirmed(
    record: ServiceRecord, last_day: date, ends: date, reported: date | None
) -> None:
    services.ended(pk=record.pk, by=record.fellow.person, last_day=last_day, now=NOW)
    record.refresh_from_db()
    assert record.ends == ends
    others = ServiceRecord.objects.exclude(pk=record.pk).values_list("starts", "ends", "state")
    assert list(others) == ([] if reported is None else [(JUNE + DAY, reported, "reported")])
    assert refusal(services.ended, pk=record.pk, by=record.fellow.person, last_day=last_day, now=NOW) == (
        "It has a last day already. Report where you served after it."
    )


@pytest.mark.parametrize("last_day", [date(2024, 6, 30), TODAY + DAY])
def test_a_post_ends_between_its_first_day_and_today(record: ServiceRecord, last_day: date) -> None:
    with pytest.raises(DomainError, match=r"^Give a day from its first day to today\.$"):
        services.ended(pk=record.pk, by=record.fellow.person, last_day=last_day, now=NOW)


def test_who_did_not_say_it_anew_is_reminded_as_the_school_year_ends(record: ServiceRecord) -> None:
    ReminderRuleFactory(what="service-report", days_before=15)
    letters = record.fellow.person.messages.filter(template="fellows/service_report")
    owe(NOW)
    assert letters.count() == 1
    services.still_right(pk=record.pk, by=record.fellow.person, now=NOW)
    assert letters.get().state == "cancelled"


# --- forecast ---------------------------------------------------------------------------------------
def terms(granularity: Granularity = "day") -> Terms:
    return Terms(Fraction(4), 6, granularity, False, "accumulate", Fraction(1, 2))


def year(first: int, days: int = 180) -> Ahead:
    return Ahead(days, tuple(date(first, 8, 1) + timedelta(days=number) for number in range(days)))


def test_a_forecast_names_the_first_day_on_which_nothing_remains() -> None:
    ahead = [year(2026), year(2027)]
    assert completed_on(terms(), Fraction(1, 2), ahead, Fraction(1)) == ahead[0].days[89]
    assert completed_on(terms(), Fraction(5, 4), ahead, Fraction(1)) == ahead[1].days[44]
    assert completed_on(terms("year"), Fraction(1, 2), ahead, Fraction(1)) == ahead[0].days[179]
    assert completed_on(terms(), Fraction(5, 2), ahead, Fraction(1)) is None
    assert completed_on(terms("year"), Fraction(1), ahead, Fraction(4, 5)) is None


@given(st.fractions(Fraction(1, 100), 3), st.fractions(Fraction(1, 10), 1), st.fractions(Fraction(1, 10), 1))
def test_more_of_a_post_or_less_that_remains_is_never_done_later(
    remaining: Fraction, fte: Fraction, more: Fraction
) -> None:
    ahead = [year(2026, 20), year(2027, 20), year(2028, 20)]
    late = date.max
    done = completed_on(terms(), remaining, ahead, fte) or late
    assert (completed_on(terms(), remaining, ahead, max(fte, more)) or late) <= done
    assert (completed_on(terms(), remaining * more, ahead, fte) or late) <= done


def test_the_ledger_says_when_nothing_remains_if_the_post_goes_on(record: ServiceRecord) -> None:
    services.still_right(pk=record.pk, by=record.fellow.person, now=NOW)
    days = calendar_of(ProgramYearFactory(first=2026))
    # One year is confirmed, and half of the next until somebody confirms that. Four are owed.
    account = ledger(record.fellow, days[10])
    assert account.remaining_text == "3"
    last = [day + timedelta(weeks=52) for day in days][-1]
    assert account.done_on == last
