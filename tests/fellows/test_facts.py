"""What is known of a fellow is told from posts, confirmed service, milestones and placements."""

from datetime import date
from typing import Any

import pytest

from fellows.models import Fellow, SchoolSimilarity
from fellows.queries import facts_of
from fellows.rules.outcomes import Facts
from tests.factories.fellows import FellowFactory, MilestoneFactory, ServiceRecordFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import PostFactory, SchoolFactory, manager

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 11)
GRADUATION = date(2024, 6, 14)


def of(fellow: Fellow, day: date = TODAY) -> Facts:
    return facts_of(day)[fellow.pk]


def test_whoever_works_in_the_network_is_there_and_leads_from_the_day_of_the_post() -> None:
    fellow = FellowFactory(serving=True)
    PostFactory(person=fellow.person, ends=date(2025, 7, 1))
    PostFactory(person=fellow.person, position="assistant_principal", starts=date(2025, 7, 1))
    MilestoneFactory(fellow=fellow, kind="preliminary", reached_on=date(2024, 9, 1))
    MilestoneFactory(fellow=fellow, kind="clear", reached_on=date(2025, 9, 1))
    assert of(fellow) == Facts(
        cohort=fellow.cohort_id,
        begins=2023,
        stands="owing",
        led_before=False,
        graduated=GRADUATION,
        credential=date(2024, 9, 1),
        led_on=date(2025, 7, 1),
        left_on=None,
        role="assistant_principal",
    )


def test_nothing_of_after_the_day_asked_about_is_known() -> None:
    fellow = FellowFactory(serving=True)
    PostFactory(person=fellow.person, position="principal", starts=date(2025, 7, 1))
    MilestoneFactory(fellow=fellow, kind="clear", reached_on=date(2025, 9, 1))
    early, before = of(fellow, date(2025, 6, 30)), of(fellow, date(2024, 6, 13))
    assert (early.credential, early.led_on, early.left_on, early.role) == (None, None, GRADUATION, "outside")
    assert before.graduated is None


def test_a_school_that_left_the_network_keeps_nobody_in_it() -> None:
    fellow, school = FellowFactory(serving=True), SchoolFactory()
    PostFactory(person=fellow.person, school=school)
    school.memberships.update(ends=date(2025, 1, 1))
    assert (of(fellow).left_on, of(fellow).role) == (date(2025, 1, 1), "outside")


def test_leading_a_similar_school_counts_from_the_day_its_decision_says_and_is_outside_the_network() -> None:
    """A decision without a day holds for all (rules.md §5)."""
    fellow, elsewhere = FellowFactory(serving=True), SchoolFactory(member=False)
    PostFactory(person=fellow.person, school=elsewhere, position="principal", starts=date(2024, 8, 1))
    assert of(fellow).led_on is None
    decided = {"school_name": elsewhere.name, "reasons": "Near", "decided_by": manager()}
    SchoolSimilarity.objects.create(decided_on=date(2025, 3, 1), similar=True, **decided)
    assert (of(fellow).led_on, of(fellow).role) == (date(2024, 8, 1), "outside")
    later = {"decided_on": date(2025, 9, 1), "similar": False, **decided}
    SchoolSimilarity.objects.create(since=date(2025, 9, 1), **later)
    assert of(fellow).led_on == date(2024, 8, 1)
    SchoolSimilarity.objects.filter(similar=False).update(since=date(2024, 1, 1))
    assert of(fellow).led_on is None


@pytest.mark.parametrize(
    ("known", "role"),
    [
        ({}, "other"),
        ({"verified": True, "vouched": True}, "other"),
        ({"verified": True}, "outside"),
        ({"reported": True}, "outside"),
        ({"disputed": True}, "outside"),
    ],
)
def test_confirmed_service_keeps_somebody_in_the_network_in_no_leading_position(
    known: dict[str, bool], role: str
) -> None:
    """Its position is what the fellow typed."""
    record = ServiceRecordFactory(position="Assistant principal", **known)
    assert (of(record.fellow).role, of(record.fellow).led_on) == (role, None)


def test_whoever_led_a_pathway_before_the_cohort_began_was_a_teacher_leader_before() -> None:
    before, after = FellowFactory(), FellowFactory()
    for fellow, starts in ((before, date(2023, 5, 31)), (after, date(2023, 6, 1))):
        fellow.state = "selected"
        fellow.save()
        PlacementFactory(person=fellow.person, year__starts=date(2022, 7, 1), starts=starts)
    assert (of(before).led_before, of(after).led_before) == (True, False)


def test_the_nominated_are_left_out_and_queries_are_seven_for_any_number(count_queries: Any) -> None:
    FellowFactory()
    for _ in range(3):
        PostFactory(person=FellowFactory(serving=True).person)
    with count_queries() as used:
        assert len(facts_of(TODAY)) == 3
    assert len(used) == 7
