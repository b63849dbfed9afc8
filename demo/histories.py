"""The histories that services write as they go, for rows the demo makes in bulk: in few statements, at any scale."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models.functions import Coalesce

from common.clock import LOS_ANGELES
from fellows.models import Fellow, FellowEvent, Milestone, ServiceRecord, ServiceRecordEvent
from fellows.states import ServiceState
from people.models import User

# One statement each: at scale 50 there are a hundred thousand marks, and reading them here would take longer.
MARKS = """
INSERT INTO seminars_attendancechange
    (attendance_id, old_mark, new_mark, new_minutes, source, reason, by_id, at)
SELECT id, '', mark, minutes, source, reason, marked_by_id, marked_at FROM seminars_attendance ORDER BY id
"""
SESSIONS = """
INSERT INTO seminars_sessionevent
    (session_id, action, from_state, to_state, by_id, at, note,
     event_title_was, event_title, event_kind_was, event_kind)
SELECT id, 'hold', 'planned', 'held', NULL::bigint, ends_at, '', '', '', '', ''
FROM seminars_session WHERE state = 'closed'
UNION ALL
SELECT id, 'close', 'held', 'closed', closed_by_id, greatest(closed_at, ends_at), '', '', '', '', ''
FROM seminars_session WHERE state = 'closed'
"""
DELIVERABLES = """
INSERT INTO pathways_deliverableevent
    (record_id, action, from_state, to_state, by_id, at, note, link, file, file_name, source, key)
SELECT r.id, 'submit', 'open', 'submitted', p.person_id, r.submitted_at, r.note, r.link, r.file, r.file_name, '', ''
FROM pathways_deliverablerecord r JOIN pathways_placement p ON p.id = r.placement_id
WHERE r.submitted_at IS NOT NULL
UNION ALL
SELECT id, CASE state WHEN 'accepted' THEN 'accept' WHEN 'returned' THEN 'return' ELSE 'waive' END,
    CASE WHEN submitted_at IS NULL THEN 'open' ELSE 'submitted' END, state, decided_by_id, decided_at, words, '', '',
    '', '', ''
FROM pathways_deliverablerecord r WHERE state IN ('accepted', 'returned', 'waived')
    AND NOT EXISTS (SELECT 1 FROM pathways_deliverableevent e WHERE e.record_id = r.id AND e.action = 'complete')
"""
# Each step on its day, a quarter of an hour after the one before it.
CYCLES = """
INSERT INTO coaching_cycleevent (cycle_id, action, from_state, to_state, by_id, at, note, step)
SELECT c.id, s.action, s.before, s.after, c.coach_id,
    (s.day + time '15:00' + s.number * interval '15 minutes') AT TIME ZONE 'America/Los_Angeles', '', ''
FROM coaching_coachingcycle c CROSS JOIN LATERAL (VALUES
    (0, 'plan', '', 'planning', c.planned_on),
    (1, 'observe', 'planning', 'observation', c.observed_on),
    (2, 'give_feedback', 'observation', 'feedback', c.feedback_on),
    (3, 'hold_conversation', 'feedback', 'conversation', c.conversation_on),
    (4, 'close', 'conversation', 'closed', (c.closed_at AT TIME ZONE 'America/Los_Angeles')::date)
) AS s (number, action, before, after, day)
WHERE s.day IS NOT NULL ORDER BY c.id, s.number
"""
ATTESTATIONS = """
INSERT INTO pathways_placementevent
    (placement_id, action, from_state, to_state, by_id, at, note, end_reason, category, attested)
