"""Another role at the same time, and a school without a post there, are said before a leader is taken over."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from applications.services import LeaderLine, LookAtLines, take_over, take_over_lines
from common.errors import LookFirst
from pathways.models import Placement
from pathways.services import Leader
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
PAGE = "/placements/in-office/"
AUGUST = date(2026, 8, 5)


def leader_of(offering, **fields):
    post = PostFactory()
    given = {"person": post.person, "school": post.school, "starts": AUGUST, "reason": "A letter."}
    return Leader(role=offering.role, **given | fields)


def looked(leader):
    with pytest.raises(LookFirst) as look:
        take_over(leader=leader, by=manager(), seen="")
    return look.value


def held_by(leader, offering, **fields):
    return PlacementFactory(person=leader.person, year=offering.year, **fields)


def test_another_full_role_at_the_same_time_is_named_and_then_it_is_done():
    offering = OfferingFactory()
    leader = leader_of(offering)
    other = held_by(leader, offering)
    look = looked(leader)
    assert look.lines == (
        f"{leader.person} also holds {other.role} at {other.school} at the same time: a share of 1 there, and of 1 of "
        f"{leader.role} here.",
    )
    assert Placement.objects.filter(role=leader.role).count() == 0
    assert take_over(leader=leader, by=manager(), seen=look.seen)[1] is True


def test_two_halves_and_a_role_that_ended_before_are_not_mentioned():
    offering = OfferingFactory()
    leader = leader_of(offering, share=Fraction(1, 2))
    held_by(leader, offering, share_denominator=2)
    held_by(leader, offering, ends=AUGUST, end_reason="ended")
    assert take_over(leader=leader, by=manager(), seen="")[1] is True


def test_a_school_without_a_post_is_named():
    leader = leader_of(OfferingFactory(), person=UserFactory())
    assert looked(leader).lines == (f"{leader.person} has no position at {leader.school}.",)


def test_a_first_day_before_the_position_at_the_school_is_said():
    leader = leader_of(OfferingFactory(), person=UserFactory())
    leader = replace(leader, school=SchoolFactory())
    PostFactory(person=leader.person, school=leader.school, starts=date(2026, 8, 10))
    look = looked(leader)
    assert look.lines == (
        f"{leader.person} begins the role on Aug 5, 2026, before their position at {leader.school}, which begins on "
        "Aug 10, 2026.",
    )
    PostFactory(person=leader.person, school=leader.school, starts=AUGUST, ends=date(2026, 8, 10))
    assert take_over(leader=leader, by=manager(), seen="")[1] is True


def test_the_form_says_it_and_sent_again_takes_over(client, one_factor):
    leader = leader_of(OfferingFactory(), person=UserFactory())
    client.force_login(manager())
    sent = {
        "who": leader.person.email,
        "role": leader.role.pk,
        "school": leader.school.pk,
        "starts": "2026-08-05",
        "share": "1",
        "reason": "A letter.",
        "stands": "here",
    }
    page = client.post(PAGE, sent)
    assert page.status_code == 422
    assert f"{leader.person} has no position at {leader.school}." in page.content.decode()
    seen = page.context["form"].first_look.seen
    assert client.post(PAGE, sent | {"seen": seen}).status_code == 302
    assert Placement.objects.count() == 1


def test_the_preview_of_a_file_says_it():
    offering = OfferingFactory()
    leader = leader_of(offering, person=UserFactory())
    named = (
        leader.person.email,
        "",
        leader.role.name,
        "",
        leader.school.name,
        "",
        "2026-08-05",
        "",
        "A letter.",
    )
    with pytest.raises(LookAtLines) as look:
        take_over_lines(lines=[LeaderLine(2, *named)], by=manager())
    assert look.value.lines == (f"{leader.person} has no position at {leader.school}.",)
