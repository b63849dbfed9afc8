"""The calendar of a program year: typed, pasted, read from a file or copied, and shown before it is saved."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common.beside import form_for, pressed
from common.counting import counted
from common.doors import Done, SignedIn, allowed, attempt, sent, status_of, tried
from common.errors import NotAllowed
from dashboard.views.years import way_to, year_of
from pathways.forms.calendar_files import MOST_BYTES, Read, read_calendar
from pathways.forms.years import CalendarFileForm, CalendarForm, CountForm, PastedForm, typed_of
from pathways.models import ProgramYear
from pathways.policies import why_not_year
from pathways.queries import calendar_in, shifted_to, year_before
from pathways.rules.calendar import ONE, Calendar, calendar_of
from pathways.rules.lines import lines_of
from pathways.services import Counted, change_of, count_days
from stipends.policies import why_not_calendar
from stipends.services import set_calendar

Values = dict[str, Any]
# What the page does besides saving the calendar.
OTHERS = ("paste", "file", "copy")


def _silent(found: Read, year: ProgramYear) -> str:
    """What to do with a file that says nothing of the year."""
    there = [counted(found.outside, "event lies", "events lie") + " in other years"] if found.outside else []
    there += [f"{counted(len(found.left), 'event')} of {year} stand below with why"] if found.left else []
    why = f": {', '.join(there)}" if there else ""
    return (
        f"This file names no break, no holiday and no first or last day of school in {year}{why}. Nothing was "
        "filled in. Choose the calendar of that year, or type the days as lines."
    )


class CalendarPage:
    """The one form of the page: what is saved, and three ways to fill it in. Whatever is pressed, what stands in the
    others comes back."""

    def __init__(self, request: SignedIn, year: ProgramYear) -> None:
        self.request, self.year = request, year
        verb = pressed(request)
        self.verb = verb if verb in OTHERS else "save"
        self.stored, self.before = calendar_in(year), year_before(year)
        saved = request.method == "POST" and self.verb == "save"
        self.save = form_for(
            request, "save", CalendarForm, sent=saved, year=year, initial=typed_of(self.stored)
        )
        self.paste = form_for(request, "paste", PastedForm, year=year)
        self.file = form_for(request, "file", CalendarFileForm)
        self.left: tuple[str, ...] = ()
        self.said = ""

    def press(self) -> HttpResponse | None:
        """Do what was pressed; None when the page is to be drawn: filled in, or with a refusal."""
        known: dict[str, Callable[[], HttpResponse | None]] = {
            "save": self._save,
            "paste": self._paste,
            "file": self._read,
            "copy": self._copy,
        }
        return known[self.verb]()

    def _save(self) -> HttpResponse | None:
        form, by = self.save, self.request.user
        if not form.is_valid():
            return None
        given = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
        done = tried(form, set_calendar, year=self.year, by=by, calendar=form.calendar, **given)
        if done is None:
            return None
        said = (
            f"Saved: {counted(done.answer.after, 'service day')}." if done.answer else "Nothing was changed."
        )
        return self._back(said)

    def _back(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return redirect("dashboard:year", label=self.year.label)

    def _paste(self) -> None:
        if not self.paste.is_valid():
            return
        typed = self._typed()
        pasted = self.paste.cleaned_data["days"]
        found = calendar_of(pasted.days, typed.off if typed else ())
        if found is not None:
            said = f"The list holds {counted(len(found.days()), 'day')}. {pasted.beside}"
            self._fill(typed_of(found), said.rstrip())

    def _read(self) -> None:
        if not self.file.is_valid():
            return
        content = self.file.cleaned_data["file"].read(MOST_BYTES + 1)
        within_year = {"first": self.year.starts, "last": self.year.last_day}
        read = tried(self.file, read_calendar, content=content, **within_year)
        if read is None:
            return
        found = read.answer
        self.left = found.left
        if found.silent:
            self.file.add_error("file", _silent(found, self.year))
            return
        values = {"off": _with(self._stands("off"), lines_of(found.off))}
        values |= {name: day for name in ("first", "last") if (day := getattr(found, name))}
        breaks = counted(len(found.off), "break or holiday", "breaks and holidays")
        self._fill(values, f"The file names {breaks} in {self.year}.")

    def _copy(self) -> None:
        suggested = shifted_to(self.year, self.before)
        if suggested is None:
            self.said = "The year before has no calendar to copy."
            return
        calendar, by = suggested
        values = typed_of(calendar)
        stored = typed_of(self.stored)
        for name in ("first", "last"):
            # A day somebody typed and did not save is theirs.
            if self._stands(name) not in ("", str(stored.get(name, ""))):
                del values[name]
        for name in ("off", "on"):
            typed = self._stands(name)
            # Lines somebody typed and never saved are theirs; the stored ones are what is replaced.
            own = "" if typed.split() == str(stored.get(name, "")).split() else typed
            values[name] = _with(values[name], own)
        weeks = counted(by.days // 7, "week")
        said = f"Every day of {self.before} stands here {weeks} later, on the same weekday,"
        said = f"{said} and holidays of a date on it."
        self._fill(values, said)

    def _fill(self, values: Values, said: str) -> None:
        self.said = f"{said} Look at it, correct it, then save. Nothing is saved yet."
        self.save.initial.update(values)
        calendar = self._typed()
        change = attempt(change_of, self.year, calendar) if calendar else None
        # Shown now: saving it as it stands needs no second look.
        self.save.initial["seen"] = change.answer.mark if isinstance(change, Done) else ""

    def _typed(self) -> Calendar | None:
        """The calendar that stands in the fields, if it can be read."""
        form = self.save
        if not form.is_bound:
            form = CalendarForm({name: self._stands(name) for name in form.fields}, year=self.year)
        return form.calendar if form.is_valid() else None

    def _stands(self, name: str) -> str:
        """What stands in a field of the calendar that is not being saved."""
        return str(self.save.get_initial_for_field(self.save.fields[name], name) or "")

    @property
    def pressed_form(self) -> BaseForm:
        """The form whose button was pressed."""
        others = {"paste": self.paste, "file": self.file}
        return others.get(self.verb, self.save)

    def context(self) -> Values:
        typed = self._typed()
        drawn = typed or self.stored
        return {
            "year": self.year,
            "crumbs": way_to(self.year),
            "title": f"Calendar of {self.year}",
            "save": self.save,
            "paste": self.paste,
            "file": self.file,
            "look": self.save.first_look,
            "before": self.before if shifted_to(self.year, self.before) else None,
            "said": self.said,
            "left": self.left,
            "form": self.pressed_form,
            **picture_of(drawn),
            "stored": self.stored,
            "unsaved": typed is not None and typed != self.stored,
        }


def _with(lines: str, more: str) -> str:
    """The lines, and those of `more` that are not among them."""
    had = [line.strip() for line in lines.splitlines() if line.strip()]
    return "\n".join(
        [*had, *(line for line in more.splitlines() if line.strip() and line.strip() not in had)]
    )


def picture_of(calendar: Calendar | None) -> Values:
    """What the months are drawn of."""
    if calendar is None:
        return {"calendar": None}
    free = {day for span in calendar.off for day in span.days()}
    return {"calendar": calendar, "served": calendar.days(), "free": free}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: SignedIn, label: str) -> HttpResponse:
    """The calendar of a year: to read for all staff, to change for whoever keeps years."""
    year = year_of(request, label)
    refusal = why_not_calendar(request.user, year)
    if request.method == "POST" and isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    if refusal is not None:
        shown = calendar_in(year)
        context = {
            "year": year,
            "title": f"Calendar of {year}",
            "crumbs": way_to(year),
            "refusal": "" if isinstance(refusal, NotAllowed) else str(refusal),
            **picture_of(shown),
        }
        return render(
            request, "dashboard/calendar.html", context, status=200 if request.method != "POST" else 422
        )
    page = CalendarPage(request, year)
    if request.method == "POST" and (answer := page.press()):
        return answer
    return render(
        request, "dashboard/calendar_edit.html", page.context(), status=status_of(page.pressed_form)
    )


@login_required
def count(request: SignedIn, label: str) -> HttpResponse:
    """How many service days a year had of which nothing else is known."""
    year = year_of(request, label)
    allowed(why_not_year(request.user))
    form = CountForm(sent(request), initial=_counted(year))
    if form.is_valid():
        number = Counted(**form.cleaned_data)
        if done := tried(form, count_days, pk=year.pk, by=request.user, counted=number):
            messages.success(request, f"{year} counts {counted(done.answer.after, 'service day')}.")
            return redirect("dashboard:year", label=year.label)
    context = {"form": form, "title": f"Service days of {year}", "crumbs": way_to(year)}
    return render(request, "dashboard/year_days.html", context, status=status_of(form))


def _counted(year: ProgramYear) -> Values:
    """What the form of a number shows of the year."""
    if year.days_count is None:
        return {}
    last = year.school_ends - ONE if year.school_ends else None
    return {"days": year.days_count, "first": year.school_starts, "last": last}
