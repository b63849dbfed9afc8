"""Fields for what stands in a rule: shares and whole numbers, as people write them."""

import re
from fractions import Fraction
from typing import Any

from django import forms

from common.reading import EXACT
from stipends.rules.counted import exactly

PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,10})?) ?%?")


class PortionField(forms.CharField):
    """A share from 0 to 1 as people write it: "85%", "85" or "2/3". Exact."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update(inputmode="text", size="5", autocomplete="off")

    def clean(self, value: Any) -> Fraction | None:
        text = super().clean(value)
        return portion(text) if text else None


def portion(text: str) -> Fraction:
    """The share in a text. Raises ValidationError for what is none."""
    found = PERCENT.fullmatch(text)
    try:
        share = Fraction(found[1]) / 100 if found else Fraction(text if EXACT.fullmatch(text) else "")
    except (ValueError, ZeroDivisionError):
        raise forms.ValidationError("Write a percentage such as 85%, or a fraction such as 2/3.") from None
    if share > 1:
        raise forms.ValidationError("Write at most 100%.")
    return share


def written(share: str | Fraction) -> str:
    """A share of a stored rule as a field shows it: "85%", or "2/3" where no percentage is exact."""
    return exactly(Fraction(share))


class PercentField(forms.CharField):
    """A weight in percent, with at most two decimals; cleaned, basis points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update(inputmode="decimal", size="4", autocomplete="off")

    def clean(self, value: Any) -> Any:
        points = portion(super().clean(value)) * 10_000
        if points.denominator != 1:
            raise forms.ValidationError("Write a percentage with at most two decimals.")
        return points.numerator


def whole_number(label: str, least: int, most: int, **more: Any) -> forms.IntegerField:
    """A field for a whole number in a sentence."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "5", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, widget=widget, **more)
