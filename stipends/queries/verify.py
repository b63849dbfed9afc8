"""Proof that what was calculated, approved and exported is what is in the database."""

from collections.abc import Iterator

from stipends.models import Export, StipendRun
from stipends.queries.assistance import assistance_differences
from stipends.queries.batches import claim_differences
from stipends.queries.kept import altered_lines
from stipends.queries.runs import snapshot
from stipends.states import RunState

KEPT = [state for state in (RunState.CALCULATED, RunState.APPROVED, RunState.EXPORTED, RunState.CONFIRMED)]


def differences() -> Iterator[str]:
    """A sentence for each run, line, claim and file that is not what its hash says."""
    for run in StipendRun.objects.filter(state__in=KEPT).select_related("year").order_by("pk"):
        for line in altered_lines(run, of_any_code=False):
            yield f"{run} (number {run.pk}), line {line.pk}: {line.why}."
        now = snapshot(run.pk)
        if (now.sha256, now.total_cents, now.lines_count) != (
            run.snapshot_sha256,
            run.total_cents,
            run.lines_count,
        ):
            yield f"{run} (number {run.pk}): its lines are not those its hash and total were taken of."
    yield from _files()
    yield from claim_differences()
    yield from assistance_differences()


def _files() -> Iterator[str]:
    for file in Export.objects.select_related("run").order_by("pk").iterator(20):
        if not file.is_whole:
            yield f"{file} (number {file.pk}): its bytes do not have their hash."
        if file.total_cents != file.run.total_cents:
            yield f"{file} (number {file.pk}): its total is not that of its run."
