"""What migrations carry over, tried on rows as they were before them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from applications.models import Decision, Review
from applications.queries.evidence import differences
from tests.factories.applications import ApplicationFactory
from tests.factories.people import UserFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0007_said_once"
NOW, DAY = datetime(2026, 9, 14, 17, tzinfo=UTC), timedelta(days=1)


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
    assert [(one.action, one.days, one.note, one.about) for one in found] == [
        ("remind", 1, "", "After 1 day."),
        ("remind", 14, "", "After 14 days."),
        ("reroute", None, "After 3 days.", ""),
        ("remind", None, "", ""),
    ]
    with tables_before("applications", BEFORE), connection.cursor() as cursor:
        cursor.execute("SELECT action, note FROM applications_applicationevent ORDER BY id")
        assert list(cursor.fetchall()) == lines
    # What was signed is as it was signed, and history stays as it is again.
    assert differences() == []
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE applications_applicationevent SET note = ''")


def test_who_was_asked_and_why_it_was_decided_so_come_out_of_sentences_and_go_back() -> None:
    application = ApplicationFactory(in_review=True)
    reader = UserFactory(given_name="Quentin", family_name="Readman")
    Review.objects.create(application=application, reviewer=reader, assigned_at=NOW)
    signer = UserFactory(given_name="Sigrid", preferred_name="Sig", family_name="Signer")
    for _ in range(2):
        UserFactory(given_name="Pat", family_name="Lee")
    given = {"staged_by": signer, "staged_at": NOW, "released_by": signer, "released_at": NOW + DAY}
    Decision.objects.create(application=application, outcome="decline", reason="time", **given)
    # Each: what was done, when, what it said, and what the history tells of it from now on.
    lines = [
        ("assign", NOW, "To Q. Readman, as she was called then.", "To Quentin Readman.", ""),
        ("reroute", NOW, "To Sig Signer.", "To Sig Signer.", ""),
        # Two are called so.
        ("reroute", NOW, "To Pat Lee.", "", "To Pat Lee."),
        ("reroute", NOW, "She is on leave.", "", "She is on leave."),
        ("decline", NOW + DAY, "the time needed is not there yet", "The time needed is not there yet.", ""),
        ("decline", NOW, "the time needed is not there yet", "", "the time needed is not there yet"),
    ]
    with tables_before("applications", "0009_all_a_count_reads"), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO applications_applicationevent (application_id, action, from_state, to_state, at, note)"
            f" VALUES ({application.pk}, %s, '', '', %s, %s)",
            [line[:3] for line in lines],
        )
    told = [(line.about, line.note) for line in application.events.order_by("pk")]
    assert told == [line[3:] for line in lines]
    with tables_before("applications", "0009_all_a_count_reads"), connection.cursor() as cursor:
        cursor.execute("SELECT note FROM applications_applicationevent ORDER BY id")
        first, *others = [note for (note,) in cursor.fetchall()]
    assert (first, others) == ("To Quentin Readman.", [line[2] for line in lines[1:]])
