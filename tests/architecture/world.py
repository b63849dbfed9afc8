"""A small world for the tests of every address: one person for each hat, one thing of each kind and state."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from applications import services as applications
from applications.models import Application, CommitmentRecord
from applications.services.routing import mint_link
from dashboard.services import ask_for_export, make_export
from fellows.models import Fellow, ServiceLink
from pathways.models import DeliverableRecord, EarlierYear, Placement, SignedPaper, TakenOver
from people.models import Delegation, Hat, PersonExport, School, User
from people.services import imports
from people.services.invitations import invite_delegate
from seminars import services as seminars
from stipends import services as stipends
from stipends.models import Budget, StipendLine, StipendRun
from stipends.tasks import calculate_run
from tests.architecture.agreed import agreements_of
from tests.architecture.claimed import claims_of
from tests.architecture.coached import coaching_with
from tests.architecture.frozen import frozen_outcomes
from tests.architecture.owed import owed_about
from tests.architecture.peers import peers_work
from tests.architecture.shared import checks_of, resources_of
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory, principal_for
from tests.factories.fellows import (
    OF_FELLOWS,
    FellowFactory,
    FieldworkFactory,
    MilestoneFactory,
    ProofFactory,
    ServiceRecordFactory,
    interview_sample,
)
from tests.factories.files import PDF
from tests.factories.notifications import MessageFactory, ReminderRuleFactory
from tests.factories.pathways import (
    AssessmentFactory,
    DeliverableRecordFactory,
    FeederFactory,
    GoalNoteFactory,
    IltExpectationFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramEventFactory,
    ProgramYearFactory,
    SchoolGoalFactory,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostRequestFactory,
    SchoolFactory,
    UserFactory,
    teacher_at,
)
from tests.factories.seminars import AttendanceFactory, SessionFactory
from tests.factories.stipends import (
    NOW,
    StipendPolicyFactory,
    StipendRunFactory,
    Year,
    coded,
    published_budget,
)

HATS = {
    "manager": Hat.Kind.PROGRAM_MANAGER,
    "registrar": Hat.Kind.REGISTRAR,
    "coach": Hat.Kind.COACH,
    "preparer": Hat.Kind.PREPARER,
    "approver": Hat.Kind.APPROVER,
    "director": Hat.Kind.DIRECTOR,
}
STATES = ("draft", "submitted", "cosigned", "in_review", "waitlisted", "offered")
SECRET = "a-secret-of-the-school"
Gaps = dict[str, Any]


@dataclass
class World:
    """`people` by hat; `samples`: what fills the gaps of an address, by the beginning of its name;
    `more`: further rows of one address, by name and label."""

    people: dict[str, User]
    school: School
    samples: dict[str, Gaps] = field(default_factory=dict)
    more: dict[str, dict[str, Gaps]] = field(default_factory=dict)


def make() -> World:
    """A school with a teacher, a leader with a placement there, and its principal; staff; a fellow."""
    school = SchoolFactory(slug="sample-school")
    people = {"teacher": teacher_at(school), "leader": teacher_at(school), "principal": principal_for(school)}
    for name, kind in HATS.items():
        people[name] = UserFactory()
        hat = HatFactory(person=people[name], kind=kind)
    hat.schools.add(school)
    fellow = FellowFactory(serving=True, signed=True)
    people["fellow"] = fellow.person
    people["admin"] = UserFactory(is_staff=True, is_superuser=True)
    world = World(people, school)
    year = Year()
    # Attested by nobody yet, so that the principal has something to do; the other is paid.
    placement = year.leader(person=people["leader"], school=school, attested=None)
    year.leader(school=school)
    year.close()
    _pathways(world, placement)
    _applications(world)
    _stipends(world, year)
    claims_of(world.people, world.samples, world.more, world.school, placement.year)
    _others(world, placement, fellow)
    world.samples |= checks_of(school) | resources_of(people["leader"], placement) | agreements_of(fellow)
    return world


def _pathways(world: World, placement: Placement) -> None:
    offering = OfferingFactory(year=placement.year, published=False)
    file = DeliverableRecordFactory(
        placement=placement, state="submitted", file=ContentFile(PDF, "a.pdf"), file_name="a.pdf"
    )
    kept = {"file": file.file.name, "file_name": file.file_name}
    handed_in = file.events.create(action="submit", by=placement.person, at=timezone.now(), **kept)
    opened = DeliverableRecordFactory(placement=placement)
    returned = _returned(world, placement)
    first = placement.year.starts
    placement.leaves.create(category="jury", starts=first, ends=first + timedelta(days=3))
    principal = world.people["principal"]
    delegation = DelegationFactory(principal=principal, delegate=UserFactory())
    days = {"starts": delegation.ends, "ends": delegation.ends + timedelta(days=1)}
    invite_delegate(principal=principal, address="dana@example.org", by=principal, **days)
    _people(world, delegation)
    world.samples |= {
        "mail": {"name": "1-1"},
        "pathways:": {"slug": placement.role.pathway.slug, "pk": placement.pk},
        "dashboard:attest": {"pk": placement.pk},
        "pathways:school": {"slug": "sample-school"},
        "pathways:expectation": {
            "slug": "sample-school",
            "pk": IltExpectationFactory(school=world.school).offering.pk,
        },
        "pathways:goal": {"pk": (goal := SchoolGoalFactory(school=world.school, year=placement.year)).pk},
        "pathways:event": {"pk": ProgramEventFactory(school=world.school, year=placement.year).pk},
        "pathways:event_new": {"slug": "sample-school", "label": placement.year.label},
        "pathways:event_wide": {"label": placement.year.label},
        "pathways:engagement": {"slug": "sample-school"},
        "pathways:engagement_new": {"slug": "sample-school", "label": placement.year.label},
        "pathways:engagement_back": {"pk": AssessmentFactory(school=world.school, year=placement.year).pk},
        "pathways:feeder_end": {"pk": FeederFactory(upper=world.school).pk},
        "pathways:goal_new": {"slug": "sample-school", "label": placement.year.label},
        "pathways:goal_note_back": {"pk": GoalNoteFactory(goal=goal).pk},
        "pathways:deliverable": {"pk": file.pk},
        "stipends:deliverable_": {"pk": file.pk},
        "stipends:owed": {"pk": file.deliverable.offering_id, "item": file.deliverable_id},
        "pathways:evidence": {"pk": file.pk},
        "pathways:evidence_before": {"pk": file.pk, "event_pk": handed_in.pk},
        "pathways:evidence_more": {"pk": file.pk, "file_pk": handed_in.files.create(**kept).pk},
        "pathways:offering": {"pk": offering.pk},
        "pathways:earlier": {"pk": _earlier(world, placement).pk},
        "dashboard:offerings": {"label": offering.year.label, "pk": offering.role_id},
        "dashboard:year": {"label": placement.year.label},
        "dashboard:calendar": {"label": placement.year.label},
        "dashboard:plan": {"label": placement.year.label},
        "dashboard:plan_new": {"label": placement.year.label, "kind": "series"},
        "dashboard:count_days": {"label": placement.year.label},
        "dashboard:turn_over": {"label": placement.year.label},
        "pathways:scope_edit": {"label": placement.year.label},
    }
    # The final run of the year of all that is approved, and its calendar stays; that of a later one is open.
    world.more["dashboard:calendar"] = {"of a year ahead": {"label": ProgramYearFactory(first=2031).label}}
    ways = {"one": "one session", "again": "those of the year before"}
    world.more["dashboard:plan_new"] = {
        words: {"label": placement.year.label, "kind": kind} for kind, words in ways.items()
    }
    world.more["pathways:deliverable"] = {"open": {"pk": opened.pk}, "returned": {"pk": returned.pk}}


def _returned(world: World, placement: Placement) -> DeliverableRecord:
    decided = {"decided_by": world.people["manager"], "decided_at": timezone.now()}
    words = "Say how many came."
    row: DeliverableRecord = DeliverableRecordFactory(
        placement=placement, state="returned", words=words, **decided
    )
    return row


def _earlier(world: World, placement: Placement) -> EarlierYear:
    """A completed year of the leader, taken over with its document."""
    about = {"role": placement.role, "year": ProgramYearFactory(first=2019), "reason": "A letter."}
    return EarlierYear.objects.create(
        person=world.people["leader"],
        **about,
        file=ContentFile(PDF, "a.pdf"),
        file_name="a.pdf",
        entered_by=world.people["manager"],
        entered_at=timezone.now(),
    )


def _people(world: World, delegation: Delegation) -> None:
    """What those who keep people look at: the teacher, hats of the director and of finance, somebody appointed."""
    teacher = world.people["teacher"]
    appointed, waiting = ActingSignerFactory(), HatFactory(waiting=True)
    world.samples |= {
        "dashboard:person": {"pk": teacher.pk},
        "dashboard:close": {"pk": teacher.pk},
        "dashboard:person_export": {"pk": teacher.pk},
        "dashboard:export_fetch": {"pk": _export(teacher).pk},
        "dashboard:merge": {"pk": teacher.pk},
        "dashboard:apart": {"pk": teacher.pk, "other": world.people["leader"].pk},
        "people:": {"pk": teacher.pk},
        "people:name_delegate": {"pk": world.people["principal"].pk},
        "people:person_reactivate": {"pk": UserFactory(is_active=False).pk},
        "people:post_": {"pk": teacher.posts.get().pk},
        "people:hat_": {"pk": world.people["director"].hats.get().pk},
        "people:hat_agree": {"pk": waiting.pk},
        "people:hat_refuse": {"pk": waiting.pk},
        "people:delegation_": {"pk": delegation.pk},
        "people:signer_": {"pk": appointed.pk},
        "people:membership_": {"pk": world.school.memberships.get().pk},
        "pathways:hat_give": {"pk": teacher.pk},
        "pathways:hat_narrow": {"pk": world.people["director"].hats.get().pk},
    }


def _export(person: User) -> PersonExport:
    """Everything about somebody, as they asked for it."""
    row = ask_for_export(pk=person.pk, by=person)
    make_export(pk=row.pk)
    return row


def _applications(world: World) -> None:
    """The leader's own, one of each state; a review by the coach; a staged decision."""
    leader, principal = world.people["leader"], world.people["principal"]
    rows: dict[str, Application] = {}
    for state in STATES:
        traits = {} if state == "draft" else {state: True}
        rows[state] = ApplicationFactory(person=leader, school=world.school, **traits)
    draft, submitted = rows["draft"], rows["submitted"]
    written = applications.attach_resume(pk=draft.pk, by=leader, content=PDF)
    Application.objects.filter(pk=submitted.pk).update(resume=written.resume, resume_name=written.resume_name)
    record = CommitmentRecord.objects.get(application=submitted)
    token = mint_link(submitted, record, timezone.now())
    assert submitted.signer == principal
    paper = _in_office(world)
    review = ReviewFactory(application=rows["in_review"], reviewer=world.people["coach"])
    DecisionFactory(application=rows["in_review"])
    world.samples |= {
        "applications:": {"pk": submitted.pk, "offering_pk": submitted.offering_id, "token": token},
        "applications:record": {"sha256": record.sha256},
        "applications:review": {"pk": review.pk},
        **{f"applications:{page}": {"pk": draft.pk} for page in ("resume", "edit", "check")},
        "applications:detail_": {"pk": rows["draft"].pk},
        "applications:detail_assign": {"pk": rows["in_review"].pk},
        "applications:detail_reroute": {"pk": submitted.pk},
        "applications:detail_reopen": {"pk": rows["waitlisted"].pk},
        "applications:detail_start_review": {"pk": rows["cosigned"].pk},
        "applications:detail_accept": {"pk": rows["offered"].pk},
        "applications:detail_turn_down": {"pk": rows["offered"].pk},
        "applications:deci": {"offering_pk": rows["in_review"].offering_id},
        "applications:interview": interview_sample(),
        "applications:paper": {"pk": paper.pk},
        "applications:paper_new": {"pk": paper.placement_id},
        "stipends:placement_take_back_leader": {"pk": paper.placement_id},
        "applications:stage": {"pk": rows["in_review"].pk, "offering_pk": rows["in_review"].offering_id},
    }
    world.more["applications:detail_withdraw"] = {"submitted": {"pk": submitted.pk}}
    world.more["applications:detail"] = {state: {"pk": row.pk} for state, row in rows.items()}


