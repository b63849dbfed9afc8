"""What changes when and where a placement is served: who pays by it may look at what that moves, before it is done.

Each verb below takes the fields of its form by name, and leaves alone those it does not need (a tick, say). Its
`change` is that of whoever pays; without one it is done at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from pathways.models import DeliverableRecord, Placement, Role, SchoolAssignment
from pathways.services.deliverables import reopen, waive
from pathways.services.endings import correct_end, end_placement, take_back_end
from pathways.services.moves import leader_coming, move_school, take_back_move
from pathways.services.placements import record_leave, take_back_leave
from pathways.services.starts import correct_start
from pathways.states import Correction, Ending
from people.models import School, User


@dataclass(frozen=True)
class Correcting:
    """Who changes what of a placement, why, and the mark of what they saw it would move (empty: nothing yet)."""

    placement: Placement
    what: Correction
    by: User
    why: str
    seen: str = ""


# Does the verb, which answers what it did in a few words, or raises LookFirst with what that would move.
Change = Callable[[Correcting, Callable[[], str]], object]


def straight(correcting: Correcting, verb: Callable[[], str]) -> str:
    """Does it at once: pathways know nobody who pays."""
    return verb()


@dataclass(frozen=True)
class Stretch:
    """Days on which a placement was not served before, as far as was known: `[starts, until)`; none where `starts` is
    not before `until`."""

    placement: Placement
    starts: date
    until: date


def end(
    *,
    pk: int,
    by: User,
    last_day: date,
    reason: str,
    note: str = "",
    seen: str = "",
    change: Change = straight,
    **_: object,
) -> None:
    """End a placement, as `end_placement` does; without a note the reason says why."""

    def verb() -> str:
        ends = last_day + timedelta(days=1)
        end_placement(pk=pk, by=by, ends=ends, reason=Ending(reason), note=note)
        return _ended(last_day, reason)

    change(Correcting(_row(pk), Correction.ENDED, by, note.strip() or _in_words(reason), seen), verb)


def complete(*, pk: int, by: User, seen: str = "", change: Change = straight) -> None:
    """The whole year was served: end it so on the year's last day, once that has come."""
    last_day = _row(pk).year.ends - timedelta(days=1)
    end(pk=pk, by=by, last_day=last_day, reason=Ending.COMPLETED, seen=seen, change=change)


def put_end_right(
    *, pk: int, by: User, last_day: date, reason: str, why: str, seen: str = "", change: Change = straight
) -> None:
    """Put right how a placement ended, as `correct_end` does."""

    def verb() -> str:
        correct_end(pk=pk, by=by, ends=last_day + timedelta(days=1), reason=Ending(reason), why=why)
        return _ended(last_day, reason)

    change(Correcting(_row(pk), Correction.END, by, why, seen), verb)


def take_end_back(*, pk: int, by: User, why: str, seen: str = "", change: Change = straight) -> Stretch:
    """A placement that was ended by mistake goes on, as `take_back_end` does; answers the days it is served again."""
    row = _row(pk)

    def verb() -> str:
        taken = take_back_end(pk=pk, by=by, why=why)
        return f"it goes on until {_day(taken.year.ends - timedelta(days=1))}"

    change(Correcting(row, Correction.END, by, why, seen), verb)
    return Stretch(row, row.ends or row.year.ends, row.year.ends)


def put_start_right(
    *, pk: int, by: User, first_day: date, why: str, seen: str = "", change: Change = straight
) -> Stretch:
    """Put right the first day of a placement, as `correct_start` does; answers the days it is served besides."""
    row = _row(pk)

    def verb() -> str:
        correct_start(pk=pk, by=by, starts=first_day, why=why)
        return f"{_day(first_day)} instead of {_day(row.starts)}"

    change(Correcting(row, Correction.START, by, why, seen), verb)
    return Stretch(row, first_day, row.starts)


def move(
    *,
    pk: int,
    by: User,
    school: School,
    first_day: date,
    why: str = "",
    seen: str = "",
    change: Change = straight,
) -> SchoolAssignment:
    """Serve a placement at another school, as `move_school` does."""
    moved: list[SchoolAssignment] = []

    def verb() -> str:
        moved.append(move_school(pk=pk, to=school, starts=first_day, by=by, why=why))
        return f"{school} from {_day(first_day)} on"

    change(Correcting(_row(pk), Correction.SCHOOL, by, why, seen), verb)
    return moved[0]


def receive(
    *,
    by: User,
    email: str,
    role: Role,
    school: School,
    first_day: date,
    why: str = "",
    seen: str = "",
    change: Change = straight,
) -> SchoolAssignment:
    """The move of a leader whom the receiving principal knows by address and role. Raises as `leader_coming` does."""
    row = leader_coming(email=email, role=role, to=school, on=first_day, by=by)
    return move(pk=row.pk, by=by, school=school, first_day=first_day, why=why, seen=seen, change=change)


def stay(*, pk: int, by: User, why: str, seen: str = "", change: Change = straight) -> None:
    """Take back a move that is ahead, as `take_back_move` does."""
    row = _row(pk)

    def verb() -> str:
        take_back_move(pk=pk, by=by, reason=why)
        return f"the move to another school does not take place, it stays at {row.school}"

    change(Correcting(row, Correction.SCHOOL, by, why, seen), verb)


def leave(
    *,
    pk: int,
    by: User,
    category: str,
    protected: bool,
    first_day: date,
    ends: date,
    reason: str = "",
    seen: str = "",
    change: Change = straight,
    **_: object,
) -> None:
    """Record a leave in `[first_day, ends)`, as `record_leave` does."""

    def verb() -> str:
        recorded = record_leave(
            pk=pk, category=category, protected=protected, starts=first_day, ends=ends, by=by, why=reason
        )
        return recorded.days

    change(Correcting(_row(pk), Correction.LEAVE, by, reason, seen), verb)


def put_leave_back(
    *, pk: int, by: User, leave: int, why: str, seen: str = "", change: Change = straight
) -> None:
    """Take back a leave recorded by mistake, as `take_back_leave` does."""

    def verb() -> str:
        return take_back_leave(pk=pk, leave=leave, by=by, reason=why).days

    change(Correcting(_row(pk), Correction.LEAVE_BACK, by, why, seen), verb)


def let_go(*, pk: int, by: User, words: str, seen: str = "", change: Change = straight) -> None:
    """Waive a deliverable, as `waive` does."""
    _decide(waive, Correction.WAIVED, pk, by, words, seen, change)


def open_again(*, pk: int, by: User, words: str, seen: str = "", change: Change = straight) -> None:
    """Reopen a deliverable that was accepted, as `reopen` does."""
    _decide(reopen, Correction.REOPENED, pk, by, words, seen, change)


def _decide(
    does: Callable[..., object],
    what: Correction,
    pk: int,
    by: User,
    words: str,
    seen: str,
    change: Change,
) -> None:
    records = DeliverableRecord.objects.select_related(
        "deliverable", "placement__person", "placement__role", "placement__school", "placement__year"
    )
    record = records.get(pk=pk)

    def verb() -> str:
        does(pk=pk, by=by, reason=words)
        return str(record.deliverable)

    change(Correcting(record.placement, what, by, words, seen), verb)


def _row(pk: int) -> Placement:
    """As it stands before."""
    return Placement.objects.select_related("person", "role", "school", "year").get(pk=pk)


def _ended(last_day: date, reason: str) -> str:
    return f"last day {_day(last_day)}, {_in_words(reason)}"


def _in_words(reason: str) -> str:
    return reason.replace("_", " ")


def _day(day: date) -> str:
    return f"{day:%B %-d, %Y}"
