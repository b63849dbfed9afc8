"""All at full attendance, else nothing: what the guide says, word for word."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from common.reading import Fields
from stipends.rules.counted import Credit, Tally
from stipends.rules.kinds.base import ONE, ZERO, AttendanceKind, Component, by_factor


@dataclass(frozen=True)
class AllOrNothing(AttendanceKind):
    """All of the component at full attendance, else nothing."""

    name: ClassVar[str] = "all_or_nothing"
    sentence: ClassVar[str] = "all or nothing: in full when every required minute counts, as the guide says"
    usual: ClassVar[bool] = True

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls()

    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        if sums.fraction == 1:
            return by_factor(full, ONE, "Every required minute counts: attendance pays in full.")
        return by_factor(full, ZERO, "Attendance pays only when every required minute counts.")

    def said(self) -> str:
        return "Attendance pays in full when every required minute counts, else nothing."
