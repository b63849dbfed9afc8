"""Shapes of hours of fieldwork: a number of hours, on a phone too."""

from decimal import Decimal
from typing import Any

from django import forms

from common.amounts import NumberField
from common.forms import ButtonForm, choose_from, sensible_day
from fellows.models import Fellow, FieldworkEntry
from fellows.queries.fieldwork import last_supervisor, who_may_supervise
from fellows.rules.hours import hours_number
from fellows.services.fieldwork import Did
from people.models import User
from people.queries import today

QUARTER = Decimal("0.25")


class HoursForm(ButtonForm):
    """What was done on a day, for how many hours, and who saw it."""

    button = "Log these hours"

    day = forms.DateField(label="Day", widget=forms.DateInput, initial=today, validators=[sensible_day])
    hours = NumberField(
        label="Hours",
        min_value=QUARTER,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        help_text="In quarters: 1.5 is an hour and a half.",
    )
    what = forms.CharField(label="What you did", max_length=300)
    supervisor = forms.ModelChoiceField(
        label="Who saw it",
        queryset=User.objects.none(),
        empty_label="Choose a principal or assistant principal",
        help_text="They accept these hours, or send them back.",
    )

    def __init__(
        self, *args: Any, fellow: Fellow, entry: FieldworkEntry | None = None, **kwargs: Any
    ) -> None:
        known: dict[str, Any] = {}
        if entry is not None:
            known = {"day": entry.day, "hours": hours_number(entry.minutes), "what": entry.what}
            known["supervisor"] = entry.supervisor
            self.button = "Correct these hours"
        elif (last := last_supervisor(fellow)) is not None:
            known["supervisor"] = last
        super().__init__(*args, initial={**known, **kwargs.pop("initial", {})}, **kwargs)
        choose_from(self, "supervisor", who_may_supervise(fellow, today(), entry))

    def clean_hours(self) -> Decimal:
        """Quarters of an hour alone."""
        hours: Decimal = self.cleaned_data["hours"]
        if hours % QUARTER:
            raise forms.ValidationError("Write quarters of an hour: 0.25, 0.5, 0.75, 1.")
        return hours

    def clean(self) -> dict[str, Any]:
        """As the service takes it, when all of it can be read."""
        given = self.cleaned_data
        if self.errors:
            return given
        minutes = int(given["hours"] * 60)
        return {"did": Did(given["day"], minutes, given["what"], given["supervisor"])}


class SendBackForm(ButtonForm):
    """Why hours go back."""

    button = "Send back"

    note = forms.CharField(label="What is not right", max_length=500, help_text="The fellow gets it by mail.")
