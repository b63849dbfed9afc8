"""Which lines of a run would come out otherwise now, and why; and the refusal that waits for its preparer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import orjson
from django.db.models import Prefetch

from pathways.models import Placement
from pathways.states import DeliverableState
from people.models import User
from stipends.models import RefusedLine, RunRefusal, StipendLine, StipendRun
from stipends.models.refusals import causes_in_words
from stipends.queries.evidence import context_of, evidence
from stipends.queries.runs import AT_ONCE, batches, placements_of
from stipends.states import RunState

Cause = RefusedLine.Cause
# By name; whoever calculates again has them all.
MOST_NAMED = 10
# Facts of a whole line, and those of each stretch of its year, by their names in the inputs.
OF_A_LINE = (
    Cause.POLICY,
    Cause.PAID,
    Cause.ROSTERS,
    Cause.SIGNED,
    Cause.COMPLETED,
    Cause.CHANNEL,
    Cause.SCHOOL,
    Cause.DISPUTED,
    Cause.AGAINST,
    Cause.WAIVED,
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
    pairs = list(zip(before, after, strict=True))
    for cause in OF_A_SEGMENT:
        if any(one.get(cause) != two.get(cause) for one, two in pairs):
            yield Cause.HANDED_IN if cause == Cause.DELIVERABLES and _handed_in(pairs) else cause


def _handed_in(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> bool:
    """Whether all that is other of their deliverables is that some were handed in: it moves no cent before they are
    accepted, and yet the line says in words how each stands."""
    return all(
        then[:2] == now[:2] and now[2] in (then[2], DeliverableState.SUBMITTED)
        for one, two in pairs
        for then, now in zip_longest(one["deliverables"], two["deliverables"], fillvalue=("", "", ""))
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """Whose statement would come out otherwise now, what of it is other, and its line; None for somebody new."""

    person: User
    line_pk: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a run cannot be approved as it was calculated: the first lines that changed since, by name."""

    named: list[Changed]
    count: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.named)

    @property
    def sentence(self) -> str:
        return changed_since(self.count)


def changed_since(count: int) -> str:
    """That so many lines changed, and what to do, in words."""
    lines, were = ("1 line has", "was") if count == 1 else (f"{count:,} lines have", "were")
    return (
        f"Something changed since this run was calculated: {lines} other evidence now, or {were} paid by another run."
        " A finance preparer calculates it again; look at it then, and approve it."
    )


def stale(run: StipendRun) -> Stale | None:
    """What would have its approval refused; None when nothing does, or the run does not wait for approval. Costs what
    approving costs: all evidence is read."""
    found = changes_since(run) if run.state == RunState.CALCULATED else []
    if not found:
        return None
    first = [one.placement_id for one in found[:MOST_NAMED]]
    lines = dict(StipendLine.objects.filter(run=run, placement__in=first).values_list("placement", "pk"))
    people = Placement.objects.select_related("person").in_bulk(first)
    named = [
        Changed(people[one.placement_id].person, lines.get(one.placement_id), causes_in_words(one.causes))
        for one in found[:MOST_NAMED]
    ]
    return Stale(named, len(found))


def open_refusal(run: StipendRun) -> RunRefusal | None:
    """The latest refusal of this run, with its lines, while its lines are those that were refused. Two queries."""
    lines = RefusedLine.objects.select_related("placement__person").order_by("pk")
    waiting = run.refusals.filter(run__state=RunState.CALCULATED, round=run.round).select_related("by")
    return waiting.prefetch_related(Prefetch("lines", lines)).order_by("at", "pk").last()
