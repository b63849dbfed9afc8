"""Reads plain JSON objects field by field. What is wrong is said in words, with the path of the field.

Numbers with a point never enter: a share or a rate is a string such as "9/10" or "34.14432", read exactly.
"""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
EXACT = re.compile(r"[0-9]{1,15}(/[0-9]{1,15}|\.[0-9]{1,15})?")
MOST = 10**12
Word = TypeVar("Word", bound=str)


def written_day(text: str) -> date:
    """A day as people write it in a table: 2027-02-28 or 2/28/2027. Raises ValueError for what is none."""
    if american := AMERICAN.fullmatch(text):
        month, number, year = (int(part) for part in american.groups())
        return date(year, month, number)
    return date.fromisoformat(text if ISO.fullmatch(text) else "")


def written_share(text: str) -> Fraction:
    """A share as people write it: "1", "1/2" or "0.5". Raises ValueError for what is none."""
    if not EXACT.fullmatch(text):
        raise ValueError(text)
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(text) from None


class FieldError(ValueError):
    """A field cannot be used. `field` is its path, `sentence` says what to write instead."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


class Fields:
    """The fields of one JSON object. Every reader raises `error` (a FieldError) naming the field."""

    def __init__(self, data: object, at: str = "", error: type[FieldError] = FieldError) -> None:
        if not isinstance(data, dict):
            raise error(at or "file", "Write an object with named fields here.")
        self._data: dict[str, Any] = data
        self._at = at
        self._error = error
        self._read: set[str] = set()

    def fail(self, name: str, sentence: str) -> FieldError:
        """The error to raise for the field `name`."""
        return self._error(f"{self._at}.{name}" if self._at else name, sentence)

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        self._read.add(name)
        return self._data.get(name) is not None

    def value(self, name: str) -> Any:
        """The field as it is; a missing or null one is refused."""
        if not self.has(name):
            raise self.fail(name, "This field is missing.")
        return self._data[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A string; `default` when the field is missing."""
        if default is not None and not self.has(name):
            return default
        value = self.value(name)
        if not isinstance(value, str):
            raise self.fail(name, "Write text in quotes.")
        return value

    def choice(self, name: str, options: Sequence[Word]) -> Word:
        """One of the words in `options`."""
        value = self.value(name)
        for option in options:
            if value == option:
                return option
        raise self.fail(name, f"Write one of {', '.join(options)}, not {str(value)[:40]!r}.")

    def boolean(self, name: str) -> bool:
        """True or false."""
        value = self.value(name)
        if not isinstance(value, bool):
            raise self.fail(name, "Write true or false.")
        return value

    def integer(self, name: str, least: int = 0, most: int = MOST) -> int:
        """A whole number from `least` to `most`."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.fail(name, f"Write a whole number from {least:,} to {most:,}.")
        return value

    def fraction(self, name: str, most: int = MOST) -> Fraction:
        """An exact number from 0 to `most`: a string such as "9/10" or "202.60", or a whole number."""
        return self.exact(name, self.value(name), most)

    def exact(self, name: str, value: object, most: int = MOST) -> Fraction:
        """`value`, found in the field `name`, as an exact number."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not EXACT.fullmatch(value):
            raise self.fail(name, 'Write an exact number in quotes, such as "9/10".')
        try:
            number = Fraction(value)
        except ZeroDivisionError:
            raise self.fail(name, "A fraction cannot have 0 below the line.") from None
        if not 0 <= number <= most:
            raise self.fail(name, f"Write a number from 0 to {most:,}.")
        return number

    def day(self, name: str) -> date:
        """A date such as "2026-10-14"."""
        value = self.text(name)
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.fail(name, 'Write a date such as "2026-10-14".') from None
        if not 1900 <= day.year < 2200:
            raise self.fail(name, "Write a date between 1900 and 2199.")
        return day

    def list(self, name: str) -> Sequence[object]:
        """A list of anything."""
        value = self.value(name)
        if not isinstance(value, list):
            raise self.fail(name, "Write a list in square brackets.")
        return value

    def object(self, name: str) -> "Fields":
        """An object inside this one."""
        return Fields(self.value(name), f"{self._at}.{name}" if self._at else name, self._error)

    def objects(self, name: str) -> Sequence["Fields"]:
        """A list of objects, counted from 1 in errors."""
        at = f"{self._at}.{name}" if self._at else name
        return [
            Fields(item, f"{at}[{number}]", self._error) for number, item in enumerate(self.list(name), 1)
        ]

    def names(self) -> Sequence[str]:
        """The names of all fields."""
        return list(self._data)

    def done(self) -> None:
        """Refuses a field that nobody read: it is misspelled, or asks for what the rules do not do."""
        for name in self._data:
            if name not in self._read:
                raise self.fail(str(name), "There is no such field. Correct its name or take it out.")
