"""What the forms of placements, deliverables and offerings have in common."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from common.beside import read_only
from common.looking import SeenFields


class ActionForm(forms.Form):
    """A form that does one thing; the word on its button says which."""

    button = "Save"
    look = ""
    # What was typed can be read and copied, and no longer sent.
    closed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", self.button, css_class=self.look))

    def refuse_for_good(self, sentence: str) -> None:
        """What was typed came too late: it stays to be read and copied, and cannot be sent again."""
        self.add_error(None, sentence)
        self.helper.inputs, self.closed = [], True
        read_only(self)


class SeenForm(SeenFields, ActionForm):
    """What it does may move a stipend: that is looked at first."""


def day_field(label: str, hint: str = "") -> forms.DateField:
    """A day, typed or chosen."""
    sensible = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(), validators=sensible)
