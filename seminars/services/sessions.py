"""The life of a session: held when its time has passed, closed by a facilitator, reopened with a reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from common.errors import DomainError, LookFirst, demand
from common.states import step
from notifications.services import Letter, queue_all
from people.models import User
from seminars.models import Attendance, Session, SessionEvent, audience_of
from seminars.policies import why_not, why_not_planned_for
from seminars.queries import Closing, closing, invited_people
from seminars.rules import Audience as Whom
from seminars.rules import wrong_time
from seminars.services.marks import Mark, write
from seminars.states import MOVES, Action, Planning, State

NOBODY_MARKED = (
    "Nobody is marked yet, so closing would make everybody absent. Mark somebody first, even as absent."
)


class SameSession(DomainError):
    """Another session of its event has its title and its start, and takes place: `session`."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            f"“{session.title}” of {session.event} is at this time already. Give one of them another title.",
            at="title",
        )
        self.session = session


def _save(session: Session) -> None:
    """Save all of it. Raises SameSession where the database has it already, also from somebody of this moment."""
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        same = Q(**{name: getattr(session, name) for name in ("event", "title", "starts_at")})
        if session.shifted_from_id:
            same |= Q(shifted_from=session.shifted_from_id)
        there = Session.objects.taking_place().filter(same).exclude(pk=session.pk).first()
        if there is None:
            raise
        raise SameSession(there) from None


def _locked(pk: int) -> Session:
    return Session.objects.select_related("event__year").select_for_update(of=("self",)).get(pk=pk)


def _step(session: Session, action: Action, *, by: User | None, now: datetime, note: str = "") -> None:
    """The one place where the state of a session changes, with its line of history."""
    before = session.state
    session.state = step(MOVES, State(before), action)
    session.save(update_fields=["state", "closed_at", "closed_by"])
    SessionEvent.objects.create(
        session=session,
        action=action,
        from_state=before,
        to_state=session.state,
        by=by,
        at=now,
        note=note,
    )


Audience = Mapping[str, Iterable[Any]]


@transaction.atomic
def plan(
    *, session: Session, audience: Audience, by: User, reason: str = "", now: datetime | None = None
) -> Session:
    """Save a new session for `audience` (roles, cohorts, facilitators), with the first line of its history. Raises
    SameSession where its event has one of its title and start."""
    demand(why_not_planned_for(by, session.event, _whom(session, audience)))
    _save(session)
    _set(session, audience)
    _note(session, Planning.PLAN, by, now or timezone.now(), reason.strip())
    return session


@transaction.atomic
def change(
    *, session: Session, audience: Audience, by: User, reason: str = "", now: datetime | None = None
) -> Session:
    """Save what was changed of a session, with a line of history. Raises DomainError once its roster is closed, and
    SameSession where its event has another one of its title and start."""
    kept = _locked(session.pk)
    demand(why_not(by, Planning.CHANGE, kept))
    whom = _whom(session, audience)
    if whom != kept.asked:
        demand(why_not_planned_for(by, kept.event, whom))
    session.state = kept.state
    _save(session)
    _set(session, audience)
    _note(session, Planning.CHANGE, by, now or timezone.now(), reason.strip())
    return session


def _whom(session: Session, audience: Audience) -> Whom:
    """Whom the session would be for; what `audience` does not name stays as it is."""
    stored = session.pk is not None
    roles, cohorts = (
        list(audience[name]) if name in audience else list(getattr(session, name).all()) if stored else []
        for name in ("roles", "cohorts")
    )
    return audience_of(roles, cohorts, fellows=session.fellows, school_leaders=session.school_leaders)


def _set(session: Session, audience: Audience) -> None:
    for name, rows in audience.items():
        getattr(session, name).set(rows)


def _note(session: Session, action: Planning, by: User, at: datetime, note: str) -> None:
    """A line of history that moves no state."""
    was = "" if action is Planning.PLAN else session.state
    SessionEvent.objects.create(
        session=session, action=action, from_state=was, to_state=session.state, by=by, at=at, note=note
    )


@transaction.atomic
def hold_due(*, now: datetime | None = None) -> int:
    """Planned sessions whose end has passed become held; answers how many. Running it twice is harmless."""
    now = now or timezone.now()
    due = Session.objects.filter(state=State.PLANNED, ends_at__lte=now).order_by("pk")
    sessions = list(due.select_for_update(of=("self",), skip_locked=True))
    for session in sessions:
        _step(session, Action.HOLD, by=None, now=now)
    return len(sessions)


@transaction.atomic
def end_leading(*, person: User, by: User, now: datetime) -> None:
    """The person leads no session any more whose roster is not closed; each says so in its history. What is closed
    keeps who led it. Twice is harmless."""
    led = Session.objects.led_by(person).values("pk")
    for session in Session.objects.select_for_update(of=("self",)).filter(pk__in=led).order_by("pk"):
        session.facilitators.remove(person)
        _note(session, Planning.CHANGE, by, now, f"{person} leads it no more: the account was closed.")


