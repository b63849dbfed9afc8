"""Which placements, deliverables and schools a list holds, of which year and day, and in which order."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pathways.models import Attestation, ProgramYear, SchoolAssignment
from pathways.queries import (
    Filters,
    catalogue,
    crowding,
    current_year,
    held_at,
    is_changed,
    mine,
    placement_list,
    placement_page,
    schools_in_network,
    service_days,
    team,
    to_attest,
    waiting_for,
)
from pathways.services import publish, record_leave
from tests.factories.pathways import (
    CohortFactory,
    DeliverableFactory,
    DeliverableRecordFactory,
    IltExpectationFactory,
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


def moving(placement, to, starts=TODAY + DAY):
    """The placement moves to the school on that day."""
    placement.assignments.update(ends=starts)
    return SchoolAssignment.objects.create(placement=placement, school=to, starts=starts, ends=placement.ends)


# --- placements -------------------------------------------------------------------------------------
def test_each_filter_narrows_the_list_of_placements_which_is_in_the_order_of_names():
    wanted = PlacementFactory(person__family_name="Ruizsample")
    ash = PlacementFactory(
        person__family_name="Ash", role=RoleFactory(pathway=wanted.role.pathway), school=wanted.school
    )
    zoe = PlacementFactory(
        person__family_name="Zoeller", role=wanted.role, year=ProgramYearFactory(first=2027)
    )
    by = manager()

    def found(**asked):
        return list(placement_list(by, Filters(**asked)))

    assert found() == [ash, wanted, zoe]
    assert found(year_id=wanted.year_id) == [ash, wanted]
    assert found(pathway_id=wanted.role.pathway_id) == [ash, wanted, zoe]
    assert found(pathway_id=PathwayFactory().pk) == []
    assert found(role_id=wanted.role_id) == [wanted, zoe]
    assert found(school_id=wanted.school_id) == [ash, wanted]
    assert found(words="ruizsamp") == [wanted]


def test_the_page_of_a_placement_shows_its_own_rows_in_the_order_of_time():
    placement, other, by = PlacementFactory(), PlacementFactory(), manager()
    rows = {
        one: [DeliverableRecordFactory(placement=one, deliverable__due=TODAY + days * DAY) for days in (2, 1)]
        for one in (placement, other)
    }
    for one in (placement, other):
        for days in (20, 5):
            leave = {"category": "jury", "protected": False, "starts": TODAY + days * DAY}
            record_leave(pk=one.pk, by=by, ends=TODAY + (days + 2) * DAY, now=NOW + days * DAY, **leave)
        moving(one, SchoolFactory(name=f"Oak {one.pk}"))
    page = placement_page(placement)
    assert page.records == rows[placement][::-1]
    assert [leave.starts for leave in page.leaves] == [TODAY + 5 * DAY, TODAY + 20 * DAY]
    assert [row.school for row in page.assignments] == [
        placement.school,
        placement.assignments.latest("starts").school,
    ]
    assert [event.at for event in page.events] == [NOW + 20 * DAY, NOW + 5 * DAY]


def test_a_leave_behind_the_end_of_a_placement_is_not_shown():
    placement = PlacementFactory()
    leave = {"category": "jury", "protected": False, "starts": TODAY, "ends": TODAY + 5 * DAY}
    record_leave(pk=placement.pk, by=manager(), now=NOW, **leave)
    for ends, shown in ((TODAY, 0), (TODAY + DAY, 1), (None, 1)):
        placement.ends = ends
        assert len(placement_page(placement).leaves) == shown


# --- deliverables -----------------------------------------------------------------------------------
def test_ones_own_deliverables_are_those_owed_first_and_of_no_year_that_is_over():
    person, decided = UserFactory(), {"decided_by": UserFactory()}

    def owed(days, state="open", first=2026, **fields):
        return DeliverableRecordFactory(
            placement__person=person,
            placement__year=ProgramYearFactory(first=first),
            deliverable__due=TODAY + days * DAY,
            state=state,
            **fields,
        )

    later, sooner = owed(2), owed(1)
    sent, accepted = owed(-3, "submitted"), owed(-2, "accepted", **decided)
    returned = owed(5, "returned", words="Add dates.", **decided)
    ahead = owed(300, first=2027)
    owed(0, first=2025)
    DeliverableRecordFactory(deliverable__due=TODAY)
    assert mine(person, TODAY) == [sooner, later, returned, ahead, sent, accepted]
    assert owed(1) in mine(person, date(2027, 6, 30))
    assert mine(person, date(2027, 7, 1)) == [ahead]


def test_what_was_handed_in_waits_for_staff_the_longest_first_and_never_for_its_leader():
    me = manager()
    new, old = (
        DeliverableRecordFactory(
            state="submitted", submitted_at=NOW - days * DAY, deliverable__accepted_by="staff"
        )
        for days in (1, 2)
    )
    DeliverableRecordFactory(
        state="submitted", submitted_at=NOW, deliverable__accepted_by="staff", placement__person=me
    )
    DeliverableRecordFactory(deliverable__accepted_by="staff")
    assert list(waiting_for(me)) == [old, new]


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({}, True),
        ({"end_reason": "completed"}, True),
        ({"end_reason": "resigned", "ends": TODAY}, False),
        ({"end_reason": "resigned", "ends": TODAY + DAY}, True),
        ({"year": 2025}, False),
        ({"year": 2027}, False),
    ],
)
def test_a_principal_attests_the_placements_of_this_year_that_were_not_ended_early_by_today(fields, listed):
    year = ProgramYearFactory(first=fields.get("year", 2026))
    ended = {name: fields[name] for name in ("end_reason", "ends") if name in fields}
    placement = PlacementFactory(year=year, **ended)
    by = principal_of(placement.school)
    PlacementFactory(school=placement.school, person=by)
    PlacementFactory()
    assert list(to_attest(by, TODAY)) == ([placement] if listed else [])


def test_what_was_attested_stays_on_the_list_which_is_in_the_order_of_roles_and_names():
    school = SchoolFactory()
    by = principal_of(school)
    first, second = RoleFactory(position=1), RoleFactory(position=2)
    last = PlacementFactory(school=school, role=second, person__family_name="Ash")
    zoe, ann = (
        PlacementFactory(school=school, role=first, person__family_name=name) for name in ("Zoeller", "Ash")
    )
    said = Attestation.objects.create(placement=zoe, met=True, by=by, at=NOW)
    found = list(to_attest(by, TODAY))
    assert (found, found[1].attestation) == ([ann, zoe, last], said)


# --- schools and places -----------------------------------------------------------------------------
def test_a_place_is_held_by_placements_not_ended_early_and_by_those_who_move_there():
    offering, school = OfferingFactory(), SchoolFactory()
    same = {"role": offering.role, "year": offering.year}
    for reason in ("", "completed", "resigned"):
        PlacementFactory(school=school, end_reason=reason, **same)
    moving(PlacementFactory(**same), school)
    moving(PlacementFactory(year=offering.year), school)
    PlacementFactory(**same)
    PlacementFactory(school=school, year=offering.year)
    PlacementFactory(school=school, role=offering.role, year=ProgramYearFactory(first=2027))
    assert held_at(offering, school.pk) == 3


@pytest.mark.parametrize(
    ("places", "held", "crowded"), [(1, 1, True), (1, 0, False), (2, 2, True), (3, 2, False)]
)
def test_a_move_says_when_its_school_has_more_leaders_than_places(places, held, crowded):
    offering = OfferingFactory(places_per_school=places)
    OfferingFactory(year=ProgramYearFactory(first=2027), role=offering.role, places_per_school=9)
    OfferingFactory(places_per_school=9)
    school, same = SchoolFactory(name="Oak"), {"role": offering.role, "year": offering.year}
    for _ in range(held):
        PlacementFactory(school=school, **same)
    said = (
        f"Oak now has more leaders than places for {offering.role} in 2026-27: {held + 1}, and {places}"
        f" {'place' if places == 1 else 'places'}."
    )
    assert crowding(moving(PlacementFactory(**same), school)) == (said if crowded else "")


def test_a_move_in_a_role_that_was_never_offered_crowds_nobody():
    assert crowding(moving(PlacementFactory(), SchoolFactory())) == ""


def test_schools_of_the_network_count_their_leaders_of_the_year_and_stand_by_name():
    oak, ash = (SchoolFactory(name=name) for name in ("Oak", "Ash"))
    SchoolFactory(name="Elm", member=False)
    year = ProgramYearFactory()
    for reason in ("", "completed"):
        PlacementFactory(school=oak, end_reason=reason)
    for ends in (TODAY, TODAY + DAY):
        PlacementFactory(school=oak, end_reason="resigned", ends=ends)
    PlacementFactory(school=ash, year=ProgramYearFactory(first=2027))
    found = schools_in_network(TODAY, year)
    assert [(school.name, school.leaders) for school in found] == [("Ash", 0), ("Oak", 3)]


def test_a_team_is_led_by_the_principal_and_the_assistants_of_the_day_by_name():
    school, year = SchoolFactory(), ProgramYearFactory()
    principal = principal_of(school)
    for name in ("Zoeller", "Ash"):
        PostFactory(school=school, position="assistant_principal", person__family_name=name)
    PostFactory(school=school, position="assistant_principal", ends=TODAY)
    PostFactory(school=school)
    principal_of(SchoolFactory())
    found = team(school, year, TODAY)
    assert found.principal.person == principal
    assert [post.person.family_name for post in found.assistants] == ["Ash", "Zoeller"]


@pytest.mark.parametrize(
    ("day", "led"),
    [
        (date(2026, 6, 1), "first"),
        (date(2026, 7, 1), "first"),
        (date(2027, 6, 30), "last"),
        (date(2028, 1, 1), "last"),
    ],
    ids=["before the year", "its first day", "its last day", "after the year"],
)
def test_of_another_year_the_team_of_its_nearest_day_is_shown(day, led):
    school, year = SchoolFactory(), ProgramYearFactory()
    posts = {
        "first": PostFactory(principal=True, school=school, ends=date(2027, 6, 30)),
        "last": PostFactory(principal=True, school=school, starts=date(2027, 6, 30)),
    }
    assert team(school, year, day).principal == posts[led]


def test_a_team_shows_who_holds_each_published_role_what_is_open_and_what_is_expected():
    school, year = SchoolFactory(), ProgramYearFactory()
    pathway = PathwayFactory(position=1)
    first, second = (
        OfferingFactory(role=RoleFactory(pathway=pathway, position=n), places_per_school=3) for n in (1, 2)
    )
    OfferingFactory(published=False)
    OfferingFactory(year=ProgramYearFactory(first=2027), role=first.role)
    IltExpectationFactory(school=school, offering=second, text="Joins on Tuesdays.")
    IltExpectationFactory(offering=first, text="Another school's.")
    zoe, ann = (
        PlacementFactory(school=school, role=first.role, person__family_name=name)
        for name in ("Zoeller", "Ash")
    )
    left = PlacementFactory(
        school=school, role=second.role, end_reason="resigned", person__family_name="Moss"
    )
    comes = PlacementFactory(role=second.role, person__family_name="Oak")
    moving(comes, school)
    PlacementFactory(role=first.role)
    PlacementFactory(school=school, role=first.role, year=ProgramYearFactory(first=2027))
    found = [
        (place.offering, place.placements, place.open_places, place.expectation)
        for place in team(school, year, TODAY).places
    ]
    assert found == [(first, (ann, zoe), 1, ""), (second, (left, comes), 2, "Joins on Tuesdays.")]


# --- years and offerings ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2025, 6, 30), "2025-26"),
        (date(2026, 6, 30), "2025-26"),
        (date(2026, 7, 1), "2026-27"),
        (date(2027, 7, 1), None),
    ],
)
def test_the_current_year_is_that_of_the_day_or_the_next_that_begins(day, label):
    for first in (2026, 2025):
        ProgramYearFactory(first=first)
    assert current_year(day) == ProgramYear.objects.filter(label=label).first()


def test_a_calendar_holds_the_days_of_its_year_in_order():
    year, other = ProgramYearFactory(), ProgramYearFactory(first=2027)
    for owner, day in ((year, date(2026, 9, 2)), (year, date(2026, 9, 1)), (other, date(2027, 9, 1))):
        owner.service_days.create(day=day)
    found = service_days(year.pk)
    assert (found.days, found.total) == ((date(2026, 9, 1), date(2026, 9, 2)), 2)
    assert [found.count(date(2026, 9, 2), None), found.count(date(2026, 9, 2), date(2026, 9, 1))] == [1, 0]


def test_an_offering_is_changed_by_its_words_and_deliverables_and_not_by_its_days():
    offering, by = OfferingFactory(published=False), manager()
    assert is_changed(offering)
    DeliverableFactory(offering=offering)
    publish(pk=offering.pk, by=by, now=NOW)
    offering.refresh_from_db()
    assert not is_changed(offering)
    offering.closes = offering.closes + DAY
    assert not is_changed(offering)
    offering.expectations = "Come on Tuesdays."
    assert is_changed(offering)
    offering.refresh_from_db()
    DeliverableFactory(offering=offering)
    assert is_changed(offering)


def test_the_catalogue_stands_in_its_order_with_what_is_open_by_year():
    arts, teams = (PathwayFactory(name=name, position=n) for n, name in ((2, "Arts"), (1, "Teams")))
    second, first = (RoleFactory(pathway=teams, position=n) for n in (2, 1))
    cohort = CohortFactory(role=first)
    next_year, this = (OfferingFactory(role=first, year=ProgramYearFactory(first=n)) for n in (2027, 2026))
    OfferingFactory(role=second, opens=TODAY + DAY)
    found = [pathway for pathway in catalogue(TODAY) if pathway in (arts, teams)]
    assert found == [teams, arts]
    roles = list(found[0].roles.all())
    assert [(role, list(role.cohorts.all()), role.open_now) for role in roles] == [
        (first, [cohort], [this, next_year]),
        (second, [], []),
    ]
