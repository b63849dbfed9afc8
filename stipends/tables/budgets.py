"""The money of a year as its page draws it: columns, cells that open their rows, the bar, and what does not fit."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from common.money import amount, dollars
from common.ui.lists import Column
from common.ui.pictures import Part
from stipends.queries import Amount, Money, YearMoney
from stipends.queries.budgets import CALENDAR

NAMES = ("budget", "forecast", "approved", "exported", "confirmed")
# What runs and calendar years know too.
OF_LINES = ("approved", "exported", "confirmed")


def _cents(name: str) -> Column:
    def said(row: Money) -> str | None:
        sum_of: Amount | None = getattr(row, name)
        return None if sum_of is None else amount(sum_of.cents)

    return Column(name.capitalize(), said, look="number")


MONEY = (
    Column("Of", lambda row: row.label),
    *map(_cents, NAMES),
    Column("Left", lambda row: None if row.left_cents is None else amount(row.left_cents), look="number"),
)
BUDGET_ROWS = (
    Column("Role", lambda row: row.role.name, below=lambda row: row.role.pathway.name),
    Column("Pathway", lambda row: row.role.pathway.name, on_page=False),
    Column("School", lambda row: row.school.name if row.school else "All schools"),
    Column("Fund", lambda row: str(row.fund) if row.fund else "The fund that pays the role"),
    Column("Amount", lambda row: amount(row.cents), drawn=lambda row: dollars(row.cents), look="number"),
)


@dataclass(frozen=True, slots=True)
class MoneyCell:
    """A number of the table: as it reads, and the address of the rows it is the sum of."""

    name: str
    text: str
    url: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class DrawnMoney:
    """A row of the table as it is drawn."""

    label: str
    parts: list[Part]
    whole_cents: int
    cells: list[MoneyCell]
    left: str
    over: bool

    @property
    def said(self) -> str:
        """What its bar shows."""
        shown = ", ".join(
            f"{dollars(part.cents)} {part.name[:1].lower()}{part.name[1:]}"
            for part in self.parts
            if part.cents > 0
        )
        return f"{self.label}: of {dollars(self.whole_cents)}, {shown or 'nothing yet'}"


def cells_of(row: Money, of: YearMoney, label: str, cut: str, *, whole: bool = False) -> DrawnMoney:
    """Each number of the row with the address of its rows; `whole`: of the sums below."""
    narrow = {} if whole else {cut: row.key}
    cells = [_cell(name, row, of, label, narrow) for name in NAMES]
    left = row.left_cents
    return DrawnMoney(
        row.label,
        bar_of_year(row),
        _whole(row),
        cells,
        "–" if left is None else dollars(left),
        row.over,
    )


def _cell(name: str, row: Money, of: YearMoney, label: str, narrow: dict[str, int]) -> MoneyCell:
    sum_of: Amount | None = getattr(row, name)
    words = name.capitalize()
    if sum_of is None:
        return MoneyCell(words, "–" if row.alike or name != "budget" else "no own budget")
    text = dollars(sum_of.cents)
    if not sum_of.rows:
        return MoneyCell(words, text)
    if name == "budget":
        url = f"{reverse('stipends:budget_rows')}?{urlencode({'year': label, **narrow})}"
    elif name == "forecast":
        assert of.projection is not None, "what forecasts is a projection"
        url = f"{reverse('stipends:run', args=[of.projection.pk])}?{urlencode(narrow)}#lines"
    else:
        stage = {} if name == "approved" else {"stage": name}
        if narrow == {CALENDAR: 0}:
            # In no calendar year yet.
            narrow, stage = {}, {"stage": {"approved": "unconfirmed"}.get(name, "to_confirm")}
        url = f"{reverse('stipends:lines')}?{urlencode({'year': label, **narrow, **stage})}"
    return MoneyCell(words, text, url, sum_of.rows)


# As the page calls the budget of substitutes.
MAY_CLAIM = "May claim"


def claimed_cells_of(row: Money, label: str, *, whole: bool = False) -> DrawnMoney:
    """The same of substitutes, of one school or of all."""
    narrow = {"year": label} | ({} if whole else {"school": str(row.key)})
    claims, limits = reverse("stipends:claims"), reverse("stipends:allowances")
    cells = [
        _opening(MAY_CLAIM, row.budget, f"{limits}?{urlencode(narrow | {'in_force': 1})}"),
        *(
            _opening(name.capitalize(), getattr(row, name), f"{claims}?{urlencode(narrow | {'stage': name})}")
            for name in OF_LINES
        ),
    ]
    left = "–" if row.left_cents is None else dollars(row.left_cents)
    return DrawnMoney(row.label, bar_of_year(row), _whole(row), cells, left, row.over)


def _opening(words: str, sum_of: Amount | None, url: str) -> MoneyCell:
    if sum_of is None:
        return MoneyCell(words, "–")
    return MoneyCell(words, dollars(sum_of.cents), url if sum_of.rows else "", sum_of.rows)


def _whole(row: Money) -> int:
    """What a bar is drawn to: the budget, or what is more than it."""
    told = [sum_of.cents for sum_of in (row.budget, row.forecast, row.approved) if sum_of]
    return max(told, default=0)


def bar_of_year(row: Money) -> list[Part]:
    """How far the money is, as the parts of one whole."""
    forecast = row.forecast.cents if row.forecast else 0
    return [
        Part("paid", "Confirmed", row.confirmed.cents),
        Part("lost", "Sent, not confirmed", row.exported.cents - row.confirmed.cents, hatched=True),
        Part("done", "Approved, not sent", row.approved.cents - row.exported.cents),
        Part("part", "Forecast for the rest of the year", max(forecast - row.approved.cents, 0)),
        Part("ahead", "Left", max(row.left_cents or 0, 0)),
    ]


def said_of_year(of: YearMoney, label: str) -> str:
    """The year in one sentence."""
    whole = of.whole
    if whole.budget is None:
        what = f"{dollars(whole.forecast.cents)} is the forecast" if whole.forecast else "Nothing is forecast"
        return f"{what}, {dollars(whole.approved.cents)} is approved; no budget of {label} is published."
    budget, left = dollars(whole.budget.cents), whole.left_cents or 0
    stays = f"{dollars(left)} stays" if left >= 0 else f"{dollars(-left)} is missing"
    if whole.forecast is None:
        return f"{dollars(whole.approved.cents)} approved of {budget} budget; {stays}."
    if whole.approved.cents > whole.forecast.cents:
        above = f"above the forecast of {dollars(whole.forecast.cents)}"
        return f"{dollars(whole.approved.cents)} approved of {budget} budget, {above}; {stays}."
    return f"{dollars(whole.forecast.cents)} forecast of {budget} budget; {stays}."


def differences_of(of: YearMoney, label: str) -> list[MoneyCell]:
    """What somebody should look at, each with its rows."""
    lines = reverse("stipends:lines")
    found = [
        MoneyCell(f"{row.label} is over its budget by", dollars(-(row.left_cents or 0))) for row in of.over
    ]
    forecast = of.whole.forecast
    if forecast is not None and of.whole.approved.cents > forecast.cents:
        above = dollars(of.whole.approved.cents - forecast.cents)
        found.append(MoneyCell("More is approved than the forecast says may be earned, by", above))
    for stage, words, sum_of in (
        ("to_export", "Approved and not sent to payroll:", of.to_export),
        ("late", "Sent 30 days ago or more, and not confirmed:", of.late),
    ):
        if sum_of.rows:
            url = f"{lines}?{urlencode({'year': label, 'stage': stage})}"
            found.append(MoneyCell(words, dollars(sum_of.cents), url, sum_of.rows))
    return found