@transaction.atomic
def close(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> Closing:
    """Closes a roster: required people without a mark become absent, and from now on it counts for pay.

    `seen` is the mark of what was on the screen (queries.closing; several, with spaces); empty skips that check.
    Answers what it counts, and who became absent. Raises LookFirst when marks changed since then, and DomainError
    before the session's end, when it is closed already, and while nobody at all is marked: planned an hour after it
    was, a session would else cost everybody their pay.
    """
    now = now or timezone.now()
    session = _locked(pk)
    demand(why_not(by, Action.CLOSE, session, now))
    if session.state == State.PLANNED:
        _step(session, Action.HOLD, by=None, now=now)
    found = closing(session)
    if seen and found.seen not in seen.split():
        raise _unseen(found)
    if found.waiting and not found.marked:
        raise DomainError(NOBODY_MARKED)
    rest = [Mark(person.pk, Attendance.Mark.ABSENT) for person in found.waiting]
    write(session, rest, by=by, source=Attendance.Source.CLOSING, now=now)
    session.closed_at, session.closed_by = now, by
    _step(session, Action.CLOSE, by=by, now=now)
    return found


def _unseen(now: Closing) -> LookFirst:
    """The refusal where the roster holds other marks now than the page showed."""
    return LookFirst(
        f"Marks changed since you opened this page: now {now.in_numbers}. Look it over again, then close; "
        "nothing was closed.",
        lines=(),
        seen=now.seen,
    )


@transaction.atomic
def reopen(*, pk: int, by: User, reason: str, now: datetime | None = None) -> None:
    """Opens a closed roster again. It stops counting for pay until it is closed; the reason is kept."""
    now = now or timezone.now()
    session = _locked(pk)
    demand(why_not(by, Action.REOPEN, session, now))
    _step(
        session,
        Action.REOPEN,
        by=by,
        now=now,
        note=_words(reason, "Say why this roster must be opened again."),
    )


@transaction.atomic
def cancel(*, pk: int, by: User, reason: str, now: datetime | None = None) -> None:
    """Calls a planned session off. It is then required of nobody; everyone invited gets a mail."""
    now = now or timezone.now()
    session = _locked(pk)
    demand(why_not(by, Action.CANCEL, session, now))
    note = _words(reason, "Say why the session is cancelled.")
    _step(session, Action.CANCEL, by=by, now=now, note=note)
    _tell(session, session, "seminars/cancelled", note)


@transaction.atomic
def move(
    *, pk: int, by: User, starts_at: datetime, ends_at: datetime, reason: str, now: datetime | None = None
) -> Session:
    """Moves a planned session: the old one stays on record, a new one with its audience takes its place.

    What it asks for is never longer than it lasts. Raises DomainError for the time it has, one that is past, upside
    down, over midnight or outside the program year, and without a reason; SameSession as `change` does.
    """
    now = now or timezone.now()
    session = _locked(pk)
    demand(why_not(by, Action.MOVE, session, now))
    _check_time(session, starts_at, ends_at, now)
    audience = {name: list(getattr(session, name).all()) for name in ("roles", "cohorts", "facilitators")}
    why = _words(reason, "Say why the session is moved.")
    _step(session, Action.MOVE, by=by, now=now, note=why)
    session.pk, session._state.adding = None, True
    session.moved_from_id, session.planned_at = pk, now
    session.required_minutes = _still_required(session, ends_at - starts_at)
    session.starts_at, session.ends_at, session.state = starts_at, ends_at, State.PLANNED
    _save(session)
    # What was planned of it for the next year is of the one that takes place.
    Session.objects.filter(shifted_from=pk).update(shifted_from=session)
    for name, people_or_roles in audience.items():
        getattr(session, name).set(people_or_roles)
    # Whoever opens the one that takes place reads why too.
    _note(session, Planning.PLAN, by, now, why)
    _tell(session, Session(pk=pk), "seminars/moved", why)
    return session


def _check_time(session: Session, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if starts_at <= now or ends_at <= starts_at:
        raise DomainError("Choose a new time that lies ahead and ends after it starts.")
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        raise DomainError("It is at that time already. Choose another one.", at="starts_at")
    year = session.event.year
    wrong = wrong_time(starts=starts_at, ends=ends_at, first=year.starts, after=year.ends, year=year.label)
    if wrong is not None:
        raise DomainError(wrong[1])


def _still_required(session: Session, lasts: timedelta) -> int:
    """Minutes asked for at the new time: all of it when all of it was asked for, and never more than it lasts."""
    before, after = (span // timedelta(minutes=1) for span in (session.ends_at - session.starts_at, lasts))
    return after if session.required_minutes == before else min(session.required_minutes, after)


def topic(session: Session, person: User) -> str:
    """Under it wait a person's mails about one session."""
    return f"session-{session.pk}-{person.pk}"


def _tell(session: Session, was: Session, template: str, reason: str) -> None:
    """Tells everyone invited; reminders of `was` that still wait are cancelled by it."""
    queue_all(
        Letter(
            to=person,
            template=template,
            context={"session": session, "reason": reason},
            dedupe_key=f"{template}-{was.pk}-{person.pk}",
            topic=topic(was, person),
        )
        for person in invited_people(session)
    )


def _words(reason: str, refusal: str) -> str:
    if not reason.strip():
        raise DomainError(refusal)
    return reason.strip()
