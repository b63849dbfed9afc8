"""Names at their edges: how many digits, how many marks, and what keys count."""

import pytest

from common.names import (
    NO_LINK,
    NO_NUMBER,
    NOT_TYPED,
    NOTHING_SEEN,
    ONE_LINE,
    TOO_MANY_MARKS,
    cleaned,
    name_key,
    same,
    sort_key,
    stored,
    why_refused,
)

MARK = "\u0321"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("School 123456", ""),
        ("School 1234567", NO_NUMBER),
        ("1 2 3 4 5 6 7", NO_NUMBER),
        (f"A{MARK * 6}na", ""),
        (f"A{MARK * 7}na", TOO_MANY_MARKS),
        (f"{MARK * 6}Ana", ""),
        (f"{MARK * 7}Ana", TOO_MANY_MARKS),
        # Marks of two letters are not counted together.
        (f"A{MARK * 4}n{MARK * 4}", ""),
        ("Ana\x07Ruiz", NOT_TYPED),
        ("Ana\tRuiz", ""),
        ("\nAna Ruiz\n", ""),
        ("Ana\r\nRuiz", ONE_LINE),
        ("a@b", NO_LINK),
        ("x://y", NO_LINK),
        ("ab.cd", NO_LINK),
        ("a.b", ""),
        ("3.5", ""),
        ("   ", ""),
        ("\u200b \u3164", NOTHING_SEEN),
        # A line end before or behind is one of those that fields and files leave there.
        ("\r\nAna\n", ""),
        ("Ana\nBo", ONE_LINE),
    ],
)
def test_what_is_refused_begins_at_one_sign(typed, why):
    assert why_refused(typed) == why


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # A sign that chooses how the one before it is drawn stays behind it, once.
        ("❤\ufe0f", "❤\ufe0f"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f"),
        ("\ufe0fAna", "Ana"),
        ("Ana \ufe0f", "Ana"),
        # A joiner joins two letters of a script that joins, and nothing else.
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("می\u200c\u200cخواهم", "میخواهم"),
        ("می\u200d\u200cخواهم", "میخواهم"),
        ("می\u200c خواهم", "می خواهم"),
        ("Ana\u200d", "Ana"),
        # The last of the marks that Latin letters wear joins nothing either.
        ("क\u036f\u200dक", "क\u036fक"),
        ("\u200dAna", "Ana"),
        ("क\u200dA", "कA"),
        ("A\u200dक", "Aक"),
        ("क\u200dक", "क\u200dक"),
    ],
)
def test_what_joins_and_what_chooses_stays_only_where_it_does_so(typed, kept):
    assert cleaned(typed) == kept


@pytest.mark.parametrize(("typed", "kept"), [("7", "7"), ("👩", "👩"), ("’", ""), ("…", ""), ("+", "+")])
def test_a_name_has_a_letter_a_number_or_a_picture(typed, kept):
    assert stored(typed) == kept


def test_nothing_is_the_same_as_no_name():
    assert [same("", ""), same("-", "-"), same("Ana", ""), same("Ana", "ana")] == [False, False, False, True]


def test_a_name_of_one_part_stands_under_it_and_family_names_come_first():
    assert sort_key("Ruiz", "Ana") == "ruiz  ana"
    assert [sort_key("", "Ana"), sort_key("Ruiz"), sort_key("")] == ["ana", "ruiz", ""]


def test_numbers_stand_in_the_order_of_what_they_count():
    assert sort_key("School 12") == "school 000012"
    assert (
        sort_key("School 9") < sort_key("School 10") < sort_key("School 100000") < sort_key("School 1000000")
    )


def test_the_key_of_perhaps_one_person_is_empty_for_no_name():
    assert [name_key("", ""), name_key("-", "")] == ["", ""]
    assert name_key("Ana María", "de la Cruz") == "ana cruz de la maria"
