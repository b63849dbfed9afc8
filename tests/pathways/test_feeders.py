"""Which school's students go on to which, and who leads arts there."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, transaction

from common.errors import NotAllowed
from pathways import services
from pathways.models import Feeder
from people.models import Hat
from tests.factories.pathways import FeederFactory, PlacementFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, principal_of
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def two():
    """A school to grade 8 and a high school."""
    return SchoolFactory(lowest_grade=0, highest_grade=8), SchoolFactory(lowest_grade=9, highest_grade=12)


def registrar():
    return HatFactory(kind=Hat.Kind.REGISTRAR).person


def test_staff_say_it_once_and_end_it(two):
    lower, upper = two
    row = services.add_feeder(lower=lower, upper=upper, by=registrar(), now=NOW)
    assert refusal(services.add_feeder, lower=lower, upper=upper, by=manager()) == "That stands here already."
    by = manager()
    for _ in range(2):
        assert services.end_feeder(pk=row.pk, by=by, now=NOW).ended_by == by
    assert services.add_feeder(lower=lower, upper=upper, by=by).pk != row.pk


def test_what_cannot_be_is_refused_in_words(two):
    lower, upper = two
    said = {"by": manager()}
    assert refusal(services.add_feeder, lower=lower, upper=lower, **said) == (
        "Choose another school: no school goes on to itself."
    )
    assert refusal(services.add_feeder, lower=upper, upper=lower, **said) == (
        "Students of that school are younger. Choose the two the other way round."
    )


def test_grades_of_two_schools_follow(two):
    lower = SchoolFactory(name="Elm", lowest_grade=0, highest_grade=5)
    assert refusal(services.add_feeder, lower=lower, upper=two[1], by=manager()) == (
        f"Grades do not follow: Elm has K–5, {two[1].name} has 9–12."
    )


def test_ones_own_school_stands_first(client):
    rows = [FeederFactory(upper=SchoolFactory(name=name)) for name in ("Adams", "Baker", "Clark")]
    client.force_login(PlacementFactory(school=rows[2].lower).person)
    shown = [school.name for school, _, _ in client.get("/feeders/").context["rows"]]
    assert shown == ["Clark", "Adams", "Baker"]


def test_nobody_else_says_or_ends_it(client, two):
    row, said = FeederFactory(), "Program managers and registrars say which school's students go on to which."
    for by in (UserFactory(), principal_of(row.upper), HatFactory(kind=Hat.Kind.COACH).person):
        assert refusal(services.end_feeder, pk=row.pk, by=by, refused_as=NotAllowed) == said
        client.force_login(by)
        assert client.get("/feeders/new/").status_code == 403
        assert client.post(f"/feeders/{row.pk}/end/").status_code == 403


def test_a_registrar_adds_it_on_a_page_and_ends_it_there(client, two):
    client.force_login(registrar())
    typed = {"lower": two[0].pk, "upper": two[1].pk}
    assert client.post("/feeders/new/", typed)["Location"] == "/feeders/"
    row = Feeder.objects.get()
    assert (
        f'from <a class="usa-link" href="/schools/{two[0].slug}/">'
        in client.get("/feeders/").content.decode()
    )
    client.post(f"/feeders/{row.pk}/end/")
    assert "No pattern is known yet" in client.get("/feeders/").content.decode()


def test_arts_leads_and_staff_read_who_leads_arts_there_and_nobody_else(client, two):
    FeederFactory(lower=two[0], upper=two[1])
    left_in_october = {"ends": date(2026, 11, 1), "end_reason": "resigned"}
    lead = PlacementFactory(school=two[0], role__pathway__goal_area="arts").person
    other = PlacementFactory(school=two[1], role__pathway__goal_area="culture").person
    left = PlacementFactory(school=two[1], role__pathway__goal_area="arts", **left_in_october).person
    shown = {}
    for person in (lead, manager(), other, left, principal_of(two[1])):
        client.force_login(person)
        html = client.get("/feeders/").content.decode()
        shown[person] = f"Arts Lead: {lead.name}" in html
        assert two[0].name in html
    assert list(shown.values()) == [True, True, False, False, False]


@pytest.mark.parametrize("rows", [2, 30])
def test_the_page_takes_as_many_queries_however_many_schools(client, rows, count_queries):
    for _ in range(rows):
        PlacementFactory(school=FeederFactory().lower, role__pathway__goal_area="arts")
    client.force_login(manager())
    client.get("/feeders/")
    with count_queries(6):
        client.get("/feeders/")


def test_the_database_keeps_feeders_as_they_were_said():
    row = FeederFactory()
    for fields in ({"upper": row.lower}, {"ended_at": NOW}, {"added_by": UserFactory()}):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            Feeder.objects.filter(pk=row.pk).update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        Feeder.objects.filter(pk=row.pk)._raw_delete("default")
