"""Days of two accounts that become one person's."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from people.rules.joining import Span, covering

FIRST = date(2026, 8, 1)
FAR = FIRST + timedelta(days=60)


def on(number):
    return FIRST + timedelta(days=number)


@st.composite
def apart(draw):
    """Spans that share no day; the last may be open."""
    edges = sorted(draw(st.sets(st.integers(0, 40), max_size=6)))
    spans = [Span(on(one), on(two)) for one, two in zip(edges[::2], edges[1::2], strict=False)]
    if spans and draw(st.booleans()):
        spans[-1] = Span(spans[-1].starts)
    return spans


@st.composite
def a_span(draw):
    start = draw(st.integers(0, 40))
    length = draw(st.integers(1, 20) | st.none())
    return Span(on(start), None if length is None else on(start + length))


def days(spans):
    return {on(n) for n in range(80) for span in spans if span.meets(Span(on(n), on(n + 1)))}


@given(apart(), a_span())
def test_what_meets_holds_all_days_of_both_and_still_shares_none(kept, gone):
    found = covering(kept, gone)
    met = any(span.meets(gone) for span in kept)
    assert days(found) == days([*kept, gone]) if met else found == kept
    assert not any(one.meets(two) for one in found for two in found if one is not two)


def test_a_post_that_began_later_begins_when_the_other_did():
    assert covering([Span(on(10))], Span(on(0), on(20))) == [Span(on(0))]


def test_two_posts_with_a_gap_that_the_other_fills_touch():
    kept = [Span(on(0), on(10)), Span(on(20), on(30))]
    assert covering(kept, Span(on(5), on(40))) == [Span(on(0), on(20)), Span(on(20), on(40))]
