"""A database with ten times the placements of another, with all that a stipend run reads of them; for the run alone.

Each leader of the latest year gets nine doubles: they did the same under other names, in the same roles and schools.
"""

import sys
from typing import Any

# Of each table the rows of the placements, or of their people; what of a row is a double's own; what numbers it.
OF_PLACEMENTS = "placement_id IN (SELECT id FROM them)"
OF_PEOPLE = "person_id IN (SELECT person_id FROM them)"
COPIED: dict[str, tuple[str, dict[str, str]]] = {
    "people_user": (
        "id IN (SELECT person_id FROM them)",
        {"id": "{id}", "email": "'{n}.' || email", "external_id": "''", "merged_into_id": "NULL"},
    ),
    "people_post": (OF_PEOPLE, {"id": "{id}", "person_id": "{person_id}"}),
    "pathways_placement": (
        "id IN (SELECT id FROM them)",
        {
            "id": "{id}",
            "person_id": "{person_id}",
            "commitment_sha256": "CASE commitment_sha256 WHEN '' THEN ''"
            " ELSE encode(sha256(convert_to('{n}' || commitment_sha256, 'UTF8')), 'hex') END",
        },
    ),
    "pathways_schoolassignment": (OF_PLACEMENTS, {"id": "{id}", "placement_id": "{placement_id}"}),
    "pathways_leave": (OF_PLACEMENTS, {"id": "{id}", "placement_id": "{placement_id}"}),
    "pathways_deliverablerecord": (OF_PLACEMENTS, {"id": "{id}", "placement_id": "{placement_id}"}),
    "pathways_attestation": (OF_PLACEMENTS, {"id": "{id}", "placement_id": "{placement_id}"}),
    "seminars_attendance": (OF_PEOPLE, {"id": "{id}", "person_id": "{person_id}"}),
}
# Further apart than any number of the database that is copied.
APART = 100_000_000


def main() -> None:
    import django

    django.setup()
    from django.db import connection, transaction

    from common.owner import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        with transaction.atomic():
            # What was true of the rows that are copied is true of their doubles: no trigger asks again.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(
                "CREATE TEMPORARY TABLE them AS SELECT id, person_id FROM pathways_placement WHERE year_id ="
                " (SELECT year_id FROM pathways_placement GROUP BY year_id ORDER BY count(*) DESC LIMIT 1)"
            )
            for table, (whose, own) in COPIED.items():
                _double(cursor, table, whose, own)
        cursor.execute("VACUUM ANALYZE")


def _double(cursor: Any, table: str, whose: str, own: dict[str, str]) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    columns = sorted(name for (name,) in cursor.fetchall())
    for number in range(1, 10):
        numbers = {name: f"{name} + {number * APART}" for name in ("id", "person_id", "placement_id")}
        values = [own[name].format(n=number, **numbers) if name in own else name for name in columns]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table}"
            f" WHERE ({whose}) AND id < {APART}"
        )


if __name__ == "__main__":
    sys.exit(main())
