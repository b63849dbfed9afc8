"""What is typed about milestones: of one fellow, and of the plan of a cohort."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.text import capfirst

from common.fields import LineInput
from common.forms import sensible_day
from common.looking import SeenFields
from fellows.models import MOST_HOURS, Milestone
from people.queries import today


def _helper(button: str) -> FormHelper:
    helper = FormHelper()
    helper.add_input(Submit("send", button))
    return helper


class MilestoneForm(forms.Form):
    """A milestone that is planned, reached, or both."""

    demands = {"due": "unless it is reached", "reached_on": "unless it is due"}

    kind = forms.ChoiceField(
        label="Milestone",
        choices=[
            ("", "Choose a milestone"),
            *((kind, capfirst(words)) for kind, words in Milestone.Kind.choices),
        ],
    )
    attempt = forms.IntegerField(min_value=1, max_value=20, initial=1)
    due = forms.DateField(label="Due on", widget=forms.DateInput, required=False)
    reached_on = forms.DateField(
        label="Reached on",
        widget=forms.DateInput,
        required=False,
        help_text="That somebody applied, was admitted or enrolled is recorded as a step at UCLA.",
    )
    expires_on = forms.DateField(
        label="Expires on", widget=forms.DateInput, required=False, help_text="For a credential that expires."
    )
    note = forms.CharField(
        max_length=200, required=False, help_text="When a day moves: why. It stays in the history."
    )
    helper = _helper("Save")

    def clean(self) -> None:
        """Something must be said."""
        data = self.cleaned_data
        if not (data.get("due") or data.get("reached_on")) and not self.errors:
            raise forms.ValidationError("Give the day it is due, or the day it was reached.")


class ReachedForm(forms.Form):
    """The day a known milestone was reached."""

    on = forms.DateField(label="Reached on", widget=forms.DateInput, initial=today)
    expires = forms.DateField(
        label="Expires on", widget=forms.DateInput, required=False, help_text="For a credential that expires."
    )
    note = forms.CharField(max_length=200, required=False)


class DueForm(forms.Form):
    """Another day for a milestone of this fellow alone, and why."""

    demands = {"note": "when it had a day"}

    due = forms.DateField(label="Due on", widget=forms.DateInput)
    note = forms.CharField(
        label="Why it moves", max_length=200, required=False, help_text="It stays in the history."
    )


class NotPassedForm(forms.Form):
    """The result of an attempt that was not passed, and when the next one is due."""

    on = forms.DateField(label="Day of the result", widget=forms.DateInput, initial=today)
    due = forms.DateField(label="Next attempt due on", widget=forms.DateInput)
    note = forms.CharField(max_length=200, required=False)


class UndoForm(forms.Form):
    """Why what was recorded of an attempt is taken back."""

    reason = forms.CharField(
        label="Why it is taken back", max_length=200, help_text="It stays in the history."
    )


class CohortPlanForm(SeenFields):
    """A day for each milestone the plan of a cohort asks for; without one it is not asked for."""

    demands = {"reason": "when a day moves or goes"}

    hours = forms.IntegerField(
        label="How many hours of fieldwork", min_value=1, max_value=MOST_HOURS, required=False
    )
    reason = LineInput(
        label="Why it changes",
        max_length=300,
        required=False,
        help_text="Once a day that stands moves or goes. It stays in the history of the plan.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, words in Milestone.Kind.choices:
            self.fields[kind] = forms.DateField(
                label=capfirst(words),
                widget=forms.DateInput,
                required=False,
                validators=[sensible_day],
            )
        kinds = list(Milestone.Kind.values)
        after = kinds.index(Milestone.Kind.FIELDWORK) + 1
        self.order_fields([*kinds[:after], "hours", *kinds[after:], "reason"])
        self.helper = _helper("Save the plan")

    def due(self) -> dict[str, date]:
        """The days that were given, by the kind of milestone."""
        given = self.cleaned_data
        return {kind: given[kind] for kind in Milestone.Kind.values if given.get(kind)}


class ApplyForm(SeenFields):
    """Applies a plan as it was looked at."""

    helper = _helper("Apply the plan")
