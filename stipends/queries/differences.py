"""A run beside another one, person by person: what each earned then and now, and why it is other."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Abs, Coalesce

from pathways.queries import year_before
from stipends.models import StipendLine, StipendRun
from stipends.rules.differences import between_years, since

UP, DOWN, NEW, SAME, GONE = "up", "down", "new", "same", "gone"
# What of the other line its reasons are read from.
WITHIN, ACROSS = "inputs", "cells"
CENTS = IntegerField()


@dataclass(frozen=True, slots=True)
class Sums:
    """How many lines of a run earn more, less, the same as then, or are new, and how many of then are gone; in all,
    what was earned then and now, in cents."""

    counts: dict[str, int]
    then_cents: int
    now_cents: int

    @property
    def moved(self) -> int:
        """How many are not the same, those that are gone left out: they are no lines of this run."""
        return self.counts[UP] + self.counts[DOWN] + self.counts[NEW]

    @property
    def in_words(self) -> str:
        """ "86 lines earn more, 3 less, 2 are new."."""
        up, down, new = (self.counts[name] for name in (UP, DOWN, NEW))
        if not self.moved:
            return "Every line earns what it earned then."
        lines = "1 line earns" if up == 1 else f"{up:,} lines earn"
        are = "1 is new" if new == 1 else f"{new:,} are new"
        return f"{lines} more, {down:,} less, {are}."


def runs_beside(run: StipendRun) -> list[StipendRun]:
    """What a run is held against: the last one approved before it in its year, and the same one of the year before, or
    its final one. Those there are; three queries at most."""
    paying = StipendRun.objects.locked().paying().select_related("year")
    earlier = paying.filter(year=run.year_id).exclude(pk=run.pk)
    if run.approved_at is not None:
        earlier = earlier.filter(approved_at__lt=run.approved_at)
    found = list(earlier.order_by("-approved_at", "-pk")[:1])
    before = year_before(run.year)
    last = paying.filter(year=before).order_by("-approved_at", "-pk") if before else []
    same = [one for one in last if (one.kind, one.number) == (run.kind, run.number)]
    final = [one for one in last if one.kind == StipendRun.Kind.FINAL]
    return [*found, *(same or final)[:1]]


def _same(run: StipendRun, other: StipendRun) -> Q:
    """Within a year a statement is a placement; in another it is of the same person, whose account may have been merged
    since, in the same role."""
    if run.year_id == other.year_id:
        return Q(placement=OuterRef("placement"))
    person = Q(person=OuterRef("person")) | Q(person__merged_into=OuterRef("person"))
    return Q(role=OuterRef("role")) & person


def read_by(run: StipendRun, other: StipendRun) -> str:
    """What the reasons of a difference are read from: inputs within a year, cells across years."""
    return WITHIN if run.year_id == other.year_id else ACROSS


def _beside(run: StipendRun, other: StipendRun) -> "QuerySet[StipendLine]":
    then = StipendLine.objects.filter(_same(run, other), run=other).order_by("pk")
    return run.lines.annotate(
        then_pk=Subquery(then.values("pk")[:1]),
        then_cents=Coalesce(Subquery(then.values("earned_cents")[:1]), 0, output_field=CENTS),
        now_cents=F("earned_cents"),
        difference=F("now_cents") - F("then_cents"),
    )


def _gone(run: StipendRun, other: StipendRun) -> "QuerySet[StipendLine]":
    """The lines of the other run whose statement is not on this one."""
    here = StipendLine.objects.filter(_back(run, other), run=run)
    return other.lines.filter(~Exists(here)).annotate(
        then_pk=F("pk"),
        then_cents=F("earned_cents"),
        now_cents=Value(0, CENTS),
        difference=-F("earned_cents"),
    )


def _back(run: StipendRun, other: StipendRun) -> Q:
    """As `_same`, asked from the line of then."""
    if run.year_id == other.year_id:
        return Q(placement=OuterRef("placement"))
    return Q(role=OuterRef("role")) & (
        Q(person=OuterRef("person")) | Q(person=OuterRef("person__merged_into"))
    )


NARROWED = {
    UP: Q(then_pk__isnull=False, difference__gt=0),
    DOWN: Q(then_pk__isnull=False, difference__lt=0),
    NEW: Q(then_pk__isnull=True),
    SAME: Q(then_pk__isnull=False, difference=0),
}


def differences(run: StipendRun, other: StipendRun, show: str = "") -> "QuerySet[StipendLine]":
    """The lines of the run that earn otherwise than the other one's, the largest difference first; those of `show` on
    request. Each has `then_pk`, `then_cents`, `now_cents`, `difference`, and `then_said`: what `why` reads."""
    narrowed = NARROWED.get(show, ~NARROWED[SAME])
    found = _gone(run, other) if show == GONE else _beside(run, other).filter(narrowed)
    said = read_by(run, other)
    then = StipendLine.objects.filter(pk=OuterRef("then_pk")).values(said)
    unread = {WITHIN, ACROSS} - {said}
    rows = found.select_related("person", "role", "school").defer(*unread).annotate(then_said=Subquery(then))
    return rows.order_by(Abs("difference").desc(), "person__sort_name", "pk")


def sums_beside(run: StipendRun, other: StipendRun) -> Sums:
    """Two queries."""
    counted: dict[str, Any] = {name: Count("pk", filter=of) for name, of in NARROWED.items()}
    cents = {
        "then": Coalesce(Sum("then_cents"), 0, output_field=CENTS),
        "now": Coalesce(Sum("now_cents"), 0, output_field=CENTS),
    }
    here = _beside(run, other).order_by().aggregate(**counted, **cents)
    gone = _gone(run, other).order_by().aggregate(count=Count("pk"), cents=Coalesce(Sum("then_cents"), 0))
    counts = {name: here[name] for name in NARROWED} | {GONE: gone["count"]}
    return Sums(counts, here["then"] + gone["cents"], here["now"])


def why(line: Any) -> tuple[str, ...]:
    """Why a line of `differences` earns otherwise, in words."""
    if line.then_pk is None:
        return ("new on this run",)
    if line.pk == line.then_pk:
        return ("not on this run",)
    if "cells" in line.get_deferred_fields():
        return since(orjson.loads(line.then_said), orjson.loads(line.inputs)) or ("how the product reckons",)
    return between_years(line.then_said, line.cells)
