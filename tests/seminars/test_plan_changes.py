"""The plan of a session is changed on its page: what it is, for whom, by whom; never over another window."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from common.errors import DomainError, LookFirst
from seminars import services
from seminars.models import Session
from seminars.states import Planning
from seminars.verbs import SESSION
from stipends.models import StatementChange
from tests.factories.pathways import PlacementFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import EVE, LATER, SessionFactory

pytestmark = pytest.mark.django_db
WHAT = {
    "title": "Word study",
    "place": "Room 5",
    "video_link": "",
    "required": True,
    "required_minutes": 180,
    "capacity": None,
    "content_code": "",
    "substitute_eligible": True,
    "scope_item": None,
    "fellows": False,
    "school_leaders": False,
}
NOBODY = {"roles": [], "cohorts": [], "facilitators": []}


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(EVE)


@pytest.fixture
def session():
    return SessionFactory(planned=True, title="Word study", place="Room 4")


def alter(session, *, by=None, people=None, shown=None, reason="", **what):
    given = {"what": {**WHAT, **what}, "people": people or NOBODY, "reason": reason}
    mark = services.mark_of_plan(Session.objects.get()) if shown is None else shown
    return services.alter(pk=session.pk, by=by or manager(), shown=mark, **given)


def test_all_that_was_typed_is_saved_with_a_line_of_history(session):
    by, role, leader = manager(), RoleFactory(), UserFactory()
    people = {"roles": [role], "cohorts": [], "facilitators": [leader]}
    alter(
        session,
        by=by,
        people=people,
        reason=" A larger room. ",
        capacity=20,
        fellows=True,
        required_minutes=None,
    )
    session.refresh_from_db()
    assert (session.place, session.capacity, session.fellows, session.required_minutes) == (
        "Room 5",
        20,
        True,
        180,
    )
    assert (list(session.roles.all()), list(session.facilitators.all())) == ([role], [leader])
    (line,) = session.events.all()
    assert (line.action, line.by, line.note) == ("change", by, "A larger room.")


def test_the_same_again_writes_nothing(session):
    same, other = alter(session, place="Room 4"), alter(session, place="Room 6")
    assert [line.action for line in session.events.all()] == ["change"]
    said = SESSION.of(Planning.CHANGE).said_of
    assert [said(same), said(other)] == ["Nothing was changed.", "The plan is changed."]


def test_an_event_that_says_the_same_is_not_called_changed(session):
    event, said = session.event, SESSION.of(Planning.CHANGE_EVENT).said_of
    what = {name: getattr(event, name) for name in ("kind", "title", "school")}
    given = {"pk": session.pk, "by": manager(), "shown": services.mark_of_event(event)}
    same = services.change_event(what=what, **given)
    other = services.change_event(what={**what, "title": "Word study, again"}, **given)
    assert [said(same), said(other)] == ["Nothing was changed.", "The event is changed."]


def test_what_another_window_changed_is_told_and_not_gone_over(session):
    shown = services.mark_of_plan(session)
    alter(session, place="Room 6")
    with pytest.raises(LookFirst) as refused:
        alter(session, shown=shown)
    assert refused.value.seen == services.mark_of_plan(Session.objects.get())
    assert Session.objects.get().place == "Room 6"


def test_it_asks_for_no_more_minutes_than_it_lasts(session):
    with pytest.raises(DomainError) as refused:
        alter(session, required_minutes=181)
    assert str(refused.value) == "Word study: Ask for 1 to 180 minutes: it lasts no longer."


def test_who_leads_it_changes_it_for_the_same_people_and_for_no_others(session):
    leader = UserFactory()
    session.facilitators.add(leader)
    mine = {**NOBODY, "facilitators": [leader]}
    alter(session, by=leader, people=mine)
    assert Session.objects.get().place == "Room 5"
    with pytest.raises(DomainError) as refused:
        alter(session, by=leader, people=mine, school_leaders=True)
    assert (type(refused.value), refused.value.at) == (DomainError, "roles")


def test_its_page_shows_whom_it_touches_and_asks_why(client, session):
    placement = PlacementFactory(year=session.event.year)
    client.force_login(manager())
    address = reverse("stipends:session_change", args=[session.pk])
    page = client.get(address)
    form = page.context["form"]
    given = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False, [])
    }
    given = {
        name: list(value) if hasattr(value, "__iter__") and not isinstance(value, str) else value
        for name, value in given.items()
    }
    given |= {"required": "no", "place": "Room 5"}
    look = client.post(address, given)
    assert "This touches 1 person who has signed." in look.text
    seen = look.context["form"]["seen"].value()
    why = client.post(address, {**given, "seen": seen})
    assert "Say why:" in why.text
    done = client.post(address, {**given, "seen": seen, "reason": "There is no room for all."})
    assert done.url == reverse("seminars:detail", args=[session.pk])
    assert StatementChange.objects.get().placement == placement
    session.refresh_from_db()
    assert (session.required, session.place) == (False, "Room 5")
    assert "Change the plan…" in client.get(done.url).text


def test_its_page_tells_what_another_window_changed_and_keeps_what_was_typed(client, session):
    client.force_login(manager())
    address = reverse("stipends:session_change", args=[session.pk])
    shown = client.get(address).context["form"]["shown"].value()
    alter(session, place="Room 6")
    given = {"title": "Another", "required": "yes", "shown": shown, "substitute_eligible": "on"}
    page = client.post(address, given)
    assert page.status_code == 422
    assert "Somebody changed this session since you opened the page." in page.text
    assert page.context["form"]["title"].value() == "Another"
    client.post(address, {**given, "shown": page.context["form"]["shown"].value()})
    assert Session.objects.get().title == "Another"


def test_a_year_later_it_is_another_session_with_its_hour_on_both_sides_of_a_clock_change(session):
    year = session.event.year
    day = (LATER["starts_at"] + timedelta(days=30)).date()
    draft = services.again(session, year=year, day=day, title="Word study", place="Room 4")
    assert draft.session.starts_at.hour == 9
    assert draft.session.ends_at - draft.session.starts_at == timedelta(hours=3)
    assert draft.session.event.title == session.event.title


def test_the_title_of_another_session_of_its_hour_is_refused_at_its_field(session):
    SessionFactory(event=session.event, planned=True, title="Read aloud")
    with pytest.raises(DomainError) as refused:
        alter(session, shown=services.mark_of_plan(session), title="Read aloud")
    words = f"“Read aloud” of {session.event} is at this time already. Give one of them another title."
    assert (str(refused.value), refused.value.at) == (words, "title")
    assert Session.objects.get(pk=session.pk).title == "Word study"


def test_a_session_is_not_moved_onto_another_one_of_its_title(session):
    SessionFactory(event=session.event, planned=True, title="Word study", **LATER)
    with pytest.raises(DomainError, match=r"^“Word study” of .* is at this time already"):
        services.move(pk=session.pk, by=manager(), reason="No room.", now=EVE, **LATER)
    assert set(Session.objects.values_list("state", flat=True)) == {"planned"}


def test_two_sessions_that_take_place_are_never_shifted_from_the_same(session):
    SessionFactory(shifted_from=session, planned=True, **LATER)
    SessionFactory(shifted_from=session, state="cancelled", **LATER)
    with pytest.raises(IntegrityError, match="one_session_shifted_from_each"):
        SessionFactory(shifted_from=session, planned=True, title="Another", **LATER)


def test_what_was_shifted_from_a_session_that_moves_is_of_the_one_that_takes_place(session):
    shifted = SessionFactory(shifted_from=session, planned=True, title="Next year's", **LATER)
    new = services.move(pk=session.pk, by=manager(), reason="No room.", now=EVE, **LATER)
    shifted.refresh_from_db()
    assert shifted.shifted_from == new
