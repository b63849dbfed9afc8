"""What migrations of coaching carry over, tried on rows of before."""

import pytest
from django.db import connection

from coaching.models import ActionStep
from tests.factories.coaching import CycleFactory
from tests.migrating import tables_before

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OLD = "Two questions on paper\r\n\n  Bring ten papers on Friday \nTwo questions on paper\n"


def test_steps_written_as_one_text_become_steps_line_by_line():
    cycle, empty = CycleFactory(), CycleFactory()
    with tables_before("coaching", "0003_work_of_peer_coaches"), connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_coachingcycle SET action_steps = %s WHERE id = %s", [OLD, cycle.pk])
    found = ActionStep.objects.order_by("pk").values_list(
        "cycle", "words", "look_back", "written_at", "came_of"
    )
    assert list(found) == [
        (cycle.pk, "Two questions on paper", None, None, ""),
        (cycle.pk, "Bring ten papers on Friday", None, None, ""),
    ]
    assert not empty.action_steps.exists()
