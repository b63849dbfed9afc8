"""The money of a year: budget, forecast, approved, exported, confirmed, by what one wants to see it."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, Q, Sum
from django.db.models.functions import ExtractYear

from pathways.models import ProgramYear, Role
from people.models import User
from stipends.models import Budget, BudgetRow, StipendLine, StipendRun
from stipends.queries.codes import codes_of
from stipends.queries.lines import LATE, STAGES, LinesAsked, late_by, lines_asked

PATHWAY, SCHOOL, FUND, RUN, CALENDAR = "pathway", "school", "fund", "run", "paid"
# By what the table is cut, in words.
CUTS = {
    PATHWAY: "By pathway",
    SCHOOL: "By school",
    FUND: "By fund",
    RUN: "By run",
    CALENDAR: "By calendar year",
}
# What a row of the table is about: its id, and its words.
Key = tuple[int, str]
NO_FUND: Key = (0, "No fund")
ALL_SCHOOLS: Key = (0, "All schools")
UNCONFIRMED: Key = (0, "Not confirmed yet")
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
    """A row of the table. Of what a cut does not know (the forecast of a run) None is said. `alike` says whether the
    budget is cut as what is paid is: only then can both be compared, and what no row of the budget names has no
    budget of its own."""

    key: int
    label: str
    budget: Amount | None
    forecast: Amount | None
    approved: Amount = Amount()
    exported: Amount = Amount()
    confirmed: Amount = Amount()
    alike: bool = field(default=True, kw_only=True)

    @property
    def left_cents(self) -> int | None:
        """What of the budget stays, by the forecast, or by what is approved already if that is more; below 0 it is
        over. None where nothing can be compared."""
        if self.budget is None or not self.alike:
            return None
        return self.budget.cents - max(self.forecast.cents if self.forecast else 0, self.approved.cents)

    @property
    def over(self) -> bool:
        return self.left_cents is not None and self.left_cents < 0


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The table of a year, its sums, and what does not fit. `budget` is the version that counts, `waiting` a later one
    that nobody published, `projection` the run whose lines are the forecast; `to_export` waits to be sent, `late` was
    sent 30 days ago and is not confirmed."""

    rows: list[Money]
    whole: Money
    budget: Budget | None
    waiting: Budget | None
    projection: StipendRun | None
    to_export: Amount
    late: Amount
    over: list[Money] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class By:
    """How a cut groups: the columns of lines, and the key they make; the key of a row of the budget, where the budget
    and the forecast know the cut."""

    columns: tuple[str, ...]
    of_line: Callable[..., Key]
    of_budget: Callable[[BudgetRow], Key] | None = None
    # The keys under which what a row of the budget gives may be paid, where they are others than its own; None: all.
    elsewhere: Callable[[BudgetRow], tuple[Key, ...] | None] = lambda row: ()

    @property
    def planned(self) -> bool:
        return self.of_budget is not None


def money_of(user: User, year: ProgramYear, cut: str, now: datetime) -> YearMoney:
    """The year as `user` may see it, cut by one of CUTS: six queries at most, however many lines there are."""
    versions = list(Budget.objects.visible_to(user).filter(year=year).order_by("-version"))
    latest = next(iter(versions), None)
    budget = next((one for one in versions if one.published_by_id is not None), None)
    # Through the year, so that each run knows it without asking.
    runs = list(year.stipend_runs.live())
    projection = _projection(runs)
    by = _by(cut, year, runs)
    planned = _planned(budget, by)
    unlike = _unlike(planned, by)
    parts = {
        **_sums(lines_asked(user, LinesAsked(year=year)), by, now),
        "forecast": _forecast(projection, by),
        "budget": _budgeted(planned, by),
    }
    keys = {key for part in parts.values() for key in part}
    alike = {key: unlike is not None and key not in unlike for key in keys}
    rows = [_row(key, parts, by, budget, projection, alike[key]) for key in keys]
    rows.sort(key=lambda row: (row.label, row.key))
    whole = _whole(rows, budget, projection, parts)
    to_export = Amount(whole.approved.cents - whole.exported.cents, whole.approved.rows - whole.exported.rows)
    return YearMoney(
        rows,
        whole,
        budget,
        latest if latest != budget else None,
        projection,
        to_export,
        sum(parts[LATE].values(), Amount()),
        [row for row in rows if row.over],
    )


def budgeted_for(role: Role, year: ProgramYear) -> int | None:
    """What the version that counts gives this role in the year, at all schools and out of all funds, in cents; None
    where none is published or it does not name the role. One query."""
    latest = Budget.objects.published().filter(year=year).order_by("-version").values("pk")[:1]
    rows = BudgetRow.objects.filter(role=role, budget__in=latest)
    cents: int | None = rows.aggregate(cents=Sum("cents", output_field=IntegerField()))["cents"]
    return cents


def _projection(runs: list[StipendRun]) -> StipendRun | None:
    """The latest one that was calculated: it forecasts by the rule, as every run calculates."""
    calculated = [(run.calculated_at, run) for run in runs if run.hopes and run.calculated_at is not None]
    return max(calculated, key=lambda one: one[0])[1] if calculated else None


