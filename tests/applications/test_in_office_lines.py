"""Files of leaders in office: whatever was taken over, taken over again in any order changes nothing; two at once is
once."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from applications.forms.in_office import LeadersForm
from applications.models import Application, ApplicationEvent
from applications.queries.places import crowded, taken_at
from applications.services import (
    LeaderLine,
    LinesRefused,
    LookAtLines,
    release,
    take_over,
    take_over_lines,
)
from applications.services.leader_lines import MOST_LINES
from common.errors import DomainError
from common.tables import MOST_BYTES
from notifications.models import Message
from pathways.models import Placement, PlacementEvent
from pathways.queries import held_at
from pathways.services import Leader
from tests.factories.applications import ApplicationFactory, DecisionFactory
from tests.factories.pathways import OfferingFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager
from tests.waiting import second_after

AUGUST = date(2026, 8, 5)
TABLES = (Placement, PlacementEvent, Application, ApplicationEvent, Message)
# Of three people, two roles and two schools, by number; a day, and a share.
ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(0, 1),
        st.sampled_from(["2026-07-01", "8/5/2026", "2026-09-14"]),
        st.sampled_from(["", "1/2", "0.25"]),
    ),
    min_size=1,
    max_size=6,
    # The same leader in the same role twice is refused.
    unique_by=lambda row: row[:2],
)
WRONG = LeaderLine(99, "nobody@example.org", "", "Nobody", "", "Nowhere", "", "soon", "", "x")


def everything():
    return [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def done(lines, by):
    with pytest.raises(LookAtLines) as look:
        take_over_lines(lines=lines, by=by)
    return take_over_lines(lines=lines, by=by, seen=look.value.seen)


@pytest.fixture
def world(db):
    """Three people, two roles that are published, two schools, and who takes over."""
    people = [UserFactory(external_id=f"E-{n}") for n in range(3)]
    return people, [OfferingFactory().role for _ in range(2)], [SchoolFactory() for _ in range(2)], manager()


def lines_of(world, rows):
    people, roles, schools, _ = world
    return [
        LeaderLine(
            number=number,
            email=people[who].email if number % 2 else "",
            external_id=people[who].external_id,
            role=roles[role].name.upper(),
            cohort="",
            school="" if number % 2 else schools[where].name,
            school_code=schools[where].cds_code if number % 2 else "",
            starts=day,
            share=share,
            reason="The list.",
        )
        for number, (who, role, where, day, share) in enumerate(rows, 2)
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, order=st.randoms())
def test_whatever_was_taken_over_again_in_any_order_changes_nothing(world, rows, order):
    with transaction.atomic():
        lines, by = lines_of(world, rows), world[3]
        assert done(lines, by) == len({(who, role) for who, role, *_ in rows})
        before = everything()
        again = list(lines)
        order.shuffle(again)
        assert done(again, by) == 0
        assert everything() == before
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, place=st.integers(0, 6))
def test_a_file_that_is_refused_changes_nothing(world, rows, place):
    lines = lines_of(world, rows)
    lines.insert(min(place, len(lines)), WRONG)
    before = everything()
    with pytest.raises(LinesRefused, match="Line 99: “nobody@example"):
        take_over_lines(lines=lines, by=world[3])
    assert everything() == before


def test_a_leader_who_stands_in_the_file_twice_is_refused_by_both_numbers(world):
    people, roles, _, by = world
    lines = lines_of(
        world, [(0, 0, 0, "2026-07-01", ""), (1, 0, 0, "2026-07-01", ""), (0, 0, 1, "8/5/2026", "")]
    )
    with pytest.raises(LinesRefused) as refusal:
        take_over_lines(lines=lines, by=by)
    first, _, again = (line.number for line in lines)
    said = f"Line {again}: Line {first} says that {people[0]} is {roles[0]} already. Leave one of the two."
    assert refusal.value.lines == (said,)


def test_what_is_another_thing_than_was_shown_is_shown_again(world):
    lines, by = lines_of(world, [(0, 0, 0, "8/5/2026", "")]), world[3]
    with pytest.raises(LookAtLines) as look:
        take_over_lines(lines=lines, by=by)
    done(lines, by)
    with pytest.raises(LookAtLines, match="Nobody is new: 1 is on record already and stays as they are"):
        take_over_lines(lines=lines, by=by, seen=look.value.seen)


@pytest.mark.django_db(transaction=True)
def test_two_staff_who_take_over_one_leader_at_once_make_one_placement():
    leader = Leader(UserFactory(), OfferingFactory().role, SchoolFactory(), AUGUST, "She leads since August.")
    staff = iter((manager(), manager()))

    def taken():
        return take_over(leader=leader, by=next(staff))

    placement, new = second_after(taken, taken)
    assert (placement, new) == (Placement.objects.get(), False)
    assert (Application.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_decisions_that_are_released_while_a_leader_is_taken_over_count_that_leader():
    offering, school = OfferingFactory(places_per_school=1), SchoolFactory()
    DecisionFactory(application=ApplicationFactory(offering=offering, school=school, in_review=True))
    leader, staff = Leader(UserFactory(), offering.role, school, AUGUST, "She leads since August."), manager()
    answer = second_after(
        lambda: take_over(leader=leader, by=manager()),
        lambda: release(offering_pk=offering.pk, by=staff),
    )
    assert str(answer) == (
        f"{school} has 0 of 1 places free, and 1 offer is staged. Stage fewer offers there; nothing was released."
    )
    assert held_at(offering, school.pk) == 1


@pytest.mark.django_db(transaction=True)
def test_a_leader_who_is_taken_over_while_decisions_are_released_waits_and_their_school_has_too_many():
    offering, school = OfferingFactory(places_per_school=1), SchoolFactory()
    DecisionFactory(application=ApplicationFactory(offering=offering, school=school, in_review=True))
    leader, staff = Leader(UserFactory(), offering.role, school, AUGUST, "She leads since August."), manager()
    placement, new = second_after(
        lambda: release(offering_pk=offering.pk, by=manager()),
        lambda: take_over(leader=leader, by=staff),
    )
    assert (new, taken_at(offering, school.pk)) == (True, 2)
    assert crowded([placement]) == [
        f"{school} has more leaders and offers than places for {offering.role} in 2026-27: 2, and 1 place."
    ]


@pytest.mark.django_db(transaction=True)
def test_two_files_that_name_the_same_leaders_in_another_order_wait_for_each_other(at_once):
    roles, people, school = (
        [OfferingFactory().role for _ in range(2)],
        UserFactory.create_batch(2),
        SchoolFactory(),
    )
    rows = [
        LeaderLine(number, person.email, "", role.name, "", school.name, "", "2026-08-05", "", "The list.")
        for number, (person, role) in enumerate(zip(people, roles, strict=True), 2)
    ]
    staff = [manager(), manager()]
    answers = at_once(lambda: done(rows, staff[0]), lambda: done(list(reversed(rows)), staff[1]))
    assert (Placement.objects.count(), set(map(type, answers)) <= {int, LookAtLines}) == (2, True)


def test_a_file_that_gives_a_school_more_leaders_than_places_says_so_first(world):
    lines = lines_of(world, [(0, 0, 0, "8/5/2026", ""), (1, 0, 0, "8/5/2026", "")])
    for person in world[0][:2]:
        PostFactory(person=person, school=world[2][0])
    with pytest.raises(LookAtLines) as look:
        take_over_lines(lines=lines, by=world[3])
    assert list(look.value.lines) == [
        f"{world[2][0]} has more leaders and offers than places for {world[1][0]} in 2026-27: 2, and 1 place."
    ]


@pytest.mark.django_db
def test_more_lines_than_one_file_may_have_are_taken_over_in_parts():
    with pytest.raises(DomainError, match="Take them over in parts"):
        take_over_lines(lines=[WRONG] * (MOST_LINES + 1), by=manager())


@pytest.mark.django_db
def test_a_file_of_leaders_that_is_too_large_is_refused():
    with pytest.raises(DomainError, match="larger than 5 MB"):
        LeadersForm().typed({"file": SimpleNamespace(size=MOST_BYTES + 1)})
