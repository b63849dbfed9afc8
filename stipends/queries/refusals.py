"""Which lines of a run would come out otherwise now, and why; and the refusal that waits for its preparer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Prefetch

from stipends.models import RefusedLine, RunRefusal, StipendLine, StipendRun
from stipends.queries.evidence import context_of, evidence
from stipends.queries.runs import AT_ONCE, batches, placements_of
from stipends.states import RunState

Cause = RefusedLine.Cause
# Facts of a whole line, and those of each stretch of its year, by their names in the inputs.
OF_A_LINE = (
    Cause.POLICY,
    Cause.PAID,
    Cause.ROSTERS,
    Cause.SIGNED,
    Cause.COMPLETED,
    Cause.CHANNEL,
    Cause.SCHOOL,
)
OF_A_SEGMENT = (Cause.SESSIONS, Cause.DELIVERABLES, Cause.ATTESTED, Cause.DAYS, Cause.ANNUAL, Cause.SHARE)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A statement that would come out otherwise, and what of it is other."""

    placement_id: int
    causes: tuple[str, ...]


def changes_since(run: StipendRun) -> list[Otherwise]:
    """Lines that would come out otherwise now: other evidence, another policy, or somebody new or gone. In the order
    of the run. Reads all evidence again, two thousand placements at a time."""
    context = context_of(run)
    rows = StipendLine.objects.filter(run=run).values_list("placement_id", "inputs_sha256")
    kept, now = dict(rows.iterator(AT_ONCE)), placements_of(run.year_id)
    found = [Otherwise(pk, (Cause.NEW,)) for pk in now if pk not in kept]
    found += [Otherwise(pk, (Cause.GONE,)) for pk in kept.keys() - set(now)]
    for ids in batches(now, AT_ONCE):
        others = {
            one.placement_id: one.inputs
            for one in evidence(context, ids)
            if kept.get(one.placement_id, one.inputs_sha256) != one.inputs_sha256
        }
        before = StipendLine.objects.filter(run=run, placement__any_of=list(others))
        was = dict(before.values_list("placement_id", "inputs"))
        found += [Otherwise(pk, causes(was[pk], inputs)) for pk, inputs in others.items()]
    order = {pk: index for index, pk in enumerate(now)}
    return sorted(found, key=lambda one: order.get(one.placement_id, len(order)))


def causes(before: str, after: str) -> tuple[str, ...]:
    """Which facts of a line are others, by its inputs as they were and as they are."""
    was, now = orjson.loads(before), orjson.loads(after)
    found = [cause for cause in OF_A_LINE if was.get(cause) != now.get(cause)]
    return tuple([*_in_segments(was, now), *found]) or (Cause.OTHER,)


def _in_segments(was: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    before, after = was.get("segments", []), now.get("segments", [])
    if len(before) != len(after):
        yield Cause.SEGMENTS
        return
    for cause in OF_A_SEGMENT:
        if any(one.get(cause) != two.get(cause) for one, two in zip(before, after, strict=True)):
            yield cause


def open_refusal(run: StipendRun) -> RunRefusal | None:
    """The latest refusal of this run, with its lines, while its lines are those that were refused. Two queries."""
    lines = RefusedLine.objects.select_related("placement__person").order_by("pk")
    waiting = run.refusals.filter(run__state=RunState.CALCULATED, round=run.round).select_related("by")
    return waiting.prefetch_related(Prefetch("lines", lines)).order_by("at", "pk").last()
