"""What a draft may rest on: earlier answers, schools, roles held and years completed."""

from datetime import date, timedelta

import pytest

from applications.queries.drafts import (
    completed_years,
    holds_role,
    last_years_answers,
    schools_to_choose,
    sent_back,
)
from applications.services import start
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 14)
DAY = timedelta(days=1)


def test_answers_are_brought_along_from_the_latest_earlier_application_that_has_some(clock):
    person = UserFactory()
    for days, answers in ((-3, {"time": "Old."}), (-2, {"time": "Newer."}), (-1, {})):
        clock(NOW + days * DAY)
        ApplicationFactory(person=person, answers=answers)
        ApplicationFactory(answers={"time": "Another's."})
    clock(NOW)
    found = last_years_answers(ApplicationFactory(person=person, answers={"time": "New."}))
    assert found.answers == {"time": "Newer."}


def test_schools_with_a_post_of_ones_own_stand_apart_from_the_others_of_the_network():
    post = PostFactory(school__name="Oak")
    PostFactory(person=post.person, school__name="Elm", ends=TODAY)
    PostFactory(school__name="Ash")
    SchoolFactory(name="Yew", member=False)
    own, others = schools_to_choose(post.person, TODAY)
    assert ([school.name for school in own], [school.name for school in others]) == (["Oak"], ["Ash", "Elm"])


@pytest.mark.parametrize(
    ("actions", "found"),
    [
        (("submit", "send_back"), True),
        (("submit", "send_back", "save"), True),
        (("submit", "send_back", "submit"), False),
        (("submit", "send_back", "withdraw"), False),
        (("submit",), False),
        ((), False),
    ],
)
def test_what_was_asked_for_stands_until_it_is_somebody_elses_turn(actions, found):
    application = ApplicationFactory()
    for hours, action in enumerate(actions):
        application.events.create(action=action, at=NOW + timedelta(hours=hours), note=action)
    ApplicationFactory().events.create(action="send_back", at=NOW + DAY)
    newest_first = list(application.events.order_by("-at"))
    for asked in (sent_back(application), sent_back(application, newest_first)):
        assert (asked.note if asked else None) == ("send_back" if found else None)


@pytest.mark.parametrize(
    ("fields", "held"),
    [({}, True), ({"end_reason": "completed"}, True), ({"end_reason": "resigned"}, False)],
)
def test_a_role_is_held_in_its_year_unless_it_was_ended_early(fields, held):
    offering, person = OfferingFactory(), UserFactory()
    PlacementFactory(role=offering.role, year=offering.year)
    PlacementFactory(person=person, year=offering.year)
    PlacementFactory(person=person, role=offering.role, year=ProgramYearFactory(first=2025))
    PlacementFactory(person=person, role=offering.role, year=offering.year, **fields)
    assert holds_role(person, offering) is held


def test_years_are_completed_in_the_role_that_is_asked_for_before_the_year_begins_and_once_each():
    peer, person = RoleFactory(), UserFactory()
    offering = OfferingFactory(role=RoleFactory(pathway=peer.pathway, after_role=peer, after_years=1))
    years = {first: ProgramYearFactory(first=first) for first in (2023, 2024, 2025)}
    PlacementFactory(
        person=person, role=peer, year=years[2024], ends=date(2024, 12, 1), end_reason="completed"
    )
    PlacementFactory(person=person, role=peer, year=years[2024], starts=date(2024, 12, 1))
    PlacementFactory(person=person, role=peer, year=years[2023], end_reason="resigned")
    PlacementFactory(person=person, role=peer, year=offering.year)
    PlacementFactory(person=person, year=years[2025])
    PlacementFactory(role=peer, year=years[2025])
    assert completed_years(person, offering) == 1
    PlacementFactory(person=person, role=peer, year=years[2025])
    assert completed_years(person, offering) == 2
    assert completed_years(person, OfferingFactory(role=peer)) == 0


def test_a_draft_for_one_role_is_not_answered_when_another_role_is_begun_at_the_same_school():
    first = ApplicationFactory()
    other = OfferingFactory()
    begun = start(person=first.person, offering_pk=other.pk, school=first.school)
    assert (begun.offering, begun.pk == first.pk) == (other, False)
