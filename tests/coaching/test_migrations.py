"""What migrations of coaching carry over, tried on rows of before.

The statement of the migration is run on tables of today: undoing all that stands on them took twenty seconds.
"""

from importlib import import_module

import pytest
from django.db import connection

from coaching.models import ActionStep
from tests.factories.coaching import CycleFactory
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db
OLD = "Two questions on paper\r\n\n  Bring ten papers on Friday \nTwo questions on paper\n"


def test_steps_written_as_one_text_become_steps_line_by_line():
    cycle, empty = CycleFactory(), CycleFactory()
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE coaching_coachingcycle ADD COLUMN old_steps text NOT NULL DEFAULT ''",
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_coachingcycle SET old_steps = %s WHERE id = %s", [OLD, cycle.pk])
    by_the_owner(import_module("coaching.migrations.0004_steps_and_support").LINE_BY_LINE)
    found = ActionStep.objects.order_by("pk").values_list(
        "cycle", "words", "look_back", "written_at", "came_of"
    )
    assert list(found) == [
        (cycle.pk, "Two questions on paper", None, None, ""),
        (cycle.pk, "Bring ten papers on Friday", None, None, ""),
    ]
    assert not empty.action_steps.exists()
