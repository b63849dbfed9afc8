"""Words, averages, canonical bytes."""

from applications.rules.checklist import count_words
from applications.rules.rubric import average_hundredths, wide_apart
from common.canonical import canonical


def test_words_are_what_stands_between_white_space():
    assert [count_words(text) for text in ("", " \n ", "one", "one\ttwo\n three ")] == [0, 0, 1, 3]


def test_averages_are_exact_hundredths_halves_up():
    assert [average_hundredths(scores) for scores in ([], [3, 3, 3, 4], [1, 1, 2] * 2 + [1, 1])] == [
        None,
        325,
        125,
    ]


def test_readers_are_wide_apart_at_six_points():
    assert [wide_apart(totals) for totals in ([], [4], [10, 15], [10, 16])] == [False, False, False, True]


def test_equal_facts_are_equal_bytes():
    assert canonical({"b": "é", "a": 1}) == canonical({"a": 1, "b": "é"}) == '{"a":1,"b":"é"}'.encode()
