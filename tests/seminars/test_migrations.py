"""What a migration carries over, tried on rows as they were before it.

What it runs is run on tables of today: undoing all that stands on them took a minute.
"""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from seminars.models import Session, SessionEvent
from tests.factories.seminars import NINE, AttendanceFactory, EventFactory, SessionFactory
from tests.owner import by_the_owner


@pytest.mark.django_db
def test_sessions_of_one_title_and_start_of_before_stay_and_the_later_ones_get_a_number():
    event, other = EventFactory(), EventFactory()
    long = "x" * 200
    by_the_owner("DROP INDEX one_session_per_event_title_and_start")
    made = [
        SessionFactory(event=event, title=title, **more)
        for title, more in [
            ("Word study", {"closed": True}),
            ("Word study", {"closed": True}),
            ("Word study (2)", {}),
            ("Word study", {"planned": True}),
            ("Word study", {"state": "cancelled"}),
            ("Word study", {"starts_at": NINE + timedelta(days=1)}),
            (long, {}),
            (long, {}),
        ]
    ]
    made.append(SessionFactory(event=other, title="Word study"))
    marked = AttendanceFactory(session=made[2])
    migration = import_module("seminars.migrations.0002_one_session_of_its_title_and_start")
    migration.number_doubles(apps, None)
    titles = list(Session.objects.order_by("pk").values_list("title", flat=True))
    assert titles == [
        *("Word study", "Word study (3)", "Word study (2)", "Word study (4)"),
        *("Word study", "Word study", long, f"{'x' * 196} (2)", "Word study"),
    ]
    assert list(Session.objects.order_by("pk").values_list("pk", "state")) == [
        (one.pk, one.state) for one in made
    ]
    said = "Another session of this event had its title and its start, so this one got a number."
    told = SessionEvent.objects.order_by("session").values_list("session", "action", "to_state", "by", "note")
    assert list(told) == [
        (made[1].pk, "change", "closed", None, said),
        (made[3].pk, "change", "planned", None, said),
        (made[7].pk, "change", "held", None, said),
    ]
    assert marked.session_id == made[2].pk
