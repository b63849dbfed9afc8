"""How a number stands against an even pace from start to target: plain values, days passed in (rules.md §8)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from pathways.rules.pace import Course, Pace, in_a_sentence

FIRST, LAST = date(2026, 8, 1), date(2027, 6, 30)
TODAY = date(2027, 2, 11)
ARTS = Course(FIRST, LAST, Fraction(260), Fraction(600))
ABSENT = Course(FIRST, LAST, Fraction(22), Fraction(18), percent=True)
FAMILIES = Course(FIRST, LAST, Fraction(0), Fraction(300))


def test_the_pace_is_a_straight_line_over_the_days_and_level_outside_them() -> None:
    assert [ARTS.at(day) for day in (date(2026, 7, 1), FIRST, LAST, date(2027, 12, 1))] == [
        260,
        260,
        600,
        600,
    ]
    assert ARTS.at(TODAY) == 260 + 340 * Fraction(194, 333)
    one_day = Course(FIRST, FIRST, Fraction(1), Fraction(2))
    assert (one_day.at(FIRST), one_day.at(FIRST + timedelta(days=1))) == (1, 2)


@pytest.mark.parametrize(
    ("course", "value", "said"),
    [
        (ARTS, Fraction(410), "of 600; 48 behind the pace"),
        (ARTS, Fraction(452), "of 600; on the pace"),
        (ARTS, Fraction(470), "of 600; 12 ahead of the pace"),
        (ARTS, Fraction(600), "of 600; reached"),
        (ARTS, None, "of 600; nothing noted yet"),
        (ABSENT, Fraction(194, 10), "down from 22%; 0.3 points ahead of the pace"),
        (ABSENT, Fraction(207, 10), "down from 22%; 1 point behind the pace"),
        (ABSENT, Fraction(224, 10), "up from 22%; 2.7 points behind the pace"),
        (ABSENT, Fraction(22), "to come down to 18%; 2.3 points behind the pace"),
        (ABSENT, Fraction(18), "down from 22%; reached"),
        (FAMILIES, Fraction(172), "of 300; on the pace"),
    ],
)
def test_what_was_noted_last_is_said_beside_the_pace_of_today(
    course: Course, value: Fraction | None, said: str
) -> None:
    assert course.beside(value, TODAY) == said


def test_what_is_less_than_the_last_digit_shown_is_no_gap() -> None:
    few = Course(FIRST, LAST, Fraction(0), Fraction(3))
    assert few.pace(Fraction(2), TODAY) is Pace.ON
    assert few.pace(Fraction(1), TODAY) is Pace.BEHIND


def test_numbers_are_written_as_people_write_them() -> None:
    assert [ARTS.said(Fraction(one)) for one in (1180, "7.25", "-0.5", 0)] == ["1,180", "7.3", "-0.5", "0"]
    assert ABSENT.said(Fraction("19.40")) == "19.4%"


@pytest.mark.parametrize(
    ("stands", "said"),
    [
        (["on", "reached", "behind"], "Two goals hold the pace, arts is behind"),
        (["behind", "ahead"], "One goal holds the pace, families is behind"),
        (["behind", "behind", "silent"], "Families and culture are behind, one has no note yet"),
        (["silent", "silent", "on", "on", "silent"], "Two goals hold the pace, three have no note yet"),
        (["on"], "The goal holds the pace"),
        (["on", "on"], "Both goals hold the pace"),
        (["on"] * 12, "All 12 goals hold the pace"),
        (["silent"], "The goal has no note yet"),
        (["silent", "silent"], "No goal has a note yet"),
        ([], ""),
    ],
)
def test_one_sentence_says_how_the_goals_stand(stands: list[str], said: str) -> None:
    names = ["families", "culture", "arts"] if len(stands) <= 3 else ["families"] * len(stands)
    assert in_a_sentence([(name, Pace(pace)) for name, pace in zip(names, stands, strict=False)]) == said


def test_goals_of_one_area_are_told_by_their_number() -> None:
    assert in_a_sentence([("arts", Pace.BEHIND), ("arts", Pace.BEHIND)]) == "Two goals are behind"
