"""The pages on which sessions are planned: one form, whose days are looked at before they are made."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from common.beside import pressed
from common.clock import local_date
from common.converters import id_of
from common.doors import Done, SignedIn, attempt, sent
from common.edits import mark_of
from common.forms import refuse
from common.looking import say_anew
from pathways.models import ProgramYear
from pathways.queries import breaks_in, calendar_in, year_before
from pathways.rules.calendar import ONE
from people.queries import today
from seminars.forms import AgainForm, DaysFormSet, PlanForm
from seminars.forms.planning import DayForm
from seminars.queries import cancelled_in, last_years, planned_already
from seminars.rules.series import Found, break_on, found_in, next_free
from seminars.services import Draft, Planned, again
from stipends.services import Judged, PlanLook, plan_sessions

KEEP_ONE = "Keep at least one day."
Row = Mapping[str, Any]


@dataclass(frozen=True)
class DrawnDay:
    """A row of the page: its form, why its day was left out, what was found of it, a day that is free instead, and
    why it is left out where its day is not the reason (`why`)."""

    form: DayForm
    free: str = ""
    judged: Judged | None = None
    instead: date | None = None
    about: str = ""
    why: str = ""

    @property
    def day(self) -> date | None:
        """Its day, once it can be read."""
        return self.form.cleaned_data.get("day") if self.form.is_valid() else None


def for_fellows(request: SignedIn) -> bool:
    """Whether a session for fellows is to be planned, by the link from their board."""
    return request.GET.get("for") == "fellows"


class DaysPage(ABC):
    """What planning pages have in common: rows of days, looked at, then made."""

    template = ""
    # Whether its days are found once, whatever is typed.
    stands = False

    def __init__(self, request: SignedIn, year: ProgramYear) -> None:
        self.request, self.year = request, year
        self.breaks = breaks_in(year)
        self.look: PlanLook | None = None
        self.rows: Any = None

    # Of each page: its form, the rows it begins with, and the sessions of the rows that are kept.
    form: PlanForm | AgainForm

    def press(self) -> list[Planned] | None:
        """Make what was looked at, or look at it; None when the page is to be drawn."""
        rows = self._rows_sent()
        if not self.form.is_valid():
            self.rows = rows
            return None
        self.rows, fresh = self._rows(rows)
        if not self.rows.is_valid():
            return None
        drafts = self.drafts(list(self.rows))
        if not drafts:
            self.form.add_error(None, KEEP_ONE)
            return None
        looked = pressed(self.request) == "plan" and not fresh
        return self._plan(drafts, self.form.cleaned_data["seen"] if looked else "")

    def _plan(self, drafts: Sequence[Draft], seen: str) -> list[Planned] | None:
        given = {"by": self.request.user, "reason": self.form.cleaned_data["reason"], "seen": seen}
        done = attempt(plan_sessions, year=self.year, drafts=drafts, **given)
        if isinstance(done, Done):
            return done.answer
        if isinstance(done, PlanLook):
            self.look = done
            self.form.show(done)
            say_anew(self.form, {"found": self.mark})
        else:
            refuse(self.form, done)
        return None

    def _rows_sent(self) -> Any:
        """The rows as they were sent, a day taken for another one among them; None where none were."""
        if "days-TOTAL_FORMS" not in self.request.POST:
            return None
        data = self.request.POST.copy()
        number, _, day = data.get("take", "").partition(":")
        if day and f"days-{number}-title" in data:
            data[f"days-{number}-day"], data[f"days-{number}-keep"] = day, "on"
        return DaysFormSet(data, prefix="days")

    def _rows(self, sent: Any) -> tuple[Any, bool]:
        """The rows, and whether they were found anew."""
        found = self.found()
        self.mark = mark_of(json.dumps(found, default=str))
        if sent is not None and (self.stands or self.form.cleaned_data["found"] == self.mark):
            return sent, False
        return bound(found), True

    @abstractmethod
    def found(self) -> list[Row]:
        """The days that the page would make."""

    @abstractmethod
    def drafts(self, rows: list[DayForm]) -> list[Draft]:
        """The sessions of the rows that are kept."""

    def about(self, row: DayForm) -> str:
        """What of a row was so before; empty where there is nothing to say."""
        return ""

    def why_out(self, row: DayForm) -> str:
        """Why a row is left out beforehand though schools serve on its day, in a few words; empty where it is not."""
        return ""

    @property
    def status(self) -> int:
        refused = self.form.errors or self.look or (self.rows is not None and self.rows.errors)
        return 422 if self.form.is_bound and refused else 200

    def drawn(self) -> list[DrawnDay]:
        """Each row with what was found of it."""
        if self.rows is None:
            return []
        judged = iter(self.look.judged if self.look else ())
        return [self._drawn(row, judged) for row in self.rows]

    def _drawn(self, row: DayForm, judged: Any) -> DrawnDay:
        given = row.cleaned_data if row.is_valid() else {}
        day = given.get("day")
        if day is None:
            return DrawnDay(row)
        found = next(judged, None) if given["keep"] else None
        taken = {one.cleaned_data.get("day") for one in self.rows if one.is_valid()}
        wants = (found and found.conflicts.on_its_day) or not given["keep"]
        why = self.why_out(row)
        instead = next_free(day, self.last, self.breaks, taken) if wants and not why else None
        return DrawnDay(row, break_on(day, self.breaks), found, instead, self.about(row), why)

    @property
    def last(self) -> date:
        """The last day a session may be on."""
        return self.year.last_day

    def context(self) -> dict[str, Any]:
        drawn = self.drawn()
        return {
            "form": self.form,
            "rows": drawn,
            "days": self.rows,
            "look": self.look,
            "kept": sum(one.judged is not None and not one.judged.there for one in drawn),
        }


def bound(rows: Sequence[Row]) -> Any:
    """Rows as if they had been sent."""
    data = QueryDict(mutable=True)
    data.update({"days-TOTAL_FORMS": str(len(rows)), "days-INITIAL_FORMS": "0"})
    for number, row in enumerate(rows):
        for name, value in row.items():
            if value not in (None, "", False):
                data[f"days-{number}-{name}"] = "on" if value is True else str(value)
    return DaysFormSet(data, prefix="days")


class PlanPage(DaysPage):
    """One session, or a series."""

    template = "dashboard/plan_new.html"

    def __init__(self, request: SignedIn, year: ProgramYear, *, series: bool) -> None:
        super().__init__(request, year)
        calendar = calendar_in(year)
        first = calendar.first if calendar else year.starts
        last = calendar.last if calendar else year.ends - ONE
        initial: dict[str, Any] = {"first": first, "last": last, "starts": "15:30", "ends": "17:30"}
        initial["fellows"] = for_fellows(request)
        self.form: PlanForm = PlanForm(
            sent(request), year=year, user=request.user, series=series, initial=initial
        )

    def found(self) -> list[Row]:
        given = self.form.cleaned_data
        if not self.form.series:
            return [self._row(Found(given["day"]), given["title"])]
        # A day in a break is shown and left out, unless breaks do not matter.
        days = found_in(self.form.sentence, self.breaks if given["breaks"] == "out" else ())
        numbers = iter(range(1, len(days) + 1))
        several = sum(not one.free for one in days) > 1
        return [
            self._row(
                one, f"{given['title']} {next(numbers)}" if several and not one.free else given["title"]
            )
            for one in days
        ]

    def _row(self, one: Found, title: str) -> Row:
        place = self.form.cleaned_data["place"]
        return {"keep": not one.free, "day": one.day, "title": title, "place": place}

    def drafts(self, rows: list[DayForm]) -> list[Draft]:
        return self.form.drafts(rows)


class AgainPage(DaysPage):
    """The sessions of the year before, shifted to this year's calendar."""

    template = "dashboard/plan_again.html"
    stands = True

    def __init__(self, request: SignedIn, year: ProgramYear) -> None:
        super().__init__(request, year)
        self.before = year_before(year)
        all_of_it = last_years(year, self.before) if self.before else {}
        self.events = list({one.session.event_id: one.session.event for one in all_of_it.values()}.values())
        # One event of it, or all.
        self.event = id_of(request.GET.get("event", ""))
        chosen = self.event in {event.pk for event in self.events}
        self.sources = {
            pk: one for pk, one in all_of_it.items() if not chosen or one.session.event_id == self.event
        }
        self.already = planned_already(year, all_of_it)
        self.form: AgainForm = AgainForm(sent(request))
        if request.method != "POST":
            # The year before stands still: what somebody corrected in its rows stays.
            self.rows = bound(self.found())

    def found(self) -> list[Row]:
        return [
            {
                "keep": not (break_on(one.day, self.breaks) or pk in self.already or one.day < today()),
                "day": one.day,
                "title": one.session.title,
                "place": one.session.place,
                "source": pk,
            }
            for pk, one in self.sources.items()
        ]

    def drafts(self, rows: list[DayForm]) -> list[Draft]:
        kept = [row.cleaned_data for row in rows if row.cleaned_data["keep"]]
        return [
            again(
                self.sources[row["source"]].session,
                year=self.year,
                **{name: row[name] for name in ("day", "title", "place")},
            )
            for row in kept
            if row["source"] in self.sources
        ]

    def about(self, row: DayForm) -> str:
        source = self.sources.get(row.cleaned_data.get("source") or 0)
        if source is None:
            return ""
        was = local_date(source.session.starts_at)
        return f"{source.session.event.title}; it was on {was:%a, %b} {was.day}"

    def why_out(self, row: DayForm) -> str:
        pk, day = row.cleaned_data.get("source") or 0, row.cleaned_data["day"]
        there, source = self.already.get(pk), self.sources.get(pk)
        past = "This day is past" if day < today() else ""
        if there is None or source is None:
            return past
        # What was shifted stands for it under any title; what has its title only under that.
        if not there.shifted and row.cleaned_data.get("title") != source.session.title:
            return past
        planned = f"{there.title} is planned on {there.day:%b} {there.day.day} already"
        return f"{planned}. {past}" if past else planned

    def context(self) -> dict[str, Any]:
        about = {"before": self.before, "events": self.events, "event": self.event}
        cancelled = cancelled_in(self.before) if self.before else []
        return {**super().context(), **about, "cancelled": cancelled}
