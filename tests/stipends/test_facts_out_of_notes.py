"""Counts, sums and rounds come out of the sentences in which the history of runs and policies told them."""

from typing import Any

import pytest
from django.db import DatabaseError, connection

from tests.factories.stipends import StipendPolicyFactory, StipendRunFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0027_a_deliverable_handed_in"
SHA256 = "ab" * 32
# Each: the deed, its sentence as it was, and what its columns say from now on; "": it stays in its note.
RUNS = [
    ("calculate", "Round 1.", "Round 1"),
    ("recalculate", "Round 12.", "Round 12"),
    ("finish", "1,234 lines.", "1,234 lines"),
    ("approve", f"$12,345.60, {SHA256}", f"$12,345.60, {SHA256}"),
    ("approve", f"-$0.05, {SHA256}", f"-$0.05, {SHA256}"),
    ("refuse", "1 line had changed.", "1 line had changed."),
    ("refuse", "1,200 lines had changed.", "1,200 lines had changed."),
    (
        "refuse",
        "Its lines are not those that were calculated.",
        "Its lines are not those that were calculated.",
    ),
    ("refuse", "The lines of this run are not those that were approved: 2 lines.", ""),
    ("export", "stipends, 2026-27.csv, $1,000.00", "stipends, 2026-27.csv, $1,000.00"),
    ("confirm_part", "2 lines, $600.00", "2 lines, $600.00"),
    ("confirm", "1,002 lines, $600,000.00", "1,002 lines, $600,000.00"),
    ("void", "Round 3.", ""),
]


def notes(name: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT action, note FROM stipends_stipend{name}event ORDER BY id")
        return list(cursor.fetchall())


def written(name: str, row: Any, lines: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO stipends_stipend{name}event ({name}_id, action, from_state, to_state, at, note)"
            f" VALUES ({row.pk}, %s, '', '', now(), %s)",
            lines,
        )


def test_facts_of_runs_and_policies_come_out_of_notes_and_go_back() -> None:
    run, old = StipendRunFactory(), StipendPolicyFactory(version=1, state="retired")
    new = StipendPolicyFactory(version=2, role=old.role, year=old.year)
    lines = [(deed, note) for deed, note, _ in RUNS]
    retired = [("retire", f"Replaced by version {number}.") for number in (2, 3)] + [("retire", "A slip.")]
    with tables_before("stipends", BEFORE):
        written("run", run, lines)
        written("policy", old, retired)
    assert lines_told(run) == [(deed, about, "" if about else note) for deed, note, about in RUNS]
    kept = run.events.get(action="confirm")
    assert (kept.lines, kept.cents) == (1002, 60_000_000)
    assert run.events.filter(action="approve", cents=-5, snapshot_sha256=SHA256).count() == 1
    assert lines_told(old) == [
        ("retire", "Replaced by version 2.", ""),
        ("retire", "", "Replaced by version 3."),
        ("retire", "", "A slip."),
    ]
    assert old.events.order_by("pk").first().replaced_by == new
    with tables_before("stipends", BEFORE):
        assert (notes("run"), notes("policy")) == (lines, retired)
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE stipends_stipendrunevent SET note = ''")
