"""What waits for each hat: that and only that, the oldest first, in a fixed number of queries."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from applications.models import Application
from applications.queries.lists import without_readers
from coaching.models import CoachingCycle
from dashboard.queries import waiting_for
from dashboard.queries.kinds import KINDS
from dashboard.views.navigation import exists
from fellows.models import Fellow, FellowCohort, Milestone, ServiceRecord
from pathways.models import PathwayManager
from people.models import Hat
from people.services import invite_delegate
from stipends.models import StipendPolicy, StipendRun
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.coaching import ActionStepFactory, CycleFactory, SupportFactory
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import (
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
    teacher_at,
)
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)
TODAY = date(2026, 11, 16)


def waits(person: Any) -> list[tuple[str, str, int]]:
    """What the list of `person` says: kind, words and how many."""
    return [(one.kind, one.what, one.count) for one in waiting_for(person, day=TODAY, now=NOW)]


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def offering(name: str = "Team Lead") -> Any:
    return OfferingFactory(role__name=name)


def test_nothing_waits_for_someone_new() -> None:
    assert waits(UserFactory()) == []


def test_an_applicant_sees_drafts_returns_and_offers_of_their_own() -> None:
    me = UserFactory()
    ApplicationFactory(person=me, offering=offering("Team Lead"))
    ApplicationFactory(person=me, offering=offering("Arts Lead"), offered=True, answer_by=date(2026, 11, 20))
    ApplicationFactory(offering=offering("Peer Coach"))
    assert sorted(waits(me)) == [
        ("draft", "Your application: Team Lead", 1),
        ("offer", "Answer your offer: Arts Lead", 1),
    ]


def test_whoever_is_asked_to_act_for_a_principal_reads_so_until_they_answer() -> None:
    principal = principal_of(SchoolFactory(), given_name="Rosa", preferred_name="", family_name="Rivera")
    me, other = UserFactory(verified=True), UserFactory(verified=True)
    days = {"starts": TODAY, "ends": TODAY + timedelta(days=5)}
    asked = invite_delegate(principal=principal, address=me.email, by=principal, **days)
    (found,) = waiting_for(me, day=TODAY, now=NOW)
    assert (found.what, found.url) == (
        "Answer Rosa Rivera, who asks you to act for them",
        "/profile/asked/",
    )
    assert waits(other) == []
    # Once those days are over there is nothing to answer.
    assert waiting_for(me, day=asked.ends, now=NOW) == []


def test_a_draft_of_a_closed_window_does_not_wait() -> None:
    me = UserFactory()
    ApplicationFactory(person=me, offering=OfferingFactory(closes=date(2026, 11, 15)))
    assert waits(me) == []


def test_a_leader_sees_what_is_late_or_due_within_thirty_days() -> None:
    me = UserFactory()
    placement = PlacementFactory(person=me)
    for days in (-3, 30, 31):
        due = DeliverableFactory(title=f"Plan {days}", due=TODAY + timedelta(days=days))
        DeliverableRecordFactory(placement=placement, deliverable=due)
    found = waiting_for(me, day=TODAY, now=NOW)
    assert [(one.what, one.late) for one in found] == [("Plan -3", True), ("Plan 30", False)]


def test_who_begins_in_the_course_of_the_year_is_not_late_with_what_was_due_before() -> None:
    me, school, director = UserFactory(), SchoolFactory(name="First Street"), UserFactory()
    HatFactory(person=director, kind=Hat.Kind.DIRECTOR).schools.add(school)
    begins = TODAY - timedelta(days=2)
    placement = PlacementFactory(person=me, school=school, starts=begins)
    for title, days, state in (("Plan", -3, "open"), ("Walk", -4, "returned"), ("Day one", -2, "open")):
        due = DeliverableFactory(title=title, due=TODAY + timedelta(days=days))
        decided = {"state": state, "words": "More.", "decided_by": director} if state == "returned" else {}
        DeliverableRecordFactory(placement=placement, deliverable=due, **decided)
    found = {one.what: (one.kind, one.late, one.since) for one in waiting_for(me, day=TODAY, now=NOW)}
    assert found == {
        "Plan": ("deliverable_before", False, begins),
        "Walk": ("deliverable_returned_before", False, begins),
        "Day one": ("deliverable", True, begins),
    }
    assert waits(director) == [("late_deliverables", "Deliverables overdue at First Street", 1)]


def test_a_principal_sees_what_their_school_asks_them_to_sign() -> None:
    school = SchoolFactory()
    principal = principal_of(school)
    applicant = teacher_at(school, given_name="Ana", preferred_name="", family_name="Ruiz")
    ApplicationFactory(person=applicant, school=school, offering=offering(), submitted=True)
    ApplicationFactory(offering=offering("Arts Lead"), submitted=True)
    assert waits(principal) == [
        ("cosign", "Read and sign: Ana Ruiz, Team Lead", 1),
        ("expectations", "Write what your ILT expects of 2 roles", 1),
    ]


def test_a_principal_accepts_the_deliverables_of_their_school_only() -> None:
    school = SchoolFactory()
    principal = principal_of(school)
    for place in (school, SchoolFactory()):
        DeliverableRecordFactory(
            placement__school=place,
            placement__person__given_name="Ben",
            placement__person__preferred_name="",
            placement__person__family_name="Okafor",
            deliverable__title="Plan",
            deliverable__accepted_by="principal",
            state="submitted",
            submitted_at=NOW,
        )
    assert waits(principal) == [
        ("accept", "Accept Ben Okafor: Plan", 1),
        ("expectations", "Write what your ILT expects of 2 roles", 1),
    ]


def test_a_reviewer_sees_what_they_were_asked_to_read() -> None:
    review = ReviewFactory()
    ReviewFactory()
    assert [kind for kind, _, _ in waits(review.reviewer)] == ["review"]


def test_no_reader_is_not_the_same_as_all_readers_have_answered() -> None:
    ApplicationFactory(offering=offering(), in_review=True)
    aside = ReviewFactory(state="recused", application__offering=offering("Arts Lead"))
    kinds = sorted((kind, what) for kind, what, _ in waits(manager()) if kind in ("decide", "start_review"))
    year = aside.application.offering.year.label
    assert kinds == [
        ("start_review", f"Choose readers: Arts Lead {year}"),
        ("start_review", f"Choose readers: Team Lead {year}"),
    ]


def test_a_manager_sees_the_pipeline_grouped_by_role() -> None:
    role = offering()
    for _ in range(3):
        ApplicationFactory(offering=role, cosigned=True)
    assert ("start_review", "Choose readers: Team Lead 2026-27", 3) in waits(manager())


def test_a_manager_sees_schools_without_a_signer() -> None:
    person = manager()
    school = SchoolFactory(name="First Street")
    assert ("headless", "Nobody signs for First Street", 1) in waits(person)
    principal_of(school)
    assert ("headless", "Nobody signs for First Street", 1) not in waits(person)


def test_a_facilitator_sees_the_roster_they_did_not_close() -> None:
    me = UserFactory()
    SessionFactory(facilitated_by=me, title="Day one")
    SessionFactory()
    assert waits(me) == [("roster", "Close the roster: Day one", 1)]


def test_a_coach_sees_their_own_cycles() -> None:
    me = HatFactory(kind=Hat.Kind.COACH).person
    for coach in (me, UserFactory()):
        CoachingCycle.objects.create(
            placement=PlacementFactory(
                person__given_name="Ana", person__preferred_name="", person__family_name="Ruiz"
            ),
            coach=coach,
            window="mid_year",
            due=TODAY,
        )
    assert waits(me) == [("cycle", "Coach Ana Ruiz", 1)]


def run(state: str, by: Any, **fields: Any) -> StipendRun:
    return StipendRun.objects.create(
        year=ProgramYearFactory(), kind="final", state=state, prepared_by=by, prepared_at=NOW, **fields
    )


def test_an_approver_sees_runs_others_prepared_and_a_preparer_does_not() -> None:
    preparer, approver = UserFactory(), UserFactory()
    HatFactory(person=preparer, kind=Hat.Kind.PREPARER)
    HatFactory(person=approver, kind=Hat.Kind.APPROVER)
    run("calculated", preparer, calculated_at=NOW, total_cents=100)
    run("calculated", preparer, calculated_at=NOW, number=2)
    assert waits(approver) == [("run_calculated", "Approve the final run of 2026-27", 1)]
    assert waits(preparer) == []


def test_a_preparer_sees_runs_to_export() -> None:
    preparer = UserFactory()
    HatFactory(person=preparer, kind=Hat.Kind.PREPARER)
    run("draft", preparer)
    assert waits(preparer) == [("run_draft", "Calculate the final run of 2026-27", 1)]


def test_a_policy_waits_for_someone_who_did_not_write_it() -> None:
    writer, other = UserFactory(), UserFactory()
    for person in (writer, other):
        HatFactory(person=person, kind=Hat.Kind.APPROVER)
    StipendPolicy.objects.create(
        role=offering().role,
        year=ProgramYearFactory(),
        annual_cents=1,
        rule={},
        drafted_by=writer,
        drafted_at=NOW,
    )
    assert waits(other) == [("policy", "Publish the stipend of Team Lead 2026-27", 1)]
    assert waits(writer) == []


def test_a_director_sees_what_is_late_at_their_schools() -> None:
    school, person = SchoolFactory(name="First Street"), UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(school)
    for place in (school, school, SchoolFactory()):
        DeliverableRecordFactory(placement__school=place, deliverable__due=date(2026, 11, 1))
    assert waits(person) == [("late_deliverables", "Deliverables overdue at First Street", 2)]


def test_a_director_sees_coaching_that_is_overdue_window_by_window_planned_or_not() -> None:
    school, person = SchoolFactory(name="First Street"), UserFactory()
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR).schools.add(school)
    day = date(2027, 2, 1)
    # Nobody planned the first; the second was closed; the third ended early, so nobody can coach it any more.
    PlacementFactory(school=school)
    CycleFactory(placement__school=school, state="closed", closed_at=NOW)
    gone = PlacementFactory(school=school, ends=date(2026, 10, 1), end_reason="resigned")
    CycleFactory(placement=gone, due=date(2026, 9, 1))
    CycleFactory(placement__school=SchoolFactory(), due=date(2026, 9, 1))
    CycleFactory(placement__school=school, window="extra", due=date(2026, 9, 1))
    CycleFactory(placement__school=school, window="end_of_year", due=date(2026, 12, 1))
    found = waiting_for(person, day=day, now=NOW)
    assert [(one.what, one.count, one.since) for one in found] == [
        ("Extra coaching overdue at First Street", 1, date(2026, 9, 1)),
        ("End-of-year coaching overdue at First Street", 1, date(2026, 12, 1)),
        ("Mid-year coaching overdue at First Street", 3, date(2027, 1, 31)),
    ]


def test_a_manager_who_signs_for_a_school_is_asked_for_what_the_school_accepts_too() -> None:
    person, school = manager(), SchoolFactory()
    PostFactory(person=person, school=school, principal=True)
    DeliverableRecordFactory(
        placement__school=school,
        placement__person__given_name="Ben",
        placement__person__preferred_name="",
        placement__person__family_name="Okafor",
        deliverable__title="Plan",
        deliverable__accepted_by="principal",
        state="submitted",
        submitted_at=NOW,
    )
    assert ("accept", "Accept Ben Okafor: Plan", 1) in waits(person)


def test_a_manager_of_one_pathway_is_asked_for_its_applications_alone() -> None:
    hat = HatFactory()
    mine, other = ApplicationFactory(cosigned=True), ApplicationFactory(cosigned=True)
    PathwayManager.objects.create(hat=hat, pathway=mine.offering.role.pathway)
    asked = [what for kind, what, _ in waits(hat.person) if kind == "start_review"]
    assert asked == [f"Choose readers: {mine.offering.role.name} 2026-27"]
    assert list(without_readers(hat.person)) == [mine]
    assert other in without_readers(manager())


def test_a_fellow_sees_milestones_and_service_that_was_disputed() -> None:
    me = UserFactory()
    cohort = FellowCohort.objects.create(name="Cohort 12", starts=date(2026, 6, 1), ends=date(2027, 8, 1))
    fellow = Fellow.objects.create(person=me, cohort=cohort, state="enrolled")
    Milestone.objects.create(fellow=fellow, kind="fieldwork", due=TODAY)
    other = Fellow.objects.create(person=UserFactory(), cohort=cohort, state="enrolled")
    for one in (fellow, other):
        ServiceRecord.objects.create(
            fellow=one,
            employer="District",
            site="Second Street",
            position="Principal",
            starts=date(2026, 8, 1),
            state="disputed",
            reported_at=NOW - timedelta(days=3),
        )
    assert waits(me) == [
        ("disputed", "Correct your service: Principal", 1),
        ("milestone", "Milestone: fieldwork hours", 1),
    ]


def test_a_hat_that_was_lost_shows_nothing_any_more() -> None:
    person = UserFactory()
    HatFactory(person=person, ends=TODAY)
    ApplicationFactory(cosigned=True)
    assert waits(person) == []


def test_the_oldest_stands_first_and_nothing_is_left_out() -> None:
    me = UserFactory()
    placement = PlacementFactory(person=me)
    for days in range(60):
        due = DeliverableFactory(due=TODAY - timedelta(days=days))
        DeliverableRecordFactory(placement=placement, deliverable=due)
    found = waiting_for(me, day=TODAY, now=NOW)
    assert len(found) == 60
    assert [one.since for one in found] == sorted(one.since for one in found)


def everything(person: Any) -> None:
    """Someone who wears every hat, leads a school and holds a role."""
    for kind in Hat.Kind:
        HatFactory(person=person, kind=kind)
    PostFactory(person=person, principal=True)
    PlacementFactory(person=person)


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_asks_the_same_few_questions_whatever_the_hats(rows: int, count_queries: Any) -> None:
    me = UserFactory()
    everything(me)
    role = offering()
    for _ in range(rows):
        application = ApplicationFactory(offering=role, submitted=True, signed=False)
        Application.objects.filter(pk=application.pk).update(signer=me)
    with count_queries(5):  # hats, schools one speaks for, pathways one manages, the list, mails and jobs
        waiting_for(me, day=TODAY, now=NOW)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_is_words_and_a_page_that_exists(name: str) -> None:
    words = {"key": 1, "who": "Ana", "what": "Plan", "where": "First Street"}
    kind = KINDS[name]
    assert "{" not in kind.what.format(**words) + kind.why.format(**words)
    in_addresses = words | {"who": "ana", "what": "2026-27"}
    assert exists(re.split("[?#]", kind.url.format(**in_addresses))[0])


def test_support_waits_for_who_assigns_for_who_comes_and_for_who_asked() -> None:
    nobody, given, answered = SupportFactory(), SupportFactory(given=True), SupportFactory(answered=True)
    find = ("support_nobody", f"Find somebody for {nobody.placement.person.name}: {nobody.about}", 1)
    yours = ("support_yours", f"Support {given.placement.person.name}: {given.about}", 1)
    word = ("support_word", f"Did it help? {answered.about}", 1)
    told = {
        person: [one for one in waits(person) if one[0].startswith("support")]
        for person in (
            *(manager(), given.coach, answered.placement.person),
            *(nobody.placement.person, principal_of(nobody.placement.school)),
        )
    }
    assert list(told.values()) == [[find], [find, yours], [word], [], []]


def test_a_coach_is_told_when_to_look_back_at_action_steps_once_a_cycle_and_not_what_they_are() -> None:
    cycle = CycleFactory(due=date(2027, 1, 31), talked=True)
    for day in (date(2026, 11, 10), date(2026, 11, 16), date(2026, 11, 17)):
        ActionStepFactory(cycle=cycle, look_back=day)
    ActionStepFactory(look_back=TODAY, came_of="done", looked_on=TODAY, looked_by=cycle.coach)
    [told] = waiting_for(cycle.coach, day=TODAY, now=NOW)
    assert (told.kind, told.what, told.since) == (
        "look_back",
        f"Look back with {cycle.placement.person.name}",
        date(2026, 11, 10),
    )
    assert waits(cycle.placement.person) == [("look_back", f"Look back with {cycle.coach.name}", 1)]
