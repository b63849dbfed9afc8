"""A form that does one thing, as the pages of declared verbs draw it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms


class ButtonForm(forms.Form):
    """A form that does one thing; the word on its button says which."""

    button = "Save"
    # "usa-button--secondary" for what cannot be undone.
    look = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", self.button, css_class=self.look))
