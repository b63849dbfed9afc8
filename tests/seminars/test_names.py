"""Names on the sheet by the door: two people under one name are two lines one can tell apart."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.pathways import PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory, manager
from tests.factories.seminars import AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def names_on(client: Any, session: Any) -> list[str]:
    return [str(name) for name in client.get(reverse("seminars:sheet", args=[session.pk])).context["names"]]


def test_people_under_one_name_have_their_school_beside_it_and_where_that_is_the_same_the_address(
    signed_in: Any,
) -> None:
    session, staff = SessionFactory(), manager()
    here, there = SchoolFactory(name="First Street"), SchoolFactory(name="Second Street")
    placed = [
        ("Claudia", "Cárdenas", "one@example.org", here),
        ("claudia", "CÁRDENAS", "two@example.org", there),
        ("Nadia", "Cordova", "three@example.org", here),
        ("Nadia", "Cordova", "four@example.org", here),
        ("Ana", "Ruiz", "five@example.org", here),
    ]
    for given, family, email, school in placed:
        person = UserFactory(given_name=given, family_name=family, email=email)
        PlacementFactory(person=person, school=school, year=session.event.year)
    walk_in = UserFactory(given_name="Ana", family_name="Ruiz", email="six@example.org")
    AttendanceFactory(session=session, person=walk_in)
    assert names_on(signed_in(staff), session) == [
        "Cárdenas, Claudia, First Street",
        "CÁRDENAS, claudia, Second Street",
        "Cordova, Nadia, First Street, three@example.org",
        "Cordova, Nadia, First Street, four@example.org",
        "Ruiz, Ana, First Street",
        "Ruiz, Ana, six@example.org",
    ]


@pytest.mark.parametrize(("names", "queries"), [(("Ana", "Eva"), 0), (("Ana", "Ana"), 1)])
def test_schools_are_asked_for_once_and_only_where_names_repeat(
    names: tuple[str, str], queries: int, count_queries: Any
) -> None:
    from seminars.queries import roster, schools_beside

    session = SessionFactory()
    for name in names:
        PlacementFactory(person=UserFactory(given_name=name, family_name="Ruiz"), year=session.event.year)
    rows = roster(session, 0, None).rows
    with count_queries(queries):
        schools_beside(session, rows)


def test_one_name_stands_alone_on_the_sheet(signed_in: Any) -> None:
    session = SessionFactory()
    PlacementFactory(person=UserFactory(given_name="Suharno", family_name=""), year=session.event.year)
    assert names_on(signed_in(manager()), session) == ["Suharno"]
