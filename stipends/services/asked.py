"""What people are paid by changes after they signed: looked at first, then done, told, and kept on each statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.counting import counted
from common.errors import LookFirst
from common.money import dollars, signed
from notifications.services import Letter, cancel, queue_all
from pathways.models import Placement, ProgramYear
from pathways.services import Correcting, start_topic
from people.models import User
from seminars.models import Event, Session
from seminars.queries import Conflicts, SessionFact
from stipends.models import StatementChange
from stipends.policies import sees_money
from stipends.queries import Touched, fingerprint, look_at, touched

# A string says in a few words what was changed of a placement.
Changed = TypeVar("Changed", Session, Event, ProgramYear, str, list[Session])
KINDS = StatementChange.Kind
# The service that does these writes to everyone they are about; then only whose pay it moves gets this mail too.
TOLD_ALREADY = {
    *(KINDS.MOVED, KINDS.CANCELLED, KINDS.START, KINDS.ENDED, KINDS.END, KINDS.SCHOOL),
    *(KINDS.WAIVED, KINDS.REOPENED),
}
# Of these their own mail leads to the statement, so one is enough whatever they move.
TOLD_ONCE = {KINDS.WAIVED, KINDS.REOPENED}
# Nobody needs to know of these who is paid as before: they ask, and stand on a statement, where they move its cents.
ORDINARY = {KINDS.ENDED, KINDS.SCHOOL, KINDS.CALENDAR, KINDS.WAIVED, KINDS.REOPENED, KINDS.POLICY}
MOST_NAMED = 100
# So many people a page shows before it folds the others away.
FEW = 10
# What a line of a statement holds.
LONGEST_TITLE = 300


class Moves(LookFirst):
    """It touches people who signed, and nobody has seen yet whom and what it moves. `cents`: whether whoever asks may
    see what each is paid; others see whom it touches and what it moves in all."""

    words = ""

    def __init__(self, rows: list[Touched], *, cents: bool, seen: str) -> None:
        super().__init__(self.words or in_words(rows, cents), lines=named(rows, cents), seen=seen)
        self.rows, self.cents = rows, cents
        self.moving = [row for row in rows if row.counts or not row.known]
        # So many are read at a glance; the others are folded away, however many they are.
        self.few, self.more = self.moving[:FEW], self.moving[FEW:]
        self.as_before = [row for row in rows if row.known and not row.counts]
        self.meets: Conflicts | None = None

    def meet(self, meets: Conflicts, mark: str) -> None:
        """What the change meets besides is to be looked at too; `mark` is of that, empty where it is nothing."""
        if mark:
            self.meets, self.seen = meets, f"{self.seen} {mark}"
            self.lines = (*(f"{words}." for words in meets.says), *self.lines)


class SayWhy(Moves):
    """It was seen, and nobody has said why yet: what it moves stays in sight until it is done."""

    words = "Say why: the people it touches have signed, and read the reason on their statement."


@dataclass(frozen=True)
class Asking:
    """Who changes what is required, why, and the marks of what they saw before (several, with spaces)."""

    by: User
    reason: str
    seen: str = ""


@transaction.atomic
def change_asked(
    *,
    year: ProgramYear,
    kind: str,
    asking: Asking,
    verb: Callable[[], Changed],
    now: datetime | None = None,
    whose: Placement | None = None,
) -> Changed:
    """Do `verb`, which changes required sessions or service days of `year` (or with `whose` of one placement alone),
    and keep on each statement it touches what it moved.

    Raises Moves when it touches people who signed and `asking.seen` is not the mark of exactly that, and
    SayWhy without a reason then; in both cases nothing was done. Those touched get a mail in the same
    transaction. Changes of one year wait for each other, so that each sees what the others moved.
    """
    moment = now or timezone.now()
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    before = look_at(year, moment, whose)
    changed = verb()
    after = look_at(year, moment, whose)
    found = touched(before, after, moment)
    # First those whose cents move, or whom a mark is missing of; each by name.
    rows = [row for row in found if row.counts] + [
        row for row in found if not row.counts and kind not in ORDINARY
    ]
    if not rows:
        return changed
    mark = fingerprint(rows, after)
    if mark not in asking.seen.split():
        raise Moves(rows, cents=sees_money(asking.by), seen=mark)
    if not asking.reason.strip():
        raise SayWhy(rows, cents=sees_money(asking.by), seen=mark)
    keep(rows, kind, changed, asking, moment)
    return changed


def change_placement(correcting: Correcting, verb: Callable[[], str]) -> str:
    """Change when or where a placement is served, and keep on its statement what it moved; `verb` answers what it did
    in a few words. Raises as `change_asked` does."""
    row = correcting.placement
    return change_asked(
        year=row.year,
        kind=KINDS(correcting.what),
        asking=Asking(correcting.by, correcting.why, correcting.seen),
        verb=verb,
        whose=row,
    )


def _line_about(
    row: Touched, kind: str, changed: Session | Event | ProgramYear | str | list[Session]
) -> dict[str, Any]:
    """What a line says was changed. Of several sessions, those that are new for this one; one alone is named."""
    if isinstance(changed, list):
        mine = [one for one in changed if one.pk in row.new] or changed
        if len(mine) > 1:
            return {"kind": KINDS.SERIES, "title": several(mine)}
        changed = mine[0]
    session = changed if isinstance(changed, Session) else None
    title = changed.title if isinstance(changed, Session | Event) else str(changed)
    day = local_date(session.starts_at) if session else None
    return {"kind": kind, "session": session, "title": row.title or title, "day": day}


def several(sessions: Sequence[Session]) -> str:
    """ "7 sessions, Sep 8, 2027 to Apr 19, 2028: Peer Coach seminar 1, Peer Coach seminar 2, …", as long as a line
    holds."""
    days = sorted(local_date(one.starts_at) for one in sessions)
    span = f"{day_in_words(days[0])} to {day_in_words(days[-1])}"
    words = f"{counted(len(sessions), 'session')}, {span}: {', '.join(one.title for one in sessions)}"
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 2]} …"


def keep(
    rows: list[Touched],
    kind: str,
    changed: Session | Event | ProgramYear | str | list[Session],
    asking: Asking,
    now: datetime,
) -> None:
    """Writes a line on each statement, and owes the mails about it."""
    kept = StatementChange.objects.bulk_create(
        StatementChange(
            placement=row.placement,
            **_line_about(row, kind, changed),
            reason=asking.reason.strip(),
            by=asking.by,
            at=now,
            earned_before_cents=row.before.earned,
            earned_after_cents=row.after.earned,
            possible_before_cents=row.before.possible,
            possible_after_cents=row.after.possible,
        )
        for row in rows
    )
    for change in kept:
        # What it moves says all that the mail of the correction says, and more: one mail is enough.
        if kind == KINDS.START and change.moves:
            cancel(topic=start_topic(change.placement_id))
    queue_all(
        Letter(
            to=change.placement.person,
            template="stipends/asked_changed",
            context={"change": change, "placement": change.placement},
            dedupe_key=f"asked-changed-{change.pk}",
        )
        for change in kept
        if kind not in TOLD_ONCE and (kind not in TOLD_ALREADY or change.moves)
    )


def in_words(rows: list[Touched], cents: bool) -> str:
    """Whom it touches and what it moves in all, in two sentences. Without `cents` no sum that is one person's alone."""
    people = len({row.placement.person_id for row in rows})
    who = counted(people, "person who has signed", "people who have signed")
    moved = [row for row in rows if row.moves]
    if not moved:
        return f"This touches {who}. It moves nobody's stipend. Look at the list, then do it again."
    if not cents and len({row.placement.person_id for row in moved}) == 1:
        return f"This touches {who}. It moves the stipend of one person. Look at the list, then do it again."
    earned, possible = (
        sum((getattr(row.after, part) or 0) - (getattr(row.before, part) or 0) for row in moved)
        for part in ("earned", "possible")
    )
    return (
        f"This touches {who}. In all it moves what is earned so far by {signed(earned)}, and what may be earned by "
        f"{signed(possible)}. Look at the list, then do it again."
    )


