"""The shapes in which people give marks, filters and reasons."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from common.addresses import AddressField
from common.clock import local_date
from common.forms import ButtonForm
from common.looking import say_anew
from common.names import Name, same_key
from common.states import choices, in_words
from people.queries import person_at
from seminars.models import Attendance, Event, Session
from seminars.queries import OFF, RosterRow
from seminars.rules import mark_now, one_line, read_seen, seen_as, written, wrong_time
from seminars.services import Mark
from seminars.states import State

LONGEST_REASON = 500
MEANWHILE = "Marked elsewhere since you opened the page: {}. Save again to put yours in its place."
NO_MARK = "Choose a mark too."


@dataclass(slots=True)
class RosterLine:
    """A row of the roster as the page draws it: what was typed wins over what is stored."""

    row: RosterRow
    mark: str
    minutes: str
    reason: str
    who: str
    error: str = ""

    @property
    def typed(self) -> tuple[str, str, str]:
        return self.mark, self.minutes, self.reason

    @classmethod
    def of(cls, row: RosterRow, who: str) -> "RosterLine":
        return cls(row, row.mark, "" if row.minutes is None else str(row.minutes), row.reason, who)


def told_apart(rows: Iterable[RosterRow], beside: Mapping[int, str] | None = None) -> dict[int, str]:
    """The name of each person; of those who share one, to a person's eye, also what stands `beside` it (their school,
    say), and where that is the same too, or unknown, the address."""
    rows, said = list(rows), beside or {}
    borne = Counter(same_key(row.name) for row in rows)
    placed = Counter((same_key(row.name), said.get(row.person_id, "")) for row in rows)
    names: dict[int, str] = {}
    for row in rows:
        key, place = same_key(row.name), said.get(row.person_id, "")
        parts = [row.name]
        if borne[key] > 1:
            alone = place and placed[key, place] == 1
            parts += [place] if alone else [part for part in (place, row.email) if part]
        names[row.person_id] = Name(", ".join(parts))
    return names


def seen_now(rows: Iterable[RosterRow]) -> dict[int, str]:
    """What a page says of the marks it shows, by person."""
    return {row.person_id: seen_as(row.mark, row.minutes, row.reason) for row in rows}


class RosterForm:
    """A whole page of a roster in one form. Plain values, because 150 form fields cost more than the page.

    A row this page left alone keeps what others saved meanwhile. One changed here and elsewhere is refused with what
    it says now; sent again, it is taken.
    """

    def __init__(self, rows: list[RosterRow], data: Mapping[str, Any] | None = None) -> None:
        who = told_apart(rows)
        self.lines = [RosterLine.of(row, who[row.person_id]) for row in rows]
        self.sheets: list[Mark] = []
        self.now = seen_now(rows)
        self._opened = read_seen(str((data or {}).get("seen_marks", "")))
        if data is not None:
            for line in self.lines:
                self._read(line, data)

    @property
    def errors(self) -> list[RosterLine]:
        return [line for line in self.lines if line.error]

    @property
    def seen(self) -> str:
        return written(self.now)

    @property
    def chosen(self) -> list[str]:
        """What this page chose, in words, where it can neither be saved nor shown in its fields any more."""
        return [
            f"{line.who}: {', '.join(filter(None, line.typed))}"
            for line in self.lines
            if line.typed != RosterLine.of(line.row, line.who).typed
        ]

    @property
    def saved_over(self) -> dict[int, str]:
        """What each mark that is saved goes over."""
        return {sheet.person: self.now[sheet.person] for sheet in self.sheets}

    def _read(self, line: RosterLine, data: Mapping[str, Any]) -> None:
        pk, row = line.row.person_id, line.row
        if f"mark-{pk}" not in data:
            return
        mark = str(data[f"mark-{pk}"])
        minutes = str(data.get(f"minutes-{pk}", "")).strip()
        reason = one_line(str(data.get(f"reason-{pk}", "")).replace("\x00", ""))
        now, typed = self.now[pk], seen_as(mark, minutes, reason)
        opened = self._opened.get(str(pk), now)
        if typed in {now, opened} or not (mark or minutes or reason):
            return
        line.mark, line.minutes, line.reason = mark or row.mark, minutes, reason
        if opened != now:
            line.error = MEANWHILE.format(mark_now(row.mark, row.minutes, row.reason))
        elif not mark:
            line.error = NO_MARK
        else:
            self._take(line)

    def _take(self, line: RosterLine) -> None:
        """What was typed becomes a sheet, or the line says what is wrong with it."""
        whole = self._minutes(line)
        line.error = line.error or self._missing(line)
        if not line.error:
            self.sheets.append(Mark(line.row.person_id, line.mark, minutes=whole, reason=line.reason))

    @staticmethod
    def _minutes(line: RosterLine) -> int | None:
        if not line.minutes:
            return None
        if line.mark != "present":
            line.error = "Minutes count only for somebody present. Empty the field, or choose present."
            return None
        if line.minutes.isascii() and line.minutes.isdigit() and len(line.minutes) < 5:
            if int(line.minutes):
                return int(line.minutes)
            line.error = "Nobody is present for 0 minutes. Choose absent, or give the minutes."
            return None
        line.error = "Give whole minutes, or leave the field empty for the whole session."
        return None

    @staticmethod
    def _missing(line: RosterLine) -> str:
        if line.mark == "excused" and not line.reason:
            return "An excuse needs a reason."
        if len(line.reason) > LONGEST_REASON:
            return f"The reason has more than {LONGEST_REASON} characters. Shorten it."
        if line.mark not in {"present", "absent", "excused"}:
            return "Choose present, absent or excused. Make-ups have a page of their own: follow the name."
        return ""


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
            self.add_error("required_minutes", f"Ask for 1 to {lasts:,} minutes: it lasts no longer.")

    def _refuse_second(self, event: Event, title: str, starts: datetime) -> None:
        # The event is held, so of a form sent twice the second one finds the session of the first.
        Event.objects.select_for_update().get(pk=event.pk)
        same = Session.objects.filter(event=event, title=title, starts_at=starts).exclude(pk=self.instance.pk)
        if same.exclude(state__in=OFF).exists():
            self.add_error("title", "This event has a session of this title and start already.")


class SheetForm(forms.Form):
    """A roster in the administration: a mark and a reason for each person listed."""

    CHOICES = [("", "No mark"), ("present", "Present"), ("absent", "Absent"), ("excused", "Excused")]

    def __init__(self, *args: Any, rows: list[RosterRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.mark != "made_up"]
        shown = written({row.person_id: seen_as(row.mark, None, row.reason) for row in self.rows})
        self.fields["seen_marks"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=shown, strip=False
        )
        names = told_apart(self.rows)
        for row in self.rows:
            mark, why, who = f"mark_{row.person_id}", f"reason_{row.person_id}", names[row.person_id]
            self.fields[mark] = forms.ChoiceField(
                label=who, choices=self.CHOICES, required=False, initial=row.mark
            )
            self.fields[why] = forms.CharField(
                label=f"Reason for {who}", required=False, max_length=LONGEST_REASON, initial=row.reason
            )

    def clean(self) -> dict[str, Any]:
        """The sheets of those whose mark or reason this page changed, and what they go over."""
        given = super().clean() or {}
        opened, sheets, over = read_seen(given.get("seen_marks", "")), [], seen_now(self.rows)
        for row in self.rows:
            mark, reason = given.get(f"mark_{row.person_id}") or "", given.get(f"reason_{row.person_id}", "")
            now, typed = (
                seen_as(mark_, None, why) for mark_, why in ((row.mark, row.reason), (mark, reason))
            )
            shown = opened.get(str(row.person_id), now)
            if typed in {now, shown} or not (mark or reason):
                continue
            if shown != now:
                self._refuse(row)
            if not mark:
                self._ask_mark(row)
                continue
            minutes = row.minutes if mark == "present" and row.mark == "present" else None
            sheets.append(Mark(row.person_id, mark, minutes=minutes, reason=reason))
        return {"sheets": sheets, "seen": {sheet.person: over[sheet.person] for sheet in sheets}}

    def _ask_mark(self, row: RosterRow) -> None:
        name = f"mark_{row.person_id}"
        if name not in self.errors:
            self.add_error(name, NO_MARK)

    def _refuse(self, row: RosterRow) -> None:
        """Somebody marked this person meanwhile; sent again, what was typed is taken."""
        self.add_error(f"mark_{row.person_id}", MEANWHILE.format(mark_now(row.mark, row.minutes, row.reason)))
        say_anew(self, {"seen_marks": str(self.fields["seen_marks"].initial)})


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

    def __init__(self, *args: Any, attended: Any, seen: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seen:
            self.fields["seen_mark"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=seen)
        field = self.fields["made_up_by"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = attended
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save this mark"))

    def show_stored(self, seen: str) -> None:
        """The form comes back beside the mark as it is stored now; sent again, it is taken."""
        say_anew(self, {"seen_mark": seen})

    def sheet(self, person: int) -> Mark:
        """What was typed, as the service takes it."""
        names = ("mark", "minutes", "arrived", "left", "reason")
        given = {name: self.cleaned_data[name] for name in names}
        made_up_by = self.cleaned_data["made_up_by"]
        return Mark(person, made_up_by=made_up_by.pk if made_up_by else None, **given)


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
