"""The plan of a year: its sessions, and those of the year before on the days they would be on in this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from common.clock import local_date
from pathways.models import ProgramYear
from pathways.rules.calendar import weeks_between
from people.models import User
from seminars.models import Session


@dataclass(frozen=True, slots=True)
class Source:
    """A session of the year before, and the same weekday of the same week in this one."""

    session: Session
    day: date


def _whole(rows: "QuerySet[Session]") -> "QuerySet[Session]":
    """By time, with whom each is for, who leads it and what of the scope it works on: four queries."""
    known = rows.select_related("event__year", "event__school", "scope_item__role").prefetch_related(
        "roles", "cohorts__role", Prefetch("facilitators", User.objects.filter(is_active=True))
    )
    return known.order_by("starts_at", "pk")


def planned_in(year: ProgramYear, user: User) -> "QuerySet[Session]":
    """The sessions of this year that take place and that this person may see."""
    seen = Session.objects.visible_to(user).taking_place().filter(event__year=year)
    return _whole(seen)


def last_years(year: ProgramYear, before: ProgramYear) -> Mapping[int, Source]:
    """The sessions that take place in the year `before`, by their numbers, each with its day in `year`."""
    later = weeks_between(before.starts, year.starts)
    rows = _whole(Session.objects.taking_place().filter(event__year=before))
    return {one.pk: Source(one, local_date(one.starts_at) + later) for one in rows}
