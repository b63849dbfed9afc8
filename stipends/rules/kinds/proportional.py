"""In proportion to the minutes that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from common.reading import Fields
from stipends.rules.counted import Credit, Tally
from stipends.rules.kinds.base import AttendanceKind, Component, by_factor


@dataclass(frozen=True)
class Proportional(AttendanceKind):
    """The component times the attendance fraction."""

    name: ClassVar[str] = "proportional"
    sentence: ClassVar[str] = "in proportion to the required minutes that count"
    usual: ClassVar[bool] = True

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls()

    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        sentence = "Attendance pays in proportion to the minutes that count."
        return by_factor(full, sums.fraction, sentence)

    def said(self) -> str:
        return "Attendance pays in proportion to the required minutes that count."
