from datetime import date
from fractions import Fraction

import pytest

from pathways.models import Attestation, Leave, SchoolAssignment, ServiceDay
from pathways.queries import DeliverableFact, Stay, placement_facts, service_days
from tests.factories.pathways import DeliverableRecordFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    """Ten service days: 10 to 14 and 17 to 21 August 2026."""
    year = ProgramYearFactory()
    days = [date(2026, 8, day) for day in (10, 11, 12, 13, 14, 17, 18, 19, 20, 21)]
    ServiceDay.objects.bulk_create(ServiceDay(year=year, day=day) for day in days)
    return year


def test_a_count_of_days_is_half_open(year):
    days = service_days(year.pk)
    assert days.count(date(2026, 8, 11), date(2026, 8, 14)) == 3
    assert days.count(date(2026, 8, 14), date(2026, 8, 14)) == 0
    assert days.count(date(2026, 8, 20), None) == 2


def test_a_whole_year_at_one_school_is_one_stay(year):
    placement = PlacementFactory(year=year)
    (facts,) = placement_facts(year.pk, [placement.pk])
    assert facts.stays == (Stay(placement.school_id, year.starts, year.ends, 10, 0, 0),)
    assert (facts.share, facts.year_service_days, facts.attested) == (Fraction(1), 10, None)
    assert facts.completed_year


def test_a_move_makes_two_stays_that_share_the_days(year):
    placement = PlacementFactory(year=year)
    other = SchoolFactory()
    placement.assignments.update(ends=date(2026, 8, 17))
    SchoolAssignment.objects.create(placement=placement, school=other, starts=date(2026, 8, 17))
    (facts,) = placement_facts(year.pk, [placement.pk])
    assert [(stay.school_id, stay.service_days) for stay in facts.stays] == [
        (placement.school_id, 5),
        (other.pk, 5),
    ]


def test_leave_is_counted_on_service_days_and_protected_leave_apart(year):
    placement = PlacementFactory(year=year)
    Leave.objects.create(
        placement=placement,
        category="family",
        protected=True,
        starts=date(2026, 8, 13),
        ends=date(2026, 8, 18),
    )
    Leave.objects.create(
        placement=placement, category="study", starts=date(2026, 8, 20), ends=date(2026, 8, 21)
    )
    (facts,) = placement_facts(year.pk, [placement.pk])
    assert (facts.stays[0].leave_days, facts.stays[0].protected_leave_days) == (4, 3)


def test_a_placement_that_ended_early_counts_no_day_after_its_end(year):
    placement = PlacementFactory(year=year, ends=date(2026, 8, 12), end_reason="resigned")
    (facts,) = placement_facts(year.pk, [placement.pk])
    assert (facts.stays[0].service_days, facts.completed_year) == (2, False)


def test_deliverables_and_the_principals_word_come_along(year):
    record = DeliverableRecordFactory(placement__year=year, deliverable__title="Plan", deliverable__weight=3)
    Attestation.objects.create(
        placement=record.placement,
        met=False,
        words="Rarely there.",
        by=UserFactory(),
        at="2027-05-01T12:00Z",
    )
    (facts,) = placement_facts(year.pk, [record.placement_id])
    assert facts.deliverables == (DeliverableFact(record.pk, "Plan", 3, "open", True, date(2027, 3, 1)),)
    assert facts.attested is False


def test_placements_of_another_year_are_left_out(year):
    placement = PlacementFactory(year=ProgramYearFactory(first=2025))
    assert placement_facts(year.pk, [placement.pk]) == []


@pytest.mark.parametrize("placements", [3, 60])
def test_facts_take_five_queries_for_any_number_of_placements(year, placements, count_queries):
    ids = [DeliverableRecordFactory(placement__year=year).placement_id for _ in range(placements)]
    calendar = service_days(year.pk)
    with count_queries(5):
        facts = placement_facts(year.pk, ids, calendar=calendar)
    assert [row.placement_id for row in facts] == ids
