"""An amount off for each missed session, after the free ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from common.money import dollars
from common.reading import Fields
from stipends.rules.blanks import Blank, CentsByKind, Count
from stipends.rules.counted import Credit, Tally
from stipends.rules.facts import session_label
from stipends.rules.kinds.base import ZERO, AttendanceKind, Component

MOST_FREE = 1000


@dataclass(frozen=True)
class Deduction(AttendanceKind):
    """A fixed amount of cents per missed session, by kind, after the free absences."""

    name: ClassVar[str] = "deduction"
    sentence: ClassVar[str] = (
        "in full, less an amount for each session missed, the first {free_absences} of them free: {cents}; never "
        "more than the whole part"
    )
    blanks: ClassVar[Mapping[str, Blank]] = {
        "free_absences": Count("Free absences", 0, 0, MOST_FREE),
        "cents": CentsByKind("Dollars off", ()),
    }
    free_absences: int
    cents: tuple[tuple[str, int], ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        costs = fields.object("cents")
        cents = tuple(sorted((name, costs.integer(name)) for name in costs.names()))
        return cls(fields.integer("free_absences", most=MOST_FREE), cents)

    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        """In date order: the earliest absences are the free ones."""
        reasons = []
        cost = 0
        for number, credit in enumerate((credit for credit in credits if credit.missed), 1):
            label = session_label(credit.session.title, credit.session.kind, credit.session.date)
            if number <= self.free_absences:
                reasons.append(f"{label}: free absence {number} of {self.free_absences}.")
            else:
                cents = self.cost(credit.session.kind)
                cost += cents
                reasons.append(f"{label}: {dollars(cents)} less.")
        if cost > full:
            reasons.append("The deductions use up all of attendance; nothing more is taken off.")
        return Component(max(full - cost, ZERO), cost == 0, tuple(reasons))

    def cost(self, kind: str) -> int:
        """Cents of one missed session; a kind without an amount costs nothing."""
        return next((cents for name, cents in self.cents if name == kind), 0)

    def said(self) -> str:
        if not self.cents:
            return f"Missed sessions cost nothing ({self.free_absences} would be free)."
        costs = ", ".join(
            f"{dollars(cents)} for a session of the kind “{name.replace('_', ' ')}”"
            for name, cents in self.cents
        )
        free = f"the first {self.free_absences} free, then" if self.free_absences else "each"
        return f"Missed sessions are taken off attendance, {free} {costs}; never more than the whole part."
