"""The year after gets the rates of the one before as drafts, none twice, and what stands is left alone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from common.errors import NotAllowed
from pathways.models import ProgramYear
from people.models import SchoolMembership
from stipends.models import SchoolAllowance, SubstituteTerms
from stipends.rules.carried import carried
from stipends.services import carry_rates, discard_terms, draft_allowance, draft_terms
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, manager
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    SubstituteTermsFactory,
    approver,
    preparer,
)
from tests.stipends.test_races import together

YEAR = (date(2027, 7, 1), date(2028, 7, 1))


@pytest.mark.parametrize(
    ("days", "taken", "left"),
    [
        ((date(2026, 7, 1), date(2027, 7, 1)), [], [YEAR]),
        ((date(2026, 7, 1), date(2027, 7, 1)), [YEAR], []),
        # Terms of two years stand in their own way for the first.
        ((date(2025, 7, 1), date(2027, 7, 1)), [(date(2025, 7, 1), date(2027, 7, 1))], [YEAR]),
        # Those that reach over the whole of the year after leave nothing to draft for it.
        ((date(2025, 7, 1), date(2028, 7, 1)), [(date(2025, 7, 1), date(2028, 7, 1))], []),
        # Of calendar years the next one comes whole.
        (
            (date(2027, 1, 1), date(2028, 1, 1)),
            [(date(2027, 1, 1), date(2028, 1, 1))],
            [(date(2028, 1, 1), date(2029, 1, 1))],
        ),
        (
            (date(2026, 7, 1), date(2027, 7, 1)),
            [(date(2027, 9, 1), date(2027, 10, 1)), (date(2027, 9, 15), date(2028, 1, 1))],
            [(date(2027, 7, 1), date(2027, 9, 1)), (date(2028, 1, 1), date(2028, 7, 1))],
        ),
    ],
)
def test_terms_come_a_year_later_on_the_days_on_which_nothing_stands(
    days: Any, taken: Any, left: Any
) -> None:
    assert carried(days, 1, taken, YEAR) == left


def test_february_29_is_the_last_day_of_february_a_year_later() -> None:
    days, within = (date(2028, 2, 29), date(2028, 7, 1)), (date(2028, 7, 1), date(2029, 7, 1))
    assert carried(days, 1, [], within) == [(date(2029, 2, 28), date(2029, 7, 1))]


@pytest.fixture
def year() -> ProgramYear:
    """2027-28, with nothing in it; a day costs $243.12 in 2026-27, and one school has a limit."""
    SchoolAllowanceFactory(school__name="Jordan High School")
    SubstituteTermsFactory(day_cap_cents=26_000)
    return ProgramYearFactory(first=2027)


def terms() -> list[tuple[Any, ...]]:
    made = SubstituteTerms.objects.filter(starts__gte=date(2027, 7, 1)).order_by("starts", "pk")
    return list(made.values_list("starts", "ends", "rate", "coverage", "day_cap_cents", "state"))


def limits(year: ProgramYear) -> list[tuple[Any, ...]]:
    made = SchoolAllowance.objects.filter(year=year).order_by("school__name", "pk")
    return list(made.values_list("school__name", "units", "budget_cents", "state"))


SAME = (*YEAR, Decimal("243.12"), Decimal("0.8"), 26_000, "draft")


@pytest.mark.django_db
def test_what_held_is_drafted_once_by_a_preparer_and_published_by_nobody(year: ProgramYear) -> None:
    by = preparer()
    for _ in range(2):
        carry_rates(year=year, by=by)
    assert terms() == [SAME]
    assert limits(year) == [("Jordan High School", Decimal(40), 520_000, "draft")]
    made = SubstituteTerms.objects.get(starts=YEAR[0])
    assert (made.drafted_by, made.published_by) == (by, None)


@pytest.mark.django_db
def test_only_a_preparer_drafts_them(year: ProgramYear) -> None:
    for by in (approver(), manager()):
        with pytest.raises(
            NotAllowed, match=r"^Only a finance preparer may draft what substitutes are paid.$"
        ):
            carry_rates(year=year, by=by)
    assert (terms(), limits(year)) == ([], [])


@pytest.mark.django_db
def test_what_stands_for_the_days_or_the_school_is_left_alone(year: ProgramYear) -> None:
    by = preparer()
    half = {"starts": YEAR[0], "ends": date(2028, 1, 1), "rate": Decimal(250), "coverage": Decimal(1)}
    draft_terms(by=by, **half)
    draft_allowance(school=SchoolAllowance.objects.get().school, year=year, budget_cents=100, by=by)
    carry_rates(year=year, by=by)
    assert terms() == [
        (half["starts"], half["ends"], Decimal(250), Decimal(1), None, "draft"),
        (half["ends"], *SAME[1:]),
    ]
    assert limits(year) == [("Jordan High School", None, 100, "draft")]


@pytest.mark.django_db
def test_a_draft_that_was_put_aside_is_not_in_the_way(year: ProgramYear) -> None:
    by = preparer()
    carry_rates(year=year, by=by)
    discard_terms(pk=SubstituteTerms.objects.get(starts=YEAR[0]).pk, by=by, reason="A slip.")
    carry_rates(year=year, by=by)
    assert [row[-1] for row in terms()] == ["discarded", "draft"]


@pytest.mark.django_db
def test_drafts_and_what_is_over_and_limits_of_schools_that_left_are_not_carried_on(
    year: ProgramYear,
) -> None:
    before = ProgramYear.objects.get(label="2026-27")
    SubstituteTermsFactory(draft=True, starts=date(2026, 7, 1), ends=date(2028, 7, 1))
    SchoolAllowanceFactory(draft=True, year=before)
    SchoolAllowanceFactory(year=before, school=SchoolFactory(member=False))
    gone = SchoolAllowanceFactory(year=before).school
    SchoolMembership.objects.filter(school=gone).update(ends=YEAR[0])
    assert [type(row) for row in carry_rates(year=year, by=preparer())] == [SchoolAllowance]
    assert [row[0] for row in limits(year)] == ["Jordan High School"]


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_draft_them_once(year: ProgramYear) -> None:
    by = preparer()
    got = together(2, lambda: carry_rates(year=year, by=by))
    assert sorted(len(made) for made in got) == [0, 2]
