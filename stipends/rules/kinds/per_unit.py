"""An amount for each day or block of minutes, whatever the base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, Self, assert_never, get_args

from common.money import dollars, half_up
from common.reading import MOST, Fields
from stipends.rules.blanks import Blank, Cents, Choice, Count
from stipends.rules.counted import Credit, Tally
from stipends.rules.kinds.base import AttendanceKind, Component

Unit = Literal["day", "block"]
UNITS: dict[Unit, str] = {
    "day": "each session of which at least {} minutes count",
    "block": "each {} minutes that count in all",
}


@dataclass(frozen=True)
class PerUnit(AttendanceKind):
    """`cents` for each day (a session of at least `minutes`) or block (whole `minutes` in the sum)."""

    name: ClassVar[str] = "per_unit"
    sentence: ClassVar[str] = "by what was attended: $ {cents} for {unit} {minutes} minutes, {cap}"
    blanks: ClassVar[Mapping[str, Blank]] = {
        "cents": Cents("Dollars for each", 2500),
        "unit": Choice("For what", (("day", "each session that counts at least"), ("block", "each"))),
        "minutes": Count("Minutes", 60, 1, MOST),
        "cap": Choice(
            "At most",
            ((True, "at most their share of the amount"), (False, "whatever their share of the amount")),
        ),
    }
    unit: Unit
    minutes: int
    cents: int
    cap: bool = False

    @classmethod
    def read(cls, fields: Fields) -> Self:
        return cls(
            unit=fields.choice("unit", get_args(Unit)),
            minutes=fields.integer("minutes", least=1),
            cents=fields.integer("cents"),
            cap=fields.boolean("cap") if fields.has("cap") else False,
        )

    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        units, what = self._units(credits, sums)
        amount, complete = Fraction(units * self.cents), sums.fraction == 1
        reason = f"{units} {what}, {dollars(self.cents)} each: {dollars(units * self.cents)}."
        if self.cap and amount > full:
            most = f"Not more than the share of attendance: {dollars(half_up(full))}."
            return Component(full, complete, (reason, most))
        return Component(amount, complete, (reason,))

    def _units(self, credits: Sequence[Credit], sums: Tally) -> tuple[int, str]:
        match self.unit:
            case "day":
                days = sum(1 for credit in credits if credit.minutes >= self.minutes)
                return days, f"sessions of at least {self.minutes} minutes that count"
            case "block":
                return int(sums.credit // self.minutes), f"whole blocks of {self.minutes} minutes"
            case _:
                assert_never(self.unit)

    def said(self) -> str:
        what = UNITS[self.unit].format(f"{self.minutes:,}")
        most = "at most its share of the amount" if self.cap else "whatever its share of the amount"
        return f"Attendance pays {dollars(self.cents)} for {what}, {most}."
