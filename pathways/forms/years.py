"""Forms of program years and their calendars."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from common.forms import ButtonForm, sensible_day
from common.looking import SeenFields
from pathways.forms.base import SeenForm, day_field
from pathways.models import ProgramYear
from pathways.models.years import MOST_DAYS
from pathways.queries import within
from pathways.rules.calendar import Calendar, Span
from pathways.rules.lines import LinesError, Pasted, days_in, lines_of, spans_in

MOST_LETTERS = 20_000


class NewYearForm(SeenForm):
    button = "Open it"
    first = forms.IntegerField(
        label="The year it begins in",
        min_value=2000,
        max_value=2100,
        help_text="Like 2027, for July 1, 2027 to June 30, 2028.",
    )


class CalendarForm(SeenFields):
    """A calendar as it is typed: first and last day, and lines in plain words."""

    demands = {"reason": "once people hold a role"}
    unmarked = ("off",)

    first = day_field("First day of school")
    last = day_field("Last day of school")
    off = forms.CharField(
        label="Breaks and holidays",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One a line, days and name: “Nov 23–27 Thanksgiving”, “Sep 7 Labor Day”. All other days from Monday "
        "to Friday serve.",
    )
    on = forms.CharField(
        label="Days that serve besides",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A Saturday, or a day in a break: “Sat, Jan 9 Winter make-up day”. Mostly there is none.",
    )
    reason = forms.CharField(
        label="Why it changes",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Asked for once people hold a role in this year. It stays in the history; whose stipend it moves "
        "reads it in a mail and on their statement.",
    )

    def __init__(self, *args: Any, year: ProgramYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_off(self) -> tuple[Span, ...]:
        return self._spans("off")

    def clean_on(self) -> tuple[Span, ...]:
        return self._spans("on")

    def _spans(self, name: str) -> tuple[Span, ...]:
        try:
            return spans_in(self.cleaned_data[name], within(self.year))
        except LinesError as error:
            raise forms.ValidationError(list(error.told)) from error

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        lasts = within(self.year)
        for name, day in (("first", first), ("last", last)):
            if day and (refusal := lasts.refusal(Span(day, day))):
                self.add_error(name, refusal)
        if first and last and last < first:
            self.add_error("last", "School ends before it begins. Correct its first or its last day.")
        return given

    @property
    def calendar(self) -> Calendar:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        return Calendar(given["first"], given["last"], given["off"], given["on"])


def typed_of(calendar: Calendar | None) -> dict[str, Any]:
    """The fields of a form that says this calendar; none where there is none."""
    if calendar is None:
        return {}
    return {
        "first": calendar.first,
        "last": calendar.last,
        "off": lines_of(calendar.off),
        "on": lines_of(calendar.on),
    }


class PastedForm(forms.Form):
    """A list of service days, as another program holds it."""

    days = forms.CharField(
        label="Service days, pasted",
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="All of them, from a spreadsheet or another calendar: 8/13/2026, Aug 13 or 2026-08-13. What is left "
        "out between them becomes a break.",
        validators=[ProhibitNullCharactersValidator()],
    )

    def __init__(self, *args: Any, year: ProgramYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_days(self) -> Pasted:
        try:
            found = days_in(self.cleaned_data["days"], within(self.year))
        except LinesError as error:
            raise forms.ValidationError(list(error.told)) from error
        if not found.days:
            raise forms.ValidationError("No day stands there. Paste the days, like 8/13/2026 or Aug 13.")
        return found


class CalendarFileForm(forms.Form):
    """A calendar as a file."""

    file = forms.FileField(
        label="Calendar file (.ics)",
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text="What it calls a break, a holiday or no school becomes a line. Nothing is saved yet.",
    )


class CountForm(ButtonForm):
    """How many days a year had of which nothing else is known."""

    button = "Save the number"
    days = forms.IntegerField(
        label="Number of service days",
        min_value=1,
        max_value=MOST_DAYS,
        help_text="Enough for a year of before the product: whole years of service of fellows are counted. A part "
        "of a year, and stipends, need the calendar.",
    )
    first = forms.DateField(label="First day of school", required=False, validators=[sensible_day])
    last = forms.DateField(
        label="Last day of school",
        required=False,
        validators=[sensible_day],
        help_text="Where both are known, whoever served from the one to the other served the whole year.",
    )