def named(rows: list[Touched], cents: bool) -> list[str]:
    """A line for each, the first hundred; with `cents` what is earned and may be earned, before and after."""
    lines = [
        line
        for row in rows[:MOST_NAMED]
        for line in (
            _line(row) if cents else f"{row.placement.person} ({row.placement.role}).",
            *([f"{row.placement.person}: {lacking(row.lacking)}"] if row.lacking else []),
        )
    ]
    more = len(rows) - MOST_NAMED
    return [*lines, f"And {more:,} more."] if more > 0 else lines


def lacking(sessions: Sequence[SessionFact]) -> str:
    """That closed rosters would lack a mark, by name, and what to do."""
    named = "; ".join(f"{one.title} ({one.date:%B %-d, %Y})" for one in sessions)
    return (
        f"these closed rosters lack a mark then: {named}. Nothing earned is paid until they are opened again, marked "
        "and closed."
    )


def _line(row: Touched) -> str:
    return (
        f"{row.placement.person} ({row.placement.role}): earned so far {_cents(row.before.earned)}, then "
        f"{_cents(row.after.earned)}; may be earned {_cents(row.before.possible)}, then {_cents(row.after.possible)}."
    )


def _cents(cents: int | None) -> str:
    return "nothing yet" if cents is None else dollars(cents)
