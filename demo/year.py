"""A year of sessions, marks, coaching and deliverables, up to a day."""

import random
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import typst
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from coaching.models import ActionStep, CoachingCycle, LeadersCoach, Visit, Where
from common.clock import LOS_ANGELES
from demo.calendar import session_days
from pathways.models import Attestation, Deliverable, DeliverableRecord, Placement, ProgramYear
from people.models import User
from seminars.models import Attendance, Event, Session
from seminars.states import State as SessionState

KIND_TITLES = {
    "summer_institute": "Summer Institute",
    "winter_institute": "Winter Institute",
    "seminar": "Seminars",
}
BATCH = 5000
UNPLANNED = 37
# One leader in so many was dealt out by hand.
BY_HAND = 23
WHAT_THEY_TOOK_ON = (
    "Two questions a lesson that everybody answers on paper",
    "Wait five seconds after each question",
    "Bring ten papers to the team on Friday",
)
WHAT_THEY_SAW = (
    "Students explained to each other before she spoke. Next: who speaks twice.",
    "The team looked at papers together and agreed on one next step.",
    "Wait time is there. We planned two questions that everybody answers on paper.",
)
# What a record tells beside whose and which it is.
TOLD = [
    "state",
    "note",
    "link",
    "file",
    "file_name",
    "submitted_at",
    "decided_by",
    "decided_at",
    "words",
]
PAPER = b"""#set document(title: "Plan and results")
= Plan and results
This is a demonstration: the school, the team and their results are invented.
"""


def at(day: date, hour: int) -> datetime:
    """That hour of that day in Los Angeles."""
    return datetime.combine(day, time(hour), tzinfo=LOS_ANGELES)


def make_sessions(year: ProgramYear, *, today: date, facilitator: User) -> list[Session]:
    """Eleven sessions; those before `today` are closed, so their marks count."""
    events = {
        kind: Event.objects.create(year=year, kind=kind, title=f"{title} {year.label}")
        for kind, title in KIND_TITLES.items()
    }
    sessions = []
    for kind, title, day, minutes in session_days(year.starts):
        starts = at(day, 9 if minutes == 360 else 14)
        past = day < today
        sessions.append(
            Session(
                event=events[kind],
                title=title,
                starts_at=starts,
                ends_at=starts + timedelta(minutes=minutes),
                place="Partnership office, Boyle Heights" if minutes == 360 else "Roosevelt library",
                required_minutes=minutes,
                content_code=title.lower().replace(" ", "-").replace(",", ""),
                capacity=None,
                state=SessionState.CLOSED if past else SessionState.PLANNED,
                closed_at=at(day, 18) if past else None,
                closed_by=facilitator if past else None,
            )
        )
    made = Session.objects.bulk_create(sessions)
    Session.facilitators.through.objects.bulk_create(
        Session.facilitators.through(session=session, user=facilitator) for session in made
    )
    return made


def make_attendance(
    placements: list[Placement], sessions: list[Session], *, seed: int, facilitator: User
) -> None:
    """Marks for closed sessions: most present, a few absent or excused, some here for a part."""
    chance = random.Random(f"attendance-{seed}")
    people = sorted({placement.person_id for placement in placements})
    closed = [session for session in sessions if session.state == SessionState.CLOSED]
    # Marks are written while the roster is open; it closes afterwards, as in life.
    Session.objects.filter(pk__in=[session.pk for session in closed]).update(
        state=SessionState.HELD, closed_at=None, closed_by=None
    )
    Attendance.objects.bulk_create(
        (_mark(session, person, chance.random(), facilitator) for session in closed for person in people),
        batch_size=BATCH,
    )
    Session.objects.bulk_update(closed, ["state", "closed_at", "closed_by"])


