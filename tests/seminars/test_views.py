from datetime import timedelta

import pytest
from django.urls import reverse

from seminars import services
from seminars.models import Session
from tests.factories.pathways import PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def facilitator():
    return UserFactory()


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator, title="Literacy across grades")


def page(name, session, *more):
    # Moving, cancelling and closing change what people are paid for, so their pages are among those of stipends.
    app = "stipends:session_" if name in {"cancel", "move", "close"} else "seminars:"
    return reverse(f"{app}{name}", args=[session.pk, *more])


LED = ["roster", "close", "reopen", "sheet", "cancel", "move", "screen", "code"]


# --- access ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["detail", *LED])
def test_a_stranger_finds_no_session(client, session, name):
    session.roles.add(RoleFactory())
    client.force_login(PlacementFactory().person)
    assert client.get(page(name, session)).status_code == 404


@pytest.mark.parametrize("name", LED)
def test_a_leader_sees_the_session_but_leads_nothing(client, session, name):
    client.force_login(PlacementFactory().person)
    assert client.get(page("detail", session)).status_code == 200
    assert client.get(page(name, session)).status_code == 403


@pytest.mark.parametrize("name", ["detail", *LED])
def test_a_facilitator_opens_every_page_of_the_session(client, session, facilitator, name):
    PlacementFactory()
    # A page that asks for a step opens when it is the time for it.
    state = {"reopen": "closed", "cancel": "planned", "move": "planned"}.get(name, "held")
    Session.objects.filter(pk=session.pk).update(state=state, closed_at=AFTER if state == "closed" else None)
    client.force_login(facilitator)
    assert client.get(page(name, session)).status_code == 200


def test_a_visitor_is_sent_to_sign_in(client, session):
    for address in (reverse("seminars:calendar"), page("roster", session), "/check-in/1-2-x/"):
        assert client.get(address).status_code == 302


def test_getting_a_verb_changes_nothing(client, session, facilitator):
    client.force_login(facilitator)
    assert client.get(page("mark", session)).status_code == 405


# --- calendar ----------------------------------------------------------------------------------------
def test_the_calendar_shows_my_sessions_with_my_marks(client, session):
    person = PlacementFactory().person
    AttendanceFactory(session=session, person=person, minutes=90)
    SessionFactory(roles=[RoleFactory()], title="Not for me")
    client.force_login(person)
    text = client.get(reverse("seminars:calendar")).content.decode()
    assert "Literacy across grades" in text
    assert "90 of 180 minutes" in text
    assert "Not for me" not in text


def test_the_calendar_narrows_to_a_month_and_ignores_nonsense(client, session):
    SessionFactory(starts_at=NINE + timedelta(days=30), title="In November")
    client.force_login(manager())
    november = client.get(reverse("seminars:calendar"), {"month": "2026-11"}).content.decode()
    assert ("In November" in november, "Literacy" in november) == (True, False)
    nonsense = client.get(reverse("seminars:calendar"), {"month": "x", "kind": "\x00", "page": "9" * 30})
    assert nonsense.status_code == 200


def test_rosters_nobody_closed_are_found_in_earlier_years_too_and_one_s_own_are_not_among_them(client, clock):
    clock(NINE + timedelta(days=10))
    me, before = manager(), EventFactory(year=ProgramYearFactory(first=2025))
    late = SessionFactory(title="Late")
    SessionFactory(title="Mine", facilitated_by=me)
    SessionFactory(title="Closed", closed=True)
    SessionFactory(title="Two days ago", starts_at=NINE + timedelta(days=8))
    earlier = SessionFactory(title="Earlier", event=before, starts_at=NINE - timedelta(days=365))
    client.force_login(me)

    def shown(**wanted):
        return list(client.get(reverse("seminars:calendar"), wanted).context["page"])

    assert shown(roster="left") == [earlier, late]
    assert shown(roster="left", year="2026-27") == [late]
    assert shown(year="2025-26") == [earlier]
    assert shown(year="2025-26", month="2025-10") == [earlier]
    assert earlier not in shown()
    page = client.get(reverse("seminars:calendar"), {"year": "2025-26"}).content.decode()
    assert '<option value="2025-26" selected>2025-26</option>' in page
    assert 'href="/seminars/">Show the whole year</a>' in page


