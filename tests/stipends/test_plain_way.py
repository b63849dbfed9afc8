"""A run works out once what many leaders have in common, and writes by COPY; the plain way, a leader at a time and by
the model, comes to the same lines."""

import sys
from datetime import timedelta

import orjson
import pytest

from pathways.models import Leave
from stipends.models import StipendLine, StipendRun
from stipends.queries.evidence import context_of, evidence
from stipends.queries.hashes import BESIDE, beside_of, canonical, line_hash
from stipends.rules import line
from stipends.services import calculate, calculate_chunk, prepare_run
from stipends.services.chunks import COLUMNS, cells_of
from tests.factories.stipends import Year, preparer

pytestmark = pytest.mark.django_db


def forget() -> None:
    """As in a process that has not calculated anything yet."""
    for module in [one for name, one in sys.modules.items() if name.startswith("stipends.")]:
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


def plainly(run: StipendRun, placement: int) -> StipendLine:
    """The line of one placement, from evidence that was read for it alone; not saved."""
    forget()
    (one,) = evidence(context_of(run), [placement])
    result = line(one.case)
    said = {
        "person_id": one.person_id,
        "placement_id": placement,
        "role_id": one.fact.role_id,
        "school_id": one.fact.school_id,
        "policy_id": one.policy_id,
        "channel": one.channel,
        "status": result.status,
        "exclusion": result.exclusion,
        "earned_cents": result.earned_cents,
        "already_paid_cents": one.case.paid_cents,
        "amount_cents": result.amount_cents,
    }
    cells, beside = cells_of(one, result), beside_of(result, one.corrects)
    sha = line_hash(said.values(), canonical(cells), beside, one.inputs_sha256)
    beside_said = dict(zip(BESIDE, beside, strict=True))
    inputs = {"inputs": one.inputs, "inputs_sha256": one.inputs_sha256}
    return StipendLine(run=run, cells=cells, sha256=sha, **said, **beside_said, **inputs)


def columns(row: StipendLine) -> dict[str, object]:
    plain = {name: getattr(row, name) for name in COLUMNS}
    return {**plain, "cells": orjson.loads(canonical(row.cells))}


@pytest.mark.parametrize("kind", ["projection", "final"])
def test_the_lines_of_a_run_are_those_of_each_leader_alone(kind: str) -> None:
    year = Year()
    alike = [year.leader() for _ in range(3)]
    year.leader(missed=(1,), delivered=1)
    year.leader(missed=(0, 1), attested=None)
    later = year.year.starts + timedelta(days=60)
    year.leader(starts=later)
    away = year.leader()
    Leave.objects.create(placement=away, category="family", starts=later, ends=later + timedelta(days=30))
    year.close()
    by = preparer()
    run = calculate(pk=prepare_run(year=year.year, kind=kind, by=by).pk, by=by)
    assert calculate_chunk(run_id=run.pk)
    written = {row.placement_id: columns(row) for row in StipendLine.objects.filter(run=run)}
    assert {pk: columns(plainly(run, pk)) for pk in written} == written
    assert (len(written), len({row["earned_cents"] for row in written.values()})) == (7, 5)
    assert {written[one.pk]["earned_cents"] for one in alike} == {year.policy.annual_cents}
