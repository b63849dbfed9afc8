"""A session moves where it is known what that moves: what the new time meets, and whose stipend changes, are seen
first."""

import json
from datetime import datetime

from django.db import transaction

from common.edits import mark_of
from common.errors import LookFirst
from people.models import User
from seminars.models import Session
from seminars.queries import Conflicts, conflicts_of
from seminars.services import move
from stipends.models import StatementChange
from stipends.services.asked import Asking, Moves, change_asked

MEETS = "At the new time it meets something. Look at it, then do it again."


class MeetsFirst(LookFirst):
    """The new time meets something (`meets`), and nobody has seen it yet; it touches nobody who signed."""

    def __init__(self, meets: Conflicts, *, seen: str) -> None:
        super().__init__(MEETS, lines=[f"{words}." for words in meets.says], seen=seen)
        self.meets = meets


@transaction.atomic
def move_session(
    *, pk: int, by: User, starts_at: datetime, ends_at: datetime, reason: str, seen: str
) -> Session:
    """Move the session, once what its new time meets and whom that touches were looked at; answers the new one.

    Raises MeetsFirst when `seen` does not hold the mark of what it meets, and Moves, with `meets`, when people who
    signed are touched and that was not seen; nothing was done then. Raises as `seminars.services.move` does.
    """
    year = Session.objects.select_related("event__year").get(pk=pk).event.year
    found: list[Conflicts] = []

    def verb() -> Session:
        new = move(pk=pk, by=by, starts_at=starts_at, ends_at=ends_at, reason=reason)
        # While it stands: what is not done in the end is gone.
        found.append(conflicts_of([new], year)[new.pk])
        return new

    try:
        new = change_asked(
            year=year, kind=StatementChange.Kind.MOVED, asking=Asking(by, reason, seen), verb=verb
        )
    except Moves as moves:
        moves.meet(found[0], _mark(found[0]))
        raise
    mark = _mark(found[0])
    if mark and mark not in seen.split():
        raise MeetsFirst(found[0], seen=mark)
    return new


def _mark(meets: Conflicts) -> str:
    """Of what was shown; empty where it meets nothing."""
    shown = [[clash.other.pk, *clash.names] for clash in meets.clashes]
    return mark_of(json.dumps([meets.says, shown])) if meets.count else ""
