"""Numbers and dollars as people type them, in forms and in files: the one reader, and its fields.

A comma stands between thousands, a point before decimals. Whatever may mean something else is refused, never guessed:
"3000,50" is 3000.50 to whoever types it, and must not become 300,050.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms

from common.reading import MOST

NUMBER = re.compile(r"(-?)\$?\s?([1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.(\d*))?", re.ASCII)
# A comma before decimals: not before three digits, for those may be thousands, but after a 0.
WITH_COMMA = re.compile(r"(-?)\$?\s?(?:(\d{1,3}(?:\.\d{3})+|\d+),(\d{1,2}|\d{4,})|(0),(\d+))", re.ASCII)
LONGEST = 40
LIKE = "Write a number like 3000 or 3000.50."
TWO_DECIMALS = "Write at most two digits after the point."


def written_number(text: str) -> Decimal:
    """ "3,000.50", "$3000.5" or "3000", exact. Raises ValueError with words for people that say how to write it."""
    text = text.strip()
    found = NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if found is not None and (found[2] or found[3]):
        return Decimal(f"{found[1]}{(found[2] or '0').replace(',', '')}.{found[3] or '0'}")
    meant = WITH_COMMA.fullmatch(text) if len(text) <= LONGEST else None
    if meant is None:
        raise ValueError(LIKE)
    whole, part = meant[2] or meant[4], meant[3] or meant[5]
    raise ValueError(
        f"A comma stands only between thousands. Write {meant[1]}{whole.replace('.', '')}.{part}."
    )


def written_cents(text: str) -> int:
    """An amount of money in whole cents. Raises ValueError as `written_number` does, and for parts of a cent."""
    number = written_number(text)
    # Not even zeros: "12.500" may be twelve thousand where it comes from.
    whole, point, part = text.strip().partition(".")
    if len(part) > 2:
        raise ValueError(TWO_DECIMALS)
    if point and not (part and whole[-1:].isdigit()):
        raise ValueError(LIKE)
    return int(number * 100)


class NumberField(forms.DecimalField):
    """A number that may have decimals; cleaned, a Decimal."""

    # A browser's own field for numbers sends nothing at all, or other digits, where it cannot read what stands in it.
    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("size", "7")

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return written_number(value)
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal), code="invalid") from None


class DollarsField(NumberField):
    """Dollars and cents; cleaned, whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        bounds = {"min_value": Decimal(0), "max_value": MOST // 100, "decimal_places": 2}
        super().__init__(**{**bounds, **kwargs})

    def clean(self, value: Any) -> Any:
        dollars = super().clean(value)
        return None if dollars is None else int(dollars * 100)
