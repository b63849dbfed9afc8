"""Lines of a run and of a year, and what they are narrowed to: as each sum over them counts, so it lists."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Greatest

from pathways.models import ProgramYear
from people.models import User, alike, name_holds
from stipends.models import Export, StipendLine, StipendRun
from stipends.rules import NOTHING_LEFT, Nothing, why_nothing
from stipends.states import RunState

UNCONFIRMED = "unconfirmed"
SAME_NAME = "same_name"
AHEAD = "ahead"
OVERPAID = "overpaid"
NOTHING_OWED = "nothing_owed"
TAKEN = "taken"
# Who is paid by a run before they earned it.
PAID_AHEAD = Q(amount_cents__gt=0, earned_cents__lt=F("already_paid_cents") + F("amount_cents"))
PAID_ABOVE = Q(overpaid_cents__gt=0)
# Who is paid in full for work that nobody asked for.
WITHOUT_WORK = Q(nothing_to_deliver=True, amount_cents__gt=0)
PAID_LESS = Q(taken_cents__gt=0)
# By these facts a line says why nothing was left to pay.
FACTS = {"unearned": Q(earned_cents=0), "paid_up": Q(already_paid_cents__gte=Greatest("earned_cents", 1))}


@dataclass(frozen=True, slots=True)
class LineFilters:
    """What lines are narrowed to; empty values do not narrow. `show` is a status, an exclusion, what `nothing_codes`
    gives, UNCONFIRMED, SAME_NAME, AHEAD, OVERPAID, NOTHING_OWED or TAKEN."""

    words: str = ""
    show: str = ""
    pathway_id: int | None = None
    school_id: int | None = None
    # The ids of those a fund pays.
    roles: Collection[int] | None = None

    def __bool__(self) -> bool:
        narrowed = (self.pathway_id, self.school_id, self.roles)
        return bool(self.words or self.show) or any(one is not None for one in narrowed)


def code_of(nothing: Nothing) -> str:
    """Asks for the lines to which nothing was left for one reason."""
    return f"{NOTHING_LEFT}_{nothing}"


def nothing_codes(run: StipendRun) -> Iterator[tuple[str, str]]:
    """The reasons for which this run may have nothing left to pay: what asks for their lines, and their words."""
    there = {why_nothing(run.pays, *facts) for facts in product((True, False), repeat=2)}
    for nothing in Nothing:
        if nothing in there:
            yield code_of(nothing), nothing.words(run.pays)


def lines_of(run: StipendRun, asked: LineFilters) -> "QuerySet[StipendLine]":
    """The lines of a run by name. Each says which other account on the run is perhaps the same person (`twin`: its
    id). Of what does not exist there are none."""
    # Through the run, so that each line knows it without asking.
    lines = run.lines.select_related("person", "role", "school").order_by(
        "person__sort_name", "person_id", "pk"
    )
    lines = lines.defer("cells", "inputs").annotate(twin=_twin_on_the_run())
    if asked.words.strip():
        lines = lines.filter(name_holds(asked.words, "person__"))
    if asked.pathway_id is not None:
        # The pathway is named where the list is narrowed to it.
        lines = lines.filter(role__pathway=asked.pathway_id).select_related(
            "person", "role__pathway", "school"
        )
    if asked.school_id is not None:
        lines = lines.filter(school=asked.school_id)
    if asked.roles is not None:
        lines = lines.filter(role__in=asked.roles)
    return _shown(run, lines, asked.show)


def _shown(run: StipendRun, lines: "QuerySet[StipendLine]", show: str) -> "QuerySet[StipendLine]":
    if show == UNCONFIRMED:
        return lines.unconfirmed()  # type: ignore[attr-defined]  # a word of its queryset
    wanted = {
        "": Q(),
        SAME_NAME: Q(twin__isnull=False),
        AHEAD: PAID_AHEAD,
        OVERPAID: PAID_ABOVE,
        NOTHING_OWED: WITHOUT_WORK,
        TAKEN: PAID_LESS,
        **{status: Q(status=status) for status in StipendLine.Status.values},
        **{code: Q(exclusion=code) for code in StipendLine.Exclusion.values},
        **{code_of(nothing): _nothing(run, nothing) for nothing in Nothing},
    }
    found = lines.filter(wanted[show]) if show in wanted else lines.none()
    return found.order_by("person__sort_name", "pk") if show == SAME_NAME else found


def _nothing(run: StipendRun, wanted: Nothing) -> Q:
    """As `why_nothing` says it, by the same facts."""
    found = Q(pk__in=[])
    for unearned, paid_up in product((True, False), repeat=2):
        if why_nothing(run.pays, unearned, paid_up) is wanted:
            facts = {"unearned": unearned, "paid_up": paid_up}
            both = Q()
            for name, holds in facts.items():
                both &= FACTS[name] if holds else ~FACTS[name]
            found |= both
    return Q(exclusion=NOTHING_LEFT) & found


def _twin_on_the_run() -> Subquery:
    """The id of another account on the same run that is perhaps the same person, paid twice; None for none."""
    others = StipendLine.objects.filter(run=OuterRef(OuterRef("run"))).values("person")
    found = alike("person").filter(pk__in=others).order_by("pk")
    return Subquery(found.values("pk")[:1])


def approved_lines(
    user: User, year: ProgramYear | None, pathway_id: int | None = None
) -> "QuerySet[StipendLine]":
    """What approved runs of a year pay, line by line, by name; of one pathway on request. Projections pay nothing, and
    lines without an amount are left out."""
    lines = approved_of(user).filter(run__year=year)
    return lines if pathway_id is None else lines.filter(role__pathway=pathway_id)


def approved_of(user: User) -> "QuerySet[StipendLine]":
    """The same of all years."""
    lines = StipendLine.objects.visible_to(user).locked().filter(amount_cents__gt=0)
    shown: QuerySet[StipendLine] = lines.select_related(
        "run__year", "person", "role__pathway", "school"
    ).defer("cells", "inputs")
    return shown.order_by("person__sort_name", "person_id", "pk")


# How far a line came, as an address asks for it.
STAGES = {
    "exported": Q(run__state__in=[RunState.EXPORTED, RunState.CONFIRMED]),
    "confirmed": Q(confirmation__isnull=False),
    "unconfirmed": Q(confirmation=None),
    "to_export": Q(run__state=RunState.APPROVED),
    "to_confirm": Q(run__state__in=[RunState.EXPORTED, RunState.CONFIRMED], confirmation=None),
}


# Sent so long ago that payroll should have said something.
LATE, DAYS_LATE = "late", 30


@dataclass(frozen=True, slots=True)
class LinesAsked:
    """What approved lines are narrowed to; None and "" do not narrow. `stage` is one of STAGES, or LATE; `paid` is a
    calendar year; `roles` are ids."""

    year: ProgramYear | None = None
    pathway_id: int | None = None
    school_id: int | None = None
    run_id: int | None = None
    person_id: int | None = None
    roles: Collection[int] | None = None
    stage: str = ""
    paid: int | None = None
    # For what is late by now.
    now: datetime | None = None


def lines_asked(user: User, asked: LinesAsked) -> "QuerySet[StipendLine]":
    """Approved lines as they are asked for, by name. Of what does not exist there are none."""
    found = approved_of(user)
    given = {
        "run__year": asked.year,
        "role__pathway": asked.pathway_id,
        "school": asked.school_id,
        "run": asked.run_id,
        "person": asked.person_id,
        "role__in": asked.roles,
        "confirmation__paid_on__range": asked.paid and within(asked.paid),
    }
    found = found.filter(**{name: value for name, value in given.items() if value is not None})
    if asked.stage == LATE and asked.now is not None:
        return found.filter(late_by(asked.now))
    if asked.stage and asked.stage not in STAGES:
        return found.none()
    return found.filter(STAGES.get(asked.stage, Q()))


def late_by(now: datetime) -> Q:
    """Lines that were sent so long before `now` and are not confirmed."""
    sent = Export.objects.filter(run=OuterRef("run"), made_at__lte=now - timedelta(days=DAYS_LATE))
    return STAGES["to_confirm"] & Q(Exists(sent))


def within(calendar_year: int) -> tuple[date, date]:
    """The first and the last day of a calendar year."""
    return date(calendar_year, 1, 1), date(calendar_year, 12, 31)


def paid_at(schools: Any, year: ProgramYear) -> "QuerySet[StipendLine, Any]":
    """Of each of these schools, by name, the sum in `cents` that approved runs of the year pay there."""
    lines = StipendLine.objects.locked().filter(run__year=year, school__in=schools, amount_cents__gt=0)
    summed = lines.order_by().values("school", "school__name")
    return summed.annotate(cents=Sum("amount_cents", output_field=IntegerField())).order_by(
        "school__name", "school"
    )
