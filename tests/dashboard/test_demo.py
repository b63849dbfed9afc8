"""The demo: deterministic, about a day, and never on top of real people."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from applications.models import Application
from applications.queries.evidence import differences
from common.clock import day_begins
from dashboard import demo
from dashboard.demo.cast import DOMAIN, STAFF, TEACHERS
from dashboard.queries.waiting import waiting_for
from pathways.models import Placement
from people.models import User
from stipends.models import StipendRun
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def built() -> None:
    demo.build(seed=7, scale=1, today=DAY, say=lambda words: None)


def test_it_makes_400_people_and_160_leaders_of_the_year_in_progress():
    built()
    assert User.objects.count() == 400
    assert Placement.objects.on(DAY).count() == 160


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


def test_every_signature_of_the_demo_verifies():
    built()
    assert differences() == []


def test_there_are_applications_in_every_state_that_waits_for_someone():
    built()
    waiting = {"draft", "submitted", "cosigned", "in_review", "offered"}
    assert waiting <= set(Application.objects.values_list("state", flat=True))


def test_last_year_has_an_approved_run_with_a_line_for_each_of_its_leaders():
    built()
    run = StipendRun.objects.get(kind="final")
    assert (run.kind, run.state, run.lines_count) == ("final", "exported", demo.LAST_YEAR)
    assert run.total_cents == sum(run.lines.values_list("amount_cents", flat=True)) > 0


def test_each_of_the_named_people_has_work_waiting():
    built()
    idle = [
        name
        for name in sorted({*TEACHERS, *STAFF, "principal"})
        if not waiting_for(User.objects.get(email=f"{name}@{DOMAIN}"), day=DAY, now=day_begins(DAY))
    ]
    assert idle == []


def test_a_database_with_people_is_refused():
    UserFactory()
    with pytest.raises(CommandError, match="holds people already"):
        call_command("demo")