def _mark(session: Session, person: int, luck: float, facilitator: User) -> Attendance:
    mark = Attendance(
        session=session,
        person_id=person,
        mark="present",
        source="staff",
        marked_by=facilitator,
        marked_at=session.ends_at,
    )
    if luck > 0.97:
        mark.mark, mark.reason, mark.approved_by = "excused", "Jury duty", facilitator
    elif luck > 0.93:
        mark.mark = "absent"
    elif luck > 0.90:
        mark.minutes = session.required_minutes * 2 // 3
    return mark


def dealt_out(placements: list[Placement], coaches: list[User]) -> dict[int, User]:
    """Who coaches each: leaders of a school have one coach, but for a few that were dealt out by hand. The first school
    has the first coach."""
    schools = list(dict.fromkeys(one.school_id for one in placements))
    number = {school: index for index, school in enumerate(schools)}
    return {
        one.pk: coaches[(number[one.school_id] + (index % BY_HAND == BY_HAND - 1)) % len(coaches)]
        for index, one in enumerate(placements)
    }


def make_coaching(
    placements: list[Placement], coaches: list[User], *, year: ProgramYear, today: date
) -> None:
    """Two cycles owed to each leader: closed when the window is over, some of the others begun."""
    dealt = dealt_out(placements, coaches)
    windows = (("mid_year", date(year.starts.year, 12, 15)), ("end_of_year", date(year.ends.year, 5, 15)))
    cycles = []
    # Of the last one of the year in progress nobody is the coach, nor planned anything.
    owed = placements[:-1] if today < year.ends else placements
    for index, placement in enumerate(owed):
        for window, due in windows:
            cycle = CoachingCycle(placement=placement, coach=dealt[placement.pk], window=window, due=due)
            _advance(cycle, index, today)
            # Of a few leaders nobody planned the next one yet.
            if cycle.observed_on or index % UNPLANNED:
                cycles.append(cycle)
    made = CoachingCycle.objects.bulk_create(cycles, batch_size=BATCH)
    ActionStep.objects.bulk_create(
        (_step(cycle, index, today) for index, cycle in enumerate(made) if cycle.closed_at), batch_size=BATCH
    )


def _step(cycle: CoachingCycle, index: int, today: date) -> ActionStep:
    """What was agreed when the cycle closed; of most it is known what came of it, of some the day has just come."""
    assert cycle.conversation_on is not None
    back = cycle.conversation_on + timedelta(days=14)
    looked = back < today and index % 3 > 0
    return ActionStep(
        cycle=cycle,
        words=WHAT_THEY_TOOK_ON[index % len(WHAT_THEY_TOOK_ON)],
        look_back=back,
        written_at=at(cycle.conversation_on, 15),
        came_of="done" if looked else "",
        looked_on=back if looked else None,
        looked_by=cycle.coach if looked else None,
    )


def make_visits(placements: list[Placement], coaches: list[User], *, today: date, by: User) -> None:
    """Everybody but the last has a coach; most were seen twice this fall, a few were not seen for long."""
    at_start, whose = at(placements[0].year.starts, 9), dealt_out(placements, coaches)
    dealt, visits = [], []
    for index, placement in enumerate(placements):
        coach = whose[placement.pk]
        since = placement.starts
        if index < len(placements) - 1:
            dealt.append(LeadersCoach(placement=placement, coach=coach, since=since, by=by, at=at_start))
        for number, days in enumerate((50 + index % 20, 3 + index % 17)):
            day = today - timedelta(days=days)
            if day >= since and (number == 0 or index % 5):
                visits.append(_visit(placement, coach, day, index))
    LeadersCoach.objects.bulk_create(dealt, batch_size=BATCH)
    Visit.objects.bulk_create(visits, batch_size=BATCH)


def _visit(placement: Placement, coach: User, day: date, index: int) -> Visit:
    return Visit(
        placement=placement,
        coach=coach,
        on=day,
        where=Where.values[index % len(Where.values)],
        words=WHAT_THEY_SAW[index % len(WHAT_THEY_SAW)],
        look_again=day + timedelta(days=14) if index % 4 == 0 else None,
        key=uuid4(),
        recorded_at=at(day, 16),
    )


