"""What an approved run was paid by stays as it was: the year, its days, and its calendar."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from pathways.models import ProgramYear, ServiceDay
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import administrator
from tests.factories.stipends import StipendRunFactory, approved_line, calendar

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 17)


@pytest.fixture
def client(client, settings):
    """An administrator, without the second factor that would stand before every page."""
    settings.DEMO = True
    client.force_login(administrator())
    return client


@pytest.fixture
def paid():
    """A year with a calendar and an approved final run."""
    return year_with(kind="final")


def year_with(kind):
    year = ProgramYearFactory()
    calendar(year)
    approved_line(kind=kind, run__year=year, placement__year=year)
    return year


def page_of(year):
    return reverse("admin:pathways_programyear_change", args=[year.pk])


def refused():
    return pytest.raises(IntegrityError, match="A stipend run of this year is approved"), transaction.atomic()


@pytest.mark.parametrize(
    "change", [{"label": "ZZZZ"}, {"starts": date(2026, 7, 2)}, {"ends": date(2027, 6, 1)}], ids=str
)
def test_a_year_with_an_approved_run_does_not_change(paid, change):
    says, again = refused()
    with says, again:
        ProgramYear.objects.filter(pk=paid.pk).update(**change)


def test_the_calendar_of_a_year_with_an_approved_run_loses_no_day(paid):
    says, again = refused()
    with says, again:
        paid.service_days.all()[:1].get().delete()


def test_the_calendar_of_a_year_with_an_approved_run_gains_no_day(paid):
    says, again = refused()
    with says, again:
        ServiceDay.objects.create(year=paid, day=date(2027, 6, 30))


def test_no_day_moves_into_a_year_with_an_approved_run(paid):
    day = ServiceDay.objects.create(year=ProgramYearFactory(first=2028), day=date(2028, 8, 14))
    says, again = refused()
    with says, again:
        ServiceDay.objects.filter(pk=day.pk).update(year=paid)


def test_after_an_instalment_the_calendar_can_lose_a_day_and_the_year_keeps_its_name(client):
    year = year_with(kind="instalment")
    days = list(year.service_days.order_by("day").values_list("day", flat=True))[1:]
    sent = {"label": "ZZZZ", "days": "\n".join(str(day) for day in days)}
    assert client.post(page_of(year), sent).status_code == 302
    year.refresh_from_db()
    assert (year.label, year.service_days.count()) == ("2026-27", 179)


def test_a_year_with_runs_that_are_not_approved_changes_freely():
    year = StipendRunFactory().year
    ServiceDay.objects.create(year=year, day=DAY)
    assert ProgramYear.objects.filter(pk=year.pk).update(ends=date(2027, 6, 30)) == 1


def test_the_page_of_a_paid_year_is_read_only_and_says_why(client, paid):
    page = client.get(page_of(paid))
    assert page.context["not_here"] == [
        "A stipend run of this year is approved, so its name, its first and its last day stay.",
        "The final run of this year is approved, so its service days stay as they were paid by.",
    ]
    assert (b'name="_save"' in page.content, b"180, each in the list" in page.content) == (False, True)


def test_a_paid_year_is_not_saved_by_a_request_of_ones_own(client, paid):
    sent = {"label": "ZZZZ", "starts": "2026-07-01", "ends": "2027-06-30", "days": "2026-08-17"}
    assert client.post(page_of(paid), sent).status_code == 403
    assert (ProgramYear.objects.get().label, paid.service_days.count()) == ("2026-27", 180)


def test_a_year_without_an_approved_run_is_saved(client):
    year = StipendRunFactory().year
    sent = {"label": "2026-27", "starts": "2026-07-01", "ends": "2027-06-30", "days": "2026-08-17"}
    assert client.post(page_of(year), sent).status_code == 302
    assert list(year.service_days.values_list("day", flat=True)) == [DAY]
