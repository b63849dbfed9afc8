"""The shapes in which recordings and consents are recorded."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from coaching.forms.peers import one_day
from coaching.models import Audience
from coaching.queries import who_may_visit
from coaching.services import Exemplar
from common.fields import LineInput, NameInput
from common.forms import ButtonForm
from pathways.models import Placement
from people.models import User

MOST_NAMES = 40


class RecordingForm(ButtonForm):
    narrows = "people"
    button = "Save this recording"
    demands = {"people": "or a name", "names": "or a person"}

    title = LineInput(label="Title", max_length=120, help_text="What others learn from it.")
    link = forms.URLField(
        label="Link",
        max_length=1000,
        assume_scheme="https",
        help_text="Begins with https. The video stays where it is.",
    )
    audience = forms.ChoiceField(label="Who may watch", choices=Audience.choices, widget=forms.RadioSelect)
    people = forms.ModelMultipleChoiceField(
        label="Who is seen in it",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    names = forms.CharField(
        label="Other adults who are seen",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One name a line. Never name a student here: their families' consent stays with the school.",
    )

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        host = User.objects.filter(pk=placement.person_id).order_by("sort_name", "pk")
        field.queryset = who_may_visit(placement, today) | host

    def clean_names(self) -> list[str]:
        lines = [line for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(lines) > MOST_NAMES:
            raise ValidationError(f"Name {MOST_NAMES} people at most.")
        one = NameInput(max_length=120)
        return [one.clean(line) for line in lines]

    def said(self) -> Exemplar:
        """What was typed, as the service takes it. Call it once the form is valid."""
        return Exemplar(**{**self.cleaned_data, "people": list(self.cleaned_data["people"])})


class ConsentForm(ButtonForm):
    button = "They agreed"
    given_on = one_day("Agreed on")
    paper = LineInput(
        label="On what paper", max_length=120, help_text="As in: the Partnership's media release, signed."
    )
