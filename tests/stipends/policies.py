"""Every legal policy and every possible evidence, for the properties that must hold whatever they are."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from stipends.rules import Deliverable, Policy, Segment, Session, parse_policy
from stipends.rules.facts import MARKS, STATUSES

KINDS = ("seminar", "summer_institute", "winter_institute")
YEAR_DAYS = 180


def portions() -> st.SearchStrategy[str]:
    """From 0 to 1, as a file writes them."""
    return st.integers(1, 60).flatmap(lambda low: st.integers(0, low).map(lambda top: f"{top}/{low}"))


@st.composite
def tiers(draw: st.DrawFn) -> list[list[str]]:
    count = draw(st.integers(1, 4))
    several = st.lists(portions(), min_size=count, max_size=count, unique_by=Fraction)
    factors = st.lists(portions(), min_size=count, max_size=count)

    def falling(numbers: list[str]) -> list[str]:
        return sorted(numbers, key=Fraction, reverse=True)

    return [list(pair) for pair in zip(falling(draw(several)), falling(draw(factors)), strict=True)]


def attendance_kinds() -> st.SearchStrategy[dict[str, Any]]:
    cents = st.integers(0, 200_000)
    return st.one_of(
        st.fixed_dictionaries({"kind": st.sampled_from(["all_or_nothing", "proportional"])}),
        st.fixed_dictionaries({"kind": st.just("threshold"), "at": portions()}),
        st.fixed_dictionaries({"kind": st.just("tiers"), "tiers": tiers()}),
        st.fixed_dictionaries(
            {
                "kind": st.just("deduction"),
                "free_absences": st.integers(0, 4),
                # Not every kind has an amount.
                "cents": st.dictionaries(st.sampled_from(KINDS), cents),
            }
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("per_unit"),
                "unit": st.sampled_from(["day", "block"]),
                "minutes": st.integers(1, 400),
                "cents": cents,
                "cap": st.booleans(),
            }
        ),
    )


@st.composite
def credit_kinds(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["exact", "full_only", "bands"]))
    if kind != "bands":
        return {"kind": kind}
    half, full = sorted(draw(st.tuples(portions(), portions())), key=Fraction)
    return {
        "kind": kind,
        "half": half if Fraction(half) else "1/60",
        "full": full if Fraction(full) else "1/2",
    }


@st.composite
def weights(draw: st.DrawFn) -> list[int]:
    low, high = sorted(draw(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))))
    return [low, high - low, 10_000 - high]


def policy_files() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "weights_bp": weights(),
            "attendance": attendance_kinds(),
            "credit": credit_kinds(),
            "excused": st.sampled_from(["exclude", "absent", "present"]),
            "make_up_credit": portions(),
            "make_up_limit": st.none() | st.integers(0, 3),
            "deliverables": st.sampled_from(["weighted", "all_or_nothing"]),
            "proration": st.sampled_from(["service_days", "none"]),
            "leave": st.sampled_from(["exclude_days", "protected"]),
            "incomplete_year": st.sampled_from(["earned_to_date", "forfeit"]),
            "whole": st.sampled_from(["components", "all_or_nothing"]),
            "minimum_attendance": st.none() | portions(),
        }
    )


def policies() -> st.SearchStrategy[Policy]:
    return policy_files().map(parse_policy)


def sessions() -> st.SearchStrategy[Session]:
    """Few dates and lengths, so that sessions share a day and look alike."""
    return st.builds(
        Session,
        date=st.integers(0, 5).map(lambda days: date(2026, 9, 16) + timedelta(days=days)),
        kind=st.sampled_from(KINDS),
        minutes=st.sampled_from([1, 45, 180, 360]),
        mark=st.none() | st.sampled_from(MARKS),
        attended_minutes=st.none() | st.integers(0, 400),
        can_make_up=st.booleans(),
    )


def deliverables() -> st.SearchStrategy[Deliverable]:
    return st.builds(Deliverable, weight=st.integers(0, 3).map(Fraction), status=st.sampled_from(STATUSES))


def segments(min_sessions: int = 0) -> st.SearchStrategy[Segment]:
    return st.builds(
        Segment,
        annual_cents=st.integers(0, 700_000),
        share=portions().map(Fraction),
        service_days=st.integers(0, YEAR_DAYS),
        year_service_days=st.just(YEAR_DAYS),
        leave_days=st.integers(0, YEAR_DAYS),
        sessions=st.lists(sessions(), min_size=min_sessions, max_size=7).map(tuple),
        deliverables=st.lists(deliverables(), max_size=3).map(tuple),
        attested=st.none() | st.booleans(),
    )
