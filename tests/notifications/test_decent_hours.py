"""When a mail that can wait may leave, and how long a job may take, to the minute and the second."""

from datetime import UTC, date, datetime, timedelta

import pytest

from notifications.models import Message
from notifications.rules import age_of, decent_from, due_number, is_decent, is_late, leaves_at, pause_after
from notifications.services import Letter, queue_all, release_mails
from tests.factories.notifications import MessageFactory
from tests.factories.people import UserFactory

# 7 a.m. in Los Angeles on November 10, 2026.
MORNING = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "from_then"),
    [
        (MORNING - MINUTE, MORNING),
        (MORNING, MORNING),
        (MORNING + timedelta(hours=13) - MINUTE, MORNING + timedelta(hours=13) - MINUTE),
        (MORNING + timedelta(hours=13), MORNING + timedelta(days=1)),
        (MORNING + timedelta(hours=16, minutes=59), MORNING + timedelta(days=1)),
        (MORNING + timedelta(hours=17), MORNING + timedelta(days=1)),
    ],
    ids=["6:59 a.m.", "7 a.m.", "7:59 p.m.", "8 p.m.", "11:59 p.m.", "midnight"],
)
def test_a_mail_that_can_wait_leaves_between_seven_and_eight_in_the_evening(
    now: datetime, from_then: datetime
) -> None:
    assert decent_from(now) == from_then
    assert is_decent(now) == (now == from_then)


NIGHT = MORNING - timedelta(hours=4)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("send_after", "created_at", "urgent", "leaves"),
    [
        (NIGHT, NIGHT - timedelta(hours=1) + SECOND, False, NIGHT),
        (NIGHT, NIGHT - timedelta(hours=1), False, MORNING),
        (NIGHT, NIGHT - timedelta(hours=9), True, NIGHT),
        (NIGHT + MINUTE, NIGHT, False, NIGHT + MINUTE),
        (NIGHT - timedelta(hours=9), NIGHT - timedelta(hours=9), False, MORNING),
        (MORNING + MINUTE, NIGHT, False, MORNING + MINUTE),
    ],
    ids=["fresh", "an hour old", "urgent", "fresh, in a minute", "of yesterday", "in the morning"],
)
def test_at_night_leaves_what_is_urgent_or_was_caused_within_the_hour(
    send_after: datetime, created_at: datetime, urgent: bool, leaves: datetime
) -> None:
    assert leaves_at(send_after, created_at, NIGHT, urgent=urgent) == leaves


def test_pauses_grow_and_end() -> None:
    minutes = [timedelta(minutes=n) for n in (1, 5, 30, 120)]
    assert [pause_after(n, passes=False) for n in range(1, 7)] == [*minutes, None, None]
    assert [pause_after(n, passes=True) for n in (4, 5, 11, 12, 13)] == [minutes[3]] * 3 + [None] * 2


@pytest.mark.parametrize(("seconds", "age"), [(0, 0), (61, 61), (-5, 0), (-6, None)])
def test_a_turn_ahead_of_our_clock_is_of_unknown_age(seconds: int, age: int | None) -> None:
    assert age_of(MORNING, MORNING + timedelta(seconds=seconds)) == age


@pytest.mark.parametrize(
    ("age", "every", "late"),
    [(70, 10, False), (71, 10, True), (1200, 800, False), (1201, 800, True), (None, 800, True)],
)
def test_a_job_is_late_half_a_period_and_at_least_a_minute_after_its_time(
    age: int | None, every: int, late: bool
) -> None:
    assert is_late(age, every) is late


def test_what_was_due_before_its_date_speaks_on_the_date_and_not_after_it() -> None:
    day = date(2026, 3, 1)
    assert [due_number((0,), day, day + timedelta(days=n)) for n in (-1, 0, 1)] == [None, 0, None]


@pytest.mark.django_db
def test_owing_many_leaves_those_alone_that_are_owed_again() -> None:
    person, context = UserFactory(), {"label": "2025-26", "fellow": {"pk": 7}}
    old, other, new = (
        Letter(person, "fellows/service_report", context, key, "a-topic") for key in ("old", "other", "new")
    )
    assert [queue_all([old]), queue_all([other]), queue_all([other, new])] == [1, 1, 1]
    states = dict(Message.objects.values_list("dedupe_key", "state"))
    assert states == {"old": "cancelled", "other": "waiting", "new": "waiting"}


@pytest.mark.django_db
def test_only_what_a_restored_copy_kept_back_leaves_when_somebody_says_so() -> None:
    kept = MessageFactory(state="kept_back", attempts=3, error="450 Busy")
    others = [MessageFactory(**one) for one in ({"failed": True}, {"state": "cancelled"}, {"sent": True})]
    assert release_mails() == 1
    kept.refresh_from_db()
    assert (kept.state, kept.attempts, kept.error) == ("waiting", 0, "")
    assert [Message.objects.get(pk=one.pk).state for one in others] == ["failed", "cancelled", "sent"]