def _in_office(world: World) -> SignedPaper:
    """Somebody who was taken over on the paper both signed."""
    told = {"reason": "A letter.", "by": world.people["manager"], "at": timezone.now()}
    year = world.people["leader"].placements.get().year
    placement = PlacementFactory(commitment_sha256="", commitment_in_force=False, year=year)
    TakenOver.objects.create(placement=placement, **told)
    return SignedPaper.objects.create(
        placement=placement,
        signed_by="Ana Ruiz and Dana Lee",
        signed_on=year.starts,
        file=ContentFile(PDF, "a.pdf"),
        file_name="a.pdf",
        sha256=hashlib.sha256(PDF).hexdigest(),
        **told,
    )


def _stipends(world: World, year: Year) -> None:
    """An approved and exported run; one that was calculated; a draft of a policy and a published one."""
    prepared, approver = world.people["preparer"], world.people["approver"]
    run = StipendRunFactory(year=year.year, prepared_by=prepared)
    _calculate(run, prepared)
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    stipends.approve(pk=run.pk, by=approver, now=NOW, **seen)
    file = stipends.export(pk=run.pk, layout="generic", by=prepared, now=NOW)
    stipends.download(pk=file.pk, by=prepared, now=NOW)
    line = StipendLine.objects.get(run=run, person=world.people["leader"])
    draft = StipendRunFactory(year=year.year, prepared_by=prepared, kind=StipendRun.Kind.PROJECTION)
    calculated = StipendRunFactory(year=year.year, prepared_by=prepared, kind=StipendRun.Kind.SUPPLEMENTARY)
    _calculate(calculated, prepared)
    payday = stipends.plan_payday(
        year=year.year, kind="instalment", number=1, step=None, pay_on=date(2026, 12, 15), by=prepared
    )
    unread = StipendLine.objects.get(run=calculated, person=world.people["leader"])
    world.samples |= {
        **owed_about(line),
        "stipends:policy": {"pk": year.policy.pk},
        "stipends:policy_publish": {"pk": StipendPolicyFactory(draft=True).pk},
        "stipends:policy_send_back": {"pk": StipendPolicyFactory(draft=True).pk},
        "stipends:policy_try": {"pk": StipendPolicyFactory(draft=True).pk},
        "stipends:policy_what_if": {"pk": StipendPolicyFactory(draft=True, role=year.role, version=9).pk},
        "stipends:policy_edit": {"pk": StipendPolicyFactory(draft=True, drafted_by=prepared).pk},
        "stipends:download": {"pk": file.pk},
        "stipends:budget_version": {"pk": published_budget(year.year, year.role).pk},
        "stipends:budget_publish": {"pk": Budget.objects.get().pk},
        "stipends:fund": {"pk": coded(year.year, year.role).pk},
        "stipends:run_calculate": {"pk": draft.pk},
        "stipends:run_changed": {"pk": calculated.pk},
        "stipends:run_difference": {"pk": calculated.pk},
        "stipends:paydays": {"label": year.year.label},
        "stipends:payday": {"pk": payday.pk},
        "stipends:run_approve": {"pk": calculated.pk},
        "stipends:run_void": {"pk": calculated.pk},
    }
    world.more["stipends:run"] = {"draft": {"pk": draft.pk}, "calculated": {"pk": calculated.pk}}
    world.more["stipends:statement"] = {"not approved": {"pk": unread.pk}}


