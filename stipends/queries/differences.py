"""A run beside another one, person by person: what each earned and was paid then and now, and why it is other."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Abs, Coalesce, Greatest

from common.money import dollars
from pathways.queries import year_before
from stipends.models import StipendLine, StipendRun
from stipends.rules.differences import between_years, since

UP, DOWN, NEW, SAME, GONE = "up", "down", "new", "same", "gone"
# Whom the run pays and the other one did not, and the reverse.
PAID, UNPAID = "paid", "unpaid"
# What of the other line its reasons are read from.
WITHIN, ACROSS = "inputs", "cells"
CENTS = IntegerField()


@dataclass(frozen=True, slots=True)
class Sums:
    """How many lines of a run earn more, less, the same as then, or are new, how many are paid now and were not or the
    reverse, and how many of then are gone; in all, what was earned then and now and what each run pays, in cents.
    `moved`: how many are not the same, those that are gone left out, as they are no lines of this run."""

    counts: dict[str, int]
    then_cents: int
    now_cents: int
    then_pays: int
    now_pays: int
    moved: int

    @property
    def in_words(self) -> str:
        """ "86 lines earn more, 3 less, 2 are new. In all $1 more is earned. 1 is paid now and was not then. This run
        pays $9, that one $8."."""
        return " ".join(part for part in (self._earned, self._paid, self._in_all) if part)

    @property
    def _paid(self) -> str:
        """Who is paid now and was not, and the reverse; empty where nobody is."""
        paid, unpaid = self.counts[PAID], self.counts[UNPAID]
        now = (
            f"{paid:,} {'is' if paid == 1 else 'are'} paid now and {'was' if paid == 1 else 'were'} not then."
        )
        then = f"{unpaid:,} {'was' if unpaid == 1 else 'were'} paid then and {'is' if unpaid == 1 else 'are'} not now."
        return " ".join([*([now] if paid else []), *([then] if unpaid else [])])

    @property
    def _in_all(self) -> str:
        if self.now_pays == self.then_pays:
            return ""
        return f"This run pays {dollars(self.now_pays)}, that one {dollars(self.then_pays)}."

    @property
    def _earned(self) -> str:
        """ "86 lines earn more, 3 less, 2 are new. In all $1.00 more is earned."."""
        up, down, new = (self.counts[name] for name in (UP, DOWN, NEW))
        if not up + down + new:
            return "Every line earns what it earned then."
        lines = "1 line earns" if up == 1 else f"{up:,} lines earn"
        are = "1 is new" if new == 1 else f"{new:,} are new"
        moved = self.now_cents - self.then_cents
        in_all = (
            f" In all {dollars(abs(moved))} {'more' if moved > 0 else 'less'} is earned." if moved else ""
        )
        return f"{lines} more, {down:,} less, {are}.{in_all}"


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
        then_pays=Coalesce(Subquery(then.values("amount_cents")[:1]), 0, output_field=CENTS),
        then_exclusion=Coalesce(Subquery(then.values("exclusion")[:1]), Value(""), output_field=TextField()),
        now_cents=F("earned_cents"),
        now_pays=F("amount_cents"),
        difference=F("now_cents") - F("then_cents"),
    )


def _gone(run: StipendRun, other: StipendRun) -> "QuerySet[StipendLine]":
    """The lines of the other run whose statement is not on this one."""
    here = StipendLine.objects.filter(_back(run, other), run=run)
    return other.lines.filter(~Exists(here)).annotate(
        then_pk=F("pk"),
        then_cents=F("earned_cents"),
        then_pays=F("amount_cents"),
        then_exclusion=F("exclusion"),
        now_cents=Value(0, CENTS),
        now_pays=Value(0, CENTS),
        difference=-F("earned_cents"),
    )


def _back(run: StipendRun, other: StipendRun) -> Q:
    """As `_same`, asked from the line of then."""
    if run.year_id == other.year_id:
        return Q(placement=OuterRef("placement"))
    return Q(role=OuterRef("role")) & (
        Q(person=OuterRef("person")) | Q(person=OuterRef("person__merged_into"))
    )


