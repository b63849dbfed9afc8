"""Any employment history: what the ledger makes of posts, school by school and day by day, without a database."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fellows.models import ServiceRecord
from fellows.queries.calendars import Days
from fellows.queries.ledgers import qualifying, school_years
from fellows.rules import years_credited
from fellows.states import ServiceState
from tests.fellows.test_rules_service import terms_of_any_kind

FIRST, LAST = date(2024, 7, 1), date(2027, 6, 30)
KNOWN = {
    start: Days(
        tuple(day for n in range(300) if (day := date(start, 8, 12) + timedelta(n)).weekday() < 5)[::7]
    )
    for start in (2024, 2025, 2026)
}
always = settings(deadline=None, derandomize=True, database=None, max_examples=100)


@dataclass(frozen=True)
class Post:
    """A post of a history, at a school that joined the network on a day."""

    starts: date
    ends: date | None
    fte: int
    joined: date
    state: str

    def record(self) -> ServiceRecord:
        row: Any = ServiceRecord(
            starts=self.starts,
            ends=self.ends,
            fte_thousandths=self.fte,
            state=self.state,
            site="S",
            position="P",
            vouched=True,
        )
        row.memberships = [{"starts": self.joined.isoformat(), "ends": None}]
        return row


a_day = st.dates(FIRST, LAST)
posts = st.builds(
    lambda first, last, fte, joined, state: Post(min(first, last), max(first, last), fte, joined, state),
    a_day,
    a_day,
    st.sampled_from([200, 500, 600, 1000]),
    st.sampled_from([date(2008, 7, 1), date(2025, 10, 1)]),
    st.sampled_from(["reported", "verified", "accepted", "disputed"]),
)
histories = st.lists(posts, max_size=4)
away = st.lists(st.builds(lambda day, n: (day, day + timedelta(n)), a_day, st.integers(0, 200)), max_size=1)


def credit(terms: Any, history: list[Post], suspended: Any = ()) -> list[Fraction]:
    """What each school year earns."""
    records = [post.record() for post in history]
    counts = qualifying(records, similar_schools=False)
    years = school_years(records, KNOWN, FIRST, LAST, suspended, counts)
    return [years_credited(terms, one.facts()) for one in years]


@always
@given(terms_of_any_kind, histories, away)
def test_no_school_year_earns_more_than_a_year(terms: Any, history: list[Post], suspended: Any) -> None:
    assert all(0 <= earned <= 1 for earned in credit(terms, history, suspended))


@always
@given(terms_of_any_kind, histories, away, st.data())
def test_a_post_that_is_reported_in_two_parts_earns_the_same_and_order_is_irrelevant(
    terms: Any, history: list[Post], suspended: Any, data: Any
) -> None:
    mixed = data.draw(st.permutations(history))
    if mixed:
        cut = data.draw(st.dates(mixed[0].starts, mixed[0].ends))
        mixed = [replace(mixed[0], starts=cut), *mixed[1:], replace(mixed[0], ends=cut)]
    assert credit(terms, mixed, suspended) == credit(terms, history, suspended)


@always
@given(terms_of_any_kind, histories, away, st.data())
def test_what_is_confirmed_in_addition_never_lowers_what_a_year_earns(
    terms: Any, history: list[Post], suspended: Any, data: Any
) -> None:
    accepted = str(ServiceState.ACCEPTED)
    more = [replace(post, state=accepted) if data.draw(st.booleans()) else post for post in history]
    more += data.draw(histories)
    before, after = credit(terms, history, suspended), credit(terms, more, suspended)
    assert all(late >= early for late, early in zip(after, before, strict=True))
