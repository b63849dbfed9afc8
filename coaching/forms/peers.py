"""The shapes in which the work of Peer Coaches is recorded."""

from datetime import date
from typing import Any

from django import forms

from coaching.models import (
    MOST_MINUTES,
    MOST_WHO_CAME,
    CoachedTeacher,
    TeacherCycle,
)
from coaching.queries import who_may_be_coached
from coaching.rules import ANOTHER, FOCI
from coaching.services import Free, Led, Round
from common.fields import LineInput, NameInput
from common.forms import ButtonForm, choose_from, sensible_day
from pathways.models import Placement
from people.models import User


def one_day(label: str, **kwargs: Any) -> forms.DateField:
    """A day, typed or chosen."""
    return forms.DateField(label=label, widget=forms.DateInput, validators=[sensible_day], **kwargs)


class ReleaseTimeForm(ButtonForm):
    minutes = forms.IntegerField(label="Minutes a week", min_value=0, max_value=MOST_MINUTES)
    since = one_day("From")
    periods = forms.CharField(
        label="Which periods",
        required=False,
        max_length=120,
        help_text="As in: period 3, Tuesday and Thursday.",
    )

    def __init__(self, *args: Any, signs: bool, **kwargs: Any) -> None:
        """`signs`: whoever fills it in signs for the school, and may say that there is none."""
        self.button = "It is so" if signs else "Propose this"
        super().__init__(*args, **kwargs)
        if signs:
            self.fields["minutes"].help_text = "0 where your school gives none."

    def said(self) -> Free:
        """What was typed, as the service takes it. Call it once the form is valid."""
        given = self.cleaned_data
        return Free(given["minutes"], given["since"], given["periods"])


class TeacherForm(ButtonForm):
    button = "Add this teacher"
    demands = {"person": "or a name", "name": "or a person"}

    person = forms.ModelChoiceField(
        label="Who works at your school",
        queryset=User.objects.none(),
        required=False,
        empty_label="Choose a teacher",
    )
    name = NameInput(
        label="Or a name",
        required=False,
        max_length=120,
        help_text="For somebody who is not in the list. Type the name alone.",
    )
    since = one_day("You coach them from")

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": today}, **kwargs)
        choose_from(self, "person", who_may_be_coached(placement, today))


class CycleForm(ButtonForm):
    button = "Save this cycle"
    demands = {"talked_on": "once you talked"}

    teacher = forms.ModelChoiceField(label="With", queryset=CoachedTeacher.objects.none(), empty_label=None)
    observed_on = one_day("Observed on")
    talked_on = one_day("Talked on", required=False, help_text="Leave it empty until you talked.")
    focus = forms.ChoiceField(
        label="Focus",
        choices=[(one, one) for one in (*FOCI, ANOTHER)],
        widget=forms.RadioSelect,
    )

    def __init__(
        self, *args: Any, placement: Placement, today: date, chosen: int | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"observed_on": today, "teacher": chosen}, **kwargs)
        field = self.fields["teacher"]
        assert isinstance(field, forms.ModelChoiceField)
        listed = CoachedTeacher.objects.kept().filter(placement=placement).select_related("person")
        field.queryset = listed.order_by("ends", "starts", "pk")

    def said(self) -> Round:
        """What was typed, as the service takes it. Call it once the form is valid."""
        given = self.cleaned_data
        return Round(given["observed_on"], given["focus"], given["talked_on"])


class TalkForm(ButtonForm):
    button = "Save the talk"
    on = one_day("Talked on")

    def __init__(self, *args: Any, cycle: TeacherCycle, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": max(today, cycle.observed_on)}, **kwargs)


class PDForm(ButtonForm):
    button = "Save this PD"
    day = one_day("Day")
    title = LineInput(label="Title", max_length=120, help_text="What it was about.")
    came = forms.IntegerField(label="How many came", min_value=1, max_value=MOST_WHO_CAME)
    minutes = forms.IntegerField(label="How many minutes it took", min_value=1, max_value=MOST_MINUTES)

    def said(self) -> Led:
        """What was typed, as the service takes it. Call it once the form is valid."""
        return Led(**self.cleaned_data)
