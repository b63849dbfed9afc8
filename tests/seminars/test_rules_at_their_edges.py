"""Times, stays, marks in words and codes, at their edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError
from seminars.rules import (
    CODE_LIVES_SECONDS,
    SCAN_LIVES,
    STEP_SECONDS,
    Audience,
    NoSuchCode,
    judged_at,
    mark_now,
    minutes_of_stay,
    one_line,
    read_code,
    screen_code,
    seen_as,
    session_of_code,
    step_of,
    wrong_time,
)

START = datetime(2026, 10, 14, 16, tzinfo=UTC)
KEY = b"a key of the tests"
YEAR = {"first": date(2026, 7, 1), "after": date(2027, 7, 1), "year": "2026-27"}
OUTSIDE = ("starts_at", "Choose a day within 2026-27, the program year of this session.")
SHORT = ("ends_at", "It must end after it starts.")
LONG = ("ends_at", "A session ends on the day it starts. Plan a session for each day.")


@pytest.mark.parametrize(
    ("starts", "lasts", "wrong"),
    [
        (datetime(2026, 7, 1, 7, tzinfo=UTC), timedelta(hours=1), None),
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), timedelta(seconds=60), OUTSIDE),
        (datetime(2027, 7, 1, 6, 58, tzinfo=UTC), timedelta(minutes=1), None),
        (datetime(2027, 7, 1, 7, tzinfo=UTC), timedelta(hours=1), OUTSIDE),
        (START, timedelta(minutes=1), None),
        (START, timedelta(seconds=59), SHORT),
        (START, timedelta(0), SHORT),
        (START, timedelta(hours=-1), SHORT),
        # Midnight in Los Angeles is seven hours behind.
        (START, timedelta(hours=14, minutes=59), None),
        (START, timedelta(hours=15), LONG),
    ],
)
def test_a_session_lies_in_its_year_ends_after_it_starts_and_on_the_same_day(starts, lasts, wrong):
    assert wrong_time(starts=starts, ends=starts + lasts, **YEAR) == wrong


@pytest.mark.parametrize(
    ("arrived", "left", "minutes"),
    [
        (0, 180, 180),
        (-30, 200, 180),
        (1, 180, 179),
        (0, 1, 1),
        (179, None, 1),
        (None, 1, 1),
        (60, 61, 1),
    ],
)
def test_a_stay_counts_its_whole_minutes_within_the_session(arrived, left, minutes):
    assert stay(arrived, left) == minutes


def stay(arrived, left, length=180):
    def at(minute):
        return None if minute is None else START + timedelta(minutes=minute)

    return minutes_of_stay(starts=START, ends=at(180), arrived=at(arrived), left=at(left), length=length)


@pytest.mark.parametrize(
    ("arrived", "left", "said"),
    [
        (60, 60, "The time they left must be later than the time they came."),
        (61, 60, "The time they left must be later than the time they came."),
        (180, None, "These times lie outside the session. Check the day and the hours."),
        (None, 0, "These times lie outside the session. Check the day and the hours."),
        (-60, -30, "These times lie outside the session. Check the day and the hours."),
        (180, 200, "These times lie outside the session. Check the day and the hours."),
    ],
)
def test_a_stay_that_cannot_be_is_refused_in_words(arrived, left, said):
    with pytest.raises(DomainError) as refused:
        stay(arrived, left)
    assert str(refused.value) == said


def test_a_stay_is_at_most_what_the_session_asks_for():
    assert [stay(0, 180, length=90), stay(0, 45, length=90), stay(None, None, length=90)] == [90, 45, None]


@pytest.mark.parametrize(
    ("mark", "minutes", "reason", "said"),
    [
        ("present", None, "", "present"),
        ("present", 90, "", "present, 90 minutes"),
        ("present", 0, "", "present, 0 minutes"),
        ("excused", None, "Jury duty", "excused: Jury duty"),
        ("made_up", None, "", "made up"),
        ("absent", 5, "Ill\r\nagain ", "absent, 5 minutes: Illagain"),
        ("", None, "", "without a mark"),
    ],
)
def test_a_mark_is_said_in_words(mark, minutes, reason, said):
    assert mark_now(mark, minutes, reason) == said


def test_a_text_of_several_lines_is_one_as_a_field_sends_it_back():
    assert one_line(" a\r\nb\nc\r ") == "abc"


def test_what_a_page_showed_is_told_from_any_other_mark():
    shown = [
        seen_as("present", None, ""),
        seen_as("present", 90, ""),
        seen_as("present", 9, "0"),
        seen_as("present", 0, ""),
        seen_as("absent", None, ""),
        seen_as("absent", None, "Ill"),
    ]
    assert len(set(shown)) == len(shown)
    assert {len(one) for one in shown} == {4}
    assert seen_as("present", 90, "") == seen_as("present", "90", " \r\n")


@pytest.mark.parametrize(
    ("ago", "judged"),
    [
        (timedelta(0), "scanned"),
        (SCAN_LIVES - timedelta(seconds=1), "scanned"),
        (SCAN_LIVES, "now"),
        # A clock that went back since then.
        (timedelta(seconds=-1), "now"),
    ],
)
def test_a_scan_survives_five_minutes_and_no_clock_that_went_back(ago, judged):
    scanned = START - ago
    assert timedelta(minutes=5) == SCAN_LIVES
    assert judged_at(scanned, START) == {"scanned": scanned, "now": START}[judged]
    assert judged_at(None, START) == START


@pytest.mark.parametrize(("after", "step"), [(0, 0), (29, 0), (30, 1), (59, 1), (60, 2)])
def test_a_screen_shows_another_code_every_thirty_seconds(after, step):
    assert (STEP_SECONDS, CODE_LIVES_SECONDS) == (30, 60)
    assert step_of(START + timedelta(seconds=after)) == step_of(START) + step


def test_a_code_names_its_session_and_step_and_carries_128_bits_over_both():
    code = screen_code(KEY, 7, 12)
    session, step, mac = code.split("-")
    assert (session, step, len(mac)) == ("7", "12", 32)
    assert read_code(KEY, code) == (7, 12)
    assert len({screen_code(KEY, *pair)[-32:] for pair in ((7, 12), (7, 13), (8, 12), (71, 2))}) == 4


@pytest.mark.parametrize(
    "code",
    [
        "",
        "7-12",
        "7-12-",
        "7",
        f"x-12-{'0' * 32}",
        f"7-x-{'0' * 32}",
        # Longer than Python reads a number.
        f"{'9' * 5000}-1-{'0' * 32}",
        screen_code(KEY, 10**18, 1),
        screen_code(KEY, 1, 10**18),
        f"7-12-{'0' * 32}",
        f"{screen_code(KEY, 7, 12)}-x",
        screen_code(KEY, 7, 12).replace("7-12", "07-12"),
        screen_code(KEY, 7, 12)[:-1],
        screen_code(KEY, 7, 12).replace("-12-", "-١٢-"),
        f"{'9' * 19}-1-{'0' * 32}",
        f"-7-12-{'0' * 32}",
    ],
)
def test_a_code_that_no_screen_showed_is_read_by_nobody(code):
    with pytest.raises(NoSuchCode) as refused:
        read_code(KEY, code)
    assert str(refused.value) == "This code cannot be read. Scan the one on the screen again."


def test_numbers_of_eighteen_digits_are_read():
    code = screen_code(KEY, 10**18 - 1, 10**18 - 1)
    assert read_code(KEY, code) == (10**18 - 1, 10**18 - 1)


@pytest.mark.parametrize(("seconds", "good"), [(-1, False), (0, True), (59, True), (60, False)])
def test_a_code_is_good_from_its_first_second_for_a_minute(seconds, good):
    code, now = screen_code(KEY, 7, step_of(START)), START + timedelta(seconds=seconds)
    if good:
        assert session_of_code(KEY, code, now) == 7
        return
    with pytest.raises(DomainError) as refused:
        session_of_code(KEY, code, now)
    assert type(refused.value) is DomainError
    assert str(refused.value) == "This code has run out. Scan the one on the screen now."


@pytest.mark.parametrize(
    ("roles", "cohorts", "narrowed", "role", "cohort", "invited"),
    [
        ((), (), (), 1, None, True),
        ((1,), (), (), 1, None, True),
        ((), (5,), (1,), 1, None, False),
        ((), (5,), (1,), 1, 5, True),
        ((2,), (5,), (1,), 1, None, False),
        ((2,), (5,), (1,), 2, None, True),
        ((1, 2), (5,), (1,), 1, None, False),
    ],
)
def test_whom_an_audience_invites(roles, cohorts, narrowed, role, cohort, invited):
    audience = Audience(frozenset(roles), frozenset(cohorts), frozenset(narrowed))
    assert audience.invites(role, cohort) is invited