def _advance(cycle: CoachingCycle, index: int, today: date) -> None:
    done = cycle.due < today or (cycle.due < today + timedelta(days=60) and index % 3 == 0)
    begun = cycle.due < today + timedelta(days=60) and index % 3 == 1
    cycle.goal = "Raise the share of students who explain their thinking aloud."
    if done or begun:
        cycle.saw = "Eight minutes of talk among students; six of thirty-one never spoke."
        cycle.planned_on = min(cycle.due, today) - timedelta(days=40)
        cycle.observed_on = cycle.planned_on + timedelta(days=7)
        cycle.state = "observation"
    if done:
        cycle.feedback = "Your questions are open now. Wait before you call on somebody."
        cycle.agreed = "I plan two questions a lesson that everybody answers on paper first."
        cycle.feedback_on = cycle.planned_on + timedelta(days=9)
        cycle.conversation_on = cycle.planned_on + timedelta(days=14)
        cycle.closed_at, cycle.state = at(cycle.conversation_on, 15), "closed"


OF_PEERS = ("release_time", "teachers", "schoolwide_pd", "hosted_seminar", "recordings", "coached_peers")


def make_deliverables(placements: list[Placement], *, today: date, manager: User) -> None:
    """A record for every deliverable of each placement; what was due is mostly accepted."""
    offered: dict[tuple[int, int], list[Deliverable]] = {}
    for deliverable in Deliverable.objects.select_related("offering__year"):
        key = (deliverable.offering.role_id, deliverable.offering.year_id)
        offered.setdefault(key, []).append(deliverable)
    paper = default_storage.save("evidence/plan-and-results.pdf", ContentFile(typst.compile(PAPER)))
    records = []
    for index, placement in enumerate(placements):
        for deliverable in offered.get((placement.role_id, placement.year_id), []):
            record, due = DeliverableRecord(placement=placement, deliverable=deliverable), deliverable.due
            # The work of Peer Coaches completes itself from what they recorded, in the year that is recorded here.
            recorded = deliverable.completes_from in OF_PEERS and today < deliverable.offering.year.ends
            if due < today and not recorded:
                _hand_in(record, paper)
                # What was due long ago is settled; of the rest some waits for a word.
                _settle(record, index, due, manager, settled=due < today - timedelta(days=90))
            records.append(record)
    # Of whoever was taken over they are owed already.
    DeliverableRecord.objects.bulk_create(
        records,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["placement", "deliverable"],
        update_fields=TOLD,
    )


def _hand_in(record: DeliverableRecord, paper: str) -> None:
    """The evidence that is asked for. One small file serves everybody: it is never changed, only replaced."""
    record.note, record.submitted_at = (
        "Plan, work and results are in the shared folder of our team.",
        at(record.deliverable.due, 16),
    )
    if "file" in record.deliverable.evidence:
        record.file, record.file_name = paper, "Plan and results.pdf"
    elif "link" in record.deliverable.evidence:
        record.link = "https://example.org/plan-and-results"


def _settle(record: DeliverableRecord, index: int, due: date, manager: User, *, settled: bool) -> None:
    if index % 17 == 5 and not settled:
        record.state = "submitted"
        return
    record.state, record.decided_by, record.decided_at = "accepted", manager, at(due, 17)
    if index % 29 == 7:
        record.state, record.words = "returned", "Please add what changed for students."
    elif index % 41 == 11:
        record.state, record.words = "waived", "The school event was cancelled by the district."


def make_attestations(placements: list[Placement], principals: dict[int, User], *, day: date) -> None:
    """Principals attest last year's placements; a few say what was not met."""
    Attestation.objects.bulk_create(
        (
            Attestation(
                placement=placement,
                met=index % 23 != 9,
                words="" if index % 23 != 9 else "The second improvement cycle was not reported to the ILT.",
                by=principals[placement.school_id],
                at=at(day, 12),
            )
            for index, placement in enumerate(placements)
        ),
        batch_size=BATCH,
    )