SELECT placement_id, 'attest', '', CASE WHEN met THEN 'met' ELSE 'not_met' END, by_id, at, words, '', '', ''
FROM pathways_attestation
"""
# Drafts that stand beside the published policies were written by their service, with their history.
POLICIES = """
INSERT INTO stipends_stipendpolicyevent (policy_id, action, from_state, to_state, by_id, at, note)
SELECT id, 'draft', '', 'draft', drafted_by_id, drafted_at, '' FROM stipends_stipendpolicy
WHERE state = 'published'
UNION ALL
SELECT id, 'publish', 'draft', 'published', published_by_id, published_at, '' FROM stipends_stipendpolicy
WHERE state = 'published'
"""
# Whom payroll's word reached at the time is not told by a mail of today.
MAILS = """
UPDATE notifications_message m SET state = 'sent', sent_at = c.at
FROM stipends_lineconfirmation c WHERE m.dedupe_key = 'statement-' || c.line_id
"""
# Logged by the fellow on its day, accepted by whoever saw it on the day after.
FIELDWORK = """
INSERT INTO fellows_fieldworkevent (entry_id, action, from_state, to_state, by_id, at, note, day, minutes)
SELECT e.id, s.action, s.before, s.after, s.by_id, e.logged_at + s.days * interval '1 day', '', e.day, e.minutes
FROM fellows_fieldworkentry e JOIN fellows_fellow f ON f.id = e.fellow_id CROSS JOIN LATERAL (VALUES
    (0, 'log', '', 'logged', f.person_id), (1, 'accept', 'logged', 'accepted', e.supervisor_id)
) AS s (days, action, before, after, by_id)
WHERE s.days = 0 OR e.state = 'accepted' ORDER BY e.id, s.days
"""
# What led a fellow to where they are: days after the cohort begins, the verb, the state it led to.
STUDY = (
    (-200, "nominate", "nominated"),
    (-170, "select", "selected"),
    (-120, "apply_ucla", "applied_ucla"),
    (-60, "admit", "admitted"),
    (0, "enroll", "enrolled"),
)
STATEMENTS = (MARKS, SESSIONS, DELIVERABLES, CYCLES, ATTESTATIONS, POLICIES, FIELDWORK, MAILS)
REACHED_STATES = {"enrolled": 0, "graduated": 1, "serving": 2}


def tell_histories(manager: User) -> None:
    """Write the history of every mark, session, deliverable, cycle, attestation, policy, fellow, hour of
    fieldwork and service record."""
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)
    # Of who joined the next cohort the services told it.
    fellows = Fellow.objects.filter(state__in=REACHED_STATES).select_related("cohort")
    FellowEvent.objects.bulk_create(
        sorted((line for fellow in fellows for line in _fellow(fellow, manager)), key=lambda line: line.at)
    )
    told = Milestone.objects.annotate(day=Coalesce("reached_on", "not_passed_on")).exclude(day=None)
    lines = told.select_related("fellow").order_by("day", "pk")
    FellowEvent.objects.bulk_create(_milestone(row, row.day, manager) for row in lines)
    records = ServiceRecord.objects.select_related("fellow")
    ServiceRecordEvent.objects.bulk_create(line for row in records for line in _service(row, manager))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=LOS_ANGELES)


def _fellow(fellow: Fellow, manager: User) -> Iterator[FellowEvent]:
    begins = fellow.cohort.starts
    moves = [(begins + timedelta(days=days), action, after) for days, action, after in STUDY]
    if fellow.graduated_on is not None:
        moves.append((fellow.graduated_on, "graduate", "graduated"))
        moves.append((date(fellow.graduated_on.year + 1, 7, 1), "begin_service", "serving"))
    before = "nominated"
    for day, action, after in moves[: len(STUDY) + REACHED_STATES[fellow.state]]:
        yield FellowEvent(
            fellow=fellow, action=action, from_state=before, to_state=after, by=manager, at=_at(day)
        )
        before = after


def _milestone(row: Milestone, day: date, manager: User) -> FellowEvent:
    """A milestone moves no state; its line says the state the fellow had then, or later."""
    then = _state_on(row.fellow, day)
    return FellowEvent(
        fellow=row.fellow,
        action="reach_milestone" if row.reached_on else "not_passed",
        from_state=then,
        to_state=then,
        by=manager,
        at=_at(day),
        milestone=row.kind,
        attempt=row.attempt,
        day=day,
    )


def _state_on(fellow: Fellow, day: date) -> str:
    graduated = fellow.graduated_on
    if graduated is None or day < graduated:
        return "enrolled"
    return "serving" if day >= date(graduated.year + 1, 7, 1) else "graduated"


def _service(row: ServiceRecord, manager: User) -> Iterator[ServiceRecordEvent]:
    """Reported by the fellow, answered by the site, accepted by a manager: as far as it has come."""
    steps = [("report", "", "reported", row.fellow.person, 0)]
    if row.state == ServiceState.DISPUTED:
        steps.append(("dispute", "reported", "disputed", None, 0))
    if row.state == ServiceState.ACCEPTED:
        steps.append(("verify", "reported", "verified", None, 5))
        steps.append(("accept", "verified", "accepted", manager, 7))
    for action, before, after, by, days in steps:
        at = row.reported_at + timedelta(days=days)
        yield ServiceRecordEvent(record=row, action=action, from_state=before, to_state=after, by=by, at=at)
