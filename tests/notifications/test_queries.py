"""How the outbox and the jobs do, and which reminders there are: what is counted, and from which second on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from notifications.models import ReminderRule
from notifications.queries import (
    counts_by_state,
    heartbeats,
    last_left,
    numbers_of,
    outbox_age,
    periods,
    processes,
    troubles,
    waits,
)
from notifications.rules import due_number
from notifications.services import heartbeat, mark_failed, mark_sent
from tests.factories.notifications import MessageFactory, ReminderRuleFactory

# What only a restored copy does otherwise (test_hold).
NOT_HELD = {"held": 0, "held_since": None}
pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 10, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _the_day_before(clock: Any) -> None:
    """Mails of these tests are written before they are due: what was to leave at once does not wait."""
    clock(NOON - timedelta(days=1))


def test_reminders_are_the_active_ones_about_a_thing() -> None:
    ReminderRule.objects.all().delete()
    for number in (7, 2):
        ReminderRuleFactory(days_before=number)
    ReminderRuleFactory(days_before=1, active=False)
    ReminderRuleFactory(what="session", days_before=3)
    assert sorted(numbers_of("milestone")) == [2, 7]
    assert due_number(numbers_of("milestone"), date(2026, 11, 17), date(2026, 11, 10)) == 7
    assert due_number(numbers_of("session"), date(2026, 11, 17), date(2026, 11, 10)) is None


def test_a_mail_is_due_from_its_second_on() -> None:
    MessageFactory(send_after=NOON)
    assert [waits(NOON - SECOND), waits(NOON)] == [False, True]
    assert not waits(NOON, urgent=True)
    MessageFactory(send_after=NOON, urgent=True)
    assert waits(NOON, urgent=True)


@pytest.mark.parametrize("state", ["sent", "cancelled", "failed", "bounced", "kept_back"])
def test_what_left_or_will_not_leave_does_not_wait(state: str) -> None:
    MessageFactory(state=state, sent_at=NOON if state == "sent" else None)
    assert not waits(NOON)
    assert outbox_age(now=NOON) == {"due": 0, "oldest_seconds": 0, "resting": 0} | NOT_HELD


def test_the_outbox_is_as_old_as_the_oldest_mail_that_is_due() -> None:
    for minutes in (3, 5, -1):
        MessageFactory(send_after=NOON - timedelta(minutes=minutes))
    MessageFactory(send_after=NOON - timedelta(minutes=2), state="sending", claimed_at=NOON)
    assert outbox_age(now=NOON) == {"due": 3, "oldest_seconds": 300, "resting": 0} | NOT_HELD


def test_mails_that_rest_until_the_morning_are_counted_apart() -> None:
    night = datetime(2026, 11, 11, 6, tzinfo=UTC)
    MessageFactory(send_after=night - timedelta(hours=2))
    assert outbox_age(now=night)["resting"] == 1
    assert outbox_age(now=night + timedelta(hours=14))["resting"] == 0


def test_mails_are_counted_by_state() -> None:
    MessageFactory.create_batch(2)
    MessageFactory(failed=True)
    assert counts_by_state().by_state == {"waiting": 2, "failed": 1}


def test_the_last_mail_under_some_topics_is_the_newest_that_left() -> None:
    for topic, hours in (("a", 1), ("a", 3), ("b", 2), ("c", 9)):
        MessageFactory(topic=topic, state="sent", sent_at=NOON + timedelta(hours=hours))
    MessageFactory(topic="a")
    assert last_left(["a", "b"]) == NOON + timedelta(hours=3)
    assert last_left(["b"]) == NOON + timedelta(hours=2)
    assert last_left(["nothing"]) is None


def test_trouble_is_a_mail_that_failed_and_a_job_that_is_late() -> None:
    assert troubles(NOON) == (0, [])
    MessageFactory.create_batch(2, failed=True)
    MessageFactory(state="bounced")
    every = periods()
    late, on_time = list(every)[:2]
    heartbeat(job=late, result="", now=NOON - timedelta(seconds=3 * every[late] + 120))
    heartbeat(job=on_time, result="", now=NOON)
    heartbeat(job="no job of ours", result="", now=NOON - timedelta(days=9))
    assert troubles(NOON) == (2, [late])


def test_a_job_that_never_ran_is_of_unknown_age_and_late() -> None:
    every = periods()
    ran, *others = every
    heartbeat(job=ran, result="3 sent.", now=NOON - 2 * SECOND)
    found = heartbeats(now=NOON)
    assert found[0] == {
        "job": ran,
        "age_seconds": 2,
        "late": False,
        "every_seconds": every[ran],
        "ran_at": NOON - 2 * SECOND,
        "result": "3 sent.",
    }
    never = {"age_seconds": None, "late": True, "ran_at": None, "result": ""}
    assert found[1:] == [{"job": job, "every_seconds": every[job], **never} for job in others]


@pytest.mark.parametrize(
    ("ago", "well"),
    [
        ({"beat": 60, "outbox": 1, "codes": 1}, {"beat": True, "worker": True, "courier": True}),
        ({"beat": 61, "outbox": 1, "codes": 1}, {"beat": False, "worker": True, "courier": True}),
        ({"beat": 1, "codes": 1}, {"beat": True, "worker": False, "courier": True}),
        ({"outbox": 1}, {"beat": False, "worker": True, "courier": False}),
        ({"beat": 9000, "outbox": 9010, "codes": 1}, {"beat": False, "worker": True, "courier": True}),
        ({"beat": 9000, "outbox": 12000, "codes": 9000}, {"beat": False, "worker": False, "courier": True}),
        ({}, {"beat": False, "worker": False, "courier": False}),
    ],
    ids=[
        "all at work",
        "beat a second late",
        "no worker",
        "no beat and no courier",
        "beat rests and the worker did what was asked",
        "beat rests and the worker rested before",
        "nothing ever ran",
    ],
)
def test_a_process_is_at_work_by_what_it_noted_last(ago: dict[str, int], well: dict[str, bool]) -> None:
    for job, seconds in ago.items():
        heartbeat(job=job, result="", now=NOON - timedelta(seconds=seconds))
    assert processes(now=NOON) == well


@pytest.mark.parametrize(("secret", "body"), [(True, ""), (False, "Words.\n")])
@pytest.mark.parametrize("bounced", [False, True])
def test_a_mail_that_cannot_leave_keeps_no_secret(secret: bool, body: str, bounced: bool) -> None:
    message: Any = MessageFactory(state="sending", claimed_at=NOON, secret=secret)
    mark_failed(message=message, words="550 " + "x" * 300, bounced=bounced)
    message.refresh_from_db()
    state = "bounced" if bounced else "failed"
    assert (message.state, message.body, message.error) == (state, body, "550 " + "x" * 296)


def test_a_mail_that_left_says_when_and_forgets_its_error() -> None:
    message: Any = MessageFactory(state="sending", claimed_at=NOON, error="451 Later")
    mark_sent(message=message, now=NOON + SECOND)
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.error, message.body) == (
        "sent",
        NOON + SECOND,
        "",
        "Words.\n",
    )
