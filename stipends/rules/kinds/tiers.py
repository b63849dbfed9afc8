"""By steps: the first bound reached gives the factor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Self

from common.reading import Fields
from stipends.rules.blanks import Blank, Steps
from stipends.rules.counted import Credit, Tally, exactly, percent
from stipends.rules.kinds.base import ZERO, AttendanceKind, Component, by_factor

Tier = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Tiers(AttendanceKind):
    """(bound, factor) in falling order; the first bound reached gives the factor."""

    name: ClassVar[str] = "tiers"
    sentence: ClassVar[str] = "in steps: {tiers}; below the lowest step nothing"
    blanks: ClassVar[Mapping[str, Blank]] = {"tiers": Steps("Step", (("9/10", "1"), ("3/4", "1/2")))}
    tiers: tuple[Tier, ...]

    @classmethod
    def read(cls, fields: Fields) -> Self:
        tiers = tuple(_tier(fields, tier) for tier in fields.list("tiers"))
        if not tiers:
            raise fields.fail("tiers", "Write at least one tier.")
        for (bound, factor), (next_bound, next_factor) in pairwise(tiers):
            if next_bound >= bound:
                raise fields.fail("tiers", "Write the tiers from the highest bound down, each bound once.")
            # Otherwise a session more could pay less.
            if next_factor > factor:
                raise fields.fail("tiers", f"The tier from {next_bound} pays more than the one from {bound}.")
        return cls(tiers)

    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        for bound, factor in self.tiers:
            if sums.fraction >= bound:
                reached = f"The step from {percent(bound)} is reached: attendance pays {percent(factor)}."
                return by_factor(full, factor, reached)
        lowest = percent(self.tiers[-1][0])
        return by_factor(full, ZERO, f"Below the lowest step ({lowest}): attendance pays nothing.")

    def said(self) -> str:
        steps = "; ".join(f"from {exactly(bound)}, {exactly(factor)} of it" for bound, factor in self.tiers)
        return f"Attendance pays by the required minutes that count: {steps}; below that nothing."


def _tier(fields: Fields, tier: object) -> Tier:
    if not isinstance(tier, list) or len(tier) != 2:
        raise fields.fail("tiers", 'Write each tier as a pair such as ["9/10", "1"].')
    return fields.exact("tiers", tier[0], most=1), fields.exact("tiers", tier[1], most=1)
