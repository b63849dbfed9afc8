"""The shapes in which people plan sessions: on which days, in which event, and each day before it is made."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from common.clock import LOS_ANGELES
from common.forms import sensible_day
from common.looking import SeenFields
from people.models import School, User
from people.queries import hats
from seminars.forms.plans import WHY, WhatForm
from seminars.forms.rosters import LONGEST_REASON
from seminars.models import Event, Session, audience_of
from seminars.policies import why_not_planned_for
from seminars.rules.series import WEEKDAYS, WHICH, Series
from seminars.services import Draft

NEW = "new"
EVERY = {
    **{f"m{which}": f"the {words} of each month" for which, words in WHICH.items()},
    "w1": "every week",
    **{f"w{weeks}": f"every {weeks} weeks" for weeks in (2, 3, 4)},
}


def moment(day: date, at: time) -> datetime:
    """This time of that day in Los Angeles."""
    return datetime.combine(day, at, tzinfo=LOS_ANGELES)


class PlanForm(SeenFields, WhatForm):
    """Sessions of one event, on one day or on those of a series."""

    demands = {"reason": "once people have signed"}

    belongs = forms.ChoiceField(label="Belongs to")
    kind = forms.ChoiceField(
        label="Kind of a new event", choices=Event.Kind.choices, initial=Event.Kind.SEMINAR
    )
    event_title = forms.CharField(
        label="Title of a new event", max_length=200, required=False, help_text="Empty: as the session."
    )
    school = forms.ModelChoiceField(
        School.objects.order_by("sort_name"), label="Hosted by", required=False, empty_label="No school"
    )
    day = forms.DateField(label="Day", required=False, validators=[sensible_day])
    weekday = forms.TypedChoiceField(label="Weekday", choices=[*enumerate(WEEKDAYS)], coerce=int, initial=2)
    every = forms.ChoiceField(label="How often", choices=[*EVERY.items()], initial="m2")
    first = forms.DateField(label="From", validators=[sensible_day])
    last = forms.DateField(label="Through", validators=[sensible_day])
    breaks = forms.ChoiceField(
        label="Breaks", choices=[("out", "not in breaks and holidays"), ("in", "also in breaks and holidays")]
    )
    starts = forms.TimeField(label="Start", widget=forms.TimeInput)
    ends = forms.TimeField(label="End", widget=forms.TimeInput)
    reason = forms.CharField(
        label="Why, in words they will read",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WHY,
    )
    # The days that were found, as a mark: where the sentence says others now, they are found again.
    found = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, series: bool, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.series, self.planner = series, user
        for name in ("weekday", "every", "first", "last", "breaks") if not series else ("day",):
            del self.fields[name]
        if not series:
            self.fields["day"].required = True
        known = Event.objects.filter(year=self.year).order_by("title")
        if not hats(self.planner).manager:
            # Who leads a session of an event plans more of it, and begins none.
            known = known.filter(sessions__facilitators=self.planner).distinct()
        self.events = {str(event.pk): event for event in known}
        begins = [(NEW, "A new event")] if hats(self.planner).manager or not self.events else []
        choices = [*begins, *((key, event.title) for key, event in self.events.items())]
        field = self.fields["belongs"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "It must end after it starts.")
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", "Choose a day after the first one.")
        for name in ("day", "first", "last"):
            day = given.get(name)
            if day and not self.year.starts <= day < self.year.ends:
                self.add_error(name, f"Choose a day within {self.year}.")
        if not self.errors:
            self._check_whom()
        return given

    def _check_whom(self) -> None:
        """Of what was typed: whom they may not plan for is said at the field, and the form comes back."""
        given = self.cleaned_data
        flags = {name: given[name] for name in ("fellows", "school_leaders")}
        whom = audience_of(given["roles"], given["cohorts"], **flags)
        refusal = why_not_planned_for(self.planner, self.event, whom)
        if refusal is not None:
            self.add_error("roles", str(refusal))

    @property
    def said(self) -> list[BoundField]:
        """The blanks of the sentence."""
        names = (
            "title",
            "weekday",
            "every",
            "first",
            "last",
            "breaks",
            "day",
            "starts",
            "ends",
            "place",
            "required",
        )
        return [self[name] for name in names if name in self.fields]

    @property
    def sentence(self) -> Series:
        """The series that was said."""
        given = self.cleaned_data
        which = int(given["every"][1:])
        often = {"which": which} if given["every"].startswith("m") else {"weeks": which}
        return Series(given["weekday"], given["first"], given["last"], **often)

    @property
    def event(self) -> Event:
        """The event that was chosen, or a new one that nobody saved."""
        given = self.cleaned_data
        if given["belongs"] != NEW:
            return self.events[given["belongs"]]
        title = given["event_title"] or given["title"]
        return Event(year=self.year, kind=given["kind"], title=title, school=given["school"])

    def drafts(self, rows: Iterable["DayForm"]) -> list[Draft]:
        """The sessions of the rows that are kept."""
        given, event = self.cleaned_data, self.event
        return [self._draft(event, row.cleaned_data, given) for row in rows if row.cleaned_data["keep"]]

    def _draft(self, event: Event, row: dict[str, Any], given: dict[str, Any]) -> Draft:
        at = {
            name: moment(row["day"], given[of]) for name, of in (("starts_at", "starts"), ("ends_at", "ends"))
        }
        session = self.fill(Session(event=event, **at))
        session.title, session.place = row["title"], row["place"]
        return Draft(session, self.people)


class AgainForm(SeenFields):
    """Those of the year before, each in a row of its own."""

    demands = {"reason": "once people have signed"}
    reason = forms.CharField(
        label="Why, in words they will read",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WHY,
    )
    found = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class DayForm(forms.Form):
    """A day that would be made: kept or left out, moved, with its own title and place."""

    keep = forms.BooleanField(label="Keep", required=False)
    day = forms.DateField(label="Day", validators=[sensible_day])
    title = forms.CharField(label="Title", max_length=200)
    place = forms.CharField(label="Place", max_length=200, required=False)
    # A session of the year before, whose place it takes in this one.
    source = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**63 - 1)


DaysFormSet = forms.formset_factory(DayForm, extra=0, max_num=300, validate_max=True, absolute_max=300)