def test_only_staff_look_for_rosters_nobody_closed(client):
    for person, offered in ((manager(), True), (PlacementFactory().person, False)):
        client.force_login(person)
        assert ('name="roster"' in client.get("/seminars/").content.decode()) is offered


@pytest.mark.parametrize("rows", [3, 60])
def test_the_calendar_takes_five_queries_for_staff(client, rows, count_queries):
    SessionFactory.create_batch(rows)
    client.force_login(manager())
    client.get("/seminars/")
    with count_queries(5):
        client.get("/seminars/")


@pytest.mark.parametrize("rows", [3, 60])
def test_the_calendar_of_a_leader_takes_six_queries(client, rows, count_queries):
    SessionFactory.create_batch(rows)
    client.force_login(PlacementFactory().person)
    with count_queries(6):
        client.get("/seminars/")


# --- roster ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [3, 60])
def test_a_roster_takes_at_most_seven_queries(client, session, facilitator, rows, count_queries):
    PlacementFactory.create_batch(rows)
    client.force_login(facilitator)
    with count_queries(7):
        client.get(page("roster", session))


def test_a_page_of_a_roster_is_saved_in_one_post(client, session, facilitator):
    present, excused, waiting = (PlacementFactory().person for _ in range(3))
    client.force_login(facilitator)
    data = {
        f"mark-{present.pk}": "present",
        f"minutes-{present.pk}": "90",
        f"mark-{excused.pk}": "excused",
        f"reason-{excused.pk}": "Jury duty",
        f"mark-{waiting.pk}": "",
        "mark-999999": "present",
    }
    assert client.post(page("roster", session), data).status_code == 302
    marks = session.attendance.order_by("person").values_list("person", "mark", "minutes", "reason")
    assert list(marks) == [(present.pk, "present", 90, ""), (excused.pk, "excused", None, "Jury duty")]


