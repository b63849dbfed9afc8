"""Forms of hats, which pathways a program manager's is for among them."""

from typing import Any

from django import forms

from common.forms import ButtonForm
from pathways.models import Pathway
from people.forms import HatForm
from people.models import Hat, School

WHICH = "Choose the pathways, or tick “All pathways”."


def pathways_field() -> forms.ModelMultipleChoiceField:
    """The pathways of a program manager."""
    return forms.ModelMultipleChoiceField(
        Pathway.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Pathways of a program manager",
        help_text="Those they manage. Other hats need none.",
    )


class GiveHatForm(HatForm):
    """A hat with all it is for."""

    demands = {
        "schools": "for a network director",
        "pathways": "for a program manager",
        "every": "or some of them, for a program manager",
    }
    every = forms.BooleanField(label="All pathways", required=False)
    pathways = pathways_field()
    field_order = ("kind", "every", "pathways", "schools", "starts", "last_day")

    def clean(self) -> Any:
        """A program manager manages some pathways or all; nobody else has any."""
        data = super().clean() or self.cleaned_data
        every, chosen = data.pop("every", False), data.get("pathways")
        if data.get("kind") == Hat.Kind.PROGRAM_MANAGER:
            _some_or_all(self, every=every, chosen=bool(chosen))
        elif data.get("kind") and chosen:
            self.add_error("pathways", "Only a program manager has pathways. Take the marks out.")
        return data


class PathwaysForm(ButtonForm):
    """Which pathways a program manager manages."""

    button = "Save"
    demands = {"every": "unless you choose some", "pathways": "unless they manage all"}
    every = forms.BooleanField(label="All pathways", required=False)
    pathways = pathways_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pathways"].label, self.fields["pathways"].help_text = "Pathways", "Those they manage."

    def clean(self) -> Any:
        """Some or all."""
        data = super().clean() or self.cleaned_data
        _some_or_all(self, every=data.pop("every", False), chosen=bool(data.get("pathways")))
        return data


class DirectsForm(ButtonForm):
    """Which schools a network director looks after."""

    button = "Save"
    schools = forms.ModelMultipleChoiceField(
        School.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the schools this director looks after."},
    )


def _some_or_all(form: forms.Form, *, every: bool, chosen: bool) -> None:
    if every == chosen:
        both = "Either all pathways or those you ticked: take one of the two out."
        form.add_error("pathways", both if every else WHICH)
