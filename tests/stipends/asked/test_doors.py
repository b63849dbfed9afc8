"""Pages and the administration show whom a change touches before it is done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from common.clock import LOS_ANGELES
from notifications.models import Message
from seminars.models import Event, Session
from stipends.models import StatementChange
from tests.factories.people import UserFactory, administrator, manager
from tests.factories.seminars import EventFactory, SessionFactory
from tests.stipends.asked.january import closed_until_now

pytestmark = pytest.mark.django_db
ADD = "admin:seminars_session_add"
LATER = datetime(2027, 5, 19, 16, tzinfo=UTC)
MOVED = {"starts_at": "2027-05-05 09:00", "ends_at": "2027-05-05 12:00", "reason": "The room."}
NO_LINES = {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}


def at(typed):
    """The times that were typed, as the session has them."""
    return {
        name: datetime.fromisoformat(typed[name]).replace(tzinfo=LOS_ANGELES)
        for name in ("starts_at", "ends_at")
    }


@pytest.fixture
def leader(year):
    placement = year.leader()
    closed_until_now(year)
    return placement


def test_the_page_that_cancels_shows_whom_it_touches_before_it_is_done(year, leader, signed_in):
    session = year.sessions[-1]
    browser, address = signed_in(manager()), f"/seminars/sessions/{session.pk}/cancel/"
    shown = browser.post(address, {"reason": "Smoke."})
    page = shown.content.decode()
    assert shown.status_code == 422
    assert leader.person.name in page
    assert "What this moves" in page
    session.refresh_from_db()
    assert session.state == "planned"
    seen = shown.context["form"]["seen"].value()
    assert browser.post(address, {"reason": "Smoke.", "seen": seen}).status_code == 302
    session.refresh_from_db()
    assert session.state == "cancelled"
    assert StatementChange.objects.values_list("kind", "reason").get() == ("cancelled", "Smoke.")


def test_of_many_people_ten_are_shown_and_the_others_are_folded_away(year, signed_in):
    for _ in range(13):
        year.leader()
    closed_until_now(year)
    session = year.sessions[-1]
    address = f"/seminars/sessions/{session.pk}/cancel/"
    shown = signed_in(manager()).post(address, {"reason": "Smoke."})
    look, page = shown.context["form"].first_look, shown.text
    assert (len(look.moving), len(look.few), len(look.more)) == (13, 10, 3)
    assert "<summary>Show the other 3 of 13</summary>" in page
    begins = page.index("Show the other 3")
    assert all(page.index(row.placement.person.name) < begins for row in look.few)
    assert all(page.index(row.placement.person.name) > begins for row in look.more)


def test_the_page_that_moves_begins_with_the_time_that_stands(year, signed_in):
    session = SessionFactory(event=year.sessions[-1].event, planned=True, **at(MOVED))
    page = signed_in(manager()).get(f"/seminars/sessions/{session.pk}/move/").text
    assert f'value="{MOVED["starts_at"].replace(" ", "T")}"' in page
    assert f'value="{MOVED["ends_at"].replace(" ", "T")}"' in page


def test_the_page_that_moves_shows_whom_it_touches_before_it_is_done(year, leader, signed_in):
    session = year.sessions[-1]
    browser, address = signed_in(manager()), f"/seminars/sessions/{session.pk}/move/"
    typed = {"starts_at": "2027-05-05 09:00", "ends_at": "2027-05-05 12:00", "reason": "The room."}
    seen = browser.post(address, typed).context["form"]["seen"].value()
    assert browser.post(address, {**typed, "seen": seen}).status_code == 302
    kept = StatementChange.objects.get()
    assert (kept.kind, kept.session.starts_at.month, kept.moves) == ("moved", 5, False)
    # Everyone invited was told of the new time; a second mail would say nothing more.
    assert set(Message.objects.values_list("template", flat=True)) == {"seminars/moved"}


def test_the_page_that_moves_shows_what_the_new_time_meets_and_whom_it_touches(year, leader, signed_in):
    session, typed = year.sessions[-1], MOVED
    other = SessionFactory(event=session.event, title="Seminar 9", **at(typed))
    browser, address = signed_in(manager()), f"/seminars/sessions/{session.pk}/move/"
    shown = browser.post(address, typed)
    assert shown.status_code == 422
    assert "Seminar 9 at the same hour: 1 person is in both" in shown.text
    assert "What this moves" in shown.text
    seen = shown.context["form"]["seen"].value()
    # What was seen of the people alone is not enough.
    assert browser.post(address, {**typed, "seen": seen.split()[0]}).status_code == 422
    assert browser.post(address, {**typed, "seen": seen}).status_code == 302
    assert Session.objects.get(moved_from=session).starts_at == other.starts_at


def test_a_session_one_may_come_to_is_moved_into_a_conflict_only_once_that_was_seen(year, signed_in):
    host, browser = UserFactory(given_name="Diana", family_name="Brooks"), signed_in(manager())
    event = EventFactory(year=year.year)
    session, other = (
        SessionFactory(
            event=event, facilitated_by=host, place="Library", planned=True, required=False, **when
        )
        for when in ({"starts_at": LATER, "ends_at": LATER + timedelta(hours=1)}, at(MOVED))
    )
    address = f"/seminars/sessions/{session.pk}/move/"
    shown = browser.post(address, MOVED)
    assert shown.status_code == 422
    assert f"{other.title} at the same hour: Diana Brooks leads both, the same room." in shown.text
    assert "At the new time it meets something." in shown.text
    assert "What this moves" not in shown.text
    assert not Session.objects.filter(moved_from=session).exists()
    again = browser.post(address, {**MOVED, "seen": shown.context["form"]["seen"].value()})
    assert again.status_code == 302
    assert Session.objects.filter(moved_from=session).exists()


def test_a_session_moved_to_a_free_hour_is_moved_at_once(year, signed_in):
    session = SessionFactory(
        event=EventFactory(year=year.year),
        planned=True,
        required=False,
        starts_at=LATER,
        ends_at=LATER + timedelta(hours=1),
    )
    typed = {**MOVED, "starts_at": "2027-03-17 09:00", "ends_at": "2027-03-17 12:00"}
    moved = signed_in(manager()).post(f"/seminars/sessions/{session.pk}/move/", typed)
    assert moved.status_code == 302


def test_a_facilitator_sees_whom_it_touches_and_not_what_each_is_paid(year, leader, signed_in):
    session, host = year.sessions[-1], UserFactory()
    session.facilitators.add(host)
    page = (
        signed_in(host)
        .post(f"/seminars/sessions/{session.pk}/cancel/", {"reason": "Smoke."})
        .content.decode()
    )
    assert leader.person.name in page
    assert "May be earned</th>" not in page
    assert "This touches 1 person who has signed." in page


def typed(event, **changes):
    """What the page to add a session sends."""
    times = {
        "starts_at_0": "2027-02-24",
        "starts_at_1": "09:00",
        "ends_at_0": "2027-02-24",
        "ends_at_1": "12:00",
    }
    given = {"event": event.pk, "title": "Seminar 7", "required_minutes": "180", "required": "on"}
    return {**given, **times, **NO_LINES, **changes}


def test_the_administration_asks_why_and_shows_whom_it_touches_before_a_session_is_added(
    year, leader, client
):
    client.force_login(administrator())
    event = EventFactory(year=year.year)
    first = client.post(reverse(ADD), typed(event, why="A new need."))
    said = " ".join(first.context["adminform"].form.non_field_errors())
    assert "This touches 1 person who has signed." in said
    assert f"{leader.person} ({leader.role}): earned so far" in said
    assert not Session.objects.filter(title="Seminar 7").exists()
    seen = first.context["adminform"].form["seen"].value()
    empty = client.post(reverse(ADD), typed(event, seen=seen))
    assert "Say why" in str(empty.context["adminform"].form.non_field_errors())
    assert client.post(reverse(ADD), typed(event, why="A new need.", seen=seen)).status_code == 302
    assert StatementChange.objects.values_list("kind", "reason").get() == ("added", "A new need.")


def test_the_administration_cancels_a_session_after_it_was_looked_at(year, leader, client):
    client.force_login(administrator())
    session = year.sessions[-1]
    sent = {"action": "cancel", "_selected_action": session.pk, "_typed": "1", "reason": "Smoke."}
    first = client.post(reverse("admin:seminars_session_changelist"), sent)
    assert first.status_code == 422
    seen = first.context["form"]["seen"].value()
    client.post(reverse("admin:seminars_session_changelist"), {**sent, "seen": seen})
    session.refresh_from_db()
    assert session.state == "cancelled"


def test_another_kind_of_event_is_looked_at_in_the_administration(year, leader, client):
    client.force_login(administrator())
    event = year.sessions[-1].event
    sent = {
        "kind": "winter_institute",
        "year": event.year_id,
        "title": event.title,
        "school": "",
        "why": "Longer.",
    }
    first = client.post(reverse("admin:seminars_event_change", args=[event.pk]), sent)
    assert "This touches 1 person who has signed." in str(first.context["adminform"].form.non_field_errors())
    seen = first.context["adminform"].form["seen"].value()
    client.post(reverse("admin:seminars_event_change", args=[event.pk]), {**sent, "seen": seen})
    assert Event.objects.get(pk=event.pk).kind == "winter_institute"
    assert StatementChange.objects.get().kind == "event"


def test_another_kind_of_event_is_looked_at_on_its_page_told_and_kept(year, leader, signed_in):
    event = year.sessions[-1].event
    browser, address = signed_in(manager()), f"/seminars/sessions/{year.sessions[-1].pk}/event/"
    form = browser.get(address).context["form"]
    typed = {"title": event.title, "kind": "winter_institute", "school": "", "shown": form["shown"].value()}
    shown = browser.post(address, typed)
    assert shown.status_code == 422
    assert leader.person.name in shown.content.decode()
    seen = shown.context["form"]["seen"].value()
    silent = browser.post(address, {**typed, "seen": seen})
    assert "Say why: the people it touches have signed" in silent.content.decode()
    assert Event.objects.get(pk=event.pk).kind == "seminar"
    assert browser.post(address, {**typed, "seen": seen, "reason": "It is longer."}).status_code == 302
    assert Event.objects.get(pk=event.pk).kind == "winter_institute"
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.kind, kept.title, kept.reason) == (
        leader,
        "event",
        event.title,
        "It is longer.",
    )
    assert list(Message.objects.values_list("to_email", flat=True)) == [leader.person.email]


def test_another_title_of_an_event_touches_nobody(year, leader, signed_in):
    browser, address = signed_in(manager()), f"/seminars/sessions/{year.sessions[-1].pk}/event/"
    form = browser.get(address).context["form"]
    typed = {"title": "Another", "kind": "seminar", "school": "", "shown": form["shown"].value()}
    assert browser.post(address, typed).status_code == 302
    assert (StatementChange.objects.count(), Message.objects.count()) == (0, 0)
