"""The pages of program years: opened, their calendar, and who may."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pathways import services
from pathways.models import ProgramYear
from pathways.queries import calendar_in
from pathways.rules.calendar import Calendar, Span
from people.models import User
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.stipends import approved_line

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
CALENDAR = "/years/2026-27/calendar/"
TYPED = {
    "save-first": "2026-08-13",
    "save-last": "2027-06-09",
    "save-off": "Nov 23–27 Thanksgiving\nSep 7 Labor Day",
}


@pytest.fixture(autouse=True)
def _monday(clock: Any, settings: Any) -> None:
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def registrar() -> User:
    return HatFactory(kind="registrar").person


@pytest.fixture
def inside(client: Client, registrar: User) -> Client:
    client.force_login(registrar)
    return client


def page(answer: Any) -> str:
    return unescape(answer.content.decode())


def press(inside: Client, verb: str, **more: Any) -> Any:
    return inside.post(CALENDAR, {**TYPED, "verb": verb, **more})


def test_from_an_empty_database_a_registrar_opens_the_year_of_today(inside: Client) -> None:
    assert "No program year yet" in page(inside.get("/years/"))
    assert 'value="2026"' in page(inside.get("/years/new/"))
    answer = inside.post("/years/new/", {"first": "2026"})
    assert (answer.status_code, answer["Location"]) == (302, "/years/2026-27/")
    assert 'value="2027"' in page(inside.get("/years/new/"))


def test_opening_a_year_again_leads_to_it(inside: Client) -> None:
    ProgramYearFactory()
    assert "2026-27 is open already." in page(inside.post("/years/new/", {"first": "2026"}, follow=True))
    assert ProgramYear.objects.count() == 1


def test_a_mistyped_year_is_asked_about_and_refused_too_far_ahead(inside: Client) -> None:
    refused = inside.post("/years/new/", {"first": "2040"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["first"])
    asked = inside.post("/years/new/", {"first": "2016"})
    assert asked.status_code == 422
    assert "2016-17 is neither this year nor the next. Nothing was opened yet." in page(asked)
    assert not ProgramYear.objects.exists()
    seen = asked.context["form"]["seen"].value()
    answer = inside.post("/years/new/", {"first": "2016", "seen": seen})
    assert (answer.status_code, answer["Location"]) == (302, "/years/2016-17/")


def test_a_year_that_overlaps_is_refused_on_the_form(inside: Client) -> None:
    ProgramYear.objects.create(label="2027", starts=date(2027, 8, 1), ends=date(2028, 8, 1))
    answer = inside.post("/years/new/", {"first": "2027"})
    assert answer.status_code == 422
    assert "Another program year has days of 2027-28." in page(answer)


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_years_asks_as_much_however_long_it_is(
    rows: int, inside: Client, count_queries: Any
) -> None:
    for number in range(rows):
        ProgramYearFactory(first=2020 + number)
    inside.get("/years/")
    with count_queries(5):  # the session, the person, hats, how many years, the years
        inside.get("/years/")


def test_people_without_a_hat_see_no_year(client: Client) -> None:
    ProgramYearFactory()
    client.force_login(UserFactory())
    assert "No program year to see" in page(client.get("/years/"))
    assert client.get("/years/2026-27/").status_code == 404
    assert client.get(CALENDAR).status_code == 404
    assert client.get("/years/new/").status_code == 403


def test_a_manager_reads_the_calendar_and_does_not_change_it(client: Client) -> None:
    year = ProgramYearFactory()
    services.set_calendar(
        pk=year.pk,
        by=HatFactory(kind="registrar").person,
        calendar=Calendar(
            date(2026, 8, 13), date(2027, 6, 9), (Span(date(2026, 9, 7), date(2026, 9, 7), "Labor Day"),)
        ),
    )
    client.force_login(manager())
    answer = page(client.get(CALENDAR))
    assert "214 service days" in answer
    assert "Labor Day" in answer
    assert 'name="verb"' not in answer
    refused = press(client, "save")
    assert refused.status_code == 403
    assert "Only a registrar opens program years and keeps their calendars." in page(refused)


def test_the_number_of_days_stands_there_before_the_calendar_is_saved(inside: Client) -> None:
    year = ProgramYearFactory()
    answer = press(inside, "save")
    assert answer.status_code == 422
    assert "This makes 209 service days." in page(answer)
    assert not year.service_days.exists()
    seen = answer.context["save"]["seen"].value()
    done = inside.post(CALENDAR, {**TYPED, "verb": "save", "save-seen": seen}, follow=True)
    assert done.redirect_chain == [("/years/2026-27/", 302)]
    assert "Saved: 209 service days." in page(done)
    assert "209 days of service" in page(done)
    assert year.service_days.count() == 209


def test_the_same_calendar_again_says_that_nothing_changed(inside: Client) -> None:
    ProgramYearFactory()
    seen = press(inside, "save").context["save"]["seen"].value()
    press(inside, "save", **{"save-seen": seen})
    assert "Nothing was changed." in page(inside.post(CALENDAR, {**TYPED, "verb": "save"}, follow=True))


def test_a_line_that_cannot_be_read_is_named_and_all_that_was_typed_stays(inside: Client) -> None:
    ProgramYearFactory()
    typed = "Nov 23–27 Thanksgiving\nTue, Sep 7 Labor Day"
    answer = press(inside, "save", **{"save-off": typed})
    assert answer.status_code == 422
    assert "Line 2: September 7, 2026 is a Monday. Correct the day or its weekday." in page(answer)
    assert typed in page(answer)


def test_an_empty_form_is_told_what_is_missing(inside: Client) -> None:
    ProgramYearFactory()
    answer = inside.post(CALENDAR, {})
    assert answer.status_code == 422
    assert set(answer.context["save"].errors) == {"first", "last"}


def test_a_first_day_outside_the_year_is_refused_at_its_field(inside: Client) -> None:
    ProgramYearFactory()
    answer = press(inside, "save", **{"save-first": "2026-06-30"})
    assert "June 30, 2026 is not in 2026-27" in answer.context["save"].errors["first"][0]


def test_a_pasted_list_fills_in_the_form_and_saves_nothing(inside: Client) -> None:
    year = ProgramYearFactory()
    answer = press(inside, "paste", **{"paste-days": "Days\n11/19/2026\n11/20/2026\n11/30/2026\n11/30/2026"})
    form = answer.context["save"]
    assert answer.status_code == 200
    assert (
        "The list holds 3 days. “Days” was left out: it is read as a heading. Pasted twice: Nov 30."
        in page(answer)
    )
    # The break keeps the name that was typed for its days.
    assert form["off"].value() == "Nov 23–27 Thanksgiving"
    assert (form["first"].value(), form["last"].value()) == (date(2026, 11, 19), date(2026, 11, 30))
    assert not year.service_days.exists()


def test_a_pasted_list_without_a_day_is_refused_beside_what_was_typed(inside: Client) -> None:
    ProgramYearFactory()
    answer = press(inside, "paste", **{"paste-days": "Service days"})
    assert answer.status_code == 422
    assert "No day stands there." in page(answer)
    assert TYPED["save-off"] in page(answer)


def test_what_a_file_names_comes_to_what_was_typed_and_one_press_saves_it(inside: Client) -> None:
    year = ProgramYearFactory()
    lines = (
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "SUMMARY:Veterans Day",
        "DTSTART;VALUE=DATE:20261111",
        "DTEND;VALUE=DATE:20261112",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:Picture day",
        "DTSTART;VALUE=DATE:20261112",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    file = SimpleUploadedFile("district.ics", "\r\n".join(lines).encode())
    answer = press(inside, "file", **{"file-file": file})
    form = answer.context["save"]
    assert form["off"].value() == "Nov 23–27 Thanksgiving\nSep 7 Labor Day\nNov 11 Veterans Day"
    assert "Picture day, Nov 12: it does not say that there is no school." in page(answer)
    sent = {f"save-{name}": form[name].value() for name in ("first", "last", "off", "seen")}
    assert inside.post(CALENDAR, {**sent, "verb": "save"}).status_code == 302
    assert year.service_days.count() == 208


def test_a_file_that_is_no_calendar_is_refused_beside_what_was_typed(inside: Client) -> None:
    ProgramYearFactory()
    answer = press(inside, "file", **{"file-file": SimpleUploadedFile("list.csv", b"name,day\n")})
    assert answer.status_code == 422
    assert "This is no calendar file." in page(answer)
    assert TYPED["save-off"] in page(answer)


def test_a_file_that_says_nothing_of_the_year_says_so_beside_what_was_typed(inside: Client) -> None:
    ProgramYearFactory()
    days = {"Labor Day": 20250901, "Picture day": 20261112, "Concert": 20261113}
    events = [
        f"BEGIN:VEVENT\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n"
        for name, day in days.items()
    ]
    content = f"BEGIN:VCALENDAR\r\n{''.join(events)}END:VCALENDAR\r\n".encode()
    answer = press(inside, "file", **{"file-file": SimpleUploadedFile("old.ics", content)})
    assert answer.status_code == 422
    assert (
        "This file names no break, no holiday and no first or last day of school in 2026-27: 1 event lies in other "
        "years, 2 events of 2026-27 stand below with why. Nothing was filled in."
    ) in page(answer)
    assert TYPED["save-off"] in page(answer)
    assert "Concert, Nov 13: it does not say" in page(answer)


def test_the_year_before_comes_shifted_to_the_same_weekdays(inside: Client, registrar: User) -> None:
    before = ProgramYearFactory(first=2025)
    thanksgiving = Span(date(2025, 11, 24), date(2025, 11, 28), "Thanksgiving")
    calendar = Calendar(date(2025, 8, 14), date(2026, 6, 10), (thanksgiving,))
    services.set_calendar(pk=before.pk, by=registrar, calendar=calendar)
    year = ProgramYearFactory()
    assert "Shift the calendar of 2025-26" in page(inside.get(CALENDAR))
    answer = inside.post(CALENDAR, {"verb": "copy", "save-off": "Sep 7 Labor Day"})
    form = answer.context["save"]
    assert "Every day of 2025-26 stands here 52 weeks later, on the same weekday, and holidays of a" in page(
        answer
    )
    assert (form["first"].value(), form["last"].value()) == (date(2026, 8, 13), date(2027, 6, 9))
    assert form["off"].value() == "Nov 23–27 Thanksgiving\nSep 7 Labor Day"
    assert calendar_in(year) is None


def test_a_year_of_before_takes_its_number_of_days(inside: Client) -> None:
    ProgramYearFactory(first=2018)
    assert 'href="/years/2018-19/days/"' in page(inside.get("/years/2018-19/calendar/"))
    address = "/years/2018-19/days/"
    assert inside.post(address, {"days": "180"}).status_code == 302
    assert "there were 180 service days." in page(inside.get("/years/2018-19/"))
    assert inside.post(address, {"days": "400"}).status_code == 422
    refused = inside.post(address, {"days": "180", "first": "2018-08-14"})
    assert refused.status_code == 422
    assert "Write both the first and the last day of school, or neither." in page(refused)


def test_once_people_hold_a_role_a_change_asks_why(inside: Client) -> None:
    PlacementFactory()
    seen = press(inside, "save").context["save"]["seen"].value()
    answer = press(inside, "save", **{"save-seen": seen})
    assert answer.status_code == 422
    assert "Say why: people hold a role in this year" in page(answer)
    done = press(inside, "save", **{"save-seen": seen, "save-reason": "The board set it."})
    assert done.status_code == 302
    assert "The board set it." in page(inside.get("/years/2026-27/"))


def test_the_calendar_of_a_year_that_was_paid_in_the_end_is_read_only(inside: Client) -> None:
    year = ProgramYearFactory()
    approved_line(kind="final", run__year=year, placement__year=year)
    assert "The final run of this year is approved" in page(inside.get(CALENDAR))
    assert press(inside, "save").status_code == 422
