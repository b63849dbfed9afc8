"""The money of the demo is made by the product itself: last year's run goes through its own services."""

from datetime import datetime, timedelta

from common.clock import day_begins
from pathways.models import ProgramYear
from people.models import User
from stipends.models import Export, StipendRun
from stipends.services import approve, calculate, calculate_chunk, export, finish_run, prepare_run


def calculated(run: StipendRun, *, by: User, now: datetime) -> StipendRun:
    """The run with its lines, calculated here and now by what a worker would do."""
    calculate(pk=run.pk, by=by, now=now)
    contexts: dict = {}
    while calculate_chunk(run_id=run.pk, contexts=contexts):
        pass
    finish_run(run_id=run.pk, now=now)
    run.refresh_from_db()
    return run


def make_last_run(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """Last year's final run, two weeks after that year: prepared by one person, calculated, approved by another,
    exported. Never later than now."""
    now = min(now, day_begins(year.ends + timedelta(days=14)) + timedelta(hours=10))
    preparer, approver = named["preparer"], named["approver"]
    run = calculated(prepare_run(year=year, kind="final", by=preparer, now=now), by=preparer, now=now)
    approve(pk=run.pk, by=approver, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=now)
    export(pk=run.pk, layout=Export.Layout.GENERIC, by=preparer, now=now)
