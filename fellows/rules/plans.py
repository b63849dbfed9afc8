"""What applying the plan of a cohort does to the milestones of one fellow. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """The first attempt of a milestone a fellow has. `follows`: its day came from the plan. `over`: it was reached, or
    tried without success."""

    kind: str
    due: date | None
    follows: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One milestone the plan makes (`was` is None), moves, or takes off (`due` is None)."""

    kind: str
    was: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Applied:
    """What the plan changes, and the kinds whose day differs from it and stays: set for this fellow alone, or over."""

    changes: tuple[Change, ...]
    own: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


def applied(plan: Mapping[str, date], known: Iterable[Known]) -> Applied:
    """What the plan (a day for each kind) does to what is `known`. Applied again, it changes nothing.

    A milestone that is over, or whose day was set for the fellow alone, stays as it is.
    """
    there = {row.kind: row for row in known}
    changes, own, over = [], [], []
    for kind, due in plan.items():
        row = there.get(kind)
        if row is None:
            changes.append(Change(kind, None, due))
        elif row.due == due:
            continue
        elif row.over:
            over.append(kind)
        elif row.follows:
            changes.append(Change(kind, row.due, due))
        else:
            own.append(kind)
    left = (row for row in there.values() if row.kind not in plan and row.follows and not row.over)
    changes.extend(Change(row.kind, row.due, None) for row in left)
    return Applied(tuple(changes), tuple(own), tuple(over))
