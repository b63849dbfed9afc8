"""Search: within what the asker may see, in a fixed number of queries."""

import gzip
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from lxml.html import fromstring

from applications.models import Application
from people.models import Hat
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def ruiz(number: int = 0) -> Any:
    return UserFactory(given_name=f"Ana{number}", preferred_name="", family_name="Ruizsample")


def director_of(school: Any) -> Any:
    person = UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(school)
    return person


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/search/").status_code == 302


def test_search_is_for_staff(signed_in: Any) -> None:
    assert signed_in(UserFactory()).get("/search/?q=ruiz").status_code == 403


def test_a_manager_finds_people_roles_and_applications(signed_in: Any) -> None:
    placement = PlacementFactory(person=ruiz(), role__name="Arts Lead", school__name="First Street")
    application = ApplicationFactory(person=placement.person, submitted=True)
    html = signed_in(manager()).get("/search/?q=ruizsamp").content.decode()
    assert "Arts Lead at First Street, 2026-27" in html
    assert f'href="/placements/{placement.pk}/"' in html
    assert f'href="/applications/{application.pk}/"' in html


def test_a_director_finds_nobody_of_other_schools(signed_in: Any) -> None:
    mine, theirs = PlacementFactory(person=ruiz(1)), PlacementFactory(person=ruiz(2))
    ApplicationFactory(person=ruiz(3), submitted=True)
    html = signed_in(director_of(mine.school)).get("/search/?q=ruizsamp").content.decode()
    assert "Ana1 Ruizsample" in html
    assert "Ana2 Ruizsample" not in html
    assert "Ana3 Ruizsample" not in html
    assert f"/placements/{theirs.pk}/" not in html


def test_a_draft_of_someone_else_is_not_found(signed_in: Any) -> None:
    application = ApplicationFactory(person=ruiz())
    html = signed_in(manager()).get("/search/?q=ruizsamp").content.decode()
    assert f"/applications/{application.pk}/" not in html


def test_too_few_letters_are_refused_in_words(signed_in: Any) -> None:
    answer = signed_in(manager()).get("/search/?q=r")
    assert answer.status_code == 422
    assert "Type at least two letters." in answer.content.decode()


def test_two_letters_find_those_whose_name_or_address_begins_so(signed_in: Any) -> None:
    UserFactory(given_name="Wei", preferred_name="", family_name="Li", email="wei@example.org")
    UserFactory(given_name="Emil", preferred_name="", family_name="Olive", email="emil@example.org")
    html = signed_in(manager()).get("/search/?q=li").content.decode()
    assert "Wei Li" in html
    assert "Emil Olive" not in html


def test_words_are_found_in_any_order(signed_in: Any) -> None:
    UserFactory(given_name="Wei", preferred_name="", family_name="Li")
    assert "Wei Li" in signed_in(manager()).get("/search/?q=Li, Wei").content.decode()


def test_people_stand_by_family_name_and_applications_by_what_changed_last(signed_in: Any) -> None:
    last = UserFactory(given_name="Zoe", preferred_name="", family_name="Ruizsample")
    first = UserFactory(given_name="Ana", preferred_name="", family_name="Ruizsample")
    late, early = (ApplicationFactory(person=last, submitted=True) for _ in range(2))
    for application, day in ((late, 9), (early, 2)):
        changed = datetime(2026, 11, day, tzinfo=UTC)
        Application.objects.filter(pk=application.pk).update(changed_at=changed)
    answer = signed_in(manager()).get("/search/?q=ruizsample")
    assert [person.pk for person in answer.context["people"].page] == [first.pk, last.pk]
    links = fromstring(answer.content).xpath("//table[caption='Applications']//a/@href")
    assert links == [f"/applications/{application.pk}/" for application in (late, early)]


def test_an_empty_search_says_so(signed_in: Any) -> None:
    assert signed_in(manager()).get("/search/?q=").status_code == 422


def test_nothing_found_says_what_to_try(signed_in: Any) -> None:
    assert "Nothing found" in signed_in(manager()).get("/search/?q=nobodyatall").content.decode()


@pytest.mark.parametrize(
    "words", ["%00%00%00", "%25%25%25", "___", "'''", "%F0%9F%8E%93%F0%9F%8E%93%F0%9F%8E%93"]
)
def test_strange_words_break_nothing(words: str, signed_in: Any) -> None:
    assert signed_in(manager()).get(f"/search/?q={words}").status_code in {200, 422}


@pytest.mark.parametrize("rows", [3, 60])
def test_search_asks_the_same_questions_for_3_and_60(rows: int, signed_in: Any, count_queries: Any) -> None:
    school, offering = SchoolFactory(), OfferingFactory()
    for number in range(rows):
        person = ruiz(number)
        PlacementFactory(person=person, school=school, role=offering.role)
        ApplicationFactory(person=person, school=school, offering=offering, submitted=True, signed=False)
    client = signed_in(manager())
    client.get("/search/")  # the first page of a session of staff notes the time
    with count_queries(10):
        answer = client.get("/search/?q=ruizsamp")
    assert len(answer.content) <= 60 * 1024
    assert len(gzip.compress(answer.content, 6)) <= 10 * 1024
