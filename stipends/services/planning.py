"""Sessions planned where it is known what they move: the days, what stands in their way and whose stipend changes are
seen first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.edits import mark_of
from common.errors import LookFirst
from pathways.models import ProgramYear
from people.models import User
from seminars.models import Session
from seminars.queries import Conflicts, conflicts_of
from seminars.services import Draft, Planned, plan_all
from stipends.models import StatementChange
from stipends.services.asked import Asking, Moves, change_asked

KIND = StatementChange.Kind.ADDED
SAY_WHY = "Say why: the people it touches have signed, and read the reason on their statement."
# Of a session, what somebody looks at before it is planned.
SHOWN = (
    *("event", "title", "starts_at", "ends_at", "place", "video_link", "required", "required_minutes"),
    *("capacity", "substitute_eligible", "content_code", "whom"),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A session as it would be planned, and what stands in its way; `there`: it stands in the plan already."""

    session: Session
    conflicts: Conflicts
    there: bool


class PlanLook(LookFirst):
    """What planning would make, before it is made: each session with what stands in its way, and whose stipend all of
    them move, if anybody's. `reason_missing`: that was seen, and nobody has said why yet."""

    def __init__(
        self, judged: Sequence[Judged], moves: Moves | None, *, seen: str, reason_missing: bool
    ) -> None:
        super().__init__(SAY_WHY if reason_missing else counted(judged), lines=(), seen=seen)
        self.judged, self.moves, self.reason_missing = tuple(judged), moves, reason_missing


def counted(judged: Sequence[Judged]) -> str:
    """How many sessions it makes, and how many meet something, in a sentence."""
    new = sum(not one.there for one in judged)
    meets = sum(bool(one.conflicts.count) for one in judged)
    makes = "This makes 1 session" if new == 1 else f"This makes {new} sessions"
    return f"{makes}; {meets} {'meets' if meets == 1 else 'meet'} something. Nothing is saved yet."


def plan_sessions(
    *,
    year: ProgramYear,
    drafts: Sequence[Draft],
    by: User,
    reason: str = "",
    seen: str = "",
    now: datetime | None = None,
) -> list[Planned]:
    """Plan all of these in `year`, or none, once they were looked at; answers what became of each. What stands in the
    plan already is not made twice, and where all of it does nothing is asked.

    Raises PlanLook when `seen` does not hold the marks of exactly what it makes, meets and moves, and without a reason
    when people who signed are touched; nothing was done then. Raises as `seminars.services.plan_all` does.
    """
    planned: list[Planned] = []
    judged: list[Judged] = []
    shown: list[str] = []

    def verb() -> list[Session]:
        planned.extend(plan_all(year=year, drafts=drafts, by=by, reason=reason, now=now))
        judged.extend(_judged(planned, year))
        # While they stand: what is not done in the end is gone.
        shown.append(_mark(judged))
        return [one.session for one in planned if one.new]

    with transaction.atomic():
        moves: Moves | None = None
        try:
            change_asked(year=year, kind=KIND, asking=Asking(by, reason, seen), verb=verb, now=now)
        except Moves as found:
            moves = found
        mark = " ".join([*shown, *([moves.seen] if moves else [])])
        looked = set(mark.split()) <= set(seen.split())
        if any(one.new for one in planned) and (moves or not looked):
            raise PlanLook(judged, moves, seen=mark, reason_missing=looked)
    return planned


def _judged(planned: Sequence[Planned], year: ProgramYear) -> list[Judged]:
    found = conflicts_of([one.session for one in planned], year)
    return [Judged(one.session, found[one.session.pk], not one.new) for one in planned]


def _mark(judged: Sequence[Judged]) -> str:
    """Of what was shown: each session, and what it meets. Numbers of sessions are no part of it: a new one gets another
    number each time it is tried."""
    said = [
        [
            *(str(getattr(one.session, name)) for name in SHOWN),
            one.there,
            one.conflicts.free,
            one.conflicts.scope,
            [
                [clash.other.title, str(clash.other.starts_at), clash.people, clash.leaders, clash.room]
                for clash in one.conflicts.clashes
            ],
        ]
        for one in judged
    ]
    return mark_of(json.dumps(said))
