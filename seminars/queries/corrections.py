"""Marks that were put right on a roster that was closed before and opened again."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.models import User
from seminars.models import AttendanceChange, Session, SessionEvent
from seminars.rules import as_counted
from seminars.states import Action


@dataclass(frozen=True, slots=True)
class Corrected:
    """Somebody whose mark, or whose minutes that count, are others than when the roster was closed last.

    `mark_before` is empty when there was none then; `minutes_before` None: all of them. `was` and `now` are the same
    in words.
    """

    person: User
    mark_before: str
    minutes_before: int | None
    was: str
    now: str


def reopening(session: Session) -> SessionEvent | None:
    """When a roster was last opened again, by whom and why; None when it never was. One query."""
    return session.events.filter(action=Action.REOPEN).order_by("-pk").first()


def corrected(session: Session, opened: SessionEvent | None, waiting: Iterable[User] = ()) -> list[Corrected]:
    """Whose marks differ from those of the last closing, by name; nobody when it was never opened again.

    `opened`: when it was last (`reopening`). `waiting`: who has no mark yet, and becomes absent. One query.
    """
    if opened is None:
        return []
    # A closed roster keeps its marks: what the first change since it was opened replaced is what was closed.
    changes = AttendanceChange.objects.filter(attendance__session=session, at__gte=opened.at)
    first = (
        changes.order_by("attendance_id", "pk").distinct("attendance_id").select_related("attendance__person")
    )
    length = session.required_minutes
    found = [Corrected(person, "", None, as_counted("", None, length), "absent") for person in waiting]
    for change in first:
        mark = change.attendance
        was = as_counted(change.old_mark, change.old_minutes, length)
        now = as_counted(mark.mark, mark.minutes, length)
        if was != now:
            found.append(Corrected(mark.person, change.old_mark, change.old_minutes, was, now))
    return sorted(found, key=lambda one: (one.person.sort_name, one.person.pk))
