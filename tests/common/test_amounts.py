"""Numbers and dollars as people type them: one reader for forms, blocks of lines and files."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from common.amounts import DollarsField, NumberField, written_cents, written_number


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3000", "3000"),
        ("3,000", "3000"),
        ("3,000.50", "3000.50"),
        (" $1,234,567.5 ", "1234567.5"),
        ("$ 12", "12"),
        (".5", "0.5"),
        ("3000.", "3000"),
        ("-2.50", "-2.50"),
    ],
)
def test_what_an_american_types_is_what_they_mean(typed, meant):
    assert written_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3000,50", "A comma stands only between thousands. Write 3000.50."),
        ("1,5", "A comma stands only between thousands. Write 1.5."),
        ("0,500", "A comma stands only between thousands. Write 0.500."),
        ("$1.234,50", "A comma stands only between thousands. Write 1234.50."),
        ("243,12345", "A comma stands only between thousands. Write 243.12345."),
        *(
            (text, "Write a number like 3000 or 3000.50.")
            for text in (
                *("", ".", "3000,505", "3,00,050", ",500", "3 000", "1.2.3", "1e3", "3_000", "٣", "NaN"),
                "9" * 41,
            )
        ),
    ],
)
def test_what_may_mean_two_things_is_refused_with_how_to_write_it(typed, said):
    with pytest.raises(ValueError) as refused:
        written_number(typed)
    assert str(refused.value) == said


def test_an_amount_has_two_decimals_at_most():
    assert written_cents("$1,234.5") == 123_450
    for text in ("3000.505", "12.500"):
        with pytest.raises(ValueError, match=r"^Write at most two digits after the point.$"):
            written_cents(text)
    for text in ("1.", ".5", "$.5"):
        with pytest.raises(ValueError, match=r"^Write a number like 3000 or 3000.50.$"):
            written_cents(text)


def test_a_field_keeps_what_it_cannot_read_and_says_how_to_write_it():
    days, dollars = NumberField(max_value=1000), DollarsField(min_value=Decimal("0.01"))
    assert (days.clean("1.5"), days.clean(1), dollars.clean("3,000.50")) == (
        Decimal("1.5"),
        Decimal(1),
        300_050,
    )
    assert (days.widget.input_type, dollars.widget.input_type) == ("text", "text")
    for field in (days, dollars):
        with pytest.raises(ValidationError) as refused:
            field.clean("3000,50")
        assert refused.value.messages == ["A comma stands only between thousands. Write 3000.50."]
    assert DollarsField(required=False).clean("") is None
