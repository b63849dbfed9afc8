"""How a form asks for each blank of a kind of attendance: its fields, what they begin with, and what they say."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from django import forms

from common.amounts import DollarsField
from common.money import amount
from seminars.models import Event
from stipends.forms.written import PortionField, whole_number, written
from stipends.rules import blanks

Fields = dict[str, forms.Field]
Known = Mapping[str, Any]
Of = TypeVar("Of", bound=blanks.Blank)
# Empty rows under the steps that are there, to write more.
SPARE = 2


class Missing(Exception):
    """A field was left empty that the chosen kind needs."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence


class Asking(ABC, Generic[Of]):
    """A blank on a form, under a name of its own. No field of it is required by itself: only the kind that is chosen
    asks for its blanks."""

    empty = "Fill this in."

    def __init__(self, blank: Of, name: str) -> None:
        self.blank = blank
        self.name = name

    @abstractmethod
    def fields(self, known: Known) -> Fields:
        """Its fields. `known` holds what the form begins with or was sent, by the name of the field."""

    @abstractmethod
    def shown(self, value: Any) -> dict[str, Any]:
        """What its fields begin with, for a value as rules are stored."""

    def value(self, data: Known) -> Any:
        """The value as rules are stored, of cleaned data. Raises Missing for a field that was left empty."""
        return self.there(self.name, data)

    def usual(self) -> dict[str, Any]:
        """What its fields begin with where no rule has a value for it."""
        return self.shown(self.blank.usual)

    def there(self, field: str, data: Known) -> Any:
        if data.get(field) in (None, ""):
            raise Missing(field, self.empty)
        return data[field]


class AskingPortion(Asking[blanks.Portion]):
    empty = "Write a percentage such as 85%."

    def fields(self, known: Known) -> Fields:
        return {self.name: PortionField(label=self.blank.label, required=False)}

    def shown(self, value: Any) -> dict[str, Any]:
        return {self.name: written(value)}

    def value(self, data: Known) -> str:
        return str(self.there(self.name, data))


class AskingCount(Asking[blanks.Count]):
    empty = "Write a whole number."

    def fields(self, known: Known) -> Fields:
        return {self.name: whole_number(self.blank.label, self.blank.least, self.blank.most, required=False)}

    def shown(self, value: Any) -> dict[str, Any]:
        return {self.name: value}


class AskingCents(Asking[blanks.Cents]):
    empty = "Write dollars, such as 25.00."

    def fields(self, known: Known) -> Fields:
        return {self.name: DollarsField(label=self.blank.label, required=False)}

    def shown(self, value: Any) -> dict[str, Any]:
        return {self.name: amount(value)}


class AskingChoice(Asking[blanks.Choice]):
    empty = "Choose one."

    def fields(self, known: Known) -> Fields:
        choices = [(str(value), words) for value, words in self.blank.words]
        return {self.name: forms.ChoiceField(label=self.blank.label, choices=choices, required=False)}

    def shown(self, value: Any) -> dict[str, Any]:
        return {self.name: str(value)}

    def value(self, data: Known) -> str | bool:
        chosen = self.there(self.name, data)
        return next(value for value, _ in self.blank.words if str(value) == chosen)


class AskingSteps(Asking[blanks.Steps]):
    """A row for each step, and some empty ones."""

    empty = "Fill in both parts of this step."

    def row(self, number: int) -> tuple[str, str]:
        return f"{self.name}-{number}-from", f"{self.name}-{number}-pays"

    def fields(self, known: Known) -> Fields:
        parts = ("from what share of the minutes", "what share is paid")
        return {
            field: PortionField(label=f"{self.blank.label} {number + 1}, {part}", required=False)
            for number in range(self._rows(known))
            for field, part in zip(self.row(number), parts, strict=True)
        }

    def _rows(self, known: Known) -> int:
        there = 0
        while self.row(there)[0] in known:
            there += 1
        filled = [number for number in range(there) if any(known.get(one) for one in self.row(number))]
        return max(there, (filled[-1] if filled else 0) + 1 + SPARE)

    def shown(self, value: Any) -> dict[str, Any]:
        return {
            field: written(share)
            for number, pair in enumerate(value)
            for field, share in zip(self.row(number), pair, strict=True)
        }

    def value(self, data: Known) -> list[list[str]]:
        """Rows in which nothing was written are left out."""
        rows, number = [], 0
        while self.row(number)[0] in data or self.row(number)[1] in data:
            row = self.row(number)
            if any(data.get(field) is not None for field in row):
                rows.append([str(self.there(field, data)) for field in row])
            number += 1
        if not rows:
            raise Missing(self.row(0)[0], "Write at least one step.")
        return rows


class AskingCentsByKind(Asking[blanks.CentsByKind]):
    """An amount for each kind of session there is, and for any other that a stored rule has one for."""

    def of(self, kind: str) -> str:
        return f"{self.name}-{kind}"

    def fields(self, known: Known) -> Fields:
        begin = self.of("")
        others = [field.removeprefix(begin) for field in known if field.startswith(begin)]
        kinds = {**dict(Event.Kind.choices), **{kind: kind.replace("_", " ") for kind in others}}
        kinds |= dict(Event.Kind.choices)
        return {
            self.of(kind): DollarsField(label=f"{self.blank.label}, {words}", required=False)
            for kind, words in kinds.items()
        }

    def shown(self, value: Any) -> dict[str, Any]:
        return {self.of(kind): amount(cents) for kind, cents in dict(value).items()}

    def value(self, data: Known) -> dict[str, int]:
        begin = self.of("")
        return {
            field.removeprefix(begin): cents
            for field, cents in data.items()
            if field.startswith(begin) and cents is not None
        }


ASKS: dict[type, type[Asking[Any]]] = {
    blanks.Portion: AskingPortion,
    blanks.Count: AskingCount,
    blanks.Cents: AskingCents,
    blanks.Choice: AskingChoice,
    blanks.Steps: AskingSteps,
    blanks.CentsByKind: AskingCentsByKind,
}


def asking(blank: blanks.Blank, name: str) -> Asking[Any]:
    """How a form asks for this blank under this name."""
    return ASKS[type(blank)](blank, name)
