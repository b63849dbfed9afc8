"""How tries are counted: for each one and each kind apart, as long as the limit says, and not when they were right."""

from datetime import UTC, datetime, timedelta

import pytest

from people.models import Attempt
from people.services.attempts import Limit, TooOften, forget, give_back, spend, wait_in_words

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
FIVE = timedelta(minutes=5)
GUESS, MAIL = Limit("guess", 2, FIVE), Limit("mail", 2, FIVE)


def tries(limit, whose):
    """How often the same may be tried now."""
    spent = []
    try:
        while True:
            spent += spend([(limit, whose)], now=NOW)
    except TooOften:
        return len(spent)
    finally:
        give_back(spent)


def test_a_limit_is_for_each_one_and_each_kind_apart():
    spend([(GUESS, "ann")], now=NOW)
    assert [tries(GUESS, "ann"), tries(GUESS, "ben"), tries(MAIL, "ann")] == [1, 2, 2]


def test_whoever_proved_themselves_starts_anew_in_that_kind_alone():
    for limit in (GUESS, MAIL):
        for whose in ("ann", "ben"):
            spend([(limit, whose)], now=NOW)
    forget([(GUESS, "ann")])
    assert [tries(GUESS, "ann"), tries(MAIL, "ann"), tries(GUESS, "ben")] == [2, 1, 1]


@pytest.mark.parametrize(("ago", "left"), [(FIVE, 2), (FIVE - timedelta(microseconds=1), 1)])
def test_a_try_counts_as_long_as_the_limit_says(ago, left):
    spend([(GUESS, "ann")], now=NOW - ago)
    assert tries(GUESS, "ann") == left


def test_who_tried_too_often_reads_from_when_on_the_oldest_try_has_run_out():
    for minutes in (3, 1):
        spend([(GUESS, "ann")], now=NOW - timedelta(minutes=minutes))
    with pytest.raises(TooOften) as refusal:
        spend([(MAIL, "ann"), (GUESS, "ann")], now=NOW)
    assert (refusal.value.again, refusal.value.seconds) == (NOW + timedelta(minutes=2), 120)
    assert str(refusal.value) == "This was tried too often. Try again in 2 minutes."
    assert Attempt.objects.count() == 2


def test_what_no_limit_looks_at_any_more_goes_with_the_next_try():
    spend([(GUESS, "ann")], now=NOW - timedelta(days=1))
    spend([(GUESS, "ben")], now=NOW)
    assert Attempt.objects.count() == 2
    spend([(GUESS, "ben")], now=NOW + timedelta(microseconds=1))
    assert set(Attempt.objects.values_list("at", flat=True)) == {NOW, NOW + timedelta(microseconds=1)}


def test_of_many_that_are_old_the_fifty_oldest_go_each_time():
    old = [NOW - timedelta(days=2, minutes=number) for number in range(52)]
    Attempt.objects.bulk_create(Attempt(kind="guess", whose="ann", at=at) for at in old)
    spend([(GUESS, "ben")], now=NOW)
    assert list(Attempt.objects.values_list("at", flat=True)) == [NOW, *old[:2]]


def test_a_wait_is_said_as_people_say_it_and_never_too_short():
    assert [wait_in_words(seconds) for seconds in (1, 59, 60, 61, 120, 121)] == [
        "1 second",
        "59 seconds",
        "a minute",
        "2 minutes",
        "2 minutes",
        "3 minutes",
    ]
