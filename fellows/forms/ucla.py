"""What is typed about steps at UCLA."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.text import capfirst

from common.fields import LineInput
from common.forms import sensible_day
from fellows.models import UclaStep
from fellows.models.ucla import LONGEST_REASON, LONGEST_SAID


class UclaMoveForm(forms.Form):
    """The day of a step, and who said so."""

    on = forms.DateField(label="Day", widget=forms.DateInput, validators=[sensible_day])
    said_by = LineInput(
        label="Who said it", max_length=LONGEST_SAID, help_text="Like UCLA’s admissions office, by mail."
    )

    def __init__(self, *args: Any, button: str = "Record", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("send", button))


class UclaForm(UclaMoveForm):
    """Which step, too; and what is wrong of one that is recorded already."""

    demands = {"on": "unless it was not taken", "reason": "to correct what is recorded already"}

    step = forms.ChoiceField(
        label="Step",
        choices=[("", "Choose a step"), *((step, capfirst(words)) for step, words in UclaStep.Step.choices)],
    )
    on = forms.DateField(label="Day", widget=forms.DateInput, validators=[sensible_day], required=False)
    not_taken = forms.BooleanField(
        label="This step was not taken: it was recorded by mistake", required=False
    )
    reason = LineInput(
        label="Why it is corrected",
        max_length=LONGEST_REASON,
        required=False,
        help_text="Only for what is recorded already. It stays in the history.",
    )
    field_order = ("step", "on", "said_by", "not_taken", "reason")
