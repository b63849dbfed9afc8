from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError
from django.urls import reverse

from seminars.models import Event, Session
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AFTER, AttendanceFactory, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
MODELS = [
    "event",
    "session",
    "attendance",
    "attendancechange",
    "sessionevent",
    "scanfailure",
    "calendaraddress",
]


@pytest.fixture(autouse=True)
def administrator(client, clock, settings):
    settings.DEMO = True
    clock(AFTER)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))


@pytest.mark.parametrize("model", MODELS)
def test_each_list_opens_and_searches(client, model):
    AttendanceFactory()
    assert client.get(reverse(f"admin:seminars_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_marks_takes_at_most_ten_queries(client, rows, count_queries):
    AttendanceFactory.create_batch(rows)
    client.get(reverse("admin:seminars_attendance_changelist"))
    with count_queries(at_most=10, repeats=True):
        client.get(reverse("admin:seminars_attendance_changelist"))


SESSIONS = "admin:seminars_session_changelist"


def act(client, action, *sessions, **typed):
    """The page an action asks on, or what follows when its form was sent."""
    sent = {"action": action, "_selected_action": [session.pk for session in sessions], **typed}
    return client.post(reverse(SESSIONS), sent)


def said(client):
    return [str(message) for message in client.get(reverse(SESSIONS)).context["messages"]]


def test_the_admin_closes_rosters_through_the_service(client):
    person = PlacementFactory().person
    session = SessionFactory()
    # A roster on which nobody is marked is not closed.
    AttendanceFactory(session=session, person=PlacementFactory().person)
    asked = act(client, "close", session)
    assert (asked.status_code, Session.objects.get().state) == (200, "held")
    assert act(client, "close", session, _typed="1").status_code == 302
    session.refresh_from_db()
    assert session.state == "closed"
    assert session.attendance.get(person=person).mark == "absent"
    assert said(client) == [
        f"{session}: the roster is closed: 1 came, 1 absent, 0 excused. Closing marked 1 of them absent."
        " From now on it counts for pay."
    ]


def test_an_action_with_a_form_asks_first_and_then_calls_the_service_for_each_row(client):
    sessions = SessionFactory(closed=True), SessionFactory(closed=True)
    asked = act(client, "reopen", *sessions)
    assert asked.status_code == 200
    assert all(session.title in asked.content.decode() for session in sessions)
    done = act(client, "reopen", *sessions, _typed="1", reason="A sheet came late.")
    assert (done.status_code, done.url) == (302, reverse(SESSIONS))
    assert said(client) == ["Opened again: 2."]
    assert [event.note for s in sessions for event in s.events.all()] == ["A sheet came late."] * 2


def test_a_form_of_an_action_comes_back_with_what_was_typed(client):
    session = SessionFactory(planned=True, starts_at=AFTER + timedelta(days=1))
    typed = {"starts_at": "2026-10-01T09:00", "ends_at": "2026-10-01T12:00", "reason": "The room is taken."}
    past = act(client, "move", session, _typed="1", **typed)
    assert past.status_code == 422
    assert "Choose a new time that lies ahead" in past.content.decode()
    assert 'value="2026-10-01T09:00"' in past.content.decode()
    assert "The room is taken.</textarea>" in past.content.decode()
    empty = act(client, "move", session, _typed="1", **(typed | {"reason": ""}))
    assert empty.status_code == 422
    assert empty.context["form"].errors == {"reason": ["Fill this in."]}


def test_rows_that_are_refused_stay_on_the_form_and_the_others_are_done(client):
    closed, planned = SessionFactory(closed=True), SessionFactory(planned=True)
    answer = act(client, "reopen", closed, planned, _typed="1", reason="A sheet came late.")
    assert answer.status_code == 422
    assert [row for row, _ in answer.context["rows"]] == [planned]
    assert answer.context["form"].non_field_errors() == [
        f"{planned}: This is planned now, so it is not the time to reopen."
    ]
    assert Session.objects.get(pk=closed.pk).state == "held"


def test_sessions_are_moved_and_cancelled_with_a_reason(client):
    tomorrow = AFTER + timedelta(days=1)
    moved, cancelled = SessionFactory.create_batch(2, planned=True, starts_at=tomorrow)
    typed = {"starts_at": "2026-11-03T09:00", "ends_at": "2026-11-03T12:00", "reason": "The room is taken."}
    act(client, "move", moved, _typed="1", **typed)
    act(client, "cancel", cancelled, _typed="1", reason="Smoke.")
    states = dict(Session.objects.order_by("pk").values_list("pk", "state"))
    assert list(states.values()) == ["moved", "cancelled", "planned"]


def test_what_is_done_for_one_row_at_a_time_says_so(client):
    sessions = SessionFactory.create_batch(2, planned=True)
    act(client, "move", *sessions)
    chosen = [
        f'<a href="{reverse("admin:seminars_session_change", args=[one.pk])}">{one}</a>' for one in sessions
    ]
    [sentence] = said(client)
    assert sentence.startswith("Choose one row: this is done for each on its own. You chose <a ")
    assert all(link in sentence for link in chosen)


def test_ids_that_are_none_are_refused_in_words(client):
    for odd in ("x", "9" * 30, "\x00"):
        client.post(reverse(SESSIONS), {"action": "cancel", "_selected_action": odd, "_back": odd})
        assert said(client) == ["Choose rows of this list. Nothing was changed."]


def test_a_change_page_offers_what_its_session_allows_and_leads_back(client):
    closed, cancelled = SessionFactory(closed=True), SessionFactory(state="cancelled")
    page = client.get(reverse("admin:seminars_session_change", args=[closed.pk]))
    assert page.context["buttons"] == [("reopen", "Open the roster again…")]
    other = client.get(reverse("admin:seminars_session_change", args=[cancelled.pk]))
    assert other.context["buttons"] == []
    done = act(client, "reopen", closed, _typed="1", reason="Late.", _back=closed.pk)
    assert done.url == reverse("admin:seminars_session_change", args=[closed.pk])


def test_staff_who_may_only_look_see_no_actions(client):
    looker = UserFactory(is_staff=True)
    looker.user_permissions.add(
        Permission.objects.get(content_type__app_label="seminars", codename="view_session")
    )
    client.force_login(looker)
    session = SessionFactory(closed=True)
    act(client, "reopen", session, _typed="1", reason="Late.")
    page = client.get(reverse("admin:seminars_session_change", args=[session.pk]))
    assert (page.status_code, page.context["buttons"]) == (200, [])
    assert Session.objects.get().state == "closed"


def test_a_state_cannot_be_typed_and_a_closed_session_cannot_be_edited(client):
    planned, closed = SessionFactory(planned=True), SessionFactory(closed=True)
    for session in (planned, closed):
        client.post(reverse("admin:seminars_session_change", args=[session.pk]), {"state": "held"})
    assert list(Session.objects.order_by("pk").values_list("state", flat=True)) == ["planned", "closed"]
    change = reverse("admin:seminars_session_change", args=[closed.pk])
    assert client.post(change, {"title": "Other"}).status_code == 403


def test_marks_are_read_only(client):
    mark = AttendanceFactory()
    change = reverse("admin:seminars_attendance_change", args=[mark.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"mark": "absent"}).status_code == 403


def test_a_roster_is_marked_from_the_administration(client):
    first, second = PlacementFactory().person, PlacementFactory().person
    session = SessionFactory()
    assert act(client, "mark_sheet", session).status_code == 200
    typed = {f"mark_{first.pk}": "present", f"mark_{second.pk}": "excused", f"reason_{second.pk}": ""}
    assert act(client, "mark_sheet", session, _typed="1", **typed).status_code == 422
    typed[f"reason_{second.pk}"] = "Jury duty."
    assert act(client, "mark_sheet", session, _typed="1", **typed).status_code == 302
    assert dict(session.attendance.values_list("person", "mark")) == {
        first.pk: "present",
        second.pk: "excused",
    }


def test_the_rest_of_a_roster_is_marked_present(client):
    person, session = PlacementFactory().person, SessionFactory()
    asked = act(client, "mark_rest", session)
    assert (asked.status_code, session.attendance.count()) == (200, 0)
    act(client, "mark_rest", session, _typed="1")
    assert session.attendance.get(person=person).mark == "present"


def test_one_person_is_marked_from_the_administration_who_walked_in_with_the_minutes_they_stayed(client):
    session, guest = SessionFactory(), UserFactory()
    typed = {"email": guest.email.upper(), "mark": "present", "minutes": "95"}
    assert act(client, "mark_one", session).status_code == 200
    assert act(client, "mark_one", session, _typed="1", **typed).status_code == 302
    assert said(client) == [f"{session}: saved the mark."]
    assert session.attendance.values_list("person", "mark", "minutes").get() == (guest.pk, "present", 95)


def test_a_make_up_from_the_administration_names_a_session_of_the_same_content(client):
    missed, later, other = (SessionFactory(content_code=code) for code in ("A", "A", "B"))
    AttendanceFactory(session=missed, mark="absent", person=(person := UserFactory()))
    AttendanceFactory(session=later, person=person)
    typed = {"email": person.email, "mark": "made_up"}
    wrong = act(client, "mark_one", missed, _typed="1", **typed, made_up_by=other.pk)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["made_up_by"])
    assert act(client, "mark_one", missed, _typed="1", **typed, made_up_by=later.pk).status_code == 302
    assert missed.attendance.values_list("mark", "made_up_by").get() == ("made_up", later.pk)


def test_a_mark_for_nobody_comes_back_with_what_was_typed(client):
    answer = act(client, "mark_one", SessionFactory(), _typed="1", email="no@example.org", mark="absent")
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"email": ["Nobody here has confirmed this address. Look for the person under Users."]},
    )
    assert 'value="no@example.org"' in answer.content.decode()


