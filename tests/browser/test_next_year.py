"""A year is turned over by the people who run it, and the next one begins with who goes on."""

from collections import Counter
from typing import Any

import pytest
from django.utils import timezone

from pathways.models import ProgramYear
from seminars.models import Session
from tests.browser import next_year as steps
from tests.browser.hands import Hands
from tests.browser.journey_pages import PHONE, Stage
from tests.browser.test_journey import celery as celery
from tests.browser.test_journey import stage as stage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_a_year_is_made_from_the_one_before_and_its_leader_goes_on(celery: Any, stage: Stage) -> None:
    before = steps.build(timezone.localdate())
    done: Counter[str] = Counter()
    label = before.next
    registrar = Hands(stage, before.registrar.email, done)
    steps.open_next(registrar, before)
    steps.turn_over(registrar, label, "calendar")
    manager = Hands(stage, before.manager.email, done)
    steps.turn_over(manager, label, "offerings", "scope", "cohort")
    steps.repeat_sessions(manager, label)
    steps.publish_offerings(manager, label)
    steps.turn_over(Hands(stage, before.preparer.email, done), label, "policies")
    steps.publish_policy(Hands(stage, before.approver.email, done))
    steps.invite(manager)
    leader = Hands(stage, before.leader.email, done, PHONE)
    steps.renew(leader)
    steps.cosign(Hands(stage, before.principal.email, done, PHONE))
    steps.offer(manager)
    steps.accept(leader)
    year = ProgramYear.objects.get(label=label)
    assert steps.made(before) == {
        "days": True,
        "offerings": 1,
        "policies": [("published", 270_000)],
        "scope": 1,
        "cohorts": 1,
        "placements": [("Ana", year.starts)],
    }
    assert Session.objects.filter(event__year=year).count() == 1
    # What turning a year over took by hand.
    assert (done["presses"], done["pages"]) == (77, 61)
