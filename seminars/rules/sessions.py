"""Whom a session invites, how many minutes a stay is worth, and the code on a room's screen. Plain."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common.clock import local_date
from common.counting import counted
from common.errors import DomainError

STEP_SECONDS = 30
# A code is good while the screen shows it, and as long again: phones are slow, photos are sent on.
CODE_LIVES_SECONDS = 2 * STEP_SECONDS
# A scan survives a sign-in: opened while its code was good, it is good this long in the same browser.
SCAN_LIVES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a session invites: roles and cohorts, and fellows and school leaders, who come without a role. Where it
    names nobody it invites every role.

    A cohort narrows its own role only; cohorts without any role mean just those cohorts.
    """

    roles: frozenset[int] = frozenset()
    cohorts: frozenset[int] = frozenset()
    narrowed_roles: frozenset[int] = frozenset()
    fellows: bool = False
    school_leaders: bool = False

    @property
    def everyone(self) -> bool:
        """Whether it names nobody, and so is for every role."""
        return not (self.roles or self.cohorts or self.fellows or self.school_leaders)

    def invites(self, role_id: int, cohort_id: int | None) -> bool:
        """Whether a placement in this role and cohort is invited."""
        if cohort_id in self.cohorts:
            return True
        if self.roles:
            return role_id in self.roles and role_id not in self.narrowed_roles
        return self.everyone


def wrong_time(
    *, starts: datetime, ends: datetime, first: date, after: date, year: str
) -> tuple[str, str] | None:
    """Which end of a session is wrong (`starts_at`, `ends_at`), and what to do; None when it can be held.

    `first` is the first day of its program year, called `year`, and `after` the first day after it.
    """
    day = local_date(starts)
    if not first <= day < after:
        return "starts_at", f"Choose a day within {year}, the program year of this session."
    if ends - starts < timedelta(minutes=1):
        return "ends_at", "It must end after it starts."
    if local_date(ends) != day:
        return "ends_at", "A session ends on the day it starts. Plan a session for each day."
    return None


def minutes_of_stay(
    *, starts: datetime, ends: datetime, arrived: datetime | None, left: datetime | None, length: int
) -> int | None:
    """Whole minutes of a stay inside the session, at most `length`; None (all of it) when no time is known.

    Raises DomainError when someone left before they came, or was not there while the session ran.
    """
    if arrived is None and left is None:
        return None
    begin, end = max(arrived or starts, starts), min(left or ends, ends)
    if arrived is not None and left is not None and left <= arrived:
        raise DomainError("The time they left must be later than the time they came.")
    if end <= begin:
        raise DomainError("These times lie outside the session. Check the day and the hours.")
    return min(int((end - begin).total_seconds()) // 60, length)


def one_line(text: str) -> str:
    """A text as a field of one line sends it back: browsers take the line ends out."""
    return text.replace("\r", "").replace("\n", "").strip()


def seen_as(mark: str, minutes: int | str | None, reason: str) -> str:
    """What a page says of the mark it showed, in four characters: a roster has fifty of them."""
    text = f"{mark}|{'' if minutes is None else minutes}|{one_line(reason)}"
    return urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:3]).decode()


def written(seen: Mapping[int, str]) -> str:
    """What a page says of the marks it shows (`seen_as`, by person), in one hidden field."""
    return " ".join(f"{person}:{shown}" for person, shown in seen.items())


def read_seen(text: str) -> dict[str, str]:
    """The hidden field as it was sent; without it all is taken as typed."""
    pairs = (pair.partition(":") for pair in text.replace("\x00", "").split())
    return {person: shown for person, _, shown in pairs}


def seen_at_closing(
    session_id: int, marks: Iterable[tuple[int, str, int | None, str]], waiting: Iterable[int]
) -> str:
    """What a page says before a roster is closed: the marks (person, mark, minutes, reason) and who waits for one.
    Any other mark gives another one."""
    lines = [f"{person} {seen_as(mark, minutes, reason)}" for person, mark, minutes, reason in marks]
    text = "\n".join([f"{session_id}", *sorted(lines), "", *sorted(map(str, waiting))])
    return hashlib.sha256(text.encode()).hexdigest()


def mark_now(mark: str, minutes: int | None, reason: str) -> str:
    """A mark in words: "present, 90 minutes", "excused: Jury duty"."""
    words = mark.replace("_", " ") or "without a mark"
    stay = "" if minutes is None else f", {counted(minutes, 'minute')}"
    return f"{words}{stay}{': ' if reason else ''}{one_line(reason)}"


def as_counted(mark: str, minutes: int | None, length: int) -> str:
    """What of a mark counts, in words: "present", "present for 90 minutes", "no mark". `length`: minutes asked for."""
    words = mark.replace("_", " ") or "no mark"
    if mark == "present" and minutes is not None and minutes < length:
        return f"{words} for {counted(minutes, 'minute')}"
    return words


def step_of(moment: datetime) -> int:
    """The number of the 30-second step a moment lies in."""
    return int(moment.timestamp()) // STEP_SECONDS


def screen_code(key: bytes, session_id: int, step: int) -> str:
    """The code shown in that step: session, step and a MAC over both (128 bits)."""
    mac = hmac.new(key, f"check-in|{session_id}|{step}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"{session_id}-{step}-{mac}"


class NoSuchCode(DomainError):
    """No screen ever showed this code."""


def judged_at(scanned: datetime | None, now: datetime) -> datetime:
    """The moment by which a code is judged: when it was scanned, if that is not too long ago."""
    return scanned if scanned is not None and timedelta(0) <= now - scanned < SCAN_LIVES else now


def read_code(key: bytes, code: str) -> tuple[int, int]:
    """The session and the step of a code that a screen showed, however long ago. Raises NoSuchCode for any other."""
    unreadable = NoSuchCode("This code cannot be read. Scan the one on the screen again.")
    parts = code.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts[:2]):
        raise unreadable
    session_id, step = int(parts[0]), int(parts[1])
    if not hmac.compare_digest(screen_code(key, session_id, step).encode(), code.encode()):
        raise unreadable
    return session_id, step


def session_of_code(key: bytes, code: str, now: datetime) -> int:
    """The session a code belongs to. Raises DomainError when it has run out, NoSuchCode when it was made up or
    altered."""
    session_id, step = read_code(key, code)
    age = now.timestamp() - step * STEP_SECONDS
    if not 0 <= age < CODE_LIVES_SECONDS:
        raise DomainError("This code has run out. Scan the one on the screen now.")
    return session_id
