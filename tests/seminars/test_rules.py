from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from seminars.rules import (
    CODE_LIVES_SECONDS,
    STEP_SECONDS,
    Audience,
    minutes_of_stay,
    screen_code,
    session_of_code,
    step_of,
)

START = datetime(2026, 10, 14, 16, tzinfo=UTC)
END = START + timedelta(hours=3)
KEY = b"a key of the tests"
moments = st.datetimes(
    min_value=START.replace(tzinfo=None) - timedelta(hours=6),
    max_value=END.replace(tzinfo=None) + timedelta(hours=4),
    timezones=st.just(UTC),
)


def stay(arrived=None, left=None, length=180):
    return minutes_of_stay(starts=START, ends=END, arrived=arrived, left=left, length=length)


def test_without_times_it_is_the_whole_session():
    assert stay() is None


def test_one_known_time_stretches_to_the_end_of_the_session():
    assert stay(arrived=START + timedelta(minutes=30)) == 150
    assert stay(left=START + timedelta(minutes=30)) == 30


def test_started_minutes_do_not_count():
    assert stay(arrived=START, left=START + timedelta(minutes=59, seconds=59)) == 59


def test_leaving_before_coming_is_refused():
    with pytest.raises(DomainError, match="later than the time they came"):
        stay(arrived=START + timedelta(hours=1), left=START + timedelta(hours=1))


def test_a_stay_outside_the_session_is_refused():
    with pytest.raises(DomainError, match="outside the session"):
        stay(arrived=END)


@given(arrived=moments, left=moments, length=st.integers(1, 600))
def test_a_stay_is_never_longer_than_the_session_nor_than_the_stay(arrived, left, length):
    try:
        minutes = stay(arrived, left, length)
    except DomainError:
        return
    assert 0 <= minutes <= min(length, 180)
    assert timedelta(minutes=minutes) <= left - arrived


@given(
    shown=moments, waited=st.integers(0, CODE_LIVES_SECONDS + STEP_SECONDS), session=st.integers(1, 10**12)
)
def test_a_code_is_good_while_it_is_shown_and_as_long_again(shown, waited, session):
    code, now = screen_code(KEY, session, step_of(shown)), shown + timedelta(seconds=waited)
    age = now.timestamp() - step_of(shown) * STEP_SECONDS
    try:
        assert session_of_code(KEY, code, now) == session
        assert age < CODE_LIVES_SECONDS
    except DomainError:
        assert age >= CODE_LIVES_SECONDS


@given(code=st.text(max_size=80))
def test_no_made_up_code_is_read(code):
    with pytest.raises(DomainError):
        session_of_code(KEY, code, START)


def test_a_code_of_another_key_is_not_read():
    with pytest.raises(DomainError, match="cannot be read"):
        session_of_code(b"another key", screen_code(KEY, 7, step_of(START)), START)


@pytest.mark.parametrize(
    ("audience", "role", "cohort", "invited"),
    [
        (Audience(), 1, None, True),
        (Audience(roles=frozenset({1})), 1, 5, True),
        (Audience(roles=frozenset({1})), 2, None, False),
        (Audience(frozenset({1, 2}), frozenset({5}), frozenset({1})), 1, 5, True),
        (Audience(frozenset({1, 2}), frozenset({5}), frozenset({1})), 1, 6, False),
        (Audience(frozenset({1, 2}), frozenset({5}), frozenset({1})), 2, None, True),
        (Audience(cohorts=frozenset({5}), narrowed_roles=frozenset({1})), 2, None, False),
    ],
)
def test_an_audience_invites_by_role_and_a_cohort_narrows_its_own_role(audience, role, cohort, invited):
    assert audience.invites(role, cohort) is invited
