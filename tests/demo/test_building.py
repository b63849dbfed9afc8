"""How the demo is built: deterministic, about a day, and never on top of real people."""

import time
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from common.clock import day_begins
from config.welcome import Thing, things_to_try
from demo import build as demo
from demo.cast import DOMAIN
from pathways.models import Placement
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _noon(clock):
    clock(day_begins(DAY) + timedelta(hours=12))


def built() -> None:
    demo.build(seed=7, scale=1, today=DAY, say=lambda words: None)


def test_the_same_seed_makes_the_same_people_and_placements():
    def story() -> list[tuple[str, str, str]]:
        placements = Placement.objects.order_by("pk")
        return list(placements.values_list("person__email", "role__slug", "school__slug"))

    with transaction.atomic():
        built()
        first = story()
        transaction.set_rollback(True)
    built()
    assert story() == first


def test_a_large_demo_may_take_longer_than_the_limits_of_a_page():
    """Scale 70 computes for minutes inside its one transaction, which a page may not leave idle for half a minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL idle_in_transaction_session_timeout = '200ms'; SET LOCAL statement_timeout = '15s'"
        )
        demo.build(seed=7, scale=1, today=DAY, say=lambda words: time.sleep(0.4))
        cursor.execute("SELECT current_setting('statement_timeout')")
        assert cursor.fetchone() == ("0",)
    assert User.objects.count() == 400


def test_who_has_nothing_waiting_is_sent_to_their_first_page():
    UserFactory(email=f"coach@{DOMAIN}")
    assert things_to_try() == [Thing(f"coach@{DOMAIN}", "Nothing waits: look at the first page", "/")]


def test_a_database_with_people_is_refused():
    UserFactory()
    with pytest.raises(CommandError, match="holds people already"):
        call_command("demo")
