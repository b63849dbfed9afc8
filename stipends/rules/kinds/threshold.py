"""All from a bound on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from common.reading import Fields
from stipends.rules.blanks import Blank, Portion
from stipends.rules.counted import Credit, Tally, exactly, percent
from stipends.rules.kinds.base import ONE, ZERO, AttendanceKind, Component, by_factor


@dataclass(frozen=True)
class Threshold(AttendanceKind):
    """All of the component from `at` on."""

    name: ClassVar[str] = "threshold"
    sentence: ClassVar[str] = "in full from {at} of the required minutes on, else nothing"
    blanks: ClassVar[Mapping[str, Blank]] = {"at": Portion("Share of the minutes that pays in full", "9/10")}
    usual: ClassVar[bool] = True
    at: Fraction

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(fields.fraction("at", most=1))

    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        at = percent(self.at)
        if sums.fraction >= self.at:
            return by_factor(full, ONE, f"The {at} needed is reached: attendance pays in full.")
        least = -(-self.at * sums.needed // 1)
        return by_factor(full, ZERO, f"Below the {at} needed ({least:,} minutes): attendance pays nothing.")

    def said(self) -> str:
        return f"Attendance pays in full from {exactly(self.at)} of the required minutes on, else nothing."
