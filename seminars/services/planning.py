"""Several sessions planned at once, all or none: a series, or those of the year before; and the plan of one changed."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from common.clock import LOS_ANGELES
from common.counting import counted
from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from pathways.models import ProgramYear, ScopeItem
from people.models import User
from seminars.models import Event, Session, audience_of
from seminars.policies import why_not, why_not_planned_for
from seminars.rules import wrong_time
from seminars.services.sessions import SameSession, change, plan
from seminars.states import Planning

CHANGED = (
    "Somebody changed this session since you opened the page. Nothing was saved yet. Save again to keep what stands "
    "in the fields here."
)
# What a page of planning changes of a session; its day and hour move.
WHAT = (
    *("title", "place", "video_link", "required", "required_minutes", "capacity", "content_code"),
    *("substitute_eligible", "scope_item", "fellows", "school_leaders"),
)
PEOPLE = ("roles", "cohorts", "facilitators")


@dataclass(frozen=True, slots=True)
class Draft:
    """A session that nobody planned yet, with its event (one that is there, or one to be made) and whom it is for:
    roles, cohorts, facilitators."""

    session: Session
    people: Mapping[str, Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Planned:
    """What became of a draft: the session, and whether it is `new` or stood there already."""

    session: Session
    new: bool


@transaction.atomic
def plan_all(
    *,
    year: ProgramYear,
    drafts: Sequence[Draft],
    by: User,
    reason: str = "",
    now: datetime | None = None,
) -> list[Planned]:
    """Plan all of these in `year`, or none; in their order. One of the same event, title and start, or shifted from the
    same session, that takes place already is that one, which the database promises: pressed twice, by two people,
    each is made once.

    Raises DomainError that names the session: for a time outside the year, over midnight or too short for what is
    asked; NotAllowed as `why_not_planned_for` says.
    """
    # Whoever plans in a year waits for whoever else does.
    ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(pk=year.pk)
    done = []
    for draft in drafts:
        session = draft.session
        _check(session, year)
        session.event = _event(session.event, year)
        try:
            done.append(
                Planned(plan(session=session, audience=draft.people, by=by, reason=reason, now=now), True)
            )
        except SameSession as found:
            done.append(Planned(found.session, False))
    return done


def _event(event: Event, year: ProgramYear) -> Event:
    """The event as it is stored; made where there is none of its title."""
    if event.pk is None:
        known = {"kind": event.kind, "school": event.school}
        event, _ = Event.objects.get_or_create(year=year, title=event.title, defaults=known)
    found: Event = Event.objects.get(pk=event.pk, year=year)
    return found


def _check(session: Session, year: ProgramYear) -> None:
    wrong = wrong_time(
        starts=session.starts_at, ends=session.ends_at, first=year.starts, after=year.ends, year=year.label
    )
    lasts = (session.ends_at - session.starts_at) // timedelta(minutes=1)
    if wrong is None and not 1 <= session.required_minutes <= lasts:
        wrong = ("required_minutes", f"Ask for 1 to {counted(lasts, 'minute')}: it lasts no longer.")
    if wrong is not None:
        raise DomainError(f"{session.title}: {wrong[1]}")


def again(source: Session, *, year: ProgramYear, day: date, title: str, place: str) -> Draft:
    """A session of an earlier year for `year`: on this day at its hour, in an event of the same name there, for the
    same people, led by those who are still here. Names that hold the label of that year hold this one's."""
    was = source.event.year.label
    event = Event(
        year=year,
        kind=source.event.kind,
        title=source.event.title.replace(was, year.label),
        school=source.event.school,
    )
    at = {name: _on(day, getattr(source, name)) for name in ("starts_at", "ends_at")}
    kept = {name: getattr(source, name) for name in WHAT if name not in ("title", "place", "scope_item")}
    session = Session(event=event, title=title.replace(was, year.label), place=place, **at, **kept)
    session.shifted_from, session.scope_item = source, _same_scope(source, year, day)
    return Draft(session, {name: list(getattr(source, name).all()) for name in PEOPLE})


def _on(day: date, moment: datetime) -> datetime:
    """The hour of that moment on another day in Los Angeles, whatever the clocks do between."""
    return datetime.combine(day, moment.astimezone(LOS_ANGELES).time(), tzinfo=LOS_ANGELES)


def _same_scope(source: Session, year: ProgramYear, day: date) -> ScopeItem | None:
    """What `year` works on in that month by the same name, for the same people."""
    item = source.scope_item
    if item is None:
        return None
    same = ScopeItem.objects.filter(year=year, month=day.replace(day=1), role=item.role_id, focus=item.focus)
    found: ScopeItem | None = same.first()
    return found


def mark_of_plan(session: Session) -> str:
    """What a page says of the session it showed: another one once anything of its plan is changed."""
    what = {name: str(getattr(session, name)) for name in (*WHAT, "starts_at", "ends_at")}
    people = {name: sorted(row.pk for row in getattr(session, name).all()) for name in PEOPLE}
    return mark_of(json.dumps({**what, **people}, sort_keys=True))


@transaction.atomic
def alter(
    *,
    pk: int,
    by: User,
    what: Mapping[str, Any],
    people: Mapping[str, Iterable[Any]],
    shown: str,
    reason: str = "",
    now: datetime | None = None,
) -> Session:
    """The plan of a session says this now: `what` it is, by the names of WHAT, and its `people`. The same again writes
    nothing. Its day and hour stay: those are moved.

    Raises LookFirst when another window changed it since the page with the mark `shown`, and DomainError once its
    roster is closed, for people who are not theirs to plan for, and for more minutes than it lasts.
    """
    session = Session.objects.select_related("event__year").select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, Planning.CHANGE, session))
    stored = Session.objects.get(pk=pk)
    if mark_of_plan(stored) != shown:
        raise LookFirst(CHANGED, lines=(), seen=mark_of_plan(stored))
    for name, value in what.items():
        setattr(session, name, value)
    lasts = (session.ends_at - session.starts_at) // timedelta(minutes=1)
    session.required_minutes = session.required_minutes or lasts
    _check(session, session.event.year)
    whom = {name: list(rows) for name, rows in people.items()}
    if not _differs(session, stored, whom):
        session.unchanged = True
        return session
    _check_whom(session, stored, whom, by)
    return change(session=session, audience=whom, by=by, reason=reason, now=now)


def _check_whom(session: Session, stored: Session, people: Mapping[str, Sequence[Any]], by: User) -> None:
    flags = {"fellows": session.fellows, "school_leaders": session.school_leaders}
    asked = audience_of(people["roles"], people["cohorts"], **flags)
    refusal = None if asked == stored.asked else why_not_planned_for(by, session.event, asked)
    if refusal is not None:
        # Of what was typed, and not of who typed it: the form comes back.
        raise DomainError(str(refusal), at="roles")


def _differs(session: Session, stored: Session, people: Mapping[str, Sequence[Any]]) -> bool:
    what = any(getattr(session, name) != getattr(stored, name) for name in WHAT)
    return what or any(
        {row.pk for row in rows} != {row.pk for row in getattr(stored, name).all()}
        for name, rows in people.items()
    )
