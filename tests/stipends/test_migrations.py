"""What migrations carry over, tried on rows as they were before them."""

from typing import Any

import pytest
from django.db import connection

from stipends.models import StipendRun, StipendRunEvent
from stipends.queries.verify import differences
from tests.factories.stipends import NOW, StipendLineFactory, StipendRunFactory, Year
from tests.migrating import tables_before
from tests.owner import by_the_owner
from tests.stipends.test_runs import approved

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BEFORE = "0025_installment_as_it_is_spelled"
HALF = {"kind": "share_of_maximum", "share": "1/2"}


def asked(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_amounts_that_stood_in_flags_get_columns_and_come_back() -> None:
    run = StipendRunFactory()
    flags = [
        [],
        ["whole:300000"],
        ["overpaid:67500"],
        ["no_deliverables"],
        ["no_deliverables", "whole:0", "overpaid:1"],
    ]
    lines = StipendLineFactory.create_batch(len(flags), run=run)
    with tables_before("stipends", BEFORE):
        guard = "pgtrigger_lines_are_never_edited_47903"
        by_the_owner(
            f"ALTER TABLE stipends_stipendline DISABLE TRIGGER {guard}",
            *(
                f"UPDATE stipends_stipendline SET flags = ARRAY[{', '.join(map(repr, said))}]::varchar[]"
                f" WHERE id = {line.pk}"
                for line, said in zip(lines, flags, strict=True)
            ),
            f"ALTER TABLE stipends_stipendline ENABLE TRIGGER {guard}",
        )
    columns = ("whole_cents", "overpaid_cents", "nothing_to_deliver")
    assert list(run.lines.order_by("pk").values_list(*columns)) == [
        (None, 0, False),
        (300_000, 0, False),
        (None, 67_500, False),
        (None, 0, True),
        (0, 1, True),
    ]
    with tables_before("stipends", BEFORE):
        assert asked("SELECT flags FROM stipends_stipendline ORDER BY id") == [(said,) for said in flags]


def test_the_lines_of_a_run_that_was_approved_before_have_their_hashes_still(clock: Any) -> None:
    clock(NOW)
    year = Year()
    year.leader()
    run = approved(year, kind="instalment", step=HALF)
    before = run.lines.values_list("sha256", flat=True).get()
    with tables_before("stipends", BEFORE):
        assert asked("SELECT flags, sha256 FROM stipends_stipendline") == [(["whole:300000"], before)]
    line = run.lines.get()
    assert (line.whole_cents, line.sha256, line.amount_cents) == (300_000, before, 150_000)
    assert list(differences()) == []
    assert StipendRun.objects.get().snapshot_sha256 == run.snapshot_sha256


def test_what_was_done_with_a_run_is_one_word() -> None:
    run = StipendRunFactory()
    said = ["prepare", "send back", "confirm a part", "confirm", "refuse"]
    with tables_before("stipends", BEFORE):
        by_the_owner(
            *(
                "INSERT INTO stipends_stipendrunevent (run_id, action, from_state, to_state, at, note)"
                f" VALUES ({run.pk}, '{action}', 'calculated', 'calculated', now(), 'Send back: no words.')"
                for action in said
            )
        )
    rows = StipendRunEvent.objects.order_by("pk").values_list("action", "from_state", "to_state", "note")
    assert list(rows) == [
        (action, "calculated", "calculated", "Send back: no words.")
        for action in ("prepare", "send_back", "confirm_part", "confirm", "refuse")
    ]
    with tables_before("stipends", BEFORE):
        assert asked("SELECT action FROM stipends_stipendrunevent ORDER BY id") == [(one,) for one in said]
    # History stays as it was said again.
    with pytest.raises(Exception, match="rows of this table stay as they are"):
        by_the_owner("UPDATE stipends_stipendrunevent SET note = ''")
