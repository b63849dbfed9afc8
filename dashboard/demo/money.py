"""The money of the demo is made by the product itself: last year's run goes through its own services."""

from datetime import datetime

from pathways.models import ProgramYear
from people.models import User
from stipends.models import Export
from stipends.services import approve, calculate, calculate_chunk, export, finish_run, prepare_run


def make_last_run(year: ProgramYear, named: dict[str, User], *, now: datetime) -> None:
    """Last year's final run: prepared by one person, calculated, approved by another, exported."""
    preparer, approver = named["preparer"], named["approver"]
    run = prepare_run(year=year, kind="final", by=preparer, now=now)
    calculate(pk=run.pk, by=preparer, now=now)
    contexts: dict = {}
    while calculate_chunk(run_id=run.pk, contexts=contexts):
        pass
    finish_run(run_id=run.pk, now=now)
    run.refresh_from_db()
    approve(pk=run.pk, by=approver, snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=now)
    export(pk=run.pk, layout=Export.Layout.GENERIC, by=preparer, now=now)
