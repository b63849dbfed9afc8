"""Ids in addresses: what is one, and what is nobody's."""

import pytest

from common.converters import NOBODYS, IdConverter, id_of, wanted_id

LARGEST = "9" * 18


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        (LARGEST, 999_999_999_999_999_999),
        (LARGEST + "9", None),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("7a", None),
        (" 7", None),
        # Digits of another script are digits to Python.
        ("٧", None),
        ("²", None),
    ],
)
def test_an_id_is_a_number_of_at_most_eighteen_plain_digits(text, found):
    assert id_of(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [(None, None), ("", None), ("12", 12), ("twelve", NOBODYS), (LARGEST + "9", NOBODYS), ("-1", NOBODYS)],
)
def test_a_filter_by_what_is_no_id_asks_for_a_row_that_nobody_has(text, found):
    assert wanted_id(text) == found


def test_no_row_has_the_id_that_is_nobodys():
    assert NOBODYS == -1


def test_an_id_in_an_address_is_read_and_written_as_it_is():
    converter = IdConverter()
    assert (converter.to_python("0012"), converter.to_url(12)) == (12, "12")
