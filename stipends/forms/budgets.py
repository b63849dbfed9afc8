"""The form of a budget: an amount for each role, and rows for schools as they are copied from a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from common.amounts import DollarsField, written_cents
from common.errors import DomainError
from common.money import amount, dollars
from common.tables import by_row
from pathways.models import Role
from people.models import School
from stipends.models import BudgetRow, Fund
from stipends.services import Planned

MOST_DOLLARS = 100_000_000
# By what kind of thing and what it is called.
Known = dict[str, dict[str, Any]]
LONGEST_BLOCK, MOST_LINES = 20_000, 500


class BudgetForm(forms.Form):
    """`rows` among its cleaned data: what was typed of each role, and of each line of the block."""

    lines = forms.CharField(
        label="Amounts for single schools or funds",
        required=False,
        max_length=LONGEST_BLOCK,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="One a line: role; school; fund code; dollars, such as “Arts Lead; Markham Middle; 4210; 3000”."
        " School and fund may stay empty. Copied out of a spreadsheet it is as good.",
    )

    def __init__(self, *args: Any, before: list[BudgetRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = list(Role.objects.order_by("pathway__name", "name"))
        whole = {row.role_id: row.cents for row in before if row.school is None and row.fund is None}
        for role in self.roles:
            self.fields[f"role-{role.pk}"] = DollarsField(
                label=role.name,
                required=False,
                min_value=Decimal("0.01"),
                max_value=MOST_DOLLARS,
                initial=amount(whole[role.pk]) if role.pk in whole else None,
            )
        told = [_said(row) for row in before if row.school or row.fund]
        self.fields["lines"].initial = "\n".join(told)

    @property
    def of_roles(self) -> Iterator[BoundField]:
        for role in self.roles:
            yield self[f"role-{role.pk}"]

    def clean_lines(self) -> list[Planned]:
        """Each line as a row. What cannot be read is named by its line."""
        lines = [line for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"These are {len(lines)} lines; write at most {MOST_LINES}.")
        known: Known = {
            "role": {role.name.casefold(): role for role in self.roles},
            "school": {school.name.casefold(): school for school in School.objects.all()} if lines else {},
            "fund": {fund.code.casefold(): fund for fund in Fund.objects.all()} if lines else {},
        }
        found, wrong = [], []
        for number, line in enumerate(lines, 1):
            try:
                found.append(_planned(line, known))
            except DomainError as refusal:
                wrong.append((number, str(refusal)))
        if errors := by_row(wrong, "Line"):
            raise forms.ValidationError(errors[:20])
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = [(role, data.get(f"role-{role.pk}")) for role in self.roles]
        rows = [Planned(role, cents) for role, cents in typed if cents]
        return {"rows": [*rows, *data.get("lines", [])]}


def _said(row: BudgetRow) -> str:
    """As a line of the block."""
    school = row.school.name if row.school else ""
    return "; ".join((row.role.name, school, row.fund.code if row.fund else "", amount(row.cents)))


def _planned(line: str, known: Known) -> Planned:
    cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
    if len(cells) != 4:
        raise DomainError(f"write four things, separated by semicolons; here are {len(cells)}.")
    found: dict[str, Any] = {}
    for name, cell in zip(("role", "school", "fund"), cells, strict=False):
        found[name] = known[name].get(cell.casefold())
        if found[name] is None and (cell or name == "role"):
            raise DomainError(f"there is no {name} “{cell[:60]}”. Write it as its page does.")
    return Planned(found["role"], _cents(cells[3]), found["school"], found["fund"])


def _cents(cell: str) -> int:
    try:
        cents = written_cents(cell)
    except ValueError as refusal:
        words = str(refusal)
        raise DomainError(f"{words[0].lower()}{words[1:]}") from None
    if cents < 1:
        raise DomainError("write an amount above $0.00.")
    if cents > MOST_DOLLARS * 100:
        raise DomainError(f"write an amount of at most {dollars(MOST_DOLLARS * 100)}.")
    return cents
