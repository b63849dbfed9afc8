"""What a network director sees of their schools: applications and where they stand, attendance, sums of stipends; and
nothing more."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from applications.models import Application, CommitmentRecord
from dashboard.queries import reports
from pathways.models import ProgramYear
from people.models import Hat
from tests.architecture.saved_lists import file_of
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, registrar
from tests.factories.stipends import approved_line, approver, preparer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


@pytest.fixture
def school() -> Any:
    return SchoolFactory(name="Jordan High")


def director_of(school: Any) -> Any:
    person = UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(school)
    return person


def applied(school: Any) -> list[Application]:
    """One that was sent, at this school and at another; a draft, and one taken back before it was sent."""
    offering = OfferingFactory()
    return [
        ApplicationFactory(offering=offering, school=school, submitted=True),
        ApplicationFactory(offering=offering, school=SchoolFactory(), submitted=True),
        ApplicationFactory(offering=offering, school=school),
        ApplicationFactory(offering=offering, school=school, state="withdrawn"),
    ]


def sections(person: Any) -> dict[str, Any]:
    return {one.name: one for one in reports.overview(person, ProgramYear.objects.get(), TODAY)}


def test_a_director_reads_where_the_applications_of_their_schools_stand(signed_in: Any, school: Any) -> None:
    sent, *_ = applied(school)
    person = director_of(school)
    assert [(row.label, row.value) for row in sections(person)["funnel"].rows] == [("Submitted", 1)]
    page = signed_in(person).get("/reports/applications/").content.decode()
    assert sent.person.name in page
    assert f"/applications/{sent.pk}/" not in page


def test_a_director_reads_nothing_that_is_written_in_them(signed_in: Any, school: Any) -> None:
    sent, *others = applied(school)
    person = director_of(school)
    client = signed_in(person)
    for one in (sent, *others):
        assert [client.get(f"/applications/{one.pk}/{page}").status_code for page in ("", "resume/")] == [
            404,
            404,
        ]
    assert list(Application.objects.visible_to(person)) == []
    assert list(CommitmentRecord.objects.visible_to(person)) == []


def test_a_director_who_lost_the_hat_or_the_school_counts_nothing(school: Any) -> None:
    applied(school)
    person = director_of(school)
    person.hats.get().schools.clear()
    assert list(Application.objects.counted_for(person)) == []
    former = director_of(school)
    former.hats.update(ends=TODAY)
    assert list(Application.objects.counted_for(former)) == []


def test_a_director_reads_one_sum_of_stipends_for_each_of_their_schools(signed_in: Any, school: Any) -> None:
    first = PlacementFactory(school=school)
    approved_line(placement=first, run__year=first.year, run__number=1)
    approved_line(placement=PlacementFactory(school=school), run__year=first.year, run__number=2)
    approved_line(placement=PlacementFactory(), run__year=first.year, run__number=3)
    person = director_of(school)
    section = sections(person)["schools"]
    [row] = section.rows
    assert (row.label, row.url) == ("Jordan High", "")
    assert (
        section.lead == f"What approved runs of this year pay at the schools you direct: {row.text} together."
    )
    client = signed_in(person)
    assert file_of(client, "/reports/schools.csv") == [
        ["School", "Approved"],
        ["Jordan High", f"{row.value / 100:.2f}"],
    ]
    assert client.get("/stipends/lines/").status_code == 403
    assert not {"budget", "paid"} & set(sections(person))


@pytest.mark.parametrize(
    "who", [manager, preparer, approver, registrar, lambda: HatFactory(kind=Hat.Kind.COACH).person]
)
def test_sums_by_school_are_for_directors(signed_in: Any, who: Any, school: Any) -> None:
    PlacementFactory(school=school)
    person = who()
    assert "schools" not in sections(person)
    assert signed_in(person).get("/reports/schools.csv").status_code == 403


@pytest.mark.parametrize(
    ("who", "count"),
    [(manager, 2), (preparer, 0), (registrar, 0), (lambda: HatFactory(kind=Hat.Kind.COACH).person, 0)],
)
def test_of_others_managers_alone_count_applications(who: Any, count: int, school: Any) -> None:
    applied(school)
    assert Application.objects.counted_for(who()).count() == count


@pytest.mark.parametrize("rows", [3, 60])
def test_a_director_asks_as_much_however_much_there_is(rows: int, school: Any, count_queries: Any) -> None:
    offering = OfferingFactory()
    for _ in range(rows):
        ApplicationFactory(offering=offering, school=school, submitted=True, signed=False)
    person = director_of(school)
    year = ProgramYear.objects.get()
    with count_queries(6):  # hats, what is counted by its state, cycles, sessions, sums
        reports.overview(person, year, TODAY)