def test_a_roster_with_a_mistake_saves_nothing_and_keeps_what_was_typed(client, session, facilitator):
    one, two = PlacementFactory().person, PlacementFactory().person
    client.force_login(facilitator)
    data = {
        f"mark-{one.pk}": "present",
        f"minutes-{one.pk}": "an hour",
        f"mark-{two.pk}": "excused",
    }
    answer = client.post(page("roster", session), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Give whole minutes" in text
    assert "An excuse needs a reason." in text
    assert 'value="an hour"' in text
    assert session.attendance.count() == 0


def test_the_roster_of_a_session_ahead_offers_nothing_that_is_refused(client, session, facilitator, clock):
    placement = PlacementFactory()
    client.force_login(facilitator)
    offered = "Who is present can be marked from"
    words = (
        "Mark the rest present",
        f'id="mark-{placement.person_id}"',
        ">Present<",
        offered,
    )
    for moment, shown in (
        (session.starts_at - timedelta(hours=1, seconds=1), [False, True, False, True]),
        (session.starts_at - timedelta(hours=1), [True, True, True, False]),
    ):
        clock(moment)
        html = client.get(page("roster", session)).content.decode()
        assert [one in html for one in words] == shown


def test_whoever_is_listed_is_found_with_the_page_of_their_mark_and_others_to_be_marked(
    client, session, facilitator, clock
):
    listed, other = PlacementFactory(person__family_name="Quill").person, UserFactory(family_name="Quill")
    client.force_login(facilitator)
    found = client.get(page("roster", session), {"q": "Quill"})
    assert (found.context["listed"], found.context["people"]) == ([listed], [other])
    # A button, for it saves what was chosen before it leads there.
    way = f'name="then" value="{page("person", session, listed.pk)}">{listed.name}</button></li>'
    assert way in found.content.decode()
    clock(session.starts_at - timedelta(days=1))
    early = client.get(page("roster", session), {"q": "Quill"})
    assert (early.context["listed"], early.context["people"]) == ([listed], [])


def test_two_people_of_one_name_are_told_apart_by_their_addresses(client, session, facilitator):
    for email, family in (("a@example.org", "Ruiz"), ("b@example.org", "Ruiz"), ("c@example.org", "Soto")):
        PlacementFactory(person__email=email, person__given_name="Ana", person__family_name=family)
    client.force_login(facilitator)
    lines = client.get(page("roster", session)).context["form"].lines
    assert [line.who for line in lines] == [
        "Ruiz, Ana, a@example.org",
        "Ruiz, Ana, b@example.org",
        "Soto, Ana",
    ]


def test_a_closed_session_sends_nobody_to_the_door(client, facilitator):
    door = "At the door, scan the code"
    client.force_login(PlacementFactory(person=facilitator).person)
    for traits, shown in (({"planned": True}, True), ({"closed": True}, False)):
        session = SessionFactory(facilitated_by=facilitator, **traits)
        assert (door in client.get(page("detail", session)).content.decode()) is shown


def test_a_refusal_by_a_rule_is_shown_on_the_roster(client, session, facilitator):
    person = PlacementFactory().person
    AttendanceFactory(session=SessionFactory(title="Arts strand"), person=person)
    client.force_login(facilitator)
    answer = client.post(page("roster", session), {f"mark-{person.pk}": "present"})
    assert answer.status_code == 422
    assert "present in “Arts strand”, which overlaps" in answer.content.decode()


def test_the_second_page_of_a_roster_holds_the_rest(client, session, facilitator):
    PlacementFactory.create_batch(53)
    client.force_login(facilitator)
    answer = client.get(page("roster", session), {"page": "2"})
    assert len(answer.context["form"].lines) == 3
    assert answer.context["counts"]["waiting"] == 53
    beyond = client.get(page("roster", session), {"page": "77"})
    assert len(beyond.context["form"].lines) == 50


def test_a_walk_in_is_found_and_marked(client, session, facilitator):
    guest = UserFactory(given_name="Imani", family_name="Okafor")
    client.force_login(facilitator)
    assert "Imani Okafor" in client.get(page("roster", session), {"q": "okafor"}).content.decode()
    client.post(page("mark", session), {"person": guest.pk})
    assert "walk-in" in client.get(page("roster", session)).content.decode()


def test_who_is_marked_already_keeps_the_minutes_when_the_button_is_pressed_again(
    client, session, facilitator
):
    person = PlacementFactory().person
    services.mark(
        session_pk=session.pk, sheet=services.Mark(person.pk, "present", minutes=40), by=facilitator
    )
    client.force_login(facilitator)
    said = client.post(page("mark", session), {"person": person.pk}, follow=True).content.decode()
    assert f"{person.name} is marked present already, and stays as it was." in said
    assert session.attendance.values_list("mark", "minutes").get() == ("present", 40)


def test_who_was_absent_is_marked_present_by_the_button(client, session, facilitator):
    person = PlacementFactory().person
    services.mark(session_pk=session.pk, sheet=services.Mark(person.pk, "absent"), by=facilitator)
    client.force_login(facilitator)
    client.post(page("mark", session), {"person": person.pk})
    assert session.attendance.get().mark == "present"


@pytest.mark.parametrize("person", ["", "x", "9" * 30, "-1"])
def test_marking_nobody_is_not_found(client, session, facilitator, person):
    client.force_login(facilitator)
    assert client.post(page("mark", session), {"person": person}).status_code == 404


def test_marking_the_rest_present_says_how_many(client, session, facilitator):
    PlacementFactory.create_batch(2)
    client.force_login(facilitator)
    answer = client.post(page("roster", session), {"verb": "mark_rest_present"}, follow=True)
    assert "2 marked present." in answer.content.decode()


def test_one_persons_page_takes_times_and_shows_changes(client, session, facilitator):
    person = PlacementFactory().person
    client.force_login(facilitator)
    form = {"mark": "present", "arrived": "2026-10-14T09:30", "left": "2026-10-14T11:00"}
    assert client.post(page("person", session, person.pk), form).status_code == 302
    assert session.attendance.get().minutes == 90
    assert "90 minutes, by" in client.get(page("person", session, person.pk)).content.decode()


def test_one_persons_page_keeps_what_was_typed(client, session, facilitator):
    client.force_login(facilitator)
    someone = PlacementFactory().person
    answer = client.post(page("person", session, someone.pk), {"mark": "excused", "minutes": "7"})
    assert answer.status_code == 422
    assert "An excuse needs a reason." in answer.content.decode()


def test_people_who_are_not_on_the_roster_have_no_page_there(client, session, facilitator):
    client.force_login(facilitator)
    assert client.get(page("person", session, UserFactory().pk)).status_code == 404


def test_an_address_of_mail_is_told_to_staff_alone(client, session, facilitator):
    UserFactory(given_name="Imani", family_name="Okafor", email="imani@example.org")
    for person, told in ((facilitator, False), (manager(), True)):
        client.force_login(person)
        text = client.get(page("roster", session), {"q": "okafor"}).content.decode()
        assert ("imani@example.org" in text) is told


# --- closing -----------------------------------------------------------------------------------------
def test_closing_shows_who_becomes_absent_then_closes(client, session, facilitator):
    person = PlacementFactory(person=UserFactory(given_name="Ben", family_name="Cruz")).person
    AttendanceFactory(session=session, person=PlacementFactory().person)
    client.force_login(facilitator)
    assert "Ben Cruz" in client.get(page("close", session)).content.decode()
    client.post(page("close", session))
    assert session.attendance.get(person=person).mark == "absent"
    roster = client.get(page("roster", session)).content.decode()
    assert f'name="mark-{person.pk}"' not in roster


def test_the_button_that_closes_says_what_it_does_in_numbers(client, session, facilitator):
    came, made_up, away, excused = (PlacementFactory().person for _ in range(4))
    PlacementFactory()
    AttendanceFactory(session=session, person=came)
    AttendanceFactory(
        session=session, person=made_up, mark="made_up", made_up_by=SessionFactory(starts_at=NINE)
    )
    AttendanceFactory(session=session, person=away, mark="absent")
    AttendanceFactory(session=session, person=excused, mark="excused", reason="Ill", approved_by=facilitator)
    client.force_login(facilitator)
    assert (
        ">Close: 2 came, 2 absent, 1 excused</button>" in client.get(page("close", session)).content.decode()
    )


def test_a_roster_nobody_is_marked_on_is_not_closed(client, session, facilitator):
    PlacementFactory()
    client.force_login(facilitator)
    said = client.post(page("close", session), follow=True).content.decode()
    assert "Nobody is marked yet, so closing would make everybody absent." in said
    session.refresh_from_db()
    assert (session.state, session.attendance.count()) == ("held", 0)


@pytest.mark.parametrize(
    ("name", "traits", "moment", "sentence"),
    [
        (
            "close",
            {"planned": True},
            NINE,
            "This session is not over yet. Close its roster once it has ended.",
        ),
        ("close", {"closed": True}, AFTER, "This was done already. Reload the page to see it as it is."),
        ("reopen", {"planned": True}, NINE, "This is planned now, so it is not the time to reopen."),
        ("cancel", {}, AFTER, "This is held now, so it is not the time to cancel."),
        ("move", {"closed": True}, AFTER, "This is closed now, so it is not the time to move."),
    ],
)
def test_a_step_whose_time_it_is_not_is_refused_when_its_page_is_opened(
    client, facilitator, clock, name, traits, moment, sentence
):
    session = SessionFactory(facilitated_by=facilitator, **traits)
    clock(moment)
    client.force_login(facilitator)
    answer = client.get(page(name, session))
    assert (answer.status_code, answer.headers["Location"]) == (302, page("detail", session))
    assert sentence in client.get(page("detail", session)).content.decode()


def test_reopening_without_a_reason_is_refused(client, session, facilitator):
    services.close(pk=session.pk, by=facilitator)
    client.force_login(facilitator)
    assert client.post(page("reopen", session), {"reason": ""}).status_code == 422
    assert client.post(page("reopen", session), {"reason": "The paper sheet came"}).status_code == 302


def test_one_mark_takes_at_most_seven_queries(client, session, facilitator, count_queries):
    person = PlacementFactory(year=session.event.year).person
    client.force_login(facilitator)
    with count_queries(at_most=7):
        client.post(page("mark", session), {"person": person.pk})
    assert session.attendance.get().mark == "present"


# --- feed --------------------------------------------------------------------------------------------
def secret_of(client):
    link = client.post(reverse("seminars:address")).context["link"]
    return link[link.index("/calendar/") :]


def test_the_feed_holds_my_sessions_and_no_marks(client, session):
    person = PlacementFactory().person
    AttendanceFactory(session=session, person=person, mark="absent")
    client.force_login(person)
    address = secret_of(client)
    client.logout()
    answer = client.get(address)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Literacy across grades" in text
    assert "DTSTART:20261014T160000Z" in text
    assert "absent" not in text


def test_a_new_address_ends_the_old_one(client):
    client.force_login(UserFactory())
    old = secret_of(client)
    new = secret_of(client)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_a_stranger_who_marks_somebody_learns_nothing_of_the_session(client, session):
    someone = UserFactory()
    client.force_login(UserFactory())
    assert client.post(page("mark", session), {"person": someone.pk}).status_code == 404
    assert session.attendance.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mark": "absent", "minutes": "60"}, "Minutes count only for somebody present."),
        ({"mark": "present", "minutes": "0"}, "Nobody is present for 0 minutes."),
        ({"mark": "excused", "reason": "x" * 501}, "The reason has more than 500 characters."),
    ],
)
def test_a_roster_drops_nothing_that_was_typed_without_a_word(client, session, facilitator, typed, sentence):
    person = AttendanceFactory(session=session).person
    client.force_login(facilitator)
    sent = {f"{name}-{person.pk}": value for name, value in typed.items()}
    answer = client.post(f"/seminars/sessions/{session.pk}/roster/", sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert session.attendance.get().mark == "present"


def test_whoever_is_not_invited_sees_no_mark_to_wait_for(client, session, facilitator):
    listed = PlacementFactory().person
    for person, shown in ((facilitator, False), (listed, True)):
        client.force_login(person)
        assert ("None yet" in client.get(reverse("seminars:calendar")).content.decode()) is shown
        assert ("<h2>Your mark</h2>" in client.get(page("detail", session)).content.decode()) is shown


def test_a_moved_session_leads_to_the_one_that_took_its_place(client, facilitator):
    old = SessionFactory(planned=True, facilitated_by=facilitator, starts_at=AFTER + timedelta(days=1))
    times = {"starts_at": AFTER + timedelta(days=8), "ends_at": AFTER + timedelta(days=8, hours=2)}
    new = services.move(pk=old.pk, by=facilitator, reason="Rain", **times)
    client.force_login(facilitator)
    old_page, new_page = (client.get(page("detail", one)) for one in (old, new))
    assert (old_page.context["moved_to"], new_page.context["moved_to"]) == (new, None)
    assert f'href="{page("detail", new)}">Oct 22, 2026, 1:00 p.m.</a>' in old_page.content.decode()
