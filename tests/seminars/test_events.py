"""The event of a session is changed on its page: kind, title and school, for all of its sessions, with a line each."""

import pytest
from django.urls import reverse

from common.errors import DomainError, LookFirst, NotAllowed
from pathways.models import PathwayManager
from seminars import services
from seminars.models import Event, Session, SessionEvent
from seminars.policies import why_not
from seminars.queries import feed
from seminars.states import Planning
from tests.factories.pathways import PathwayFactory, RoleFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager
from tests.factories.seminars import EVE, NINE, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
CLOSED = (
    "A roster of this event is closed and counts for pay, so its kind stays. Open the roster again, with a reason, to "
    "change it."
)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(EVE)


@pytest.fixture
def event():
    return EventFactory(title="Autumn")


@pytest.fixture
def session(event):
    return SessionFactory(event=event, planned=True)


def change(session, *, by=None, shown=None, reason="", **what):
    event = Event.objects.get(pk=session.event_id)
    given = {"title": event.title, "kind": event.kind, "school": event.school, **what}
    mark = services.mark_of_event(event) if shown is None else shown
    return services.change_event(pk=session.pk, by=by or manager(), what=given, shown=mark, reason=reason)


def lines():
    return [(line.session_id, line.about) for line in SessionEvent.objects.told().order_by("pk")]


def test_what_an_event_was_and_is_stands_in_the_history_of_each_of_its_sessions(session):
    other, by = SessionFactory(event=session.event, state="cancelled"), manager()
    SessionFactory()
    school = SchoolFactory(name="Roosevelt High School")
    change(session, by=by, title="Fall", kind="hosted_seminar", school=school, reason=" Its name. ")
    said = (
        "Title “Fall”, before “Autumn”. Kind “Peer Coach seminar at a school”, before “Seminar”. "
        "Hosted by Roosevelt High School, before nobody."
    )
    assert lines() == [(session.pk, said), (other.pk, said)]
    told = SessionEvent.objects.values_list("action", "from_state", "to_state", "by", "at", "note")
    assert list(told) == [
        ("change_event", "planned", "planned", by.pk, EVE, "Its name."),
        ("change_event", "cancelled", "cancelled", by.pk, EVE, "Its name."),
    ]
    event = Event.objects.get(pk=session.event_id)
    assert (event.title, event.kind, event.school) == ("Fall", "hosted_seminar", school)


def test_what_stayed_is_not_told_and_a_school_that_hosts_no_more_is(session):
    school = SchoolFactory(name="Roosevelt High School")
    Event.objects.update(school=school)
    change(session, school=None)
    assert lines() == [(session.pk, "Hosted by nobody, before Roosevelt High School.")]
    assert list(SessionEvent.objects.values_list("event_title", "event_kind")) == [("", "")]


def test_the_same_again_writes_nothing(session):
    change(session)
    assert lines() == []


def test_what_another_window_changed_is_told_and_not_gone_over(session):
    shown = services.mark_of_event(session.event)
    change(session, title="Fall")
    with pytest.raises(LookFirst) as refused:
        change(session, shown=shown, title="Mine")
    event = Event.objects.get()
    assert (event.title, refused.value.seen) == ("Fall", services.mark_of_event(event))


def test_the_title_of_another_event_of_the_year_is_refused_at_its_field(session):
    EventFactory(year=session.event.year, title="Fall")
    EventFactory(title="Spring")
    with pytest.raises(DomainError) as refused:
        change(session, title="Fall")
    words = "2026-27 has another event of this title. Give this one another."
    assert (str(refused.value), refused.value.at) == (words, "title")
    assert lines() == []


def test_its_kind_stays_once_a_roster_is_closed_and_its_title_does_not(session):
    SessionFactory(event=session.event, closed=True)
    with pytest.raises(DomainError) as refused:
        change(session, kind="other")
    assert (str(refused.value), refused.value.at) == (CLOSED, "kind")
    change(session, title="Fall")
    assert Event.objects.values_list("title", "kind").get() == ("Fall", "seminar")


def test_a_calendar_program_takes_another_title_for_a_later_word(session):
    person = UserFactory()
    session.facilitators.add(person)
    (before,) = feed(person, EVE)
    change(session, title="Fall")
    (after,) = feed(person, EVE)
    assert (before.changes, after.changes, after.changed_at) == (0, 1, EVE)


