"""Milestones, days and links come out of the sentences in which the history of fellows told them."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection

from fellows.models import ServiceLink
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0008_said_once"
AT = "2026-03-02T18:00Z"
SIGNED = sha256(b"").hexdigest()


def written(table: str, row: int, lines: list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO fellows_{table}event"
            f" ({table.removeprefix('service')}_id, action, from_state, to_state, at, note)"
            f" VALUES ({row}, %s, '', '', '{AT}', %s)",
            lines,
        )


def notes(table: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT action, note FROM fellows_{table}event ORDER BY id")
        return list(cursor.fetchall())


def test_facts_of_fellows_and_their_service_come_out_of_notes_and_go_back() -> None:
    fellow, record = FellowFactory(signed=True), ServiceRecordFactory()
    agreement = fellow.agreements.get()
    # As agreements were counted then; the text of this one names no version.
    version = f"Version 1, {agreement.sha256[:12]}"
    used = {"created_at": AT, "expires_at": AT, "used_at": AT}
    link = ServiceLink.objects.create(
        record=record, token_sha256=SIGNED, sent_to="office@example.org", **used
    )
    ours = [
        ("plan_milestone", "CalAPA cycle 1: due October 2, 2026"),
        ("reach_milestone", "Preliminary (Tier 1) credential: March 1, 2026"),
        ("suspend", "12 months from June 14, 2024"),
        ("sign_agreement", version),
    ]
    # Words that are none of ours, and an agreement that is another's.
    others = [("select", "Strong"), ("sign_agreement", "Version 7, 0123456789ab")]
    answers = [
        ("verify", "Lee, with the link sent to me, with the link sent to office@example.org"),
        ("dispute", "Pat Lee, with the link sent to somebody@example.org"),
    ]
    with tables_before("fellows", BEFORE):
        written("fellow", fellow.pk, [*ours, *others])
        written("servicerecord", record.pk, answers)
    assert lines_told(fellow) == [
        *((deed, note, "") for deed, note in ours),
        *((deed, "", note) for deed, note in others),
    ]
    facts = [(one.milestone, one.day, one.months, one.agreement) for one in fellow.events.order_by("pk")[:4]]
    assert facts == [
        ("calapa_1", date(2026, 10, 2), None, None),
        ("preliminary", date(2026, 3, 1), None, None),
        ("", date(2024, 6, 14), 12, None),
        ("", None, None, agreement),
    ]
    kept, _ = record.events.order_by("pk")
    assert (kept.typed_name, kept.link, kept.note) == ("Lee, with the link sent to me", link, "")
    assert lines_told(record) == [("verify", answers[0][1], ""), ("dispute", "", answers[1][1])]
    with tables_before("fellows", BEFORE):
        assert (notes("fellow"), notes("servicerecord")) == ([*ours, *others], answers)
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE fellows_fellowevent SET note = ''")
