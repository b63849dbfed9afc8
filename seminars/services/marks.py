"""Marks on a roster. One statement writes a sheet and its history; the same sheet again writes nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from common.counting import counted
from common.errors import DomainError, demand
from people.models import User
from seminars.models import Attendance, Session, leads
from seminars.policies import not_marked, not_oneself, why_not
from seminars.queries import unmarked
from seminars.rules import mark_now, minutes_of_stay, seen_as
from seminars.states import Marking

PRESENT = Attendance.Mark.PRESENT
ABSENT = Attendance.Mark.ABSENT
EXCUSED = Attendance.Mark.EXCUSED
MADE_UP = Attendance.Mark.MADE_UP
# Doors open before the hour.
EARLIEST = timedelta(hours=1)

WRITE = """
WITH wanted AS (
    SELECT * FROM unnest(%(people)s::bigint[], %(marks)s::text[], %(minutes)s::smallint[],
        %(arrived)s::timestamptz[], %(left)s::timestamptz[], %(reasons)s::text[],
        %(approvers)s::bigint[], %(made_up_by)s::bigint[])
        AS w(person_id, mark, minutes, arrived_at, left_at, reason, approved_by_id, made_up_by_id)
), before AS (
    SELECT * FROM seminars_attendance WHERE session_id = %(session)s AND person_id = ANY(%(people)s::bigint[])
), written AS (
    INSERT INTO seminars_attendance (session_id, person_id, mark, minutes, arrived_at, left_at, reason,
        approved_by_id, made_up_by_id, source, marked_by_id, marked_at)
    SELECT %(session)s, w.person_id, w.mark, w.minutes, w.arrived_at, w.left_at, w.reason, w.approved_by_id,
        w.made_up_by_id, %(source)s, %(by)s, %(now)s
    FROM wanted w LEFT JOIN before b USING (person_id)
    WHERE NOT (%(keep)s AND b.mark IS NOT DISTINCT FROM w.mark)
        AND (b.id IS NULL OR (b.mark, b.minutes, b.arrived_at, b.left_at, b.reason, b.made_up_by_id)
        IS DISTINCT FROM (w.mark, w.minutes, w.arrived_at, w.left_at, w.reason, w.made_up_by_id))
    ON CONFLICT (session_id, person_id) DO UPDATE SET mark = EXCLUDED.mark, minutes = EXCLUDED.minutes,
        arrived_at = EXCLUDED.arrived_at, left_at = EXCLUDED.left_at, reason = EXCLUDED.reason,
        approved_by_id = EXCLUDED.approved_by_id, made_up_by_id = EXCLUDED.made_up_by_id,
        source = EXCLUDED.source, marked_by_id = EXCLUDED.marked_by_id, marked_at = EXCLUDED.marked_at
    RETURNING id, person_id, mark, minutes, reason
)
INSERT INTO seminars_attendancechange
    (attendance_id, old_mark, old_minutes, new_mark, new_minutes, source, reason, by_id, at)
