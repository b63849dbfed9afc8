"""What migrations carry over, tried on rows as they were before them."""

import pytest
from django.db import DatabaseError, connection

from applications.queries.evidence import differences
from tests.factories.applications import ApplicationFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0007_said_once"


def test_the_days_of_a_reminder_that_stood_in_a_sentence_get_a_column_and_come_back() -> None:
    application = ApplicationFactory(submitted=True)
    lines = [
        ("remind", "After 1 day."),
        ("remind", "After 14 days."),
        # Words of somebody that only look like it, and a reminder that says nothing.
        ("reroute", "After 3 days."),
        ("remind", ""),
    ]
    with tables_before("applications", BEFORE):
        by_the_owner(
            *(
                "INSERT INTO applications_applicationevent (application_id, action, from_state, to_state, at, note)"
                f" VALUES ({application.pk}, '{action}', 'submitted', 'submitted', now(), '{note}')"
                for action, note in lines
            )
        )
    found = application.events.order_by("pk")
    assert [(one.action, one.days, one.note, one.words) for one in found] == [
        ("remind", 1, "", "After 1 day."),
        ("remind", 14, "", "After 14 days."),
        ("reroute", None, "After 3 days.", "After 3 days."),
        ("remind", None, "", ""),
    ]
    with tables_before("applications", BEFORE), connection.cursor() as cursor:
        cursor.execute("SELECT action, note FROM applications_applicationevent ORDER BY id")
        assert list(cursor.fetchall()) == lines
    # What was signed is as it was signed, and history stays as it is again.
    assert differences() == []
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE applications_applicationevent SET note = ''")
