"""What became of somebody, told from where they worked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fellows.rules.careers import Career, Stay, career, within

GRADUATED = date(2020, 6, 14)
TODAY = date(2026, 2, 11)


def stay(first: int, until: int | None, position: str = "teacher", network: bool = True) -> Stay:
    """From July of a year to July of another."""
    return Stay(date(first, 7, 1), date(until, 7, 1) if until else None, position, network)


@pytest.mark.parametrize(
    ("stays", "told"),
    [
        # Never seen again: left on the day of graduating.
        ([], Career(None, GRADUATED, "outside")),
        ([stay(2012, 2020)], Career(None, date(2020, 7, 1), "outside")),
        ([stay(2012, None)], Career(None, None, "other")),
        (
            [stay(2012, 2022), stay(2022, None, "assistant_principal")],
            Career(date(2022, 7, 1), None, "assistant_principal"),
        ),
        # Led already on the day of graduating, at a similar school, or no longer.
        ([stay(2018, None, "principal")], Career(GRADUATED, None, "principal")),
        ([stay(2021, 2023, "principal", network=False)], Career(date(2021, 7, 1), GRADUATED, "outside")),
        ([stay(2015, 2018, "principal"), stay(2018, None)], Career(None, None, "other")),
        # A gap is no leaving; who is gone left when the last position ended.
        ([stay(2018, 2021), stay(2023, None)], Career(None, None, "other")),
        ([stay(2018, 2021), stay(2022, 2025)], Career(None, date(2025, 7, 1), "outside")),
        # Of two positions the one that leads; what is ahead is not known yet.
        ([stay(2018, None), stay(2024, None, "principal")], Career(date(2024, 7, 1), None, "principal")),
        ([stay(2018, None), stay(2026, None, "principal")], Career(None, None, "other")),
        ([stay(2018, 2026, "coach")], Career(None, None, "other")),
    ],
)
def test_a_career_is_told_from_its_stays(stays: list[Stay], told: Career) -> None:
    assert career(GRADUATED, stays, TODAY) == told


def test_a_stay_counts_while_its_school_is_of_the_network() -> None:
    long = stay(2015, None, "principal")
    spans = [(date(2010, 7, 1), date(2016, 7, 1)), (date(2021, 7, 1), None), (None, date(2015, 7, 1))]
    assert list(within(long, spans, True)) == [stay(2015, 2016, "principal"), stay(2021, None, "principal")]


days = st.integers(0, 3000).map(lambda number: date(2018, 1, 1) + timedelta(days=number))
stays = st.lists(
    st.builds(
        lambda starts, lasts, position, network: Stay(
            starts, starts + timedelta(days=lasts) if lasts else None, position, network
        ),
        days,
        st.one_of(st.none(), st.integers(1, 1500)),
        st.sampled_from(["teacher", "assistant_principal", "principal"]),
        st.booleans(),
    ),
    max_size=5,
)


@given(stays)
def test_order_is_irrelevant_and_whoever_is_gone_holds_no_position(found: list[Stay]) -> None:
    told = career(GRADUATED, found, TODAY)
    assert career(GRADUATED, sorted(found, key=repr), TODAY) == told
    assert (told.left_on is None) == (told.role != "outside")
    assert told.left_on is None or GRADUATED <= told.left_on <= TODAY
    assert told.led_on is None or GRADUATED <= told.led_on <= TODAY


@given(stays, st.integers(1, 1400))
def test_a_stay_cut_in_two_tells_the_same(found: list[Stay], after: int) -> None:
    cut = []
    for one in found:
        middle = one.starts + timedelta(days=after)
        parts = [(one.starts, middle), (middle, one.ends)]
        whole = one.ends is not None and middle >= one.ends
        cut += [one] if whole else [Stay(first, until, one.position, one.network) for first, until in parts]
    assert career(GRADUATED, cut, TODAY) == career(GRADUATED, found, TODAY)
