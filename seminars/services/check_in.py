"""Checking in with the code on the room's screen: a convenience, not a proof."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from people.models import User
from seminars.models import Attendance, ScanFailure, Session
from seminars.policies import not_marked
from seminars.queries import asks
from seminars.rules import NoSuchCode, judged_at, read_code, screen_code, session_of_code, step_of
from seminars.services.marks import ABSENT, PRESENT, Mark, locked, refuse_overlaps, write

OPENS_BEFORE = timedelta(minutes=30)


def _key() -> bytes:
    return f"seminars.check_in|{settings.SECRET_KEY}".encode()


def code_for(*, session_pk: int, now: datetime | None = None) -> str:
    """The code a screen shows at this moment; another one every 30 seconds."""
    return screen_code(_key(), session_pk, step_of(now or timezone.now()))


def session_behind(*, code: str, scanned: datetime | None = None, now: datetime | None = None) -> Session:
    """The session of a code that is good now, or was when it was `scanned` a few minutes ago.

    Raises DomainError, in words, for any other code; NoSuchCode for one that never was.
    """
    pk = session_of_code(_key(), code, judged_at(scanned, now or timezone.now()))
    session = Session.objects.filter(pk=pk).first()
    if session is None:
        raise NoSuchCode("This session does not exist any more. Ask the facilitator.")
    return session


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Somebody is present in a session: `since` that moment, or None when they became so just now.

    `absent_since`: somebody marked them absent at that moment, and that stands until somebody who leads the session
    changes it; that they checked in is on record beside it.
    """

    session: Session
    since: datetime | None = None
    absent_since: datetime | None = None


def presence(*, code: str, person: User) -> CheckedIn | None:
    """Whether the person is marked present in the session of a code, however old the code and whoever marked them.

    None for those who are not, and for a code that no screen showed.
    """
    try:
        pk, _ = read_code(_key(), code)
    except NoSuchCode:
        return None
    mark = (
        Attendance.objects.filter(session=pk, person=person, mark=PRESENT).select_related("session").first()
    )
    return CheckedIn(mark.session, _since(mark)) if mark else None


def _since(mark: Attendance) -> datetime:
    """When they came: the time in that was written down, else when they became present."""
    became = mark.changes.filter(new_mark=PRESENT).exclude(old_mark=PRESENT).last()
    return mark.arrived_at or (became.at if became else mark.marked_at)


@transaction.atomic
def check_in(
    *, code: str, person: User, scanned: datetime | None = None, now: datetime | None = None
) -> CheckedIn:
    """Marks the person present by a code scanned in its window; scanning again changes nothing.

    A code shows that somebody sent it, not who was in the room: whoever was marked absent by a person stays so, and
    that they checked in afterwards is kept in the history of the mark, for the roster and its closing.

    `scanned` is when this browser opened the code, before its sign-in. The session answered knows whether it
    invites the person (`asks_me`).

    Raises DomainError, in words, when the code has run out or the session does not take check-ins now.
    """
    now = now or timezone.now()
    pk = session_of_code(_key(), code, judged_at(scanned, now))
    # Only this server makes codes that can be read, so the session was there moments ago.
    session, overlapping = locked(pk, person, asks_me=asks(person))
    if not session.starts_at - OPENS_BEFORE <= now < session.ends_at:
        raise DomainError(
            "Check-in is open from half an hour before the session until its end. Ask the facilitator."
        )
    refuse_overlaps(session, overlapping, [person.pk])
    given = session.attendance.filter(person=person).first()
    if given is not None and given.mark == PRESENT:
        return CheckedIn(session, _since(given))
    if given is not None and given.mark == ABSENT:
        _keep_beside(given, person, now)
        return CheckedIn(session, absent_since=given.marked_at)
    write(session, [Mark(person.pk, PRESENT)], by=person, source=Attendance.Source.QR, now=now)
    return CheckedIn(session)


def _keep_beside(mark: Attendance, person: User, now: datetime) -> None:
    """A line in the history of a mark that stays: they checked in after it. Once for each time it was given."""
    demand(not_marked(mark.session))
    checks = mark.changes.filter(source=Attendance.Source.QR, new_mark=ABSENT, at__gte=mark.marked_at)
    if not checks.exists():
        mark.changes.create(old_mark=ABSENT, new_mark=ABSENT, source=Attendance.Source.QR, by=person, at=now)


def log_failure(*, code: str, person: User, reason: str, now: datetime | None = None) -> None:
    """Keeps that a scan was refused, for whom and why; never the code."""
    number = code.split("-")[0]
    known = number.isascii() and number.isdigit() and len(number) < 19
    session = Session.objects.filter(pk=int(number)).first() if known else None
    ScanFailure.objects.create(session=session, person=person, reason=reason[:300], at=now or timezone.now())
