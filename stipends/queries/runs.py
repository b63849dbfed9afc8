"""Questions about runs: how far, how much, for whom, and whether anything changed since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, Count, F, Sum, Value, When
from django.db.models.functions import Greatest, Least

from common.money import dollars
from pathways.models import Placement
from stipends.models import RunChunk, StipendLine, StipendRun
from stipends.queries.lines import FACTS, PAID_ABOVE, PAID_AHEAD, PAID_LESS, WITHOUT_WORK, code_of
from stipends.rules import NOTHING_LEFT, why_nothing
from stipends.states import ChunkState

AT_ONCE = 2000


def kind_in_words(path: str = "kind") -> Case:
    """The kind of a run as a page says it within a sentence; `path` leads to the stored one."""
    words = (When(**{path: kind}, then=Value(str(kind.label).lower())) for kind in StipendRun.Kind)
    return Case(*words, output_field=CharField())


@dataclass(frozen=True, slots=True)
class Progress:
    """Chunks of the present round. `errors` are those of chunks that were given up, `held` of those still tried."""

    done: int
    total: int
    failed: int
    errors: tuple[str, ...]
    held: tuple[str, ...]


def progress(run: StipendRun) -> Progress:
    """How far the present round is: one query."""
    chunks = RunChunk.objects.filter(run=run, round=run.round)
    rows = list(chunks.values_list("state", "error").annotate(count=Count("pk")).order_by("error"))
    by_state = {state: sum(count for s, _, count in rows if s == state) for state in ChunkState}
    errors = tuple(error for state, error, _ in rows if state == ChunkState.FAILED)
    held = tuple(error for state, error, _ in rows if state == ChunkState.WAITING and error)
    done, failed = by_state[ChunkState.DONE], by_state[ChunkState.FAILED]
    return Progress(done, sum(by_state.values()), failed, errors, held)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an approver approves: the hash over the hashes of all lines, their total and their number."""

    sha256: str
    total_cents: int
    lines_count: int


def snapshot(run_id: int) -> Snapshot:
    """Of the lines as they are now, in the order of their placements: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT encode(sha256(convert_to(coalesce(string_agg(sha256, '' ORDER BY placement_id), ''),"
            " 'UTF8')), 'hex'), coalesce(sum(amount_cents), 0), count(*)"
            " FROM stipends_stipendline WHERE run_id = %s",
            [run_id],
        )
        sha, total, count = cursor.fetchone()
    return Snapshot(sha, int(total), count)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of a run for its page; each row has pk, label, cents and `paid`, the number of lines that pay."""

    by_pathway: list[dict[str, Any]]
    by_school: list[dict[str, Any]]
    exclusions: list[dict[str, Any]]
    paid: int
    overpaid: int
    # Who is paid by this run before they earned it, and how much of it in all.
    ahead: int
    ahead_cents: int
    # Who is paid in full for deliverables although none was asked for.
    nothing_owed: int
    # From whom something is taken off for what was paid too much before, and how much in all.
    taken: int = 0
    taken_cents: int = 0


def totals(run: StipendRun) -> Totals:
    """Sums by pathway, by school, and of those not paid: one query."""
    by = ("role__pathway", "role__pathway__name", "school", "school__name", "exclusion", *FACTS)
    lines = StipendLine.objects.filter(run=run).annotate(**FACTS).values(*by)
    overpaid = Count("pk", filter=PAID_ABOVE)
    # Of what a line pays, the part that nobody has earned yet.
    paid = F("already_paid_cents") + F("amount_cents")
    over = Greatest(paid - F("earned_cents"), 0)
    ahead = Least(F("amount_cents"), over)
    sums = {
        "ahead": Count("pk", filter=PAID_AHEAD),
        "ahead_cents": Sum(ahead),
        "nothing_owed": Count("pk", filter=WITHOUT_WORK),
        "taken": Count("pk", filter=PAID_LESS),
        "taken_off": Sum("taken_cents"),
    }
    rows = list(
        lines.annotate(cents=Sum("amount_cents"), people=Count("pk"), overpaid=overpaid, **sums).order_by()
    )
    return Totals(
        by_pathway=_sums(rows, "role__pathway"),
        by_school=_sums(rows, "school"),
        exclusions=_exclusions(run, rows),
        paid=sum(row["people"] for row in rows if not row["exclusion"]),
        overpaid=sum(row["overpaid"] for row in rows),
        ahead=sum(row["ahead"] for row in rows),
        ahead_cents=sum(row["ahead_cents"] for row in rows),
        nothing_owed=sum(row["nothing_owed"] for row in rows),
        taken=sum(row["taken"] for row in rows),
        taken_cents=sum(row["taken_off"] for row in rows),
    )


def _exclusions(run: StipendRun, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How many are not paid for each reason, by the facts of their lines; `code` narrows the lines to it."""
    people: dict[tuple[str, str], int] = defaultdict(int)
    labels = dict(StipendLine.Exclusion.choices)
    for row in rows:
        code = row["exclusion"]
        if code == NOTHING_LEFT:
            nothing = why_nothing(run.pays, row["unearned"], row["paid_up"])
            people[code_of(nothing), nothing.words(run.pays)] += row["people"]
        elif code:
            people[code, str(labels[code])] += row["people"]
    return [
        {"code": code, "words": words, "people": count} for (code, words), count in sorted(people.items())
    ]


def _sums(rows: Sequence[Mapping[str, Any]], by: str) -> list[dict[str, Any]]:
    """Rows added up by one thing, the largest first."""
    sums: dict[int, dict[str, Any]] = {}
    for row in rows:
        pk = row[by]
        one = sums.setdefault(pk, {"pk": pk, "label": row[f"{by}__name"], "cents": 0, "paid": 0})
        one["cents"] += row["cents"]
        one["paid"] += 0 if row["exclusion"] else row["people"]
    return sorted(sums.values(), key=lambda one: (-one["cents"], one["label"]))


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """What payroll has not confirmed of a run yet."""

    lines: int
    cents: int

    @property
    def words(self) -> str:
        return f"not confirmed by payroll yet, on {self.lines:,} line{'' if self.lines == 1 else 's'}"

    def __str__(self) -> str:
        return f"{dollars(self.cents)} {self.words}"


def unconfirmed(run_id: int) -> Unconfirmed:
    """How many lines, and how much: one query."""
    lines = StipendLine.objects.unconfirmed().filter(run=run_id)
    sums = lines.aggregate(lines=Count("pk"), cents=Sum("amount_cents", default=0))
    return Unconfirmed(sums["lines"], sums["cents"])


def placements_of(year_id: int) -> list[int]:
    """All placements of a year, by school and name, so that lines come out in an order people can read."""
    rows = Placement.objects.filter(year=year_id)
    return list(rows.order_by("school__sort_name", "person__sort_name", "pk").values_list("pk", flat=True))


def batches(ids: list[int], size: int) -> Iterator[list[int]]:
    """The ids in order, `size` at a time."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
