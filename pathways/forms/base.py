"""What the forms of placements, deliverables and offerings have in common."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.forms import sensible_day
from common.looking import SeenFields


class ActionForm(forms.Form):
    """A form that does one thing; the word on its button says which."""

    button = "Save"
    look = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", self.button, css_class=self.look))


class SeenForm(SeenFields, ActionForm):
    """What it does may move a stipend: that is looked at first."""


def day_field(label: str, hint: str = "") -> forms.DateField:
    """A day, typed or chosen."""
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(), validators=[sensible_day])
