"""What several runs of one year pay together, and the words that say why."""

import sys

import pytest

from common.errors import DomainError
from stipends.services import approve
from tests.factories.stipends import NOW, Year, approver
from tests.stipends.test_runs import calculated

pytestmark = pytest.mark.django_db

HALF = {"kind": "share_of_maximum", "share": "1/2"}
WHOLE = {"kind": "share_of_maximum", "share": "1"}


@pytest.fixture
def year(clock):
    clock(NOW)
    return Year()


def test_balance_then_shares_never_pay_more_than_the_whole_year(year, signed_in):
    placement = year.leader(missed={5})
    year.close()
    steps = ({}, HALF, HALF, WHOLE, {"kind": "share_of_earned", "share": "1"}, {})
    runs = [
        approved_or_empty(year, kind="instalment", number=number, step=step)
        for number, step in enumerate(steps, 1)
    ]
    assert [run.total_cents for run in runs] == [288_750, 11_250, 0, 0, 0, 0]
    (standing,) = signed_in(placement.person).get("/stipends/").context["standings"]
    assert standing.paid_cents == standing.forecast.maximum_cents == 300_000


def approved_or_empty(year, **fields):
    """The run, approved when it pays anybody."""
    run = calculated(year, **fields)
    if run.total_cents:
        seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
        run = approve(pk=run.pk, by=approver(), now=NOW, **seen)
    return run


def test_a_run_calculated_by_older_rules_is_calculated_again_before_approval(year, monkeypatch):
    year.leader()
    monkeypatch.setattr(sys.modules["stipends.queries.evidence"], "CODE", 1)
    run = calculated(year, kind="instalment", step=HALF)
    monkeypatch.undo()
    with pytest.raises(DomainError, match="1 line has other evidence now"):
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)
