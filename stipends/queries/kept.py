"""Lines held against what is kept with them: their hashes, and what the rule pays for their inputs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import orjson
from django.db.models import F
from django.db.models.functions import Coalesce

from common.reading import FieldError
from people.models import User
from stipends.models import StipendLine, StipendPolicy, StipendRun
from stipends.queries.evidence import CODE, KIND, SETTLES
from stipends.queries.hashes import BESIDE, HASHED, beside_of, canonical, digest, line_hash
from stipends.queries.runs import AT_ONCE, snapshot
from stipends.rules import Case, Deliverable, Line, Policy, Segment, Session, line, parse_policy

NAMED = 5
# The account of then may have been merged since: then its placement is of the one that stayed.
STAYED = Coalesce("person__merged_into_id", "person_id")
OF_THE_PLACEMENT = {
    "of_person": F("placement__person_id"),
    "of_role": F("placement__role_id"),
    "stayed": STAYED,
}
COLUMNS = (
    "pk",
    "placement_id",
    "cells",
    "inputs",
    *BESIDE,
    "inputs_sha256",
    "sha256",
    *OF_THE_PLACEMENT,
    *HASHED,
)
day_of = lru_cache(maxsize=1000)(date.fromisoformat)
part_of = lru_cache(maxsize=1000)(Fraction)


@dataclass(frozen=True, slots=True)
class Altered:
    """A line that is not what is kept with it, its placement and whose that is, and why, as the end of a sentence."""

    pk: int
    placement_id: int
    person_id: int
    why: str


@dataclass(frozen=True, slots=True)
class _Rule:
    policy: Policy
    annual_cents: int


def altered_lines(run: StipendRun, *, of_any_code: bool = True) -> Iterator[Altered]:
    """Every word of each line is hashed again, and its amounts are calculated again from its inputs, by the policy,
    kind and step of the run: whoever changes an amount and writes its hash anew is noticed too.

    `of_any_code=False` calculates only what this code calculated; older code may have reckoned otherwise.
    """
    policies = StipendPolicy.objects.filter(year=run.year_id)
    rules = {row.pk: _Rule(parse_policy(row.rule), row.annual_cents) for row in policies}
    rows = StipendLine.objects.filter(run=run).order_by("pk").annotate(**OF_THE_PLACEMENT).values(*COLUMNS)
    for row in rows.iterator(AT_ONCE):
        whys = list(_hashes(row)) or list(_amounts(run, row, rules, of_any_code))
        for why in whys:
            yield Altered(row["pk"], row["placement_id"], row["of_person"], why)


def _hashes(row: Mapping[str, Any]) -> Iterator[str]:
    if digest(row["inputs"]) != row["inputs_sha256"]:
        yield "its inputs do not have their hash"
    said = [row[name] for name in HASHED]
    beside = tuple(row[name] for name in BESIDE)
    if line_hash(said, canonical(row["cells"]), beside, row["inputs_sha256"]) != row["sha256"]:
        yield "it does not have its hash"


def _amounts(
    run: StipendRun, row: Mapping[str, Any], rules: Mapping[int, _Rule], of_any_code: bool
) -> Iterator[str]:
    if (row["stayed"], row["role_id"]) != (row["of_person"], row["of_role"]):
        yield "it is of another person or role than its placement"
    try:
        inputs = orjson.loads(row["inputs"])
        if (of_any_code or inputs["code"] == CODE) and not _follows(run, row, inputs, rules):
            yield "its amounts do not follow from its inputs"
    except (ArithmeticError, FieldError, LookupError, TypeError, ValueError):
        yield "its inputs cannot be read"


def _follows(
    run: StipendRun, row: Mapping[str, Any], inputs: Mapping[str, Any], rules: Mapping[int, _Rule]
) -> bool:
    """Whether the rule pays for these inputs what the line says, cell by cell."""
    rule = rules[row["policy_id"]] if row["policy_id"] else None
    result = line(_case(run, inputs, rule))
    return _said(row) == (
        result.status,
        result.exclusion,
        result.earned_cents,
        result.amount_cents,
        inputs["paid_cents"],
        inputs["channel"],
        inputs["school"],
        inputs["policy"],
        beside_of(result, inputs.get("corrects")),
        _cents(result),
    )


def _said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        row["status"],
        row["exclusion"],
        row["earned_cents"],
        row["amount_cents"],
        row["already_paid_cents"],
        row["channel"],
        row["school_id"],
        row["policy_id"],
        tuple(row[name] for name in BESIDE),
        [[part["cents"] for part in cell["parts"]] for cell in row["cells"]],
    )


def _cents(result: Line) -> list[list[int]]:
    cells = result.statement.cells if result.statement else ()
    return [[cell.cents for cell in row] for row in cells]


def _case(run: StipendRun, inputs: Mapping[str, Any], rule: _Rule | None) -> Case:
    """The case as it was decided. What the policy and the run say is taken from them, not from the inputs."""
    segments = [segment_of(kept, rule.annual_cents) for kept in inputs["segments"]] if rule else []
    return Case(
        policy=rule.policy if rule else None,
        version="",
        signed=inputs["signed"],
        completed_year=inputs["completed_year"],
        segments=tuple(segments),
        paid_cents=inputs["paid_cents"],
        step=run.pays,
        settles=SETTLES[KIND(run.kind)],
        hopes=run.kind == KIND.PROJECTION,
        open_rosters=inputs["open_rosters"],
        disputed=inputs.get("disputed", False),
        against=tuple(cents for _, cents in inputs.get("against", ())),
        waived_cents=inputs.get("waived_cents", 0),
    )


def segment_of(kept: Mapping[str, Any], annual_cents: int) -> Segment:
    """A stretch of the year as the inputs keep it (queries.inputs); titles are only for reasons."""
    served, of_year, leave = kept["days"]
    return Segment(
        annual_cents=annual_cents,
        share=part_of(kept["share"]),
        service_days=served,
        year_service_days=of_year,
        leave_days=leave,
        sessions=tuple(
            Session(day_of(day), kind, minutes, mark, attended, ref=ref)
            for ref, day, kind, minutes, mark, attended in kept["sessions"]
        ),
        deliverables=tuple(
            Deliverable(part_of(weight), status) for _, weight, status in kept["deliverables"]
        ),
        attested=kept["attested"],
        records=tuple(record for record, _, _ in kept["deliverables"]),
    )


@dataclass(frozen=True, slots=True)
class Other:
    """How the lines of a run are not those that were calculated, as the end of a sentence that names whose, and their
    `placements` as far as they are known."""

    words: str
    placements: tuple[int, ...] = ()


def why_other(run: StipendRun, *, of_any_code: bool = True) -> Other | None:
    """How the lines of a run are not those that were calculated; None when they are."""
    altered = list(altered_lines(run, of_any_code=of_any_code))
    if altered:
        people = list(dict.fromkeys(one.person_id for one in altered))
        words = f"{_named(people)} not follow from what is kept with {'it' if len(people) == 1 else 'them'}"
        return Other(words, tuple(dict.fromkeys(one.placement_id for one in altered)))
    now = snapshot(run.pk)
    if now.lines_count != run.lines_count:
        words = f"there are {now.lines_count:,} now, and {run.lines_count:,} were calculated"
        return Other(words, _without_their_line(run))
    if (now.sha256, now.total_cents) != (run.snapshot_sha256, run.total_cents):
        return Other("they do not have the hash and total of the run")
    return None


def _without_their_line(run: StipendRun) -> tuple[int, ...]:
    """Placements that were calculated in this round and have no line, and those that have one and were not."""
    parts = run.chunks.filter(round=run.round).values_list("placement_ids", flat=True)
    asked, kept = {pk for ids in parts for pk in ids}, set(run.lines.values_list("placement_id", flat=True))
    return tuple(sorted(asked ^ kept))


def _named(people: Sequence[int]) -> str:
    """ "the line of Ana Ruiz does", "the lines of Ana Ruiz, Ben Li and 3 more do"."""
    found = User.objects.in_bulk(people[:NAMED])
    names = [found[pk].name for pk in people[:NAMED]]
    if len(people) == 1:
        return f"the line of {names[0]} does"
    more = len(people) - NAMED
    last = f"{more:,} more" if more > 0 else names.pop()
    return f"the lines of {', '.join(names)} and {last} do"
