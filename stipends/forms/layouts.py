"""The form of a layout of payroll: a row for each fact a column may hold, with its place and its header."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from stipends.models import PayrollLayout
from stipends.rules.layouts import (
    AMOUNTS,
    DATE_WORDS,
    DELIMITERS,
    ENDINGS,
    KEYS,
    MOST_COLUMNS,
    WORDS,
    Drawn,
    Fact,
    Layout,
)

# Columns that are always the same, such as a code of the company.
CONSTANTS = 4
# What most offices begin with.
USUAL = (Fact.LINE, Fact.EXTERNAL_ID, Fact.FAMILY_NAME, Fact.GIVEN_NAME, Fact.AMOUNT)
HINTS = {
    Fact.PAID_ON: "Left empty for payroll to fill in",
    Fact.REFERENCE: "Left empty for payroll to fill in",
    Fact.CHANNEL: "district, own or vendor",
}


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the form."""

    label: str
    hint: str
    cells: list[tuple[str, BoundField]]


class PayrollLayoutForm(forms.Form):
    """`layout` among its cleaned data is what the rules draw. `before` is the version it begins as."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="Such as “District payroll”. A name that is there already gets its next version.",
    )
    ending = forms.ChoiceField(label="File", choices=list(ENDINGS.items()))
    delimiter = forms.ChoiceField(label="Between columns", choices=list(DELIMITERS.items()))
    amounts = forms.ChoiceField(label="Amounts", choices=list(AMOUNTS.items()))
    dates = forms.ChoiceField(label="Dates", choices=list(DATE_WORDS.items()))
    key = forms.ChoiceField(
        label="Whose money a row is",
        choices=[(str(fact), WORDS[fact]) for fact in KEYS],
        help_text="This column comes back when payroll confirms.",
    )

    def __init__(self, *args: Any, before: PayrollLayout | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn = [Drawn(fact, WORDS[fact]) for fact in USUAL] if before is None else [*before.in_rules.columns]
        if before is not None:
            for name in ("name", "ending", "delimiter", "amounts", "dates", "key"):
                self.fields[name].initial = getattr(before, name)
        self.slots = list(_slots(drawn))
        for slot in self.slots:
            self.fields[f"place-{slot.name}"] = forms.IntegerField(
                label=f"Place of {slot.label}",
                required=False,
                min_value=1,
                max_value=MOST_COLUMNS,
                initial=slot.place,
            )
            self.fields[f"head-{slot.name}"] = forms.CharField(
                label=f"Header of {slot.label}", required=False, max_length=60, initial=slot.head
            )
            if slot.fact is Fact.CONSTANT:
                self.fields[f"always-{slot.name}"] = forms.CharField(
                    label=f"Text of {slot.label}", required=False, max_length=100, initial=slot.constant
                )

    @property
    def above(self) -> list[BoundField]:
        """What is asked once."""
        return [self[name] for name in self.base_fields]

    @property
    def facts(self) -> list[FactRow]:
        return [row for row in self._rows() if len(row.cells) == 2]

    @property
    def constants(self) -> list[FactRow]:
        return [row for row in self._rows() if len(row.cells) == 3]

    def _rows(self) -> Iterator[FactRow]:
        for slot in self.slots:
            cells = [("Place", self[f"place-{slot.name}"]), ("Header", self[f"head-{slot.name}"])]
            if slot.fact is Fact.CONSTANT:
                cells.append(("Text", self[f"always-{slot.name}"]))
            yield FactRow(slot.label, HINTS.get(slot.fact, ""), cells)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        placed = [(data[f"place-{slot.name}"], slot) for slot in self.slots if data.get(f"place-{slot.name}")]
        taken: dict[int, _Slot] = {}
        for place, slot in placed:
            if place in taken:
                words = f"{taken[place].label} has place {place} already."
                self.add_error(f"place-{slot.name}", words)
            taken.setdefault(place, slot)
        if self.errors:
            return data
        columns = [
            Drawn(slot.fact, data[f"head-{slot.name}"], data.get(f"always-{slot.name}", ""))
            for _, slot in sorted(taken.items())
        ]
        once = {name: data[name] for name in ("ending", "delimiter", "amounts", "dates")}
        return {"name": data["name"], "layout": Layout(tuple(columns), Fact(data["key"]), **once)}


@dataclass(frozen=True, slots=True)
class _Slot:
    """What one row of the form begins as."""

    name: str
    label: str
    fact: Fact
    head: str
    place: int | None = None
    constant: str = ""


def _slots(drawn: Sequence[Drawn]) -> Iterator[_Slot]:
    """A row for each fact, then some for what is always the same."""
    at = {one.fact: (one.head, place) for place, one in enumerate(drawn, 1)}
    for fact in Fact:
        if fact is not Fact.CONSTANT:
            yield _Slot(str(fact), WORDS[fact], fact, *at.get(fact, (WORDS[fact], None)))
    always = [(one, place) for place, one in enumerate(drawn, 1) if one.fact is Fact.CONSTANT]
    for number in range(1, max(CONSTANTS, len(always)) + 1):
        name, label = f"constant-{number}", f"{WORDS[Fact.CONSTANT]} ({number})"
        if number <= len(always):
            one, place = always[number - 1]
            yield _Slot(name, label, Fact.CONSTANT, one.head, place, one.constant)
        else:
            yield _Slot(name, label, Fact.CONSTANT, "")
