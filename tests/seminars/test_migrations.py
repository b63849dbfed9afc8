"""What a migration carries over, tried on rows as they were before it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from seminars.models import Session, SessionEvent
from tests.factories.seminars import NINE, EventFactory, SessionFactory
from tests.migrating import migrate, tables_before
from tests.verbs import lines_told

BEFORE, AFTER = "0009_long_links", "0010_moved_sessions_keep_their_entry"


@pytest.mark.django_db(transaction=True)
def test_sessions_moved_before_are_tied_to_the_one_whose_place_they_took():
    event = EventFactory()
    first, second, third, alone = SessionFactory.create_batch(4, event=event, planned=True)
    Session.objects.filter(pk__in=[first.pk, second.pk]).update(state="moved")
    planned = {"action": "plan", "to_state": "planned", "at": NINE - timedelta(days=3)}
    for session, note in [
        (second, f"Moved from session {first.pk}."),
        (third, f"Moved from session {second.pk}."),
        # Words of somebody that only look like it.
        (alone, f"Moved from session {third.pk}."),
    ]:
        SessionEvent.objects.create(session=session, note=note, **planned)
    with tables_before("seminars", BEFORE):
        migrate("seminars", AFTER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, moved_from_id, planned_at FROM seminars_session ORDER BY id")
            rows = {pk: (was, at) for pk, was, at in cursor.fetchall()}
    at = NINE - timedelta(days=3)
    assert [rows[one.pk][0] for one in (first, second, third, alone)] == [None, first.pk, second.pk, None]
    assert [rows[one.pk][1] for one in (second, third)] == [at, at]


@pytest.mark.django_db(transaction=True)
def test_when_a_moved_session_was_to_be_is_told_by_the_session_it_took_the_place_of():
    was = SessionFactory(planned=True, starts_at=datetime(2026, 10, 14, 16, tzinfo=UTC))
    moved, alone = SessionFactory(planned=True, moved_from=was), SessionFactory(planned=True)
    said = "Moved from Oct 14, 2026, 9:00 a.m."
    for session in (moved, alone):
        SessionEvent.objects.create(session=session, action="plan", note=said, at=NINE)
    with tables_before("seminars", "0012_said_once"):
        pass
    assert (lines_told(moved), lines_told(alone)) == ([("plan", said, "")], [("plan", "", said)])
    with tables_before("seminars", "0012_said_once"):
        assert SessionEvent.objects.get(session=moved).note == said
