"""The shapes in which people give sessions, filters, reasons and the mark of one person."""

from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.addresses import AddressField
from common.clock import local_date
from common.counting import counted
from common.forms import ButtonForm, choose_from
from common.looking import SeenFields
from common.states import choices, in_words
from people.queries import person_at
from seminars.forms.rosters import LONGEST_REASON
from seminars.models import Attendance, Event, Session
from seminars.rules import wrong_time
from seminars.services import Mark
from seminars.states import State


class SessionForm(forms.ModelForm):
    """A session as it is planned: on one day of its program year, and asking for no more than it lasts."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        names = ("event", "title", "starts_at", "ends_at", "required_minutes")
        # What the page only shows is as it stands; what was typed wrongly is not judged twice.
        event, title, starts, ends, asked = (
            given.get(name) if name in self.fields else getattr(self.instance, name, None) for name in names
        )
        if event and starts and ends:
            self._refuse_wrong_time(event, starts, ends)
        if starts and ends and asked is not None and ends > starts:
            self._refuse_too_long(asked, (ends - starts) // timedelta(minutes=1))
        if event and title and starts and "starts_at" not in self.errors:
            self._refuse_second(event, title, starts)
        return given

    def _refuse_wrong_time(self, event: Event, starts: datetime, ends: datetime) -> None:
        year = event.year
        wrong = wrong_time(starts=starts, ends=ends, first=year.starts, after=year.ends, year=year.label)
        if wrong is None:
            return
        field, sentence = wrong
        if field in self.fields:
            self.add_error(field, sentence)
        elif "event" in self.fields:
            day = local_date(starts)
            self.add_error("event", f"It is on {day:%B %-d, %Y}: choose an event of that program year.")

    def _refuse_too_long(self, asked: int, lasts: int) -> None:
        if "required_minutes" in self.fields and not 1 <= asked <= lasts:
            self.add_error(
                "required_minutes", f"Ask for 1 to {counted(lasts, 'minute')}: it lasts no longer."
            )

    def _refuse_second(self, event: Event, title: str, starts: datetime) -> None:
        # For words at the field: that there is one is promised by the database.
        same = Session.objects.taking_place().filter(event=event, title=title, starts_at=starts)
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("title", "This event has a session of this title and start already.")


class CalendarFilter(forms.Form):
    """What the calendar shows. Unknown values show everything rather than nothing."""

    year = forms.CharField(label="Year", required=False, widget=forms.Select)
    month = forms.CharField(label="Month", required=False, widget=forms.Select)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *Event.Kind.choices])
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "All states"), *choices(State, in_words)],
    )
    left = [("", "Any roster"), ("left", "Left open")]
    roster = forms.ChoiceField(label="Roster", required=False, choices=left)

    def __init__(self, *args: Any, months: list[date], staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not staff:
            del self.fields["roster"]
        self.fields["month"].widget.choices = [
            ("", "The whole year"),
            *[(f"{m:%Y-%m}", f"{m:%B %Y}") for m in months],
        ]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="usa-button--outline"))

    def offer_years(self, labels: list[str]) -> None:
        """The years one may choose: those in which there are sessions."""
        self.fields["year"].widget.choices = [("", "From this year"), *((one, one) for one in labels)]


class ReasonForm(ButtonForm):
    """Why: kept in the history."""

    reason = forms.CharField(
        label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReopenForm(ReasonForm):
    button = "Open it again"


class CancelForm(ReasonForm):
    button = "Cancel the session"


class MoveForm(ReasonForm):
    button = "Move the session"

    starts_at = forms.DateTimeField(label="New start", widget=forms.DateTimeInput)
    ends_at = forms.DateTimeField(label="New end", widget=forms.DateTimeInput)
    field_order = ["starts_at", "ends_at", "reason"]


class SameContent(forms.ModelChoiceField):
    """Sessions with the same content bear much the same title; their days tell them apart."""

    def label_from_instance(self, session: Any) -> str:
        day = local_date(session.starts_at)
        return f"{session.title}, {day:%B} {day.day}, {day.year}"


class MarkForm(forms.Form):
    """One person's mark, with times in and out and the session that made up for this one."""

    demands = {"reason": "for an excuse", "made_up_by": "for “made up”"}

    mark = forms.ChoiceField(label="Mark", choices=Attendance.Mark.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="Minutes", required=False, min_value=0, max_value=1440, help_text="Empty: the whole session."
    )
    arrived = forms.DateTimeField(label="Came at", required=False, widget=forms.DateTimeInput)
    left = forms.DateTimeField(label="Left at", required=False, widget=forms.DateTimeInput)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="An excuse needs one.",
    )
    made_up_by = SameContent(
        label="Made up by",
        queryset=Session.objects.none(),
        required=False,
        empty_label="None",
        help_text="Another session with the same content, which this person attended in full.",
    )

    def __init__(self, *args: Any, attended: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "made_up_by", attended)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save this mark"))

    def sheet(self, person: int) -> Mark:
        """What was typed, as the service takes it."""
        names = ("mark", "minutes", "arrived", "left", "reason")
        given = {name: self.cleaned_data[name] for name in names}
        made_up_by = self.cleaned_data["made_up_by"]
        return Mark(person, made_up_by=made_up_by.pk if made_up_by else None, **given)


class ShownMarkForm(SeenFields, MarkForm):
    """The mark of a person whose mark the page shows."""


class PersonMarkForm(MarkForm):
    """One person's mark in the administration, walk-ins too: the person is named by their address."""

    email = AddressField(
        label="Email of the person", help_text="Who is not on the roster is added to it by being marked."
    )
    field_order = ["email"]

    def clean_email(self) -> str:
        """The address of somebody whose account is open."""
        email: str = self.cleaned_data["email"]
        self.person = person_at(email)
        if self.person is None:
            raise forms.ValidationError(
                "Nobody here has confirmed this address. Look for the person under Users."
            )
        return email

    def clean(self) -> dict[str, Any]:
        """The mark, as the service takes it."""
        given = super().clean() or {}
        if self.errors or self.person is None:
            return given
        return {"sheet": self.sheet(self.person.pk)}
