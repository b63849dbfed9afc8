"""Fields of a file people write: read exactly or refused at their path, at every edge."""

from datetime import date
from fractions import Fraction

import pytest

from common.reading import MOST, FieldError, Fields


def refused(read):
    with pytest.raises(FieldError) as error:
        read()
    assert str(error.value) == f"{error.value.field}: {error.value.sentence}"
    return error.value.field, error.value.sentence


def test_what_is_no_object_is_refused_at_its_place():
    assert refused(lambda: Fields([])) == ("file", "Write an object with named fields here.")
    assert refused(lambda: Fields("x", "policy")) == ("policy", "Write an object with named fields here.")


@pytest.mark.parametrize("data", [{}, {"a": None}])
def test_a_field_that_is_missing_or_null_is_refused_by_name(data):
    fields = Fields(data)
    assert fields.has("a") is False
    assert refused(lambda: fields.value("a")) == ("a", "This field is missing.")


@pytest.mark.parametrize("value", [0, False, "", []])
def test_a_field_that_holds_nothing_much_is_there(value):
    fields = Fields({"a": value})
    assert (fields.has("a"), fields.value("a")) == (True, value)


def test_the_path_of_a_field_says_where_it_is():
    fields = Fields({"rows": [{"a": {"b": 1}}, {"a": {}}], "x": {"y": {}}}, "policy")
    first, second = fields.objects("rows")
    assert first.object("a").integer("b") == 1
    assert refused(lambda: second.object("a").value("b"))[0] == "policy.rows[2].a.b"
    assert refused(lambda: fields.object("x").object("y").value("z"))[0] == "policy.x.y.z"
    assert refused(lambda: Fields({"rows": [1]}).objects("rows"))[0] == "rows[1]"


@pytest.mark.parametrize(
    ("value", "text"),
    [("", ""), ("x", "x")],
)
def test_text_is_read_as_it_is_and_a_default_only_for_what_is_missing(value, text):
    assert Fields({"a": value}).text("a", "other") == text
    assert Fields({}).text("a", "other") == "other"
    assert Fields({}).text("a", "") == ""
    assert refused(lambda: Fields({}).text("a")) == ("a", "This field is missing.")
    assert refused(lambda: Fields({"a": 1}).text("a", "other")) == ("a", "Write text in quotes.")


def test_a_word_that_is_none_of_those_asked_for_is_shown_cut_short():
    assert Fields({"a": "two"}).choice("a", ("one", "two")) == "two"
    assert refused(lambda: Fields({"a": "x" * 60}).choice("a", ("one", "two"))) == (
        "a",
        f"Write one of one, two, not '{'x' * 40}'.",
    )


@pytest.mark.parametrize("value", [0, 1, "true"])
def test_only_true_and_false_are_read_as_such(value):
    assert [Fields({"a": known}).boolean("a") for known in (True, False)] == [True, False]
    assert refused(lambda: Fields({"a": value}).boolean("a")) == ("a", "Write true or false.")


@pytest.mark.parametrize(("least", "most"), [(0, 10), (3, 7)])
def test_a_whole_number_is_read_from_the_least_to_the_most(least, most):
    assert [Fields({"a": n}).integer("a", least, most) for n in (least, most)] == [least, most]
    for wrong in (least - 1, most + 1, True, "3", 3.0):
        assert refused(lambda wrong=wrong: Fields({"a": wrong}).integer("a", least, most)) == (
            "a",
            f"Write a whole number from {least} to {most}.",
        )


def test_a_number_is_at_most_a_million_millions():
    assert MOST == 1_000_000_000_000
    assert Fields({"a": MOST}).integer("a") == MOST
    assert Fields({"a": MOST}).fraction("a") == MOST
    words = "from 0 to 1,000,000,000,000."
    assert refused(lambda: Fields({"a": MOST + 1}).integer("a"))[1] == f"Write a whole number {words}"
    assert refused(lambda: Fields({"a": MOST + 1}).fraction("a"))[1] == f"Write a number {words}"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("9/10", Fraction(9, 10)),
        ("202.60", Fraction(2026, 10)),
        (1, Fraction(1)),
        ("0", Fraction(0)),
        ("1/" + "9" * 15, Fraction(1, 999_999_999_999_999)),
        ("0." + "1" * 15, Fraction(111_111_111_111_111, 10**15)),
    ],
)
def test_a_number_is_read_exactly(written, number):
    assert Fields({"a": written}).fraction("a", most=300) == number


@pytest.mark.parametrize(
    "written",
    [0.9, True, "", "-1", "+1", " 1", "1 ", "1e3", ".5", "1.", "1/2/3", "٣", f"1/{'9' * 16}", "1" * 16],
)
def test_a_number_that_is_not_exact_is_refused(written):
    assert refused(lambda: Fields({"a": written}).fraction("a")) == (
        "a",
        'Write an exact number in quotes, such as "9/10".',
    )


def test_a_fraction_over_nothing_and_one_beyond_its_bounds_are_refused():
    assert refused(lambda: Fields({"a": "1/0"}).fraction("a")) == (
        "a",
        "A fraction cannot have 0 below the line.",
    )
    assert [Fields({"a": n}).fraction("a", 2) for n in ("0", "2")] == [0, 2]
    assert refused(lambda: Fields({"a": "2001/1000"}).fraction("a", 2)) == (
        "a",
        "Write a number from 0 to 2.",
    )


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31), date(2028, 2, 29)])
def test_a_day_is_read_from_1900_to_2199(day):
    assert Fields({"a": day.isoformat()}).day("a") == day
    for wrong in ("1899-12-31", "2200-01-01"):
        assert refused(lambda wrong=wrong: Fields({"a": wrong}).day("a")) == (
            "a",
            "Write a date between 1900 and 2199.",
        )
    assert refused(lambda: Fields({"a": "2027-02-29"}).day("a")) == (
        "a",
        'Write a date such as "2026-10-14".',
    )


def test_what_is_no_list_is_refused():
    assert Fields({"a": [1, "x"]}).list("a") == [1, "x"]
    assert refused(lambda: Fields({"a": {}}).list("a")) == ("a", "Write a list in square brackets.")


def test_a_field_nobody_asked_for_is_refused_and_one_that_was_only_looked_for_is_not():
    fields = Fields({"a": 1, "b": None})
    fields.has("b")
    assert refused(fields.done) == ("a", "There is no such field. Correct its name or take it out.")
    fields.integer("a")
    fields.done()
    assert fields.names() == ["a", "b"]


class Refusal(FieldError):
    """A kind of its own."""


def test_everything_inside_is_refused_by_the_kind_that_was_asked_for():
    fields = Fields({"x": {"y": [{}]}}, "", Refusal)
    with pytest.raises(Refusal):
        fields.object("x").objects("y")[0].value("z")
