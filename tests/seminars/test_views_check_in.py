"""The scan at the door: the screen, the code, the sign-in between."""

from datetime import timedelta

import pytest
from django.urls import reverse

from seminars import services
from seminars.models import AttendanceChange, ScanFailure
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import NINE, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NINE)


@pytest.fixture
def facilitator():
    return UserFactory()


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator, title="Literacy across grades")


def address(session):
    """Where the code that the screen shows now leads."""
    return reverse("seminars:check_in", args=[services.code_for(session_pk=session.pk)])


def said(client):
    return [str(message) for message in client.get(reverse("seminars:calendar")).context["messages"]]


def test_opening_a_scan_changes_nothing_and_the_button_checks_in(client, session):
    person = UserFactory()
    client.force_login(person)
    door = address(session)
    assert client.get(door).status_code == 200
    assert session.attendance.count() == 0
    assert client.post(door).status_code == 302
    assert session.attendance.get().person == person


def test_a_scan_says_which_session_it_is_for_and_a_made_up_code_that_it_is_none(client, session):
    client.force_login(UserFactory())
    good = client.get(address(session))
    assert f">{session.title}</h1>" in good.content.decode()
    odd = client.get("/check-in/nonsense/").content.decode()
    assert "This code cannot be read. Scan the one on the screen again." in odd
    assert "I am here" not in odd


def test_a_check_in_takes_seven_queries(client, session, count_queries):
    client.force_login(UserFactory())
    door = address(session)
    with count_queries(7):
        client.post(door)
    assert AttendanceChange.objects.count() == 1


def test_a_scan_that_fails_is_told_and_kept(client, session, clock):
    client.force_login(UserFactory())
    door = address(session)
    clock(NINE + timedelta(minutes=6))
    answer = client.post(door)
    assert answer.status_code == 422
    assert "This code has run out" in answer.content.decode()
    assert ScanFailure.objects.get().session == session


def test_the_screen_shows_a_code_as_a_picture(client, session, facilitator):
    client.force_login(facilitator)
    assert (
        'src="data:image/svg+xml'
        in client.get(reverse("seminars:screen", args=[session.pk])).content.decode()
    )


def test_a_code_that_never_was_is_not_found_and_says_what_to_do(client, session):
    client.force_login(UserFactory())
    answer = client.get("/check-in/abc/")
    assert (answer.status_code, answer.context["refusal"]) == (
        404,
        "This code cannot be read. Scan the one on the screen again.",
    )


def test_a_photo_of_the_screen_sent_on_is_good_for_a_minute_and_no_longer(client, session, clock):
    door = address(session)
    clock(NINE + timedelta(seconds=60))
    client.force_login(UserFactory())
    assert client.get(door).context["refusal"] == "This code has run out. Scan the one on the screen now."
    assert client.post(door).status_code == 422


def test_a_scan_survives_a_sign_in_for_five_minutes(client, session, clock):
    door, person = address(session), UserFactory()
    assert client.get(door).status_code == 302
    client.force_login(person)
    clock(NINE + timedelta(seconds=299))
    assert client.get(door).context["session"] == session
    assert client.post(door).status_code == 302
    assert session.attendance.get().person == person


def test_whoever_is_signed_in_has_five_minutes_to_find_the_button(client, session, clock):
    door = address(session)
    client.force_login(UserFactory())
    assert client.get(door).status_code == 200
    clock(NINE + timedelta(seconds=299))
    assert client.post(door).status_code == 302
    assert session.attendance.count() == 1


def test_the_sign_in_page_keeps_what_the_browser_scanned(client, session, clock):
    door, person = address(session), UserFactory(verified=True)
    sign_in = client.get(door).url
    clock(NINE + timedelta(minutes=2))
    typed = {"login": person.email, "password": "a-long-enough-password"}
    assert client.post(sign_in, typed).url == door
    assert client.post(door).status_code == 302
    assert session.attendance.get().person == person


@pytest.mark.parametrize(("opened", "pressed"), [(0, 300), (60, 70)])
def test_a_scan_opened_too_late_or_long_ago_survives_no_sign_in(client, session, clock, opened, pressed):
    door = address(session)
    clock(NINE + timedelta(seconds=opened))
    client.get(door)
    client.force_login(UserFactory())
    clock(NINE + timedelta(seconds=pressed))
    assert client.post(door).status_code == 422
    assert session.attendance.count() == 0


def test_a_browser_remembers_of_a_scan_a_hash_and_the_time(client, session):
    door = address(session)
    client.get(door)
    kept = client.session["scan"]
    assert set(kept) == {"code", "at"}
    assert (kept["code"] in door, kept["at"]) == (False, NINE.timestamp())


def test_a_remembered_scan_opens_no_other_session(client, session, clock):
    other = SessionFactory()
    later = address(other)
    client.get(address(session))
    client.force_login(UserFactory())
    clock(NINE + timedelta(minutes=2))
    assert client.post(later).status_code == 422


