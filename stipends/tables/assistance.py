"""Lists of assistance, of its files and of its payments: their columns, each once, for pages and files; and a program
year of it as the budget draws it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from common.clock import local_date
from common.money import amount, dollars
from common.ui.lists import Column, to
from common.ui.pictures import Part
from stipends.queries.assisted import CohortYear
from stipends.tables.budgets import DrawnMoney, MoneyCell


def _cents(name: str, of: Callable[[Any], int]) -> Column:
    return Column(name, lambda row: amount(of(row)), drawn=lambda row: dollars(of(row)), look="number")


ASSISTANCE_FILES = (
    Column("File", str, leads=to("stipends:assistance_file")),
    Column("Year", lambda row: row.year.label, on_page=False),
    Column("Lines", lambda row: row.lines_count, look="number"),
    _cents("Amount", lambda row: row.total_cents),
    _cents("Paid", lambda row: row.paid_cents),
    _cents("Came back", lambda row: row.back_cents),
    Column("Lines not paid yet", lambda row: row.open_lines, look="number"),
    Column("Made", lambda row: local_date(row.made_at), below=lambda row: row.made_by.name),
    Column("Made by", lambda row: row.made_by.name, on_page=False),
)
ASSISTANCE_PARTS = (
    Column(
        "Fellow",
        lambda row: row.award.fellow.person.name,
        leads=to("fellows:award", "award_id"),
        below=lambda row: row.award.fellow.cohort.name,
    ),
    Column("Cohort", lambda row: row.award.fellow.cohort.name, on_page=False),
    Column("Payee number", lambda row: row.award.fellow.person.external_id, on_page=False),
    Column("What for", lambda row: row.award.get_purpose_display().capitalize()),
    Column("Due", lambda row: row.due, sort=("due",)),
    Column(
        "Amount",
        lambda row: amount(row.cents),
        drawn=lambda row: dollars(row.cents),
        look="number",
        sort=("cents",),
    ),
    Column("How it stands", lambda row: row.stands),
    Column("Paid", lambda row: row.paid_on, on_page=False),
    Column("Came back", lambda row: row.came_back_on, on_page=False),
)


def parts_at(**asked: Any) -> str:
    """The address of the payments of assistance that are asked for."""
    return f"{reverse('stipends:assistance_payments')}?{urlencode(asked)}"


def assisted_cells_of(row: CohortYear, label: str) -> DrawnMoney:
    """What a cohort, or all of them, may cost and what of it is due in the year, each number with its rows."""
    narrow = {} if row.key is None else {"cohort": row.key}
    budget = MoneyCell(
        "Budget of the cohort", "None" if row.held.budget is None else dollars(row.held.budget)
    )
    if row.key is not None:
        at = reverse("fellows:assistance_of_cohort", args=[row.key])
        budget = MoneyCell(budget.name, budget.text, at)
    cells = [budget]
    for name, words in (
        ("approved", "Due in the year"),
        ("exported", "Exported"),
        ("confirmed", "Confirmed"),
    ):
        sum_of, stage = getattr(row, name), {} if name == "approved" else {"stage": name}
        url = parts_at(year=label, **narrow, **stage) if sum_of.rows else ""
        cells.append(MoneyCell(words, dollars(sum_of.cents), url, sum_of.rows))
    left = "–" if row.held.budget is None else dollars(row.held.left)
    parts = _bar_of(row)
    return DrawnMoney(row.label, parts, sum(part.cents for part in parts), cells, left, over=False)


def _bar_of(row: CohortYear) -> list[Part]:
    """The budget of a cohort in its parts; without one, what is approved."""
    return [
        Part("paid", "Confirmed", row.confirmed.cents),
        Part("lost", "Sent, not confirmed", row.exported.cents - row.confirmed.cents, hatched=True),
        Part("done", "Approved, not sent", row.approved.cents - row.exported.cents),
        Part("part", "Approved for other years", row.other_cents),
        Part("ahead", "Left", max(row.held.left, 0)),
    ]
