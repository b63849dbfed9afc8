"""Leaders dealt out to a coach."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from coaching.queries import coaches
from pathways.models import Placement
from people.models import User
from people.queries import today


class DealForm(forms.Form):
    """Which leaders of a school, and who coaches them from today on."""

    unmarked = ("everybody", "leaders")

    everybody = forms.BooleanField(label="All leaders of this school", required=False)
    leaders = forms.TypedMultipleChoiceField(
        label="Or some of them", coerce=int, widget=forms.CheckboxSelectMultiple, choices=(), required=False
    )
    coach = forms.ModelChoiceField(label="Coach", queryset=User.objects.none(), empty_label="Choose a coach")

    def __init__(self, *args: Any, dealt: Iterable[tuple[Placement, User | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(dealt)
        leaders, coach = self.fields["leaders"], self.fields["coach"]
        assert isinstance(leaders, forms.TypedMultipleChoiceField)
        assert isinstance(coach, forms.ModelChoiceField)
        leaders.choices = [(row.pk, _with_coach(row, now)) for row, now in rows]
        # Those without a coach are ticked: nobody else's coach changes unless somebody ticks them.
        leaders.initial = [row.pk for row, now in rows if now is None]
        coach.queryset = coaches(today())
        self.all = [row.pk for row, _ in rows]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "They coach these leaders"))

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.cleaned_data.get("everybody"):
            self.cleaned_data["leaders"] = self.all
        elif not self.cleaned_data.get("leaders", "wrong"):
            self.add_error("leaders", "Tick the leaders, or all of this school.")
        return given


def _with_coach(row: Placement, now: User | None) -> str:
    return f"{row.person.name}, {row.role.name} ({now.name if now else 'no coach'})"
