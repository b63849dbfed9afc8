"""A statement says what changed after signing, as it stood when its run was calculated, on its page and on paper."""

from datetime import timedelta

import pytest

from stipends.exports import said_of, statement_pdf
from stipends.models import StatementChange
from tests.factories.people import manager
from tests.factories.stipends import NOW, Year
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


def kept(placement, by, at, **fields):
    usual = {
        "kind": "added",
        "title": "Peer Coach seminar 1",
        "reason": "The school asked for it.",
        "earned_before_cents": 50_000,
        "earned_after_cents": 40_000,
        "possible_before_cents": 300_000,
        "possible_after_cents": 300_000,
    }
    return StatementChange.objects.create(placement=placement, by=by, at=at, **usual | fields)


def test_a_statement_keeps_the_changes_until_its_run_was_calculated_and_takes_no_later_one(signed_in, clock):
    clock(NOW)
    year, by = Year(), manager()
    placement = year.leader()
    year.close()
    kept(placement, by, NOW - timedelta(days=2))
    kept(placement, by, NOW - timedelta(days=1), kind="owed", title="Reflection", earned_after_cents=50_000)
    line = approved(year).lines.select_related("run", "person", "role", "school", "placement").get()
    kept(placement, by, NOW + timedelta(days=1), title="Later than the run")
    assert said_of(line)["changes"] == [
        f"Jun 19, 2027: a deliverable was changed. Reflection. The school asked for it. ({by.name})"
        " It moved nothing of the stipend.",
        f"Jun 18, 2027: a session was added. Peer Coach seminar 1. The school asked for it. ({by.name})"
        " Earned so far: $500.00 before, $400.00 after. May be earned in all: $3,000.00.",
    ]
    assert statement_pdf(line).startswith(b"%PDF-")
    for reader, address in (
        (placement.person, f"/stipends/statements/{line.pk}/"),
        (line.run.prepared_by, f"/stipends/runs/{line.run_id}/lines/{line.pk}/"),
    ):
        page = signed_in(reader).get(address).content.decode()
        assert "What changed after signing" in page
        assert ("Peer Coach seminar 1" in page, "Later than the run" in page) == (True, False)
