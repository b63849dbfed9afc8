"""The roster on its page: fifty at once, one person, whoever walked in."""

from datetime import timedelta

import pytest

from seminars import services
from seminars.models import Session
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory
from tests.seminars.pages import page

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


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("closed", "The roster of this session is closed. Open it again first, with a reason."),
        ("cancelled", "This session was cancelled, so nobody can be marked."),
        ("moved", "This session was moved. Mark people on its new date."),
        ("held", ""),
    ],
)
def test_a_roster_that_takes_no_marks_says_why(client, session, facilitator, state, said):
    Session.objects.filter(pk=session.pk).update(state=state, closed_at=AFTER if state == "closed" else None)
    client.force_login(facilitator)
    shown = client.get(page("roster", session))
    assert (str(shown.context["closed"] or ""), said in shown.content.decode()) == (said, True)
    way = f'href="{page("reopen", session)}">Open the roster again…</a>'
    assert (way in shown.content.decode()) is (state == "closed")


def test_a_roster_on_which_everybody_is_marked_offers_no_rest_to_mark(client, session, facilitator):
    person = PlacementFactory().person
    client.force_login(facilitator)
    rest = ">Mark the rest present</button>"
    assert rest in client.get(page("roster", session)).content.decode()
    AttendanceFactory(session=session, person=person)
    assert rest not in client.get(page("roster", session)).content.decode()


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
    answer = client.post(page("roster", session), {"verb": "mark_rest"}, follow=True)
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


def test_one_mark_takes_at_most_seven_queries(client, session, facilitator, count_queries):
    person = PlacementFactory(year=session.event.year).person
    client.force_login(facilitator)
    with count_queries(at_most=7):
        client.post(page("mark", session), {"person": person.pk})
    assert session.attendance.get().mark == "present"


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
