"""What people read before they change what others signed for: whom it touches, in which order, what it moves."""

from datetime import date

import pytest

from seminars.queries import SessionFact
from seminars.rules import Audience
from stipends.queries import Touched
from stipends.queries.touched import Worth
from stipends.services.asked import MOST_NAMED, in_words, named, signed
from tests.factories.pathways import PlacementFactory

pytestmark = pytest.mark.django_db
SAME = Worth(100_000, 300_000)


def touched(before=SAME, after=SAME, placement=None, lacking=()):
    return Touched(placement or PlacementFactory(), before, after, lacking)


@pytest.mark.parametrize(
    ("cents", "said"),
    [(0, "$0.00"), (1, "+$0.01"), (-1, "-$0.01"), (123_456, "+$1,234.56"), (-123_456, "-$1,234.56")],
)
def test_what_moves_is_said_with_its_sign(cents, said):
    assert signed(cents) == said


def test_what_moves_no_stipend_says_so_and_how_many_people_it_touches():
    assert in_words([touched()], cents=True) == (
        "This touches 1 person who has signed. It moves nobody's stipend. Look at the list, then do it again."
    )
    assert in_words([touched(), touched()], cents=True) == (
        "This touches 2 people who have signed. It moves nobody's stipend. Look at the list, then do it again."
    )


def test_two_roles_of_one_person_are_one_person():
    placement = PlacementFactory()
    rows = [touched(placement=placement), touched(placement=PlacementFactory(person=placement.person))]
    assert in_words(rows, cents=True).startswith("This touches 1 person who has signed.")


def test_what_it_moves_in_all_is_the_sum_over_everybody():
    rows = [
        touched(Worth(100, 1_000), Worth(350, 900)),
        touched(Worth(5_000, 6_000), Worth(5_000, 5_500)),
        touched(),
    ]
    assert in_words(rows, cents=True) == (
        "This touches 3 people who have signed. In all it moves what is earned so far by +$2.50, and what may be "
        "earned by -$6.00. Look at the list, then do it again."
    )


def test_what_nobody_knows_yet_counts_as_nothing_in_the_sum():
    rows = [touched(Worth(None, None), Worth(700, 900)), touched(Worth(200, 300), Worth(None, None))]
    assert in_words(rows, cents=True) == (
        "This touches 2 people who have signed. In all it moves what is earned so far by +$5.00, and what may be "
        "earned by +$6.00. Look at the list, then do it again."
    )


def test_whoever_may_see_cents_reads_them_before_and_after():
    row = touched(Worth(100, 1_000), Worth(0, None))
    assert named([row], cents=True) == [
        f"{row.placement.person} ({row.placement.role}): earned so far $1.00, then $0.00; may be earned $10.00, then "
        "nothing yet."
    ]
    assert named([row], cents=False) == [f"{row.placement.person} ({row.placement.role})."]


def test_closed_rosters_that_lack_a_mark_then_are_named_below_the_person():
    sessions = tuple(
        SessionFact(
            session_id=number,
            date=date(2026, 10, number),
            kind="seminar",
            title=f"Seminar {number}",
            minutes=180,
            mark=None,
            attended_minutes=None,
            roles=frozenset(),
            cohorts=frozenset(),
            closed=True,
            required=True,
            audience=Audience(frozenset(), frozenset(), frozenset()),
        )
        for number in (1, 14)
    )
    row = touched(lacking=sessions)
    assert named([row], cents=False) == [
        f"{row.placement.person} ({row.placement.role}).",
        f"{row.placement.person}: these closed rosters lack a mark then: Seminar 1 (October 1, 2026); Seminar 14 "
        "(October 14, 2026). Nothing earned is paid until they are opened again, marked and closed.",
    ]


@pytest.mark.parametrize(("beyond", "last"), [(0, None), (1, "And 1 more."), (1_234, "And 1,234 more.")])
def test_a_hundred_are_named_and_the_others_counted(beyond, last):
    row = touched()
    person = f"{row.placement.person} ({row.placement.role})."
    lines = named([row] * (MOST_NAMED + beyond), cents=False)
    assert lines == [person] * 100 + ([last] if last else [])