def _summed(of: str = "amount_cents", where: Q | None = None) -> dict[str, Any]:
    return {
        "cents": Sum(of, filter=where, default=0, output_field=IntegerField()),
        "rows": Count("pk", filter=where),
    }


def _by(cut: str, year: ProgramYear, runs: list[StipendRun]) -> By:
    """How this cut groups lines and rows of the budget."""
    if cut == FUND:
        funds = _funds(year.pk)
        return By(
            ("role",),
            lambda role: funds.get(role, NO_FUND),
            lambda row: (row.fund.pk, str(row.fund)) if row.fund else funds.get(row.role_id, NO_FUND),
            # What a role is paid counts to the fund of its codes, whatever its row of the budget says.
            lambda row: (funds.get(row.role_id, NO_FUND),),
        )
    if cut == RUN:
        names = {run.pk: str(run) for run in runs}
        return By(("run",), lambda run: (run, names[run]))
    if cut == CALENDAR:
        return By(("payday",), lambda paid: (paid, str(paid)) if paid else UNCONFIRMED)
    if cut == SCHOOL:
        return By(
            ("school", "school__name"),
            lambda key, name: (key, name),
            lambda row: (row.school.pk, row.school.name) if row.school else ALL_SCHOOLS,
            lambda row: () if row.school else None,
        )
    return By(
        ("role__pathway", "role__pathway__name"),
        lambda key, name: (key, name),
        lambda row: (row.role.pathway.pk, row.role.pathway.name),
    )


def _funds(year_id: int) -> dict[int, Key]:
    """The fund that pays a role in this year, by the id of the role: one query."""
    codes = codes_of(year_id).roles
    return {role: (code.fund.pk, str(code.fund)) for role, code in codes.items() if code.fund}


def _sums(lines: Any, by: By, now: datetime) -> dict[str, dict[Key, Amount]]:
    """Approved, exported, confirmed, and late, by key: one query."""
    stages = COUNTED | {LATE: late_by(now)}
    counted = {
        f"{name}_{what}": how
        for name, where in stages.items()
        for what, how in _summed(where=where or None).items()
    }
    found: dict[str, dict[Key, Amount]] = {name: defaultdict(Amount) for name in stages}
    lines = lines.annotate(payday=ExtractYear("confirmation__paid_on"))
    for row in lines.order_by().values(*by.columns).annotate(**counted):
        key = by.of_line(*(row[column] for column in by.columns))
        for name in stages:
            found[name][key] += Amount(row[f"{name}_cents"], row[f"{name}_rows"])
    return found


def _forecast(run: StipendRun | None, by: By) -> dict[Key, Amount]:
    """What the year comes to by the rule if all that may still come does, out of the lines of the projection."""
    if run is None or not by.planned:
        return {}
    found: dict[Key, Amount] = defaultdict(Amount)
    lines = StipendLine.objects.filter(run=run).order_by()
    for row in lines.values(*by.columns).annotate(**_summed("earned_cents")):
        key = by.of_line(*(row[column] for column in by.columns))
        found[key] += Amount(row["cents"], row["rows"])
    return found


def _planned(budget: Budget | None, by: By) -> list[BudgetRow]:
    """The rows of the budget, where it knows the cut: one query."""
    if budget is None or not by.planned:
        return []
    return list(budget.rows.select_related("role__pathway", "school", "fund").order_by())


def _budgeted(rows: list[BudgetRow], by: By) -> dict[Key, Amount]:
    if by.of_budget is None:
        return {}
    found: dict[Key, Amount] = defaultdict(Amount)
    for row in rows:
        found[by.of_budget(row)] += Amount(row.cents, 1)
    return found


def _unlike(rows: list[BudgetRow], by: By) -> set[Key] | None:
    """The keys whose budget and whose payments are not of the same; None: of all of them."""
    found: set[Key] = set()
    for row in rows:
        elsewhere = by.elsewhere(row)
        if elsewhere is None:
            return None
        others = {key for key in elsewhere if by.of_budget and key != by.of_budget(row)}
        found |= others | {by.of_budget(row)} if others and by.of_budget else set()
    return found


def _row(
    key: Key,
    parts: Mapping[str, Mapping[Key, Amount]],
    by: By,
    budget: Budget | None,
    projection: StipendRun | None,
    alike: bool,
) -> Money:
    has_budget = by.planned and budget and (alike or key in parts["budget"])
    return Money(
        *key,
        parts["budget"].get(key, Amount()) if has_budget else None,
        parts["forecast"].get(key, Amount()) if by.planned and projection else None,
        *(parts[name].get(key, Amount()) for name in COUNTED),
        alike=alike,
    )


def _whole(
    rows: list[Money],
    budget: Budget | None,
    projection: StipendRun | None,
    parts: Mapping[str, Mapping[Key, Amount]],
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
        funds = _funds(budget.year_id)
        paid = [
            role for role in set(rows.values_list("role", flat=True)) if funds.get(role, NO_FUND)[0] == key
        ]
        return shown.filter(Q(fund=key or None) if key else Q(pk__in=[])) | shown.filter(
            fund=None, role__in=paid
        )
    return shown.none()