SELECT n.id, coalesce(b.mark, ''), b.minutes, n.mark, n.minutes, %(source)s, n.reason, %(by)s, %(now)s
FROM written n LEFT JOIN before b USING (person_id)
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a sheet says about one person.

    `minutes`, or times in and out, only when present; neither means all of it. `reason` is asked
    of an excuse; `made_up_by` names the session that makes up for this one.
    """

    person: int
    mark: str
    minutes: int | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    reason: str = ""
    made_up_by: int | None = None


class MarkedElsewhere(DomainError):
    """Somebody else gave another mark since the page was opened."""


def locked(pk: int, by: User, also: Collection[int] = (), **more: Any) -> tuple[Session, list[Session]]:
    """The session and those that overlap it, locked in one order: no race credits a minute twice.

    Each knows whether `by` leads it, so that the policy need not ask again, and what `more` asks. `also`: further
    sessions to hold, which are not answered.
    """
    own = Session.objects.filter(pk=pk).order_by()
    overlaps = Q(starts_at__lt=own.values("ends_at"), ends_at__gt=own.values("starts_at"))
    rows = (
        Session.objects.select_related("event")
        .filter(overlaps | Q(pk__in=also))
        .annotate(leads=leads(by), **more)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    sessions = list(rows)
    mine = next((row for row in sessions if row.pk == pk), None)
    if mine is None:
        raise DomainError("This session does not exist any more. Go back to the calendar.")
    return mine, [row for row in sessions if row.pk != pk and _overlap(row, mine)]


def _overlap(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and one.ends_at > other.starts_at


@transaction.atomic
def mark(
    *,
    session_pk: int,
    sheet: Mark,
    by: User,
    source: str = "staff",
    keep: bool = False,
    seen: str = "",
    now: datetime | None = None,
) -> bool:
    """Gives one person their mark; answers whether anything changed. Raises DomainError in words.

    `keep`: who has this mark already keeps it as it is, minutes and reason included. `seen`: what the page showed
    (rules.seen_as); another mark given since then is not gone over.
    """
    shown = {sheet.person: seen} if seen else {}
    changed = save_roster(
        session_pk=session_pk, sheets=[sheet], by=by, source=source, keep=keep, seen=shown, now=now
    )
    return changed == 1


@transaction.atomic
def save_roster(
    *,
    session_pk: int,
    sheets: Sequence[Mark],
    by: User,
    source: str = "staff",
    keep: bool = False,
    seen: Mapping[int, str] | None = None,
    now: datetime | None = None,
) -> int:
    """Saves a sheet, all or nothing; answers how many marks changed. At most six queries, make-ups apart.

    `keep` and `seen` (by person): as for one mark. Raises MarkedElsewhere.
    """
    now = now or timezone.now()
    # A session that makes up for another is held too: two rosters at once cannot both take it.
    made_up_by = {sheet.made_up_by for sheet in sheets if sheet.made_up_by}
    session, overlapping = locked(session_pk, by, also=made_up_by)
    demand(why_not(by, Marking.SHEET, session))
    if len({sheet.person for sheet in sheets}) < len(sheets):
        raise DomainError("Somebody is on this sheet twice. Mark each person once.")
    demand(not_oneself(by, (sheet.person for sheet in sheets)))
    refuse_overlaps(session, overlapping, [sheet.person for sheet in sheets if sheet.mark == PRESENT])
    if seen:
        _refuse_unseen(session, seen)
    return write(session, sheets, by=by, source=source, keep=keep, now=now)


def _refuse_unseen(session: Session, seen: Mapping[int, str]) -> None:
    """Raises MarkedElsewhere naming a person whose mark is another than the page showed."""
    for kept in session.attendance.filter(person__in=seen).select_related("person"):
        if seen_as(kept.mark, kept.minutes, kept.reason) != seen[kept.person_id]:
            now = mark_now(kept.mark, kept.minutes, kept.reason)
            raise MarkedElsewhere(
                f"{kept.person.name} was marked elsewhere since you opened the page: {now}. "
                "Save again to put yours in its place."
            )


@transaction.atomic
def mark_all(*, session_pk: int, by: User, now: datetime | None = None) -> tuple[int, int]:
    """Marks present every required person who has no mark yet; calling it again changes nothing.

    Answers how many it marked, and how many it left out because they are present in an overlapping session.
    """
    now = now or timezone.now()
    session, overlapping = locked(session_pk, by)
    demand(why_not(by, Marking.REST, session))
    waiting = list(unmarked(session).exclude(pk=by.pk).order_by().values_list("pk", flat=True))
    elsewhere = (
        set(present_in(overlapping, waiting).values_list("person", flat=True)) if overlapping else set()
    )
    sheets = [Mark(person, PRESENT) for person in waiting if person not in elsewhere]
    return write(session, sheets, by=by, source="staff", now=now), len(elsewhere)


def present_in(sessions: Iterable[Session], people: Collection[int]) -> "QuerySet[Attendance]":
    """Presences of these people in these sessions."""
    return Attendance.objects.filter(
        session__in=list(sessions), person_id__in=people, mark=PRESENT
    ).order_by()


def refuse_overlaps(session: Session, overlapping: list[Session], people: list[int]) -> None:
    """Raises DomainError naming a person who is already present in a session that overlaps this one."""
    if not overlapping or not people:
        return
    found = present_in(overlapping, people).select_related("person", "session").first()
    if found is not None:
        raise DomainError(
            f"{found.person.name} is marked present in “{found.session.title}”, which overlaps this session. "
            "Minutes count once: change that mark first."
        )


def write(
    session: Session,
    sheets: Sequence[Mark],
    *,
    by: User | None,
    source: str,
    now: datetime,
    keep: bool = False,
) -> int:
    """Writes marks and their history on a locked session; answers how many changed (one query)."""
    demand(not_marked(session))
    if now < session.starts_at - EARLIEST and any(sheet.mark == PRESENT for sheet in sheets):
        raise DomainError("Nobody can be present before the session: marking opens an hour before it starts.")
    sheets = _checked_all(session, sheets)
    if not sheets:
        return 0
    approver = by.pk if by else None
    values: dict[str, Any] = {
        "session": session.pk,
        "source": source,
        "by": approver,
        "now": now,
        "keep": keep,
        "people": [sheet.person for sheet in sheets],
        "marks": [sheet.mark for sheet in sheets],
        "minutes": [sheet.minutes for sheet in sheets],
        "arrived": [sheet.arrived for sheet in sheets],
        "left": [sheet.left for sheet in sheets],
        "reasons": [sheet.reason for sheet in sheets],
        "approvers": [approver if sheet.mark in {EXCUSED, MADE_UP} else None for sheet in sheets],
        "made_up_by": [sheet.made_up_by for sheet in sheets],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
        return int(cursor.rowcount)


def _checked_all(session: Session, sheets: Sequence[Mark]) -> list[Mark]:
    """The sheets as they will be stored. Of several, a refusal says whose it is."""
    checked = []
    for sheet in sheets:
        try:
            checked.append(_checked(session, sheet))
        except DomainError as error:
            if len(sheets) == 1:
                raise
            raise DomainError(f"{User.objects.get(pk=sheet.person).name}: {error}") from error
    return checked


def _checked(session: Session, sheet: Mark) -> Mark:
    """The sheet as it will be stored: stays in minutes, nothing kept that its mark does not ask for."""
    if sheet.mark == PRESENT:
        return _present(session, sheet)
    if sheet.mark == EXCUSED:
        if not sheet.reason.strip():
            raise DomainError("An excuse needs a reason.")
        return Mark(sheet.person, EXCUSED, reason=sheet.reason.strip())
    if sheet.mark == MADE_UP:
        _refuse_bad_make_up(session, sheet)
        return Mark(sheet.person, MADE_UP, reason=sheet.reason.strip(), made_up_by=sheet.made_up_by)
    if sheet.mark == ABSENT:
        return Mark(sheet.person, ABSENT, reason=sheet.reason.strip())
    raise DomainError("Choose present, absent, excused or made up.")


def _present(session: Session, sheet: Mark) -> Mark:
    length = session.required_minutes
    minutes = sheet.minutes
    if minutes is None:
        stay = {"arrived": sheet.arrived, "left": sheet.left, "length": length}
        minutes = minutes_of_stay(starts=session.starts_at, ends=session.ends_at, **stay)  # type: ignore[arg-type]
    elif not 0 <= minutes <= length:
        raise DomainError(
            f"Minutes must lie between 0 and {length:,}: of this session "
            f"{counted(length, 'minute counts', 'minutes count')}."
        )
    return replace(sheet, minutes=minutes, reason=sheet.reason.strip(), made_up_by=None)


def _refuse_bad_make_up(session: Session, sheet: Mark) -> None:
    """A make-up is a session of the same content that they attended and that makes up for no other."""
    other = (
        Session.objects.filter(pk=sheet.made_up_by).exclude(pk=session.pk).first()
        if sheet.made_up_by
        else None
    )
    if other is None or not session.content_code or other.content_code != session.content_code:
        raise DomainError("Choose the session that made up for this one: it must have the same content code.")
    theirs = Attendance.objects.filter(person=sheet.person)
    if not theirs.filter(session=other, mark=PRESENT).filter(
        Q(minutes=None) | Q(minutes=F("session__required_minutes"))
    ):
        raise DomainError(
            f"Mark them present for all of “{other.title}” first: that is what makes up for this session."
        )
    if theirs.filter(made_up_by=other).exclude(session=session).exists():
        raise DomainError(f"“{other.title}” already makes up for another session of theirs.")