# Whoever was paid all and has nothing left to get is no news.
HELD_BACK = ~Q(exclusion=StipendLine.Exclusion.ZERO)
NARROWED = {
    UP: Q(then_pk__isnull=False, difference__gt=0),
    DOWN: Q(then_pk__isnull=False, difference__lt=0),
    NEW: Q(then_pk__isnull=True),
    PAID: Q(then_pk__isnull=False, then_pays=0, amount_cents__gt=0),
    UNPAID: Q(then_pk__isnull=False, then_pays__gt=0, amount_cents=0) & HELD_BACK,
    SAME: Q(then_pk__isnull=False, difference=0),
}
# What is not the same: what is earned, or whether it is paid.
MOVED = ~NARROWED[SAME] | NARROWED[PAID] | NARROWED[UNPAID]


def differences(run: StipendRun, other: StipendRun, show: str = "") -> "QuerySet[StipendLine]":
    """The lines of the run that earn otherwise than the other one's, or are paid and were not or the reverse, the
    largest difference first; those of `show` on request. Each has `then_pk`, `then_cents`, `now_cents`, `difference`,
    `then_pays`, `now_pays`, `then_exclusion`, and `then_said`: what `why` reads."""
    narrowed = NARROWED.get(show, MOVED)
    found = _gone(run, other) if show == GONE else _beside(run, other).filter(narrowed)
    said = read_by(run, other)
    then = StipendLine.objects.filter(pk=OuterRef("then_pk")).values(said)
    unread = {WITHIN, ACROSS} - {said}
    rows = found.select_related("person", "role", "school").defer(*unread).annotate(then_said=Subquery(then))
    begins = NARROWED[PAID] | NARROWED[UNPAID]
    paid = Case(When(begins, then=Abs(F("now_pays") - F("then_pays"))), default=0, output_field=CENTS)
    return rows.order_by(Greatest(Abs("difference"), paid).desc(), "person__sort_name", "pk")


def sums_beside(run: StipendRun, other: StipendRun) -> Sums:
    """Two queries."""
    counted: dict[str, Any] = {name: Count("pk", filter=of) for name, of in NARROWED.items()}
    cents = {
        "then": Coalesce(Sum("then_cents"), 0, output_field=CENTS),
        "now": Coalesce(Sum("now_cents"), 0, output_field=CENTS),
        "paid_then": Coalesce(Sum("then_pays"), 0, output_field=CENTS),
        "pays_now": Coalesce(Sum("now_pays"), 0, output_field=CENTS),
        "moved": Count("pk", filter=MOVED),
    }
    here = _beside(run, other).order_by().aggregate(**counted, **cents)
    gone = (
        _gone(run, other)
        .order_by()
        .aggregate(
            count=Count("pk"),
            cents=Coalesce(Sum("then_cents"), 0),
            pays=Coalesce(Sum("then_pays"), 0),
        )
    )
    return Sums(
        counts={name: here[name] for name in NARROWED} | {GONE: gone["count"]},
        then_cents=here["then"] + gone["cents"],
        now_cents=here["now"],
        then_pays=here["paid_then"] + gone["pays"],
        now_pays=here["pays_now"],
        moved=here["moved"],
    )


def why(line: Any) -> tuple[str, ...]:
    """Why a line of `differences` is paid or earns otherwise, in words."""
    if line.then_pk is None:
        return ("new on this run",)
    if line.pk == line.then_pk:
        return ("not on this run",)
    paid = _why_paid(line)
    if paid and not line.difference:
        return paid
    if "cells" in line.get_deferred_fields():
        said = since(orjson.loads(line.then_said), orjson.loads(line.inputs)) or ("how the product reckons",)
    else:
        said = between_years(line.then_said, line.cells)
    return (*paid, *said)


def _why_paid(line: Any) -> tuple[str, ...]:
    """Why a line is paid that was not, or the reverse; nothing where neither is so."""
    if line.now_pays and not line.then_pays:
        return (f"paid now, not then: {_held_back(line.then_exclusion)}",)
    if line.then_pays and not line.now_pays and line.exclusion != StipendLine.Exclusion.ZERO:
        return (f"paid then, not now: {_held_back(line.exclusion)}",)
    return ()


def _held_back(exclusion: str) -> str:
    return str(dict(StipendLine.Exclusion.choices).get(exclusion, "nothing was left to pay"))
