"""Forms by which graduates say what they do now, and staff look for those who do not."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.fields import LineInput
from common.forms import ButtonForm
from common.looking import SeenFields
from fellows.models import FellowCohort, Role
from fellows.models.alumni import LONGEST_PLACE
from fellows.queries.alumni import ROLES, WHERE, silent_choices
from people.models import School


def _words(words: str) -> str:
    return words[:1].upper() + words[1:]


class AlumniFilter(forms.Form):
    """Which graduates to list."""

    cohort = forms.ModelChoiceField(FellowCohort.objects.all(), required=False, empty_label="All classes")
    role = forms.ChoiceField(
        required=False, choices=[("", "Any role"), *((key, _words(words)) for key, words in ROLES.items())]
    )
    where = forms.ChoiceField(required=False, choices=[("", "Anywhere"), *WHERE.items()])
    leads = forms.ChoiceField(
        required=False,
        label="Leader now",
        choices=[("", "Leader or not"), ("yes", "Also a leader now"), ("no", "Not a leader now")],
    )
    silent = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label="Heard of",
        choices=[("", "Whenever heard of"), *silent_choices()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show"))


class NowForm(ButtonForm):
    """What a graduate does now, and where."""

    button = "Say so"
    demands = {"place": "outside the network"}

    role = forms.ChoiceField(
        label="What you do now",
        choices=[("", "Choose"), *((value, _words(str(words))) for value, words in Role.choices)],
        error_messages={"required": "Choose what you do now."},
    )
    school = forms.ModelChoiceField(
        School.objects.all(),
        required=False,
        empty_label="Not a school of the network",
        label="School of the network",
    )
    place = LineInput(
        label="School or employer",
        max_length=LONGEST_PLACE,
        required=False,
        help_text="If it is not in the list.",
    )

    def clean(self) -> dict[str, Any]:
        """Who works somewhere says where."""
        data = super().clean() or self.cleaned_data
        if data.get("role") not in (None, "", Role.NONE) and not data.get("school") and not data.get("place"):
            self.add_error("place", "Choose a school of the network, or write where it is.")
        return data


class WriteForm(SeenFields):
    """Writes to the graduates of a list, as they were looked at."""
