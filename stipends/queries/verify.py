"""Proof that what was calculated, approved and exported is what is in the database."""

from collections.abc import Iterator
from hashlib import sha256

from stipends.models import Export, StipendLine, StipendRun
from stipends.queries.evidence import HASHED, canonical, digest, line_hash
from stipends.queries.runs import snapshot
from stipends.states import RunState

KEPT = [
    state.value for state in (RunState.CALCULATED, RunState.APPROVED, RunState.EXPORTED, RunState.CONFIRMED)
]


def differences() -> Iterator[str]:
    """A sentence for each run, line and file that is not what its hash says."""
    for run in StipendRun.objects.filter(state__in=KEPT).select_related("year").order_by("pk"):
        yield from _lines(run)
        now = snapshot(run.pk)
        if (now.sha256, now.total_cents, now.lines_count) != (
            run.snapshot_sha256,
            run.total_cents,
            run.lines_count,
        ):
            yield f"{run} (number {run.pk}): its lines are not those its hash and total were taken of."
    yield from _files()


def _lines(run: StipendRun) -> Iterator[str]:
    rows = StipendLine.objects.filter(run=run).order_by("pk")
    columns = ("pk", "cells", "inputs", "flags", "inputs_sha256", "sha256", *HASHED)
    for pk, cells, inputs, flags, inputs_sha, sha, *said in rows.values_list(*columns).iterator(2000):
        if digest(inputs) != inputs_sha:
            yield f"{run} (number {run.pk}), line {pk}: its inputs do not have their hash."
        if line_hash(said, canonical(cells), flags, inputs_sha) != sha:
            yield f"{run} (number {run.pk}), line {pk}: it does not have its hash."


def _files() -> Iterator[str]:
    for file in Export.objects.select_related("run").order_by("pk").iterator(20):
        if sha256(bytes(file.content)).hexdigest() != file.sha256:
            yield f"{file} (number {file.pk}): its bytes do not have their hash."
        if file.total_cents != file.run.total_cents:
            yield f"{file} (number {file.pk}): its total is not that of its run."
