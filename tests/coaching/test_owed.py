"""The two cycles each leader is owed: how they stand on a page, in a filter and in numbers, alike."""

from datetime import date, timedelta
from itertools import product

import pytest

from coaching.models import CoachingCycle
from coaching.queries import STANDINGS, WINDOWS, Owed, coaches, extra, narrowed, owed, owing, standings
from coaching.rules import SOON
from pathways.models import Pathway
from people.models import Hat
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, UserFactory
from tests.owner import past_the_guards

pytestmark = pytest.mark.django_db
MID, END = date(2027, 1, 31), date(2027, 5, 31)
DAY = timedelta(days=1)
TODAY = date(2027, 1, 10)


@pytest.fixture
def year():
    return ProgramYearFactory()


def test_without_a_plan_both_cycles_are_owed_by_the_last_days_of_their_windows(year):
    PlacementFactory(year=year)
    [row] = owing(year, TODAY)
    assert owed(row, MID) == [
        Owed("mid_year", "Mid-year", "soon", MID, None, ""),
        Owed("end_of_year", "End-of-year", "later", END, None, ""),
    ]


def test_a_planned_cycle_is_owed_by_its_own_day_and_an_extra_one_changes_nothing(year):
    placement = PlacementFactory(year=year)
    mid = CycleFactory(placement=placement, due=MID - 30 * DAY, state="observation")
    end = CycleFactory(
        placement=placement,
        window="end_of_year",
        due=END - DAY,
        state="closed",
        closed_at="2027-05-01T00:00Z",
    )
    CycleFactory(placement=placement, window="extra", due=MID)
    CycleFactory(placement=PlacementFactory(year=year), window="end_of_year")
    row = owing(year, TODAY).get(pk=placement.pk)
    assert owed(row, MID) == [
        Owed(
            "mid_year",
            "Mid-year",
            "overdue",
            MID - 30 * DAY,
            mid.pk,
            "observation",
            "Feedback next, waits 152 days",
        ),
        Owed("end_of_year", "End-of-year", "done", END - DAY, end.pk, "closed", "Closed"),
    ]


def test_who_is_owed_coaching_leads_in_this_year_did_not_end_by_today_and_is_no_fellow(year):
    kept = [
        PlacementFactory(year=year, person__family_name=name, **fields)
        for name, fields in (
            # An end that lies ahead: until then they are coached.
            ("Chu", {"ends": TODAY + DAY, "end_reason": "resigned"}),
            ("Baker", {"ends": year.ends}),
            ("Ávila", {}),
        )
    ]
    PlacementFactory(year=year, ends=TODAY, end_reason="resigned")
    PlacementFactory(year=ProgramYearFactory(first=2025))
    of_fellows = PlacementFactory(year=year).role.pathway
    with past_the_guards():
        Pathway.objects.filter(pk=of_fellows.pk).update(kind=Pathway.Kind.FELLOWSHIP)
    # By name.
    assert list(owing(year, TODAY)) == kept[::-1]
    assert list(owing(year, TODAY, type(kept[0]).objects.filter(pk=kept[1].pk))) == [kept[1]]


DUES = [TODAY - DAY, TODAY, TODAY + SOON, TODAY + SOON + DAY]
STANDS = ["overdue", "soon", "soon", "later"]


def test_a_filter_a_row_and_the_numbers_say_the_same(year):
    placements = [PlacementFactory(year=year) for _ in [*DUES, None]]
    for placement, due in zip(placements, DUES, strict=False):
        CycleFactory(placement=placement, due=due)
    CycleFactory(placement=placements[-1], due=DUES[0], state="closed", closed_at="2026-11-01T00:00Z")
    rows = owing(year, TODAY)
    said = {row.pk: owed(row, TODAY)[0].standing for row in rows}
    assert [said[placement.pk] for placement in placements] == [*STANDS, "done"]
    for wanted in ("done", "overdue", "soon", "later"):
        found = narrowed(rows, window="mid_year", wanted=wanted, today=TODAY)
        assert {row.pk for row in found} == {pk for pk, stands in said.items() if stands == wanted}
    # The end-of-year cycles are all far away.
    assert standings(rows, TODAY) == {
        **{
            ("mid_year", stand): count
            for stand, count in (("overdue", 1), ("soon", 2), ("later", 1), ("done", 1))
        },
        **{
            ("end_of_year", stand): count
            for stand, count in (("overdue", 0), ("soon", 0), ("later", 5), ("done", 0))
        },
    }


def test_a_filter_without_a_window_looks_at_both_and_without_a_standing_at_nothing(year):
    first, second = PlacementFactory(year=year), PlacementFactory(year=year)
    CycleFactory(placement=first, due=TODAY - DAY)
    CycleFactory(placement=second, window="end_of_year", due=TODAY - DAY)
    rows = owing(year, TODAY)

    def found(window, wanted):
        return set(narrowed(rows, window=window, wanted=wanted, today=TODAY))

    assert found("", "overdue") == {first, second}
    assert found("mid_year", "overdue") == {first}
    assert found("end_of_year", "overdue") == {second}
    assert found("", "") == {first, second}
    assert found("", "done") == set()


def test_numbers_are_of_one_year_and_name_every_standing(year):
    PlacementFactory(year=ProgramYearFactory(first=2025))
    assert standings(owing(year, TODAY), TODAY) == dict.fromkeys(product(WINDOWS, STANDINGS), 0)


def test_cycles_beyond_the_two_stand_newest_first(year):
    placement = PlacementFactory(year=year)
    cycles = [CycleFactory(placement=placement, window="extra", due=due) for due in (MID, END, MID)]
    CycleFactory(placement=placement)
    CycleFactory(placement=PlacementFactory(year=ProgramYearFactory(first=2025)), window="extra")
    assert list(extra(CoachingCycle.objects.all(), year)) == [cycles[1], cycles[2], cycles[0]]


def test_coaches_wear_the_hat_that_day_can_sign_in_and_stand_by_name():
    second, first = coach(family_name="Zuniga"), coach(family_name="Ávila")
    HatFactory(kind=Hat.Kind.COACH, person=UserFactory(family_name="Baker"), ends=TODAY)
    HatFactory(kind=Hat.Kind.COACH, person=UserFactory(family_name="Baker"), starts=TODAY + DAY)
    HatFactory(kind=Hat.Kind.COACH, person=UserFactory(is_active=False))
    HatFactory(kind=Hat.Kind.PREPARER)
    assert list(coaches(TODAY)) == [first, second]
    assert coaches(TODAY + DAY).count() == 3
