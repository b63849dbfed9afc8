"""What migrations carry over, tried on rows as they were before them."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from pathways.models import DeliverableEvent, OfferingEvent, PlacementEvent
from tests.factories.pathways import DeliverableRecordFactory, OfferingFactory, PlacementFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BEFORE = "0011_jury_duty"
PLACEMENTS = [
    *("begin", "end", "correct the end", "take back the end", "correct the start", "move", "take back move"),
    *("leave", "take back leave", "attest", "correct attestation"),
]
OFFERINGS = ["publish", "extend", "correct extension", "change days"]


def test_what_was_done_with_a_placement_or_an_offering_is_one_word() -> None:
    about = {
        "placement": (PlacementEvent, PlacementFactory(), PLACEMENTS),
        "offering": (OfferingEvent, OfferingFactory(), OFFERINGS),
    }
    with tables_before("pathways", BEFORE):
        by_the_owner(
            *(
                f"INSERT INTO pathways_{name}event ({name}_id, action, from_state, to_state, at, note)"
                f" VALUES ({row.pk}, '{action}', '', '', now(), 'It was to correct the end.')"
                for name, (_, row, said) in about.items()
                for action in said
            )
        )
    # What went back with it comes again, a migration of applications that stands on this one too: left behind, the
    # product would not say that it is ready.
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    for events, _, said in about.values():
        found = events.objects.order_by("pk").values_list("action", "note")
        assert list(found) == [(one.replace(" ", "_"), "It was to correct the end.") for one in said]
    with tables_before("pathways", BEFORE), connection.cursor() as cursor:
        for name, (_, _, said) in about.items():
            cursor.execute(f"SELECT action FROM pathways_{name}event ORDER BY id")
            assert [one for (one,) in cursor.fetchall()] == said
    for name in about:
        with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
            by_the_owner(f"UPDATE pathways_{name}event SET note = ''")


def test_what_was_handed_in_last_stays_with_its_line_of_history() -> None:
    records = {
        "twice": DeliverableRecordFactory(
            state="submitted",
            note="With dates.",
            link="https://example.org/2",
            file="evidence/2.pdf",
            file_name="2.pdf",
        ),
        "returned": DeliverableRecordFactory(state="open"),
    }
    lines = [
        ("twice", "submit", "2026-10-01", ""),
        ("twice", "return", "2026-10-02", "Add the dates."),
        ("twice", "submit", "2026-10-03", ""),
        ("returned", "waive", "2026-10-04", "No team this year."),
    ]
    with tables_before("pathways", "0013_deliverables_to_accept"):
        by_the_owner(
            *(
                "INSERT INTO pathways_deliverableevent (record_id, action, from_state, to_state, at, note)"
                f" VALUES ({records[name].pk}, '{action}', '', '', '{day}', '{note}')"
                for name, action, day, note in lines
            )
        )
    kept = ("record", "action", "note", "link", "file", "file_name")
    twice = records["twice"].pk
    assert list(DeliverableEvent.objects.order_by("at").values_list(*kept)) == [
        (twice, "submit", "", "", "", ""),
        (twice, "return", "Add the dates.", "", "", ""),
        (twice, "submit", "With dates.", "https://example.org/2", "evidence/2.pdf", "2.pdf"),
        (records["returned"].pk, "waive", "No team this year.", "", "", ""),
    ]
    with tables_before("pathways", "0013_deliverables_to_accept"), connection.cursor() as cursor:
        cursor.execute("SELECT note FROM pathways_deliverableevent ORDER BY at")
        assert [note for (note,) in cursor.fetchall()] == ["", "Add the dates.", "", "No team this year."]
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE pathways_deliverableevent SET note = ''")
