"""What notes of placements and offerings told in made sentences stands in columns, tried on rows as they were."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from pathways.models import OfferingVersion
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import SchoolFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner
from tests.verbs import lines_told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BEFORE = "0014_hand_ins_are_kept"
STAY = "The days to sign and to answer stay, for days were changed since it was published."
# The deed and its note as they were, and what the history tells of it from now on; None: its note as it was.
PLACEMENTS = [
    ("begin", "Peer Coach at Echo at Grand", ("begin", "At Echo at Grand.", "")),
    ("begin", "Peer Coach at a school of another name", None),
    (
        "move",
        "From Grand to Echo, starting January 11, 2027.",
        ("move", "From Grand to Echo, first day January 11, 2027.", ""),
    ),
    # "From A to B to C": which of the two is left, nobody can tell.
    ("move", "From Grand to Echo to Grand, starting January 11, 2027.", None),
    (
        "move",
        "The move to Echo on January 11, 2027 does not take place.",
        ("miss_move", "To Echo, first day January 11, 2027.", ""),
    ),
    (
        "move",
        "The move to Echo on January 11, 2027 takes place again.",
        ("move_after_all", "To Echo, first day January 11, 2027.", ""),
    ),
    (
        "take_back_move",
        "Was: to Echo, starting January 11, 2027. The wrong one.",
        ("take_back_move", "Was: to Echo, first day January 11, 2027.", "The wrong one."),
    ),
    ("end", "role change", ("end", "Role change.", "")),
    ("end", "She moves away.", None),
    (
        "correct_the_end",
        "Was: resigned, last day May 1, 2027. A\nslip. Truly.",
        ("correct_the_end", "Was: resigned, last day May 1, 2027.", "A\nslip. Truly."),
    ),
    (
        "take_back_the_end",
        "Was: leave, last day May 31, 2027. A slip.",
        ("take_back_the_end", "Was: leave, last day May 31, 2027.", "A slip."),
    ),
    (
        "correct_the_start",
        "Was: July 1, 2026. A slip.",
        ("correct_the_start", "Was: first day July 1, 2026.", "A slip."),
    ),
    (
        "leave",
        "Jury duty, leave from March 1, 2027.",
        ("leave", "Jury duty, leave, first day March 1, 2027.", ""),
    ),
    (
        "take_back_leave",
        "Was: Family, protected leave from March 1, 2027 to March 9, 2027. Not hers.",
        (
            "take_back_leave",
            "Was: Family, protected leave, from March 1, 2027 to March 9, 2027.",
            "Not hers.",
        ),
    ),
    ("correct_attestation", "Was: met. A slip.", ("correct_attestation", "Was: met.", "A slip.")),
    (
        "correct_attestation",
        "Was: not met (No plan.). A slip.",
        ("correct_attestation", "Was: not met (No plan.).", "A slip."),
    ),
    # Where the words end and the reason begins, nobody can tell.
    ("correct_attestation", "Was: not met (No plan (yet). None). A slip.", None),
]
OFFERINGS = [
    ("publish", "Version 1", ("publish", "Version 1.", "")),
    ("publish", "Version 7", None),
    (
        "extend",
        "From May 1, 2026 to May 8, 2026. Snow.",
        ("extend", "The last day to apply: May 1, 2026, now May 8, 2026.", "Snow."),
    ),
    (
        "extend",
        "From May 1, 2026 to May 8, 2026. The last day to sign for the school moved along to May 9, 2026. "
        "The last day to answer moved along to May 10, 2026. Snow.",
        (
            "extend",
            "The last day to apply: May 1, 2026, now May 8, 2026. "
            "The last day to sign for the school: now May 9, 2026. The last day to answer: now May 10, 2026.",
            "Snow.",
        ),
    ),
    (
        "correct_extension",
        f"From May 8, 2026 to May 1, 2026. {STAY} A slip.",
        ("correct_extension", f"The last day to apply: May 8, 2026, now May 1, 2026. {STAY}", "A slip."),
    ),
    (
        "change_days",
        "The priority day: none, now May 1, 2026; "
        "The last day to answer: June 1, 2026, now June 2, 2026. Ice; and snow.",
        (
            "change_days",
            "The priority day: none, now May 1, 2026. The last day to answer: June 1, 2026, now June 2, 2026.",
            "Ice; and snow.",
        ),
    ),
]


@pytest.fixture
def rows():
    for name in ("Grand", "Echo", "Echo at Grand", "Echo to Grand", "Grand to Echo"):
        SchoolFactory(name=name)
    offering = OfferingFactory(published=False)
    OfferingVersion.objects.create(offering=offering, number=1, content={}, published_at="2026-01-01T12:00Z")
    return {
        "placement": (PlacementFactory(role__name="Peer Coach"), PLACEMENTS),
        "offering": (offering, OFFERINGS),
    }


def notes(name: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT action, note FROM pathways_{name}event ORDER BY id")
        return cursor.fetchall()


def test_facts_come_out_of_notes_and_what_was_typed_stays(rows) -> None:
    with tables_before("pathways", BEFORE), connection.cursor() as cursor:
        for name, (row, lines) in rows.items():
            cursor.executemany(
                f"INSERT INTO pathways_{name}event ({name}_id, action, from_state, to_state, at, note)"
                f" VALUES ({row.pk}, %s, '', '', now(), %s)",
                [(deed, note) for deed, note, _ in lines],
            )
    for row, lines in rows.values():
        assert lines_told(row) == [told or (deed, "", note) for deed, note, told in lines]
    placement, _ = rows["placement"]
    line = placement.events.get(end_reason="resigned")
    assert (line.last_day, line.first_day) == (date(2027, 5, 1), None)
    with tables_before("pathways", BEFORE):
        for name, (_, lines) in rows.items():
            assert notes(name) == [(deed, note) for deed, note, _ in lines]
    for name in rows:
        with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
            by_the_owner(f"UPDATE pathways_{name}event SET note = ''")
