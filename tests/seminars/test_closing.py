"""The page that closes a roster closes what it showed, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from seminars import services
from seminars.models import Session
from seminars.queries import closing, roster
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def facilitator(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator)


@pytest.fixture
def person():
    return PlacementFactory(person__given_name="Ana", person__family_name="Ruiz").person


def page(session):
    return reverse("stipends:session_close", args=[session.pk])


def shown(html):
    """What the page sends back with its button."""
    found = re.search(r'name="seen"\s+value="([^"]+)"', html) or re.search(
        r'value="([^"]+)" id="id_seen"', html
    )
    assert found is not None
    return found[1]


def elsewhere(session, person, facilitator, **mark):
    services.mark(session_pk=session.pk, sheet=services.Mark(person.pk, **mark), by=facilitator)


CHANGES = [
    {"mark": "absent"},
    {"mark": "excused", "reason": "Jury duty"},
    {"mark": "present", "minutes": 90},
]


@pytest.mark.parametrize("change", CHANGES)
def test_marks_that_changed_since_the_page_was_opened_are_looked_at_again_before_it_closes(
    client, session, facilitator, person, change
):
    AttendanceFactory(session=session, person=person)
    opened = shown(client.get(page(session)).content.decode())
    elsewhere(session, person, facilitator, **change)
    refused = client.post(page(session), {"seen": opened})
    html = refused.content.decode()
    session.refresh_from_db()
    assert (refused.status_code, session.state) == (422, "held")
    assert "Marks changed since you opened this page: now " in html
    assert html.count("nothing was closed.") == 1
    client.post(page(session), {"seen": shown(html)})
    session.refresh_from_db()
    assert session.state == "closed"


def test_whoever_is_expected_since_the_page_was_opened_is_looked_at_first_too(client, session, person):
    AttendanceFactory(session=session, person=person)
    opened = shown(client.get(page(session)).content.decode())
    PlacementFactory()
    html = client.post(page(session), {"seen": opened}).content.decode()
    assert "now 1 came, 1 absent, 0 excused. Look it over again, then close; nothing was closed." in html


def test_a_page_whose_marks_stand_closes_at_once(client, session, person):
    AttendanceFactory(session=session, person=person)
    opened = shown(client.get(page(session)).content.decode())
    assert client.post(page(session), {"seen": opened}).status_code == 302
    session.refresh_from_db()
    assert session.state == "closed"


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (("present", "absent"), "1 came, 1 absent, 0 excused."),
        (("present", "absent", ""), "1 came, 2 absent, 0 excused. Closing marked 1 of them absent."),
    ],
)
def test_after_closing_one_reads_the_numbers_of_the_button(client, session, marks, said):
    for mark in marks:
        person = PlacementFactory().person
        if mark:
            AttendanceFactory(session=session, person=person, mark=mark)
    done = client.post(page(session), {"seen": closing(session).seen}, follow=True)
    assert [str(message) for message in done.context["messages"]] == [
        f"The roster is closed: {said} From now on it counts for pay."
    ]


def test_the_administration_closes_what_it_showed_too(client, session, person):
    administrator = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(administrator)
    other = SessionFactory()
    for one in (session, other):
        AttendanceFactory(session=one, person=UserFactory())
    address = reverse("admin:seminars_session_changelist")
    sent = {"action": "close", "_selected_action": [session.pk, other.pk]}
    asked = client.post(address, sent).content.decode()
    assert f"{session.title}: 1 came, 1 absent, 0 excused." in asked
    elsewhere(session, person, administrator, mark="present")
    sent |= {"_typed": "1", "seen": shown(asked)}
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "now 2 came, 0 absent, 0 excused." in again.content.decode()
    assert set(Session.objects.values_list("pk", "state")) == {(session.pk, "held"), (other.pk, "closed")}
    sent |= {"_selected_action": [session.pk], "seen": shown(again.content.decode())}
    assert client.post(address, sent).status_code == 302
    session.refresh_from_db()
    assert session.state == "closed"


# --- marked absent, checked in afterwards ----------------------------------------------------------
LATE = "Marked absent 9:00 a.m., checked in 9:12 a.m."


@pytest.fixture
def late(client, session, facilitator, person, clock):
    """Marked absent at nine, checked in twelve minutes later."""
    clock(NINE)
    elsewhere(session, person, facilitator, mark="absent")
    clock(NINE + timedelta(minutes=12))
    client.force_login(person)
    door = reverse("seminars:check_in", args=[services.code_for(session_pk=session.pk)])
    said = client.post(door, follow=True).content.decode()
    clock(AFTER)
    client.force_login(facilitator)
    return said


def test_whoever_checks_in_after_being_marked_absent_reads_whose_word_counts(late, session, person):
    assert "You were marked absent at 9:00 a.m., and that stays until the facilitator changes it" in late
    assert session.attendance.get(person=person).mark == "absent"


def test_the_roster_the_page_that_closes_and_the_history_say_both_times(late, client, session, person):
    name = "seminars:roster", "stipends:session_close"
    for page_of in name:
        assert LATE in client.get(reverse(page_of, args=[session.pk])).content.decode()
    closes = client.get(page(session)).content.decode()
    assert "1 of the absent checked in after they were marked." in closes
    history = client.get(reverse("seminars:person", args=[session.pk, person.pk])).content.decode()
    assert "checked in; the mark stays absent, by " in history


@pytest.mark.parametrize("word", [{"mark": "present"}, {"mark": "absent", "reason": "Left at once"}])
def test_what_the_facilitator_says_then_ends_it(late, client, session, facilitator, person, word):
    elsewhere(session, person, facilitator, **word)
    for page_of in ("seminars:roster", "stipends:session_close"):
        assert "checked in 9:12" not in client.get(reverse(page_of, args=[session.pk])).content.decode()
    assert [row.checked_in_at for row in roster(session).rows] == [None]


def test_nobody_else_is_said_to_have_checked_in_after_it(client, session, facilitator, person):
    elsewhere(session, person, facilitator, mark="absent")
    AttendanceFactory(session=session, person=UserFactory(), source="qr")
    assert "checked in" not in client.get(page(session)).content.decode()
    assert [row.checked_in_at for row in roster(session).rows] == [None, None]


# --- closed before, opened again -------------------------------------------------------------------
def again(session, facilitator, clock):
    """Closed, opened again, and another hour gone by."""
    services.close(pk=session.pk, by=facilitator)
    clock(AFTER + timedelta(hours=1))
    services.reopen(pk=session.pk, by=facilitator, reason="The paper sheet says otherwise.")
    clock(AFTER + timedelta(hours=2))


def differing(client, session):
    """Names and marks the page shows as other than those of the last closing."""
    html = client.get(page(session)).content.decode()
    found = re.search(
        r"<h2>Marks that differ from the last closing: (\d+)</h2>\s*<ul>(.*?)</ul>", html, re.DOTALL
    )
    return found and (int(found[1]), re.findall(r"<li>(.*?)</li>", found[2]))


def test_a_second_closing_names_the_marks_that_differ_from_the_first_before_it_is_pressed(
    client, session, facilitator, person, clock
):
    other = PlacementFactory(person__given_name="Bo", person__family_name="Silva").person
    for one in (person, other):
        elsewhere(session, one, facilitator, mark="present")
    again(session, facilitator, clock)
    elsewhere(session, person, facilitator, mark="present", minutes=90)
    elsewhere(session, person, facilitator, mark="absent")
    assert differing(client, session) == (1, ["Ana Ruiz: present → absent"])
    elsewhere(session, other, facilitator, mark="present", minutes=90)
    late = PlacementFactory(person__given_name="Cy", person__family_name="Todd").person
    assert differing(client, session) == (
        3,
        [
            "Ana Ruiz: present → absent",
            "Bo Silva: present → present for 90 minutes",
            f"{late.name}: no mark → absent",
        ],
    )


def test_a_first_closing_and_one_whose_marks_stand_name_none(client, session, facilitator, person, clock):
    elsewhere(session, person, facilitator, mark="absent")
    assert differing(client, session) is None
    again(session, facilitator, clock)
    elsewhere(session, person, facilitator, mark="present")
    elsewhere(session, person, facilitator, mark="absent")
    assert differing(client, session) is None


def test_whoever_closes_in_a_second_window_reads_the_closed_session_and_no_page_to_close_it(
    client, session, facilitator
):
    services.close(pk=session.pk, by=facilitator)
    late = client.post(page(session), {"seen": "of before"}, follow=True)
    assert late.redirect_chain == [(reverse("seminars:detail", args=[session.pk]), 302)]
    assert [str(message) for message in late.context["messages"]] == ["This was done already."]
