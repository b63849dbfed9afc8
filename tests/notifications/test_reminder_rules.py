"""Rules of reminders: what the database keeps of them, and what only one of two windows does."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from common.errors import DomainError, NotAllowed
from notifications import services
from notifications.models import ReminderRule, ReminderRuleEvent
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.people import HatFactory, registrar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("what", "days", "promise"),
    [
        ("birthday", 1, "reminder_of_what_there_is"),
        ("milestone", 91, "reminder_is_near_its_day"),
        ("milestone", -91, "reminder_is_near_its_day"),
        ("cosign", 0, "signature_is_reminded_of_after"),
        ("session", -1, "session_is_reminded_of_before"),
    ],
)
def test_the_database_keeps_no_rule_that_reminds_of_nothing(what: str, days: int, promise: str) -> None:
    with pytest.raises(IntegrityError, match=promise), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_reminderrule (what, days_before, active) VALUES (%s, %s, true)",
            [what, days],
        )


@pytest.mark.parametrize(
    "does",
    ["UPDATE notifications_reminderruleevent SET was = 1", "DELETE FROM notifications_reminderruleevent"],
)
def test_the_history_of_a_rule_stays_as_it_was_written(does: str) -> None:
    services.turn_off(pk=ReminderRuleFactory().pk, by=registrar())
    with (
        pytest.raises(DatabaseError, match=r"stay as they are|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(does)


def test_a_service_refuses_by_itself_what_no_form_lets_through() -> None:
    by, rule = registrar(), ReminderRuleFactory()
    for call, said in (
        ({"what": "birthday", "days_before": 1}, "Choose one of the reminders there are."),
        (
            {"what": "milestone", "days_before": -91},
            "Choose at most 90 days: further away it reminds of nothing.",
        ),
    ):
        with pytest.raises(DomainError) as refusal:
            services.add_rule(**call, by=by)
        assert str(refusal.value) == said
    with pytest.raises(NotAllowed, match="Only registrars and program managers change who is reminded when"):
        services.turn_off(pk=rule.pk, by=HatFactory(kind="coach").person)
    services.turn_off(pk=rule.pk, by=by)
    with pytest.raises(DomainError, match="This was done already"):
        services.turn_off(pk=rule.pk, by=by)


def test_the_same_day_again_is_no_change() -> None:
    rule = ReminderRuleFactory(what="milestone", days_before=7)
    services.change_days(pk=rule.pk, days_before=7, by=registrar())
    assert rule.events.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_add_the_same_rule_one_is_told_that_it_is_there() -> None:
    by, start, answers = registrar(), Barrier(2), list[Any]()

    def add() -> None:
        start.wait()
        try:
            answers.append(type(services.add_rule(what="milestone", days_before=61, by=by)))
        except DomainError as refusal:
            answers.append(type(refusal))
        finally:
            connections.close_all()

    windows = [Thread(target=add) for _ in range(2)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert set(answers) == {ReminderRule, DomainError}
    assert ReminderRuleEvent.objects.count() == 1
