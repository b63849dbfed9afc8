"""What a kind of attendance is: each stands in a file of its own, whole (rules.md §1, Attendance amount)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Self

from common.reading import Fields
from stipends.rules.blanks import Blank
from stipends.rules.counted import Credit, Tally

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Component:
    """Exact cents of the component, whether it is complete, and the sentences that say why."""

    amount: Fraction
    complete: bool
    reasons: tuple[str, ...]


class AttendanceKind(ABC):
    """How attendance pays: its values (the fields of the class), how they are read, what it pays, how it is said."""

    # As policies name it.
    name: ClassVar[str]
    # What follows "Sessions pay" on a form; each of its values stands in it as a blank, `{at}`.
    sentence: ClassVar[str]
    blanks: ClassVar[Mapping[str, Blank]] = {}
    # Whether a form shows it first, not among the other rules.
    usual: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> Self:
        """The kind with its values. Raises PolicyError for the first that cannot be used."""

    @abstractmethod
    def pays(self, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
        """From `full`, the base times the weight of attendance, in exact cents; `credits` are in date order."""

    @abstractmethod
    def said(self) -> str:
        """In a sentence that anybody paid by it can read; other values read otherwise."""


def by_factor(full: Fraction, factor: Fraction, sentence: str) -> Component:
    """`full` times a factor from 0 to 1, complete at 1."""
    return Component(scaled(full, factor), factor == 1, (sentence,))


def scaled(full: Fraction, factor: Fraction) -> Fraction:
    """`full` times a factor from 0 to 1; all or nothing, the usual, without a multiplication."""
    if factor.denominator == 1:
        return full if factor.numerator else ZERO
    return full * factor
