"""A form that does one thing, as the pages of declared verbs draw it; days and refusals of any form."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from common.errors import DomainError, Several

# Letters a search box takes, far more than may be asked for: written for an address, even twice over, they fit into the
# longest line the web process reads (`limit_request_line`).
LONGEST_SEARCH = 500


class SearchField(forms.CharField):
    """Words to look for. They go into an address, so the browser takes no more than one holds; from `max_length` on
    they are refused in words."""

    widget = forms.SearchInput

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        said = {
            "max_length": f"Search for at most {max_length} characters.",
            **kwargs.pop("error_messages", {}),
        }
        super().__init__(max_length=max_length, error_messages=said, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "maxlength": str(LONGEST_SEARCH)}


class FilesInput(forms.FileInput):
    """Any number of files, chosen at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Any number of files, none of them empty."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            return super().clean(None, initial) or []
        return [super(FilesField, self).clean(one, initial) for one in data]


def choose_from(form: forms.BaseForm, name: str, rows: "QuerySet[Any]") -> None:
    """What the field `name` of this form offers, known only once the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def sensible_day(day: date) -> None:
    """A day somebody may mean; others are slips of the keyboard."""
    if not 2000 <= day.year <= 2100:
        raise ValidationError("Choose a day from 2000 to 2100.")


def refuse(form: forms.BaseForm, refusal: DomainError) -> None:
    """The refusal stands at the field it is about, or above the form; of several each one does."""
    for one in refusal.refusals if isinstance(refusal, Several) else (refusal,):
        form.add_error(one.at if one.at in form.fields else None, str(one))


class ButtonForm(forms.Form):
    """A form that does one thing; the word on its button says which."""

    button = "Save"
    # "usa-button--secondary" for what cannot be undone.
    look = ""
    # A field whose many people are narrowed by typing a name.
    narrows = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", self.button, css_class=self.look))
        if self.narrows:
            many = Div(self.narrows, css_class="narrow", data_narrow="Find somebody by name")
            self.helper.layout = Layout(*(many if name == self.narrows else name for name in self.fields))
            self.helper.render_hidden_fields = True
