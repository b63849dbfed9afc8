"""The money of a year: budget, forecast, approved, exported, confirmed, by what one wants to see it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, Q, Sum
from django.db.models.functions import ExtractYear

from pathways.models import ProgramYear, Role
from people.models import School, User
from stipends.models import Budget, BudgetRow, Fund, StipendLine, StipendRun
from stipends.queries.codes import Codes, codes_of
from stipends.queries.lines import STAGES, LinesAsked, lines_asked

PATHWAY, SCHOOL, FUND, RUN, CALENDAR = "pathway", "school", "fund", "run", "paid"
# By what the table is cut, in words.
CUTS = {
    PATHWAY: "By pathway",
    SCHOOL: "By school",
    FUND: "By fund",
    RUN: "By run",
    CALENDAR: "By calendar year",
}
COUNTED = {"approved": Q(), **{name: STAGES[name] for name in ("exported", "confirmed")}}


@dataclass(frozen=True, slots=True)
class Amount:
    """Cents, and how many rows they are the sum of."""

    cents: int = 0
    rows: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.cents + other.cents, self.rows + other.rows)


@dataclass(frozen=True, slots=True)
class Money:
    """A row of the table. Of what a cut does not know (the forecast of a run) None is said."""

    key: int
    label: str
    budget: Amount | None
    forecast: Amount | None
    approved: Amount = Amount()
    exported: Amount = Amount()
    confirmed: Amount = Amount()

    @property
    def left_cents(self) -> int | None:
        """What of the budget stays, by the forecast, or by what is approved already if that is more; below 0 it is
        over."""
        if self.budget is None:
            return None
        return self.budget.cents - max(self.forecast.cents if self.forecast else 0, self.approved.cents)

    @property
    def over(self) -> bool:
        return self.left_cents is not None and self.left_cents < 0


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The table of a year, its sums, and what does not fit. `budget` is the version that counts, `projection` the run
    whose lines are the forecast; `to_export` waits to be sent, `late` was sent 30 days ago and is not confirmed."""

    rows: list[Money]
    whole: Money
    budget: Budget | None
    projection: StipendRun | None
    to_export: Amount
    late: Amount
    over: list[Money] = field(default_factory=list)


def money_of(user: User, year: ProgramYear, cut: str, now: datetime) -> YearMoney:
    """The year as `user` may see it, cut by one of CUTS: eleven queries at most, however many lines there are."""
    budget = Budget.objects.published().filter(year=year).order_by("-version").first()
    projection = _projection(year)
    codes = codes_of(year.pk)
    asked = LinesAsked(year=year)
    parts = {
        **_sums(lines_asked(user, asked), cut, codes),
        "forecast": _forecast(projection, cut, codes),
        "budget": _budgeted(budget, cut, codes),
    }
    names = _names(cut, {key for part in parts.values() for key in part})
    rows = [_row(key, names.get(key, "None yet"), parts, cut, budget, projection) for key in names]
    rows.sort(key=lambda row: row.label)
    late = lines_asked(user, replace(asked, stage="late", now=now))
    waits = late.order_by().aggregate(**_summed())
    whole = _whole(rows, budget, projection, parts)
    to_export = Amount(whole.approved.cents - whole.exported.cents, whole.approved.rows - whole.exported.rows)
    over = [row for row in rows if row.over]
    return YearMoney(rows, whole, budget, projection, to_export, Amount(**waits), over)


def budgeted_for(role: Role, year: ProgramYear) -> int | None:
    """What the version that counts gives this role in the year, at all schools and out of all funds, in cents; None
    where none is published or it does not name the role. One query."""
    latest = Budget.objects.published().filter(year=year).order_by("-version").values("pk")[:1]
    rows = BudgetRow.objects.filter(role=role, budget__in=latest)
    cents: int | None = rows.aggregate(cents=Sum("cents", output_field=IntegerField()))["cents"]
    return cents


def _projection(year: ProgramYear) -> StipendRun | None:
    """The latest one that was calculated: it forecasts by the rule, as every run calculates."""
    runs = StipendRun.objects.live().filter(year=year, kind=StipendRun.Kind.PROJECTION)
    return runs.filter(calculated_at__isnull=False).order_by("-calculated_at").first()


def _summed(of: str = "amount_cents", where: Q | None = None) -> dict[str, Any]:
    return {
        "cents": Sum(of, filter=where, default=0, output_field=IntegerField()),
        "rows": Count("pk", filter=where),
    }


def _key_of(cut: str, codes: Codes) -> tuple[str, Callable[[Any], int]]:
    """The column a cut groups by, and what of it is the key of a row."""
    if cut == FUND:
        funds = {role: code.fund_id or 0 for role, code in codes.roles.items()}
        return "role", lambda role: funds.get(role, 0)
    return {PATHWAY: "role__pathway", SCHOOL: "school", RUN: "run"}.get(cut, "payday"), lambda key: key or 0


