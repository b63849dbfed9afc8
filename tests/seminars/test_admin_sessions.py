"""Sessions and events are planned in the administration by the rules that moving one obeys."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from seminars.models import Event, Session
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
ADD = "admin:seminars_session_add"
NO_LINES = {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def administrator(client, clock, settings):
    settings.DEMO = True
    clock(AFTER)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))


def typed(event, starts="2026-11-04 14:00", ends="2026-11-04 17:00", **changes):
    """What the page to add a session sends."""
    (day, hour), (last, until) = starts.split(), ends.split()
    times = {"starts_at_0": day, "starts_at_1": hour, "ends_at_0": last, "ends_at_1": until}
    return {"event": event.pk, "title": "Seminar 3", "required_minutes": "180", **times, **NO_LINES} | changes


def errors(answer):
    return dict(answer.context["adminform"].form.errors)


def test_a_session_is_planned_in_the_program_year_of_its_event(client):
    answer = client.post(reverse(ADD), typed(EventFactory()))
    assert (answer.status_code, Session.objects.get().title) == (302, "Seminar 3")


OUTSIDE = {"starts_at": ["Choose a day within 2026-27, the program year of this session."]}
OTHER_DAY = {"ends_at": ["A session ends on the day it starts. Plan a session for each day."]}


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("0001-01-01 00:00", "9999-12-31 23:59", OUTSIDE),
        ("2029-11-04 14:00", "2029-11-04 17:00", OUTSIDE),
        ("1900-11-04 14:00", "1900-11-04 17:00", OUTSIDE),
        ("2026-11-04 14:00", "9999-12-31 23:59", OTHER_DAY),
        ("2026-11-04 14:00", "2026-11-05 14:00", OTHER_DAY),
        ("2026-11-04 14:00", "2026-11-04 14:00", {"ends_at": ["It must end after it starts."]}),
    ],
)
def test_a_session_at_an_impossible_time_is_refused_at_the_field(client, starts, ends, said):
    answer = client.post(reverse(ADD), typed(EventFactory(), starts, ends))
    assert (answer.status_code, errors(answer) | said) == (200, errors(answer))
    assert not Session.objects.exists()


@pytest.mark.parametrize("minutes", ["900", "181", "0"])
def test_a_session_asks_for_no_more_minutes_than_it_lasts(client, minutes):
    answer = client.post(reverse(ADD), typed(EventFactory(), required_minutes=minutes))
    assert errors(answer) == {"required_minutes": ["Ask for 1 to 180 minutes: it lasts no longer."]}


def change(client, session, **changes):
    sent = {
        "event": session.event_id,
        "title": session.title,
        "required_minutes": "180",
        **NO_LINES,
    } | changes
    return client.post(reverse("admin:seminars_session_change", args=[session.pk]), sent)


def test_a_session_that_is_edited_asks_for_no_more_minutes_than_it_lasts(client):
    session = SessionFactory()
    assert errors(change(client, session, required_minutes="900")) == {
        "required_minutes": ["Ask for 1 to 180 minutes: it lasts no longer."]
    }
    assert change(client, session, required_minutes="60").status_code == 302
    session.refresh_from_db()
    assert session.required_minutes == 60


def test_a_session_goes_to_no_event_of_another_year(client):
    session, other = SessionFactory(), EventFactory(year=ProgramYearFactory(first=2027))
    assert errors(change(client, session, event=other.pk)) == {
        "event": ["It is on October 14, 2026: choose an event of that program year."]
    }
    assert change(client, session, event=EventFactory().pk).status_code == 302


def test_a_session_with_marks_keeps_its_event_and_says_why(client):
    session, other = AttendanceFactory().session, EventFactory()
    page = client.get(reverse("admin:seminars_session_change", args=[session.pk]))
    assert page.context["not_here"] == [
        "People are marked in this session, so it keeps its event: their pay is reckoned by it."
    ]
    change(client, session, event=other.pk, title="Seminar 4")
    assert Session.objects.values_list("event", "title").get() == (session.event_id, "Seminar 4")


def test_an_event_with_sessions_keeps_its_year_and_says_why(client):
    event, other = SessionFactory().event, ProgramYearFactory(first=2028)
    url = reverse("admin:seminars_event_change", args=[event.pk])
    assert client.get(url).context["not_here"] == [
        "This event has sessions, so it keeps its year. Add an event to the other year for other sessions."
    ]
    client.post(url, {"year": other.pk, "kind": "other", "title": event.title, "school": ""})
    assert Event.objects.values_list("year", "kind").get() == (event.year_id, "other")


def test_an_identical_session_is_refused_in_words(client):
    event = EventFactory()
    client.post(reverse(ADD), typed(event))
    again = client.post(reverse(ADD), typed(event))
    assert errors(again) == {"title": ["This event has a session of this title and start already."]}
    Session.objects.update(state="cancelled")
    assert client.post(reverse(ADD), typed(event)).status_code == 302
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_at": NINE - timedelta(days=365 * 127)},
        {"ends_at": NINE + timedelta(days=365 * 1000)},
        {"required_minutes": 1441},
    ],
)
def test_the_database_keeps_no_session_of_another_age(wrong):
    with pytest.raises(IntegrityError, match="session_of_our_time"):
        SessionFactory(**wrong)


# --- names, ways and words -------------------------------------------------------------------------
def test_who_leads_a_session_and_where_an_event_is_stand_there_by_name(client):
    school = SchoolFactory(name="Roosevelt High")
    session = SessionFactory(
        event=EventFactory(school=school), facilitated_by=UserFactory(family_name="Quill")
    )
    pages = [
        client.get(reverse("admin:seminars_session_change", args=[session.pk])),
        client.get(reverse("admin:seminars_event_change", args=[session.event_id])),
    ]
    for page, name, word in zip(pages, ("facilitators", "school"), ("Quill", "Roosevelt High"), strict=True):
        assert word in str(page.context["adminform"].form[name])


def test_a_session_leads_to_its_marks(client):
    session = SessionFactory()
    mark = AttendanceFactory(session=session)
    AttendanceFactory()
    marks = f"{reverse('admin:seminars_attendance_changelist')}?session__id__exact={session.pk}"
    page = client.get(reverse("admin:seminars_session_change", args=[session.pk]))
    assert f'<a href="{marks}">1 mark</a>' in page.content.decode()
    assert list(client.get(marks).context["cl"].result_list) == [mark]


def test_sessions_are_found_by_who_leads_them(client):
    session = SessionFactory(facilitated_by=UserFactory(family_name="Quill"))
    SessionFactory()
    page = client.get(reverse("admin:seminars_session_changelist"), {"q": "quill"})
    assert list(page.context["cl"].result_list) == [session]