def test_somebody_without_a_role_is_told_that_they_are_a_walk_in_and_finds_the_session(client, session):
    client.force_login(UserFactory())
    client.post(address(session))
    calendar = client.get(reverse("seminars:calendar"))
    assert [str(message) for message in calendar.context["messages"]] == [
        "You are checked in to Literacy across grades. "
        "You are listed as a walk-in: it invites no role you hold on this day."
    ]
    assert [row.pk for row in calendar.context["page"]] == [session.pk]


def test_whoever_is_invited_is_no_walk_in(client, session):
    client.force_login(PlacementFactory().person)
    client.post(address(session))
    assert said(client) == ["You are checked in to Literacy across grades."]


@pytest.mark.parametrize(("seconds", "shown"), [(3601, False), (3600, True)])
def test_the_screen_shows_its_code_from_an_hour_before_the_session(
    client, session, facilitator, clock, seconds, shown
):
    clock(NINE - timedelta(seconds=seconds))
    client.force_login(facilitator)
    for name in ("screen", "code"):
        html = client.get(reverse(f"seminars:{name}", args=[session.pk])).content.decode()
        assert ("<img src=" in html, "The code opens at Oct 14, 2026, 8:00 a.m." in html) == (
            shown,
            not shown,
        )


# --- here already ------------------------------------------------------------------------------------
SINCE = "You are checked in since 9:03 a.m."


def checked_in(client, session, clock):
    """Somebody who pressed the button at 9:03; answers them and the address of their code."""
    person = UserFactory()
    client.force_login(person)
    clock(NINE + timedelta(minutes=3))
    door = address(session)
    client.post(door)
    assert said(client) == [
        "You are checked in to Literacy across grades. You are listed as a walk-in: it invites no "
        "role you hold on this day."
    ]
    return person, door


@pytest.mark.parametrize("later", [timedelta(seconds=10), timedelta(minutes=2), timedelta(hours=5)])
def test_whoever_presses_again_reads_since_when_they_are_checked_in(client, session, clock, later):
    person, door = checked_in(client, session, clock)
    clock(NINE + timedelta(minutes=3) + later)
    opened = client.get(door)
    text = opened.content.decode()
    assert (opened.status_code, SINCE in text, "I am here" in text, "not checked in" in text) == (
        200,
        True,
        False,
        False,
    )
    assert client.post(door).status_code == 302
    assert said(client) == ["You are checked in to Literacy across grades since 9:03 a.m."]
    assert (session.attendance.get().person, AttendanceChange.objects.count()) == (person, 1)
    assert ScanFailure.objects.count() == 0


def test_another_scan_of_a_new_code_says_the_same(client, session, clock):
    checked_in(client, session, clock)
    clock(NINE + timedelta(minutes=20))
    assert SINCE in client.get(address(session)).content.decode()


def test_whoever_staff_marked_present_reads_since_when_too(client, session, facilitator, clock):
    person = PlacementFactory().person
    clock(NINE + timedelta(minutes=3))
    services.mark(session_pk=session.pk, sheet=services.Mark(person.pk, "present"), by=facilitator)
    clock(NINE + timedelta(minutes=9))
    # A correction of the minutes does not change when they came.
    services.mark(
        session_pk=session.pk, sheet=services.Mark(person.pk, "present", minutes=90), by=facilitator
    )
    client.force_login(person)
    door = address(session)
    assert SINCE in client.get(door).content.decode()
    client.post(door)
    assert session.attendance.get().minutes == 90


def test_the_time_in_that_staff_wrote_is_the_time_that_is_told(client, session, facilitator, clock):
    person = PlacementFactory().person
    clock(NINE + timedelta(hours=1))
    came = services.Mark(person.pk, "present", arrived=NINE + timedelta(minutes=3))
    services.mark(session_pk=session.pk, sheet=came, by=facilitator)
    client.force_login(person)
    assert SINCE in client.get(address(session)).content.decode()


def test_on_another_day_the_day_is_told_too(client, session, clock):
    person, door = checked_in(client, session, clock)
    clock(NINE + timedelta(days=1))
    # Nobody stays signed in for a day.
    client.force_login(person)
    assert "You are checked in since Oct 14, 2026, 9:03 a.m." in client.get(door).content.decode()


def test_whoever_was_marked_absent_is_not_told_that_they_are_checked_in(client, session, facilitator, clock):
    person = PlacementFactory().person
    door = address(session)
    services.mark(session_pk=session.pk, sheet=services.Mark(person.pk, "absent"), by=facilitator)
    client.force_login(person)
    clock(NINE + timedelta(minutes=6))
    refused = client.post(door)
    assert (refused.status_code, "This code has run out." in refused.content.decode()) == (422, True)


def test_a_forged_code_tells_nobody_whether_they_are_checked_in(client, session, clock):
    checked_in(client, session, clock)
    answer = client.get(reverse("seminars:check_in", args=[f"{session.pk}-1-{'0' * 32}"]))
    assert (answer.status_code, "checked in since" in answer.content.decode()) == (404, False)


def test_a_code_of_a_session_that_is_gone_says_whom_to_ask(client, session):
    client.force_login(UserFactory())
    door = address(session)
    session.facilitators.clear()
    session.delete()
    answer = client.get(door)
    assert answer.status_code == 404
    assert "This session does not exist any more. Ask the facilitator." in answer.content.decode()