def _sums(lines: Any, cut: str, codes: Codes) -> dict[str, dict[int, Amount]]:
    """Approved, exported and confirmed, by key: one query."""
    column, key_of = _key_of(cut, codes)
    if cut == CALENDAR:
        lines = lines.annotate(payday=ExtractYear("confirmation__paid_on"))
    counted = {
        f"{name}_{what}": how
        for name, where in COUNTED.items()
        for what, how in _summed(where=where or None).items()
    }
    found: dict[str, dict[int, Amount]] = {name: defaultdict(Amount) for name in COUNTED}
    for row in lines.order_by().values(column).annotate(**counted):
        for name in COUNTED:
            found[name][key_of(row[column])] += Amount(row[f"{name}_cents"], row[f"{name}_rows"])
    return found


def _forecast(run: StipendRun | None, cut: str, codes: Codes) -> dict[int, Amount]:
    """What the year comes to by the rule if all that may still come does, out of the lines of the projection."""
    if run is None or cut in (RUN, CALENDAR):
        return {}
    column, key_of = _key_of(cut, codes)
    found: dict[int, Amount] = defaultdict(Amount)
    lines = StipendLine.objects.filter(run=run).order_by()
    for row in lines.values(column).annotate(**_summed("earned_cents")):
        found[key_of(row[column])] += Amount(row["cents"], row["rows"])
    return found


def _budgeted(budget: Budget | None, cut: str, codes: Codes) -> dict[int, Amount]:
    if budget is None or cut in (RUN, CALENDAR):
        return {}
    _, key_of = _key_of(FUND, codes)
    found: dict[int, Amount] = defaultdict(Amount)
    for role, pathway, school, fund, cents in BudgetRow.objects.filter(budget=budget).values_list(
        "role", "role__pathway", "school", "fund", "cents"
    ):
        key = {PATHWAY: pathway, SCHOOL: school or 0, FUND: fund or key_of(role)}[cut]
        found[key] += Amount(cents, 1)
    return found


def _names(cut: str, keys: set[int]) -> dict[int, str]:
    """What rows are called: one query at most."""
    none = {SCHOOL: "All schools", FUND: "No fund", CALENDAR: "Not confirmed yet"}
    found = {0: none[cut]} if 0 in keys and cut in none else {}
    if cut == CALENDAR:
        return found | {key: str(key) for key in keys if key}
    if cut == PATHWAY:
        roles = Role.objects.filter(pathway__in=keys).values_list("pathway", "pathway__name")
        return dict(roles.order_by("pathway__name"))
    model: Any = {SCHOOL: School, FUND: Fund, RUN: StipendRun}[cut]
    rows = model.objects.filter(pk__in=keys)
    if cut == RUN:
        rows = rows.select_related("year")
    return found | {row.pk: str(row) for row in rows}


def _row(
    key: int,
    label: str,
    parts: Mapping[str, Mapping[int, Amount]],
    cut: str,
    budget: Budget | None,
    projection: StipendRun | None,
) -> Money:
    planned = cut not in (RUN, CALENDAR)
    return Money(
        key,
        label,
        parts["budget"].get(key, Amount()) if planned and budget else None,
        parts["forecast"].get(key, Amount()) if planned and projection else None,
        *(parts[name].get(key, Amount()) for name in COUNTED),
    )


def _whole(
    rows: list[Money],
    budget: Budget | None,
    projection: StipendRun | None,
    parts: Mapping[str, Mapping[int, Amount]],
) -> Money:
    """The sums of the table; of runs and calendar years budget and forecast are those of the whole year."""
    told = {name: sum(part.values(), Amount()) for name, part in parts.items()}
    if budget and not parts["budget"]:
        told["budget"] = Amount(**budget.rows.aggregate(**_summed("cents")))
    if projection and not parts["forecast"]:
        lines = StipendLine.objects.filter(run=projection)
        told["forecast"] = Amount(**lines.aggregate(**_summed("earned_cents")))
    return Money(
        0,
        "All",
        told["budget"] if budget else None,
        told["forecast"] if projection else None,
        *(told[name] for name in COUNTED),
    )


def budget_rows(user: User, budget: Budget | None, cut: str = "", key: int | None = None) -> Any:
    """The rows of a version, of one pathway, school (0: of none) or fund on request, by role."""
    rows = BudgetRow.objects.visible_to(user).filter(budget=budget)
    shown = rows.select_related("role__pathway", "school", "fund").order_by("role__name", "pk")
    if key is None or budget is None:
        return shown
    if cut == PATHWAY:
        return shown.filter(role__pathway=key)
    if cut == SCHOOL:
        return shown.filter(school=key) if key else shown.filter(school=None)
    if cut == FUND:
        _, fund_of = _key_of(FUND, codes_of(budget.year_id))
        paid = [role for role in set(rows.values_list("role", flat=True)) if fund_of(role) == key]
        return shown.filter(Q(fund=key or None) if key else Q(pk__in=[])) | shown.filter(
            fund=None, role__in=paid
        )
    return shown.none()