def _calculate(run: StipendRun, by: User) -> None:
    stipends.calculate(pk=run.pk, by=by, now=NOW)
    calculate_run(run.pk)
    run.refresh_from_db()


# What stipends do of sessions and placements, at addresses of theirs.
OF_SESSIONS = ("cancel", "change", "change_event", "move", "close")
OF_PLACEMENTS = ("start", "end", "goes_on", "leave", "take_back_leave", "move")


def _others(world: World, placement: Placement, fellow: Fellow) -> None:
    """Sessions, a cycle, mails, a fellow with milestones and service, and the three secret addresses."""
    leader = world.people["leader"]
    session = SessionFactory(event__year=placement.year)
    closed = SessionFactory(event__year=placement.year, closed=True)
    AttendanceFactory(session=session, person=leader)
    marked = leader.attendance.filter(session__state="closed").earliest("pk").session
    service = ServiceRecordFactory(fellow=fellow, reported=True)
    milestone = MilestoneFactory(fellow=fellow)
    rule = ReminderRuleFactory()
    now = timezone.now()
    ServiceLink.objects.create(
        record=service,
        token_sha256=hashlib.sha256(SECRET.encode()).hexdigest(),
        created_at=now,
        expires_at=now + timedelta(days=20),
    )
    file = imports.read_file(
        name="people.csv",
        content=f"email,given_name,school,position\nnew@example.org,Nova,{world.school.cds_code},coach\n".encode(),
        whole=False,
        day=placement.year.starts,
        last_day=placement.year.starts,
        by=world.people["admin"],
    )
    imports.check(pk=file.pk)
    world.samples |= {
        "people:import": {"pk": file.pk},
        "people:request_": {"pk": PostRequestFactory(school=world.school).pk},
        "seminars:": {"pk": session.pk, "person_pk": leader.pk},
        "seminars:reopen": {"pk": closed.pk},
        **{f"stipends:session_{verb}": {"pk": session.pk} for verb in OF_SESSIONS},
        **{f"stipends:placement_{verb}": {"pk": placement.pk} for verb in OF_PLACEMENTS},
        "seminars:feed": {"secret": seminars.renew_calendar_address(person=leader, now=now)},
        **coaching_with(placement, world.people["coach"]),
        **peers_work(placement, world.people["teacher"]),
        "notifications:": {"pk": MessageFactory(to_person=leader).pk, "action": "cancel"},
        "fellows:": {"pk": fellow.pk},
        **{f"fellows:{one}": {"pk": fellow.cohort_id} for one in ("board", "cohort", "plan")},
        "fellows:cohort_applications": {"pk": fellow.cohort_id},
        "fellows:entry": {"pk": FieldworkFactory(fellow=fellow, supervisor=world.people["principal"]).pk},
        "fellows:results": {"pk": frozen_outcomes(world.people["manager"]).pk},
        "fellows:milestone": {"pk": milestone.pk},
        "fellows:proof": {"pk": (proof := ProofFactory(milestone__fellow=fellow)).pk},
        **{f"fellows:{one}": {"pk": make(fellow=fellow).pk} for one, make in OF_FELLOWS.items()},
        "fellows:milestone_add_proof": {"pk": proof.milestone_id},
        "fellows:service": {"pk": service.pk},
        "fellows:answer": {"token": SECRET},
        "dashboard:export": {"name": "funnel"},
        "dashboard:reminder": {"pk": rule.pk},
        "dashboard:attendance": {"pk": marked.pk},
    }
