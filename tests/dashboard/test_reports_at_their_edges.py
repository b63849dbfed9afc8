"""Numbers of the year: of which rows they are made, by state, year, school and day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.queries import reports
from dashboard.queries.search import FEW, search
from pathways.models import ProgramYear
from people.models import Hat
from seminars.models import Session
from tests.factories.applications import ApplicationFactory
from tests.factories.fellows import FellowFactory
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.seminars import AttendanceFactory, SessionFactory
from tests.factories.stipends import StipendLineFactory, StipendPolicyFactory, StipendRunFactory, preparer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def sections(person: Any, first: int = 2026) -> dict[str, reports.Section]:
    year = ProgramYear.objects.get(starts__year=first)
    return {one.name: one for one in reports.overview(person, year, TODAY)}


def rows(section: reports.Section) -> list[tuple[str, str]]:
    return [(row.label, row.text) for row in section.rows]


def director_of(school: Any) -> Any:
    person = UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(school)
    return person


# --- which year -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("label", "day", "found"),
    [
        ("2025-26", TODAY, "2025-26"),
        ("", date(2026, 7, 1), "2026-27"),
        ("", date(2026, 6, 30), "2025-26"),
        ("nonsense", TODAY, "2026-27"),
        ("", date(2030, 1, 1), "2027-28"),
    ],
    ids=["asked for", "its first day", "the last day before", "no such year", "after all of them"],
)
def test_the_year_is_the_one_asked_for_else_the_running_else_the_latest(
    label: str, day: date, found: str
) -> None:
    for first in (2027, 2025, 2026):
        ProgramYearFactory(first=first)
    year, years = reports.year_of(label, day)
    assert (str(year), [str(one) for one in years]) == (found, ["2027-28", "2026-27", "2025-26"])


# --- what is counted --------------------------------------------------------------------------------
def test_each_number_counts_its_year_alone() -> None:
    for first in (2026, 2027):
        year = ProgramYearFactory(first=first)
        placement = PlacementFactory(year=year, role__pathway__name=f"Arts {first}")
        DeliverableRecordFactory(placement=placement)
        ApplicationFactory(offering=OfferingFactory(year=year), in_review=True, signed=False)
        SessionFactory(event__year=year, title=f"Day of {first}", closed=True)
    found = sections(manager())
    assert {name: rows(section) for name, section in found.items() if name != "coaching"} == {
        "funnel": [("In review", "1")],
        "deliverables": [("Open", "1")],
        "attendance": [("Day of 2026", "0 of 0")],
        "budget": [("Arts 2026", "$0.00")],
        "paid": [],
    }
    assert sum(row.value for row in found["coaching"].rows) == 2


def test_fellows_are_counted_by_state_where_there_are_any() -> None:
    ProgramYearFactory()
    assert "fellows" not in sections(manager())
    for fields in ({"serving": True}, {}, {}):
        FellowFactory(**fields)
    assert rows(sections(manager())["fellows"]) == [("Nominated", "2"), ("Serving", "1")]


@pytest.mark.parametrize(
    ("person", "names"),
    [
        (manager, {"funnel", "coaching", "deliverables", "attendance", "budget", "paid"}),
        (preparer, {"coaching", "deliverables", "attendance", "budget", "paid"}),
        (lambda: HatFactory(kind="coach").person, {"coaching", "deliverables", "attendance"}),
    ],
    ids=["manager", "finance", "coach"],
)
def test_everybody_reads_the_sections_of_their_hat(person: Any, names: set[str]) -> None:
    ProgramYearFactory()
    assert set(sections(person())) == names


def test_attendance_is_that_of_the_latest_twenty_closed_sessions() -> None:
    for number in range(21):
        SessionFactory(title=f"Day {number}", closed=True, starts_at=NOW - number * DAY)
    SessionFactory(title="Open", starts_at=NOW - DAY)
    assert [label for label, _ in rows(sections(manager())["attendance"])] == [f"Day {n}" for n in range(20)]


def test_a_director_reads_the_attendance_of_the_people_of_their_schools() -> None:
    placement, session = PlacementFactory(), SessionFactory(title="Day one")
    for person, mark, more in (
        (placement.person, "made_up", {"made_up_by": SessionFactory()}),
        (PlacementFactory().person, "present", {}),
        (UserFactory(), "absent", {}),
    ):
        AttendanceFactory(session=session, person=person, mark=mark, **more)
    type(session).objects.filter(pk=session.pk).update(state="closed", closed_at=NOW)
    assert rows(sections(director_of(placement.school))["attendance"]) == [("Day one", "1 of 1")]
    assert rows(sections(manager())["attendance"]) == [("Day one", "2 of 3")]


def test_the_budget_rests_on_the_published_amount_of_the_role_in_that_year() -> None:
    roles = {name: RoleFactory(pathway__name=name) for name in ("Arts", "Coaching", "Teams")}
    StipendPolicyFactory(role=roles["Arts"], annual_cents=100_000)
    StipendPolicyFactory(role=roles["Arts"], year=ProgramYearFactory(first=2027), annual_cents=7)
    StipendPolicyFactory(role=roles["Coaching"], draft=True, annual_cents=7)
    for role in (roles["Teams"], roles["Arts"], roles["Arts"], roles["Coaching"]):
        PlacementFactory(role=role)
    budget = sections(manager())["budget"]
    assert rows(budget) == [("Arts", "$2,000.00"), ("Coaching", "$0.00"), ("Teams", "$0.00")]
    assert budget.lead == (
        "Published amounts for the placements of this year, if everyone earns everything: $2,000.00 together."
    )


@pytest.mark.parametrize(
    ("state", "kind", "first", "paid"),
    [
        ("calculated", "final", 2026, 0),
        ("approved", "final", 2026, 1),
        ("exported", "final", 2026, 1),
        ("confirmed", "final", 2026, 1),
        ("confirmed", "projection", 2026, 0),
        ("confirmed", "final", 2027, 0),
    ],
)
def test_what_was_paid_is_what_approved_runs_of_the_year_say(
    state: str, kind: str, first: int, paid: int
) -> None:
    placement = PlacementFactory(role__pathway__name="Arts")
    made = StipendRunFactory(year=ProgramYearFactory(first=first), kind=kind)
    StipendLineFactory(run=made, placement=placement)
    approved = {"approved_by": manager(), "approved_at": NOW, "snapshot_sha256": "0" * 64}
    known = {} if state == "calculated" else approved
    type(made).objects.filter(pk=made.pk).update(state=state, **known)
    section = sections(manager())["paid"]
    assert rows(section) == ([("Arts", "$1.00")] if paid else [])
    assert section.lead == f"What approved runs of this year pay: ${paid}.00 together."


def test_what_was_paid_in_a_pathway_is_one_number_of_all_its_people() -> None:
    role, made = RoleFactory(pathway__name="Arts"), StipendRunFactory()
    for _ in range(2):
        StipendLineFactory(run=made, placement=PlacementFactory(role=role, year=made.year))
    approved = {"approved_by": manager(), "approved_at": NOW, "snapshot_sha256": "0" * 64}
    type(made).objects.filter(pk=made.pk).update(state="approved", **approved)
    [row] = sections(manager())["paid"].rows
    assert (row.label, row.text, row.rows) == ("Arts", "$2.00", 2)


# --- the rows behind them -----------------------------------------------------------------------------
def test_the_applications_behind_a_number_are_those_of_its_year_and_state_by_name() -> None:
    this, other = (OfferingFactory(year=ProgramYearFactory(first=first)) for first in (2026, 2027))

    def applied(name: str, offering: Any, **trait: Any) -> Any:
        return ApplicationFactory(person__family_name=name, offering=offering, signed=False, **trait)

    late, early = applied("Zoeller", this, in_review=True), applied("Ash", this, in_review=True)
    sent, there = applied("Moss", this, submitted=True), applied("Nye", other, in_review=True)
    applied("Oak", this)
    by = manager()
    assert list(reports.applications(by, "2026-27", "in_review")) == [early, late]
    assert list(reports.applications(by, "2026-27", "")) == [early, sent, late]
    assert list(reports.applications(by, "", "in_review")) == [early, there, late]


def test_the_deliverables_behind_a_number_are_those_of_its_year_state_and_school_by_due_date() -> None:
    here = PlacementFactory()
    later = DeliverableRecordFactory(placement=here, deliverable__due=TODAY + DAY)
    sooner = DeliverableRecordFactory(placement=here, deliverable__due=TODAY)
    sent = DeliverableRecordFactory(placement=here, deliverable__due=TODAY - DAY, state="submitted")
    there = DeliverableRecordFactory(deliverable__due=TODAY - 2 * DAY)
    DeliverableRecordFactory(placement__year=ProgramYearFactory(first=2027), placement__school=here.school)
    by = manager()

    def found(state: str, **more: Any) -> list[Any]:
        return list(reports.deliverables(by, "2026-27", state, day=TODAY, **more))

    assert found("open") == [there, sooner, later]
    assert found("open", school_pk=here.school_id) == [sooner, later]
    assert found("") == [there, sent, sooner, later]
    assert list(reports.deliverables(by, "", "submitted", day=TODAY)) == [sent]


@pytest.mark.parametrize(
    ("record", "late"),
    [
        ({}, True),
        ({"deliverable__due": TODAY}, False),
        ({"deliverable__required": False}, False),
        ({"placement__end_reason": "completed"}, True),
        ({"placement__end_reason": "resigned", "placement__ends": TODAY}, False),
        ({"placement__end_reason": "resigned", "placement__ends": TODAY + DAY}, True),
        ({"state": "returned", "words": "Add dates."}, True),
        ({"state": "submitted"}, False),
    ],
    ids=["yesterday", "today", "not required", "completed", "resigned", "resigns", "returned", "handed in"],
)
def test_a_required_deliverable_is_late_from_the_day_after_it_was_due(
    record: dict[str, Any], late: bool
) -> None:
    by = {"decided_by": UserFactory()} if "words" in record else {}
    made = DeliverableRecordFactory(**{"deliverable__due": TODAY - DAY} | record | by)
    found = reports.deliverables(manager(), "2026-27", reports.OVERDUE, day=TODAY)
    assert list(found) == ([made] if late else [])


# --- search -------------------------------------------------------------------------------------------
def test_a_search_names_the_first_ten_of_each_and_people_by_fifty() -> None:
    people = [UserFactory(given_name=f"Ana{n:02}", family_name="Ruizsample") for n in range(51)]
    offering = OfferingFactory()
    for person in people[: FEW + 1]:
        PlacementFactory(person=person, role=offering.role)
        ApplicationFactory(person=person, offering=offering, submitted=True, signed=False)
    found = search(manager(), "ruizsamp")
    assert [len(found.placements), len(found.applications)] == [10, 10]
    assert list(found.people) == people


def test_a_person_who_is_found_stands_with_the_latest_role_one_may_see() -> None:
    person = UserFactory(family_name="Ruizsample")
    new = PlacementFactory(person=person, role__name="Arts Lead", school__name="First Street")
    old = PlacementFactory(
        person=person,
        year=ProgramYearFactory(first=2025),
        role__name="Team Lead",
        school__name="Second Street",
    )
    for by, placement, words in (
        (manager(), new, "Arts Lead at First Street, 2026-27"),
        (director_of(old.school), old, "Team Lead at Second Street, 2025-26"),
    ):
        [found] = search(by, "ruizsamp").people
        assert (found, found.role_pk, found.role_words) == (person, placement.pk, words)


def test_who_manages_nothing_finds_themselves_and_no_stranger() -> None:
    me, _ = (UserFactory(family_name="Ruizsample") for _ in range(2))
    assert list(search(me, "ruizsamp").people) == [me]
    found = search(me, "nobodyatall")
    assert (list(found.people), found.placements, found.applications) == ([], [], [])


def test_the_marks_of_a_year_stand_session_by_session_the_latest_first_and_by_name() -> None:
    older, newer = (SessionFactory(starts_at=NOW - days * DAY) for days in (9, 2))
    for session, name in ((newer, "Zoe"), (older, "Ann"), (newer, "Bea")):
        person = UserFactory(given_name=name, preferred_name="", family_name="Ruiz")
        AttendanceFactory(session=session, person=person)
    Session.objects.update(state="closed", closed_at=NOW)
    found = reports.marks(manager(), newer.event.year)
    shown = [(mark.session, mark.person.given_name) for mark in found]
    assert shown == [(newer, "Bea"), (newer, "Zoe"), (older, "Ann")]
