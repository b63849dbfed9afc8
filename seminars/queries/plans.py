"""The plan of a year: its sessions, and those of the year before on the days they would be on in this one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce

from common.clock import local_date
from pathways.models import ProgramYear
from pathways.rules.calendar import weeks_between
from people.models import User
from seminars.models import Session, SessionEvent
from seminars.states import Action, State


@dataclass(frozen=True, slots=True)
class Source:
    """A session of the year before, and the same weekday of the same week in this one."""

    session: Session
    day: date

    def title_in(self, year: ProgramYear) -> str:
        """Its title in `year`: the label of its own year becomes that one's."""
        return str(self.session.title).replace(self.session.event.year.label, year.label)


def _whole(rows: "QuerySet[Session]") -> "QuerySet[Session]":
    """By time, with whom each is for, who leads it and what of the scope it works on: four queries."""
    known = rows.select_related("event__year", "event__school", "scope_item__role").prefetch_related(
        "roles", "cohorts__role", Prefetch("facilitators", User.objects.filter(is_active=True))
    )
    return known.order_by("starts_at", "pk")


def planned_in(year: ProgramYear, user: User) -> "QuerySet[Session]":
    """The sessions of this year that this person may see: those that take place, and the cancelled ones, each with the
    reason as `cancelled_because`. What was moved stands there on its new day."""
    seen = Session.objects.visible_to(user).filter(event__year=year).exclude(state=State.MOVED)
    why = SessionEvent.objects.filter(session=OuterRef("pk"), action=Action.CANCEL).values("note")
    return _whole(
        seen.annotate(cancelled_because=Coalesce(Subquery(why[:1]), Value(""), output_field=TextField()))
    )


def last_years(year: ProgramYear, before: ProgramYear) -> Mapping[int, Source]:
    """The sessions that take place in the year `before`, by their numbers, each with its day in `year`."""
    later = weeks_between(before.starts, year.starts)
    rows = _whole(Session.objects.taking_place().filter(event__year=before))
    return {one.pk: Source(one, local_date(one.starts_at) + later) for one in rows}


def cancelled_in(year: ProgramYear) -> "QuerySet[Session]":
    """The sessions of this year that were cancelled, by time: nobody plans them again unasked."""
    return Session.objects.filter(event__year=year, state=State.CANCELLED).order_by("starts_at", "pk")


@dataclass(frozen=True, slots=True)
class There:
    """A session that stands in the plan for one of the year before: its title and day, and whether it was `shifted`
    from that one, or has only its title."""

    title: str
    day: date
    shifted: bool


def planned_already(year: ProgramYear, sources: Mapping[int, Source]) -> Mapping[int, There]:
    """What `year` has of these sessions of the year before: what was shifted from them, whatever it is called by now;
    else one of the same title. Each of those stands for one: first for that of the same day, then for that of the same
    event, then for any. One query."""
    left = defaultdict(list)
    found: dict[int, There] = {}
    rows = Session.objects.taking_place().filter(event__year=year).order_by("starts_at", "pk")
    for title, event, starts_at, source in rows.values_list(
        "title", "event__title", "starts_at", "shifted_from"
    ):
        day = local_date(starts_at)
        if source is None:
            left[title].append((day, event))
        else:
            found[source] = There(title, day, shifted=True)
    for same in (_same_day, _same_event, _any):
        for pk, one in sources.items():
            title = one.title_in(year)
            row = next((row for row in left[title] if same(one, year, *row)), None)
            if pk not in found and row is not None:
                left[title].remove(row)
                found[pk] = There(title, row[0], shifted=False)
    return found


def _same_day(source: Source, year: ProgramYear, day: date, event: str) -> bool:
    return day == source.day


def _same_event(source: Source, year: ProgramYear, day: date, event: str) -> bool:
    was = source.session.event
    return event == was.title.replace(was.year.label, year.label)


def _any(source: Source, year: ProgramYear, day: date, event: str) -> bool:
    return True
