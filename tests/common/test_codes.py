"""A code counts however a program or a person writes it."""

import pytest
from django.core.exceptions import ValidationError

from common.codes import CodeField, plain_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("123 456", "123456"),
        ("123–456", "123456"),
        (" “123456” ", "123456"),
        ("１２３４５６", "123456"),
        ("ABCD-efgh", "abcdefgh"),
        ("---", ""),
        ("", ""),
    ],
)
def test_only_the_letters_and_digits_of_a_code_count(typed, code):
    assert plain_code(typed) == code


def test_a_code_is_asked_for_as_phones_fill_it_in():
    field = CodeField()
    assert field.clean("12-34") == "1234"
    assert {"autocomplete", "autocapitalize", "spellcheck"} <= field.widget.attrs.keys()
    assert field.widget.attrs["autocomplete"] == "one-time-code"


@pytest.mark.parametrize("typed", ["1" * 41, None, ""])
def test_a_code_of_no_sign_or_of_too_many_is_refused(typed):
    with pytest.raises(ValidationError):
        CodeField().clean(typed)
    assert CodeField().clean("1" * 40) == "1" * 40
