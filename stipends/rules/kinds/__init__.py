"""The kinds of attendance. A new one is a file here and a line in KINDS.

No slots: with them each class would stand twice among the subclasses that are looked for.
"""

from common.reading import Fields
from stipends.rules.kinds.all_or_nothing import AllOrNothing
from stipends.rules.kinds.base import AttendanceKind
from stipends.rules.kinds.deduction import Deduction
from stipends.rules.kinds.per_unit import PerUnit
from stipends.rules.kinds.proportional import Proportional
from stipends.rules.kinds.threshold import Threshold
from stipends.rules.kinds.tiers import Tiers

__all__ = [
    "KINDS",
    "AllOrNothing",
    "AttendanceKind",
    "Deduction",
    "PerUnit",
    "Proportional",
    "Threshold",
    "Tiers",
    "by_name",
    "read",
]


def by_name(*kinds: type[AttendanceKind]) -> dict[str, type[AttendanceKind]]:
    """These kinds by their names. Raises TypeError when one was written that is not among them: then nothing starts,
    instead of a policy that nobody can pay."""
    forgotten = sorted(kind.__name__ for kind in set(AttendanceKind.__subclasses__()) - set(kinds))
    if forgotten:
        raise TypeError(f"Kinds of attendance that are not in KINDS: {', '.join(forgotten)}.")
    return {kind.name: kind for kind in kinds}


# In the order in which a refusal names them.
KINDS = by_name(AllOrNothing, Proportional, Threshold, Tiers, Deduction, PerUnit)


def read(fields: Fields) -> AttendanceKind:
    """The kind that `kind` names, with its values. Raises PolicyError for what cannot be used."""
    found = KINDS[fields.choice("kind", tuple(KINDS))].read(fields)
    fields.done()
    return found
