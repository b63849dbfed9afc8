"""The form in which a school names substitutes for a day ahead."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from common.edits import mark_of
from common.fields import NameInput
from people.models import User
from stipends.models import NamedSubstitute

HALF, DAY = "0.5", "1"
UNITS = ((HALF, "Half a day"), (DAY, "Whole day"))


def _fields_of(
    person: User, units: Decimal, shown: NamedSubstitute | None, stands: bool
) -> dict[str, forms.Field]:
    who = person.name
    days = shown.units if shown else units
    return {
        "substitute": NameInput(
            label=f"Substitute for {who}",
            required=False,
            max_length=120,
            initial=shown.substitute if shown else "",
        ),
        "number": forms.CharField(
            label=f"Number of the substitute for {who}",
            required=False,
            max_length=40,
            initial=shown.number if shown else "",
        ),
        "units": forms.TypedChoiceField(
            label=f"How long they cover for {who}",
            choices=UNITS,
            coerce=Decimal,
            initial=HALF if days <= Decimal(HALF) else DAY,
        ),
        # What this page showed: another window does not go over it unseen.
        "seen": forms.CharField(
            required=False,
            max_length=16,
            widget=forms.HiddenInput,
            initial=mark_of(shown.written if shown and stands else ""),
        ),
    }


class CoverForm(forms.Form):
    """All teachers of a school on a day: "12-substitute" is the field of teacher 12. `out`: of each, how much of the
    day they are out; `standing`: whom the school named; `before`: whom it named for a session that moved here, which
    stands in the form and is not kept until it is saved."""

    def __init__(
        self,
        data: Any = None,
        *,
        out: Mapping[int, tuple[User, Decimal]],
        standing: Mapping[int, NamedSubstitute],
        before: Mapping[int, NamedSubstitute],
    ) -> None:
        super().__init__(data)
        self.people = [person for person, _ in out.values() if data is None or f"{person.pk}-units" in data]
        for person in self.people:
            stands = standing.get(person.pk)
            shown = stands or before.get(person.pk)
            fields = _fields_of(person, out[person.pk][1], shown, stands is not None)
            self.fields.update({f"{person.pk}-{name}": one for name, one in fields.items()})

    def of(self, pk: int) -> dict[str, Any]:
        """What was typed for a teacher, by name."""
        return {name: self.cleaned_data[f"{pk}-{name}"] for name in ("substitute", "number", "units", "seen")}

    def clean(self) -> dict[str, Any]:
        """A number alone names nobody."""
        data = super().clean() or {}
        for person in self.people:
            if data.get(f"{person.pk}-number") and not data.get(f"{person.pk}-substitute", "-"):
                self.add_error(f"{person.pk}-substitute", "Write the name that belongs to this number.")
        return data
