"""What a run takes off for overpayments that people agreed to: worked out over all their placements of the year, so
that it comes to the same whoever asks for which of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import orjson

from pathways.models import Placement
from stipends.queries.hashes import canonical, digest
from stipends.queries.paid import Agreed
from stipends.rules import NOTHING_LEFT, Case, line, taken_off

if TYPE_CHECKING:
    from stipends.queries.evidence import Evidence


def with_takings(
    found: "list[Evidence]",
    agreed: Iterable[Agreed],
    year_id: int,
    ask: "Callable[[Collection[int]], list[Evidence]]",
) -> "list[Evidence]":
    """The same evidence, with what may be taken off for each of whom `agreed` names. `ask` gives the evidence of
    further placements of the same people."""
    owed = defaultdict[int, list[Agreed]](list)
    for row in agreed:
        owed[row.person_id].append(row)
    known = {one.placement_id: one for one in found}
    of_year = Placement.objects.filter(year=year_id, person__any_of=list(owed)).values_list("pk", flat=True)
    theirs = [known[pk] for pk in of_year if pk in known]
    theirs += ask([pk for pk in of_year if pk not in known])
    changed = {
        one.placement_id: one
        for person, rows in owed.items()
        for one in _taken([one for one in theirs if one.person_id == person], rows)
    }
    return [changed.get(one.placement_id, one) for one in found]


def _taken(theirs: "Sequence[Evidence]", rows: Sequence[Agreed]) -> "Iterator[Evidence]":
    """In the order of their numbers, each payment of a person loses what the ones before it left open."""
    cases = {one.placement_id: one.case for one in theirs}
    left = {row.pk: _open(row, cases.get(row.placement_id)) for row in rows}
    for one in sorted(theirs, key=lambda one: one.placement_id):
        may = [
            (row.pk, left[row.pk]) for row in rows if row.placement_id != one.placement_id and left[row.pk]
        ]
        due = line(one.case).amount_cents
        if not due or not may:
            continue
        cents = [open_cents for _, open_cents in may]
        for (pk, _), off in zip(may, taken_off(due, cents), strict=True):
            left[pk] -= off
        yield _with(one, may)


def _open(row: Agreed, case: Case | None) -> int:
    """What is open of an overpayment. Where this run decides on its own placement, no more than it finds now: what was
    earned may have risen since."""
    if case is None or case.step.kind != "balance":
        return row.open_cents
    result = line(case)
    decides = result.exclusion in ("", NOTHING_LEFT)
    return min(row.open_cents, result.overpaid_cents) if decides else row.open_cents


def _with(one: "Evidence", may: Iterable[tuple[int, int]]) -> "Evidence":
    pairs = list(may)
    inputs = canonical({**orjson.loads(one.inputs), "against": [list(pair) for pair in pairs]})
    case = one.case._replace(against=tuple(cents for _, cents in pairs))
    return one._replace(case=case, inputs=inputs, inputs_sha256=digest(inputs))