def test_the_time_of_a_planned_session_changes_only_by_moving_it(client):
    session = SessionFactory(planned=True)
    page = client.get(reverse("admin:seminars_session_change", args=[session.pk]))
    assert {"starts_at", "ends_at"}.isdisjoint(page.context["adminform"].form.fields)
    new = client.get(reverse("admin:seminars_session_add"))
    assert {"starts_at", "ends_at"} <= set(new.context["adminform"].form.fields)


def test_a_sheet_of_more_people_than_it_lists_says_so(client, monkeypatch):
    monkeypatch.setattr("seminars.verbs.MOST_LISTED", 2)
    session = SessionFactory()
    AttendanceFactory.create_batch(3, session=session)
    assert "These are the first 2 of 3 people." in act(client, "mark_sheet", session).content.decode()


def test_sessions_are_listed_from_the_latest(client):
    first, last = SessionFactory(starts_at=AFTER - timedelta(days=7)), SessionFactory()
    assert list(client.get(reverse(SESSIONS)).context["cl"].result_list) == [last, first]


def test_a_mark_says_the_day_of_its_session(client):
    AttendanceFactory()
    page = client.get(reverse("admin:seminars_attendance_changelist")).content.decode()
    assert '<td class="field-day nowrap">Oct. 14, 2026</td>' in page


