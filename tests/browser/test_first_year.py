"""From an empty database to the first calculated run, by the people who run the program: an administrator only hands
out the first hats."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from common.money import half_up
from pathways.imports import load_program
from pathways.models import Placement, ServiceDay
from people.models import School, User
from stipends.models import StipendLine
from tests.browser import first_year as steps
from tests.browser.hands import Hands
from tests.browser.journey_pages import PHONE, Stage
from tests.browser.test_journey import celery as celery
from tests.browser.test_journey import stage as stage
from tests.factories.people import administrator

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_people_of_the_program_set_a_year_up_and_calculate_its_first_run(
    celery: Any, stage: Stage
) -> None:
    # All the first migration brought; tests before this one have emptied the tables.
    load_program()
    administrator(email="admin@example.org")
    done: Counter[str] = Counter()
    today = timezone.localdate()
    year = steps.Year(today.year if today.month >= 7 else today.year - 1, today)
    steps.hand_out_hats(Hands(stage, "admin@example.org", done))
    registrar = Hands(stage, steps.REGISTRAR, done)
    steps.open_a_year(registrar, year)
    steps.bring_people_in(registrar)
    manager = Hands(stage, steps.MANAGER, done)
    steps.offer_roles(manager, year)
    steps.plan_sessions(manager, year)
    preparer = Hands(stage, steps.PREPARER, done)
    steps.type_amounts(preparer, year)
    approver = Hands(stage, steps.APPROVER, done)
    steps.put_amounts_in_force(approver)
    teacher = Hands(stage, steps.TEACHER, done, PHONE)
    steps.apply(teacher)
    steps.cosign(Hands(stage, steps.PRINCIPAL, done, PHONE))
    steps.decide(manager)
    steps.accept(teacher)
    steps.calculate(preparer, year)
    # Of the year's amount, the part of the service days that are left from the day of acceptance on.
    line, days = StipendLine.objects.get(), ServiceDay.objects.filter(year__label=year.label)
    left = days.filter(day__gte=line.placement.starts).count()
    assert line.run.state == "calculated"
    assert line.amount_cents == half_up(Fraction(steps.AMOUNT * 100 * left, days.count()))
    assert Placement.objects.get() == line.placement
    # Those of the two files, and the staff.
    assert (School.objects.count(), User.objects.count()) == (18, 400 + len(steps.STAFF) + 1)
    # What all of this took by hand. A page that asks for more has to say why here.
    assert dict(done) == {"presses": 192, "pages": 111, "characters": 688}
