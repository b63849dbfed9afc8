"""What waits for staff and principals: of their pathways, schools and runs, in the right states, from the right day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.queries import waiting_for
from dashboard.queries.jobs import job_in_words
from pathways.models import Attestation, PathwayManager
from pathways.services import hold_event
from people.models import Hat
from stipends.models import StipendRun
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.coaching import CycleFactory
from tests.factories.fellows import ServiceRecordFactory
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramEventFactory,
    ProgramYearFactory,
)
from tests.factories.people import (
    ActingSignerFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import StipendPolicyFactory, StipendRunFactory, approver, preparer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)
OF_THE_PIPELINE = {"start_review", "decide", "release", "unrouted", "accept_many"}


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def kinds(person: Any, day: date = TODAY) -> list[str]:
    return [one.kind for one in waiting_for(person, day=day, now=NOW)]


def of(person: Any, *named: str) -> list[tuple[str, str, int]]:
    """The lines of these kinds, by name: kind, what, how many."""
    lines = waiting_for(person, day=TODAY, now=NOW)
    return sorted((one.kind, one.what, one.count) for one in lines if one.kind in named)


def test_an_event_that_is_over_waits_for_its_planners_until_somebody_says_how_many_came():
    event = ProgramEventFactory(day=TODAY - DAY, title="Paths")
    event.planners.add(planner := UserFactory())
    says = [("event_over", "Say how many came: Paths", 1)]
    of_all = manager()
    assert (of(planner, "event_over"), of(of_all, "event_over")) == (says, [])
    assert "event_over" not in kinds(planner, TODAY - DAY)
    planner.is_active = False
    planner.save()
    assert of(of_all, "event_over") == says
    hold_event(pk=event.pk, by=of_all, came=64, now=NOW)
    assert of(planner, "event_over") == []


def test_an_event_of_the_partnership_waits_for_managers_too():
    event = ProgramEventFactory(day=TODAY - DAY, school=None, kind="partnership_arts", title="Park")
    event.planners.add(planner := UserFactory(), manager())
    says = [("event_over", "Say how many came: Park", 1)]
    assert (of(planner, "event_over"), of(manager(), "event_over")) == (says, says)
    assert of(principal_of(SchoolFactory()), "event_over") == []


def staged(**fields: Any) -> Any:
    return DecisionFactory(**{f"application__{name}": value for name, value in fields.items()}).application


def read(**fields: Any) -> Any:
    application = ApplicationFactory(in_review=True, score_hundredths=300, **fields)
    ReviewFactory(application=application, scored=True)
    return application


def unread(**fields: Any) -> Any:
    """One reader has answered, another has not."""
    application = read(**fields)
    ReviewFactory(application=application)
    return application


PIPELINE = {
    "cosigned": (lambda **more: ApplicationFactory(cosigned=True, **more), ["start_review"]),
    "in review": (lambda **more: ApplicationFactory(in_review=True, **more), ["start_review"]),
    "read by one of two": (unread, []),
    "read": (read, ["decide"]),
    "staged": (staged, ["release", "start_review"]),
    "offered": (lambda **more: ApplicationFactory(offered=True, **more), []),
    "without a signer": (
        lambda **more: ApplicationFactory(submitted=True, signer=None, **more),
        ["unrouted"],
    ),
    "with a signer": (lambda **more: ApplicationFactory(submitted=True, **more), []),
}


@pytest.mark.parametrize("name", PIPELINE)
def test_an_application_waits_for_managers_by_where_it_stands(name: str) -> None:
    made, shown = PIPELINE[name]
    made()
    assert [kind for kind, _, _ in of(manager(), *OF_THE_PIPELINE)] == shown


@pytest.mark.parametrize("name", [name for name, (_, shown) in PIPELINE.items() if shown])
def test_a_managers_own_application_does_not_wait_for_them(name: str) -> None:
    me = manager()
    made, _ = PIPELINE[name]
    made(person=me)
    assert of(me, *OF_THE_PIPELINE) == []


def test_what_is_read_and_staged_waits_to_be_released_and_not_to_be_decided() -> None:
    DecisionFactory(application=read(offering=OfferingFactory(role__name="Team Lead")))
    assert of(manager(), *OF_THE_PIPELINE) == [("release", "Release decisions: Team Lead 2026-27", 1)]


def test_a_hat_narrowed_to_a_pathway_reads_what_waits_there() -> None:
    here, there = (OfferingFactory(role__name=name) for name in ("Team Lead", "Arts Lead"))
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=here.role.pathway)
    for offering in (here, there):
        read(offering=offering)
        DeliverableRecordFactory(
            placement__role=offering.role, deliverable__offering=offering, state="submitted", submitted_at=NOW
        )
    assert of(hat.person, *OF_THE_PIPELINE) == [
        ("accept_many", "Accept deliverables: Team Lead", 1),
        ("decide", "Decide: Team Lead 2026-27", 1),
    ]


def test_service_that_was_verified_waits_for_managers_by_who_vouched_and_never_for_the_fellow() -> None:
    names = {"given_name": "Ana", "preferred_name": "", "family_name": "Ruiz"}
    person = {f"fellow__person__{part}": name for part, name in names.items()}
    ServiceRecordFactory(verified=True, vouched=True, site="Second Street", **person)
    ServiceRecordFactory(verified=True, vouched=False, verifier_email="office@example.org", **person)
    ServiceRecordFactory(reported=True, vouched=True)
    me = manager()
    ServiceRecordFactory(verified=True, vouched=True, fellow__person=me)
    lines = [one for one in waiting_for(me, day=TODAY, now=NOW) if one.kind.startswith("service")]
    assert sorted(
        (one.kind, one.what, one.why.partition(": ")[2].partition(" confirmed")[0]) for one in lines
    ) == [
        ("service", "Accept the service of Ana Ruiz", "Assistant principal."),
        ("service_given", "Accept the service of Ana Ruiz", "office@example.org"),
    ]


@pytest.mark.parametrize(
    ("session", "shown"),
    [
        ({"ends_at": NOW - 3 * DAY - timedelta(seconds=1)}, 1),
        ({"ends_at": NOW - 3 * DAY - timedelta(seconds=1), "planned": True}, 1),
        ({"ends_at": NOW - 3 * DAY}, 0),
        ({"ends_at": NOW - 4 * DAY, "closed": True}, 0),
    ],
    ids=["held", "never marked as held", "three days ago", "closed"],
)
def test_rosters_wait_for_managers_from_the_fourth_day_on(session: dict[str, Any], shown: int) -> None:
    SessionFactory(starts_at=NOW - 5 * DAY, **session)
    assert of(manager(), "rosters") == [("rosters", "Rosters that nobody closed, 2026-27", 1)][:shown]


def test_a_managers_own_roster_waits_as_theirs_and_not_among_the_others() -> None:
    me = manager()
    SessionFactory(facilitated_by=me, title="Day one")
    assert of(me, "roster", "rosters") == [("roster", "Close the roster: Day one", 1)]


@pytest.mark.parametrize("named", ["nobody", "acting signer", "no member"])
def test_a_school_of_the_network_waits_while_nobody_signs_for_it(named: str) -> None:
    school = SchoolFactory(name="First Street", member=named != "no member")
    PostFactory(principal=True, school=school, ends=date(2026, 10, 5))
    PostFactory(school=school, ends=date(2026, 11, 1))
    if named == "acting signer":
        ActingSignerFactory(school=school)
    lines = [one for one in waiting_for(manager(), day=TODAY, now=NOW) if one.kind == "headless"]
    found = [(one.what, one.since, one.url) for one in lines]
    whole = ("Nobody signs for First Street", date(2026, 10, 5), f"/schools/{school.slug}/signer/")
    assert found == ([whole] if named == "nobody" else [])


def test_who_signs_for_one_school_of_the_network_signs_for_no_other() -> None:
    PostFactory(principal=True)
    ActingSignerFactory()
    SchoolFactory(name="Second Street", member=False)
    SchoolFactory(name="First Street")
    assert of(manager(), "headless") == [("headless", "Nobody signs for First Street", 1)]


def test_a_manager_who_is_a_principal_too_reads_no_deliverable_twice() -> None:
    school = SchoolFactory()
    me = principal_of(school)
    HatFactory(person=me)
    DeliverableRecordFactory(
        placement__school=school, deliverable__accepted_by="staff", state="submitted", submitted_at=NOW
    )
    DeliverableRecordFactory(
        placement__school=school, deliverable__accepted_by="principal", state="submitted", submitted_at=NOW
    )
    assert [(kind, count) for kind, _, count in of(me, "accept", "accept_many")] == [
        ("accept", 1),
        ("accept_many", 1),
    ]


# --- principals and directors -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "fields", "waits"),
    [
        (date(2027, 5, 2), {}, True),
        (date(2027, 5, 1), {}, False),
        (date(2027, 6, 30), {"end_reason": "completed"}, True),
        (date(2027, 5, 2), {"end_reason": "resigned", "ends": date(2027, 5, 2)}, False),
        (date(2027, 5, 2), {"end_reason": "resigned", "ends": date(2027, 5, 3)}, True),
        (date(2026, 11, 10), {"end_reason": "resigned", "ends": date(2026, 12, 19)}, True),
        (date(2027, 7, 1), {}, False),
    ],
    ids=["sixty days before", "a day earlier", "completed", "resigned", "last day", "ends soon", "over"],
)
def test_a_year_waits_to_be_attested_in_its_last_sixty_days(
    clock: Any, day: date, fields: dict[str, Any], waits: bool
) -> None:
    placement = PlacementFactory(**fields)
    PlacementFactory()
    by = principal_of(placement.school)
    clock(datetime(day.year, day.month, day.day, 18, tzinfo=UTC))
    assert kinds(by, day) == (["attest"] if waits else [])


def test_a_principal_attests_neither_for_themselves_nor_twice() -> None:
    school = SchoolFactory()
    by = principal_of(school)
    PlacementFactory(school=school, person=by)
    Attestation.objects.create(placement=PlacementFactory(school=school), met=True, by=by, at=NOW)
    assert kinds(by, date(2027, 6, 1)) == []


@pytest.mark.parametrize(
    ("cycle", "waits"),
    [({"due": TODAY - DAY}, True), ({"due": TODAY}, False), ({"due": TODAY - DAY, "state": "closed"}, False)],
    ids=["late", "due today", "closed"],
)
def test_late_coaching_waits_for_the_director_of_the_school(cycle: dict[str, Any], waits: bool) -> None:
    placement, person = PlacementFactory(school__name="First Street"), UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(placement.school)
    more = {"talked": True, "closed_at": NOW} if cycle.get("state") else {}
    CycleFactory(placement=placement, **more, **cycle)
    CycleFactory(due=TODAY - DAY)
    shown = ("late_mid_year", "Mid-year coaching overdue at First Street", 1)
    assert of(person, "late_mid_year") == ([shown] if waits else [])


@pytest.mark.parametrize("first", [2025, 2027])
def test_what_was_late_in_another_year_does_not_wait_for_a_director(first: int) -> None:
    record = DeliverableRecordFactory(
        placement__year=ProgramYearFactory(first=first), deliverable__due=TODAY - DAY
    )
    person = UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(record.placement.school)
    assert kinds(person) == []


def test_a_school_beside_another_hat_is_none_that_one_directs() -> None:
    person, mine = UserFactory(), SchoolFactory(name="First Street")
    others = SchoolFactory(name="Second Street")
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(mine)
    HatFactory(person=person, kind=Hat.Kind.COACH).schools.add(others)
    for school in (mine, others):
        DeliverableRecordFactory(placement__school=school, deliverable__due=TODAY - DAY)
    shown = ("late_deliverables", "Deliverables overdue at First Street", 1)
    assert of(person, "late_deliverables") == [shown]


# --- finance --------------------------------------------------------------------------------------
def run(state: str, **fields: Any) -> StipendRun:
    approved = {"approved_by": approver(), "approved_at": NOW, "snapshot_sha256": "0" * 64}
    known = approved if state in {"approved", "exported", "confirmed"} else {}
    return StipendRunFactory(**known | {"state": state, "calculated_at": NOW, "total_cents": 1} | fields)


STATES = ("draft", "calculating", "calculated", "approved", "exported", "confirmed", "void")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", [preparer, approver, administrator])
def test_a_run_waits_for_whoever_takes_its_next_step(who: Any, state: str) -> None:
    person = who()
    run(state)
    steps = {
        preparer: {"draft", "approved", "exported"},
        approver: {"calculated"},
        administrator: {"draft", "approved", "exported", "calculated"},
    }
    shown = [kind for kind in kinds(person) if kind.startswith("run")]
    assert shown == ([f"run_{state}"] if state in steps[who] else [])


@pytest.mark.parametrize(
    "fields",
    [{"kind": "projection"}, {"total_cents": 0}],
    ids=["a projection", "nothing to pay"],
)
def test_a_run_that_pays_nobody_does_not_wait_to_be_approved(fields: dict[str, Any]) -> None:
    run("calculated", **fields)
    assert kinds(approver()) == []


def test_a_run_one_prepared_oneself_waits_for_another_to_approve_it() -> None:
    me = approver()
    run("calculated", prepared_by=me)
    assert (kinds(me), kinds(approver())) == ([], ["run_calculated"])


def test_amounts_nobody_typed_wait_for_the_preparer_by_year() -> None:
    year = ProgramYearFactory()
    paid, drafted, *_ = [OfferingFactory(year=year) for _ in range(4)]
    StipendPolicyFactory(role=paid.role, year=year)
    StipendPolicyFactory(role=drafted.role, year=year, state="draft", published_by=None, published_at=None)
    OfferingFactory(year=year, role__pathway__kind="fellowship")
    lines = [one for one in waiting_for(preparer(), day=TODAY, now=NOW) if one.kind == "amounts"]
    assert [(one.what, one.count, one.url) for one in lines] == [
        ("Type what roles of 2026-27 pay", 2, "/offerings/years/2026-27/")
    ]
    assert "amounts" not in kinds(approver())


def test_amounts_of_a_year_that_is_over_wait_for_nobody() -> None:
    OfferingFactory()
    assert "amounts" not in kinds(preparer(), day=date(2027, 7, 1))


def test_a_policy_that_was_published_waits_for_nobody() -> None:
    StipendPolicyFactory()
    assert kinds(approver()) == []


def test_a_job_without_words_of_its_own_is_named_as_it_is() -> None:
    assert job_in_words("count-the-days") == "Count the days"