# --- events ---------------------------------------------------------------------------------------
def change_event(client, event, **changes):
    """Send the event's page back with these changes; the page that answers."""
    sent = {"year": event.year_id, "kind": event.kind, "title": event.title, "school": ""} | changes
    return client.post(reverse("admin:seminars_event_change", args=[event.pk]), sent, follow=True)


def test_an_event_keeps_its_year_and_kind_once_a_roster_of_it_is_closed(client):
    event = SessionFactory(closed=True).event
    other = ProgramYearFactory(first=2028)
    page = change_event(client, event, year=other.pk, kind="summer_institute", title="Autumn seminar")
    kept = Event.objects.values_list("year", "kind", "title").get()
    assert (page.status_code, kept) == (200, (event.year_id, "seminar", "Autumn seminar"))


def test_the_page_of_an_event_says_why_its_year_and_kind_stay(client):
    event = SessionFactory(closed=True).event
    page = client.get(reverse("admin:seminars_event_change", args=[event.pk]))
    assert page.context["not_here"] == [
        "A roster of this event is closed and counts for pay, so its year and kind stay as they are. "
        "Open the roster again, with a reason, to change them."
    ]


def test_an_event_without_sessions_moves_to_another_year(client):
    event = EventFactory()
    other = ProgramYearFactory(first=2028)
    change_event(client, event, year=other.pk, kind="other")
    assert Event.objects.values_list("year", "kind").get() == (other.pk, "other")


@pytest.mark.parametrize("change", [{"kind": "other"}, {"year": None}], ids=["kind", "year"])
def test_the_database_keeps_the_year_and_kind_of_an_event_with_a_closed_roster(change):
    event = SessionFactory(closed=True).event
    change = {"year": ProgramYearFactory(first=2028)} if "year" in change else change
    with pytest.raises(IntegrityError, match="its year and kind stay"):
        Event.objects.filter(pk=event.pk).update(**change)


def test_a_mark_nobody_edits_offers_no_empty_history(client):
    page = client.get(reverse("admin:seminars_attendance_change", args=[AttendanceFactory().pk]))
    assert "historylink" not in page.content.decode()
