"""Shapes of assistance: a cohort's budget, an award with its schedule, and why one comes back or ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms import layout
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.amounts import DollarsField
from common.clock import day_in_words
from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from common.money import amount
from fellows.models import Award, Disbursement
from fellows.queries.assistance import parts_of
from fellows.rules.assistance import MOST_CENTS, MOST_PARTS, Part
from fellows.services import Given
from fellows.services.assistance import PAST
from people.queries import today

PARTS = range(1, MOST_PARTS + 1)
BOTH = "Write an amount and its day, or leave both empty."


class AssistanceBudgetForm(SeenFields):
    """What assistance of a cohort may cost in all."""

    cents = DollarsField(
        label="Dollars for the whole cohort",
        help_text="At least what is approved already.",
    )
    reason = forms.CharField(label="Why", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save the budget"))


class AwardForm(SeenFields):
    """What for, why, and each part with its day. The award is the sum of its parts."""

    demands: Mapping[str, str] = {}

    purpose = forms.ChoiceField(
        label="What for",
        choices=[(code, f"{words[:1].upper()}{words[1:]}") for code, words in Award.Purpose.choices],
    )
    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The second person reads it. Nothing about health, family or debts.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in PARTS:
            self.fields[f"cents_{number}"] = DollarsField(
                label=f"Dollars, part {number}", required=number == 1, max_value=MOST_CENTS // 100
            )
            self.fields[f"due_{number}"] = forms.DateField(
                label=f"Due, part {number}",
                widget=forms.DateInput,
                required=number == 1,
                validators=[sensible_day],
            )
        rows = [layout.Div(f"cents_{number}", f"due_{number}", css_class="two") for number in PARTS]
        self.helper = FormHelper()
        self.helper.layout = layout.Layout(
            "purpose", "reason", layout.Fieldset("Schedule: the award is the sum of its parts", *rows)
        )
        self.helper.render_hidden_fields = True
        self.helper.add_input(Submit("save", "Save the draft"))

    def clean(self) -> dict[str, Any]:
        """As the service takes it, when all of it can be read."""
        given, day = self.cleaned_data, today()
        for number in PARTS:
            due = given.get(f"due_{number}")
            if due is not None and due < day:
                self.add_error(f"due_{number}", PAST.format(day_in_words(due), day_in_words(day)))
        for number in PARTS[1:]:
            names = (f"cents_{number}", f"due_{number}")
            if not self.errors and (given.get(names[0]) is None) != (given.get(names[1]) is None):
                self.add_error(names[given.get(names[0]) is not None], BOTH)
        if self.errors:
            return given
        pairs = [(given[f"due_{number}"], given[f"cents_{number}"]) for number in PARTS]
        parts = tuple(Part(due, cents) for due, cents in pairs if due is not None)
        return {"given": Given(given["purpose"], given["reason"], parts), "seen": given.get("seen", "")}


def typed_in(award: Award) -> dict[str, Any]:
    """An award as its form shows it."""
    found: dict[str, Any] = {"purpose": award.purpose, "reason": award.reason}
    for number, part in enumerate(parts_of(award), 1):
        found |= {f"cents_{number}": amount(part.cents), f"due_{number}": part.due}
    return found


class ApproveAwardForm(SeenFields, ButtonForm):
    """Approves an award as it was shown."""

    button = "Approve this award"


class SendBackAwardForm(ButtonForm):
    """What should change before it is approved."""

    button = "Send it back"
    note = forms.CharField(
        label="What should change", max_length=500, help_text="Whoever proposed it reads it by mail."
    )


class CancelAwardForm(ButtonForm):
    """Why it is put aside."""

    button, look = "Cancel this award", "usa-button--secondary"
    note = forms.CharField(label="Why", max_length=500, help_text="It stays on record.")


class EndAwardForm(ButtonForm):
    """Why nothing more of it is paid."""

    button, look = "End this award", "usa-button--secondary"
    note = forms.CharField(label="Why", max_length=500, help_text="The fellow reads it by mail.")


class _OfAPart(ButtonForm):
    """Something about one part of an award, which is chosen where there are several."""

    part = forms.TypedChoiceField(label="Which payment", coerce=int)
    due = forms.DateField(widget=forms.DateInput, validators=[sensible_day])

    def __init__(self, *args: Any, parts: Sequence[Disbursement] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        assert isinstance(field, forms.TypedChoiceField)
        choices = [(str(row.pk), f"{row}: {row.stands[:1].lower()}{row.stands[1:]}") for row in parts]
        field.choices = choices if len(choices) == 1 else [("", "Choose a payment"), *choices]


class PayAgainForm(_OfAPart):
    """A payment that came back, to be made again."""

    button = "Propose it again"
    reason = forms.CharField(
        label="Why it is paid again",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The second person reads it: what was wrong, and what is right now. No number of an account.",
    )
    field_order = ("part", "due", "reason")


class MoveDayForm(_OfAPart):
    """Another day for a part that payroll was not asked to pay yet."""

    button = "Move the day"
    note = forms.CharField(label="Why", max_length=500, help_text="The fellow reads it by mail.")
    field_order = ("part", "due", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].label = "New day"