def may(user, session):
    return why_not(user, Planning.CHANGE_EVENT, session) is None


def test_a_manager_of_some_pathways_changes_events_all_of_whose_sessions_are_theirs(session):
    role, hat = RoleFactory(), HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=role.pathway)
    session.roles.set([role])
    assert (may(manager(), session), may(hat.person, session)) == (True, True)
    other = SessionFactory(event=session.event, roles=[RoleFactory(pathway=PathwayFactory())])
    with pytest.raises(NotAllowed, match=r"^This event also has sessions for people who are not yours"):
        change(session, by=hat.person, title="Fall")
    Session.objects.filter(pk=other.pk).update(state="cancelled")
    assert may(hat.person, session)


def test_who_leads_a_session_changes_its_event_where_all_sessions_are_for_the_same_people(session):
    host, role = UserFactory(), RoleFactory()
    session.facilitators.add(host)
    session.roles.set([role])
    SessionFactory(event=session.event, roles=[role])
    assert may(host, session)
    SessionFactory(event=session.event, roles=[RoleFactory()])
    assert not may(host, session)


def test_others_change_no_event(session):
    with pytest.raises(NotAllowed) as refused:
        change(session, by=UserFactory(), title="Fall")
    assert str(refused.value) == "Only program managers and who leads this session change its event."


@pytest.mark.parametrize("rows", [3, 60])
def test_who_may_change_an_event_is_asked_in_as_many_queries_however_many_sessions_it_has(
    rows, session, count_queries
):
    role, hat = RoleFactory(), HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=role.pathway)
    session.roles.set([role])
    for _ in range(rows):
        SessionFactory(event=session.event, roles=[role])
    # The hats, the pathways; the sessions, their roles, their cohorts; whose roles those are.
    with count_queries(6):
        assert may(hat.person, session)


def page(session):
    return reverse("stipends:session_change_event", args=[session.pk])


def test_the_page_says_for_how_many_sessions_it_counts_and_saves(client, session):
    SessionFactory(event=session.event)
    client.force_login(manager())
    shown = client.get(page(session))
    assert "“Autumn” has 2 sessions. What you change here counts for all of them." in shown.content.decode()
    form = shown.context["form"]
    sent = {"title": "Fall", "kind": "other", "school": "", "shown": form["shown"].value()}
    assert client.post(page(session), sent)["Location"] == reverse("seminars:detail", args=[session.pk])
    assert Event.objects.values_list("title", "kind").get() == ("Fall", "other")
    detail = client.get(reverse("seminars:detail", args=[session.pk])).content.decode()
    assert "Title “Fall”, before “Autumn”. Kind “Other”, before “Seminar”." in detail


def test_the_page_of_another_window_comes_back_with_what_was_typed(client, session):
    client.force_login(manager())
    sent = {"title": "Mine", "kind": "seminar", "school": "", "shown": services.mark_of_event(session.event)}
    change(session, title="Theirs")
    again = client.post(page(session), sent)
    assert again.status_code == 422
    assert again.context["form"]["title"].value() == "Mine"
    sent["shown"] = again.context["form"]["shown"].value()
    assert client.post(page(session), sent).status_code == 302
    assert Event.objects.get().title == "Mine"


def test_the_page_says_why_the_kind_stays_once_a_roster_is_closed(client, session):
    SessionFactory(event=session.event, closed=True, starts_at=NINE)
    client.force_login(manager())
    field = client.get(page(session)).context["form"].fields["kind"]
    assert (field.disabled, field.help_text) == (True, CLOSED)


def test_a_title_is_asked_for(client, session):
    client.force_login(manager())
    refused = client.post(page(session), {"title": "", "kind": "seminar"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["title"])


def test_the_administration_leaves_the_same_line(client, session):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    sent = {"year": session.event.year_id, "kind": "other", "title": "Autumn", "school": "", "why": "Wrong."}
    client.post(reverse("admin:seminars_event_change", args=[session.event_id]), sent)
    assert lines() == [(session.pk, "Kind “Other”, before “Seminar”.")]
    assert SessionEvent.objects.get().note == "Wrong."
