"""Deliverables: handed in, accepted, returned with words, waived or reopened with a reason."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, NoSuchMove, demand
from common.storage import stored
from common.uploads import Accepted, download_name
from notifications.services import cancel, queue
from pathways.models import DeliverableEvent, DeliverableRecord, EvidenceFile, ProgramEvent, SchoolGoal
from pathways.policies import why_not
from pathways.queries.evidence import events_to_show, goals_to_show
from pathways.states import DELIVERABLE_MOVES, DeliverableAction, DeliverableState
from people.models import User
from people.queries import signer_for, today

HANDED_IN = [
    *("state", "note", "link", "file", "file_name", "program_event", "goal"),
    *("submitted_at", "decided_at", "decided_by"),
]
NOTHING_NEW = (
    "This adds nothing to what was returned to you. Change what was asked for, then hand it in again."
)
# What is said to whoever leaves out the one kind of evidence that counts.
ASKED = {
    "note": "Write the note that is asked for.",
    "link": "Give the address of your work.",
    "file": "Choose the file to hand in.",
    "event": "Choose the event of your school.",
    "goal": "Choose the goal of your school.",
}
NOT_THEIRS = {
    "event": "Choose an event of the kind that is asked for, held at your school or by the Partnership in this year.",
    "goal": "Choose a goal of your school in this year of which something was noted.",
}
MAIL_OF = {
    DeliverableAction.ACCEPT: "pathways/deliverable_accepted",
    DeliverableAction.RETURN: "pathways/deliverable_returned",
    DeliverableAction.WAIVE: "pathways/deliverable_waived",
    DeliverableAction.REOPEN: "pathways/deliverable_reopened",
}


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What a leader hands in beside a file."""

    note: str = ""
    link: str = ""
    event: ProgramEvent | None = None
    goal: SchoolGoal | None = None


def due_topic(pk: int) -> str:
    """Under it wait the reminders of one deliverable; handing it in or waiving it cancels them."""
    return f"deliverable-{pk}-due"


def asking_topic(pk: int) -> str:
    """Under it waits what asks for somebody's word about one deliverable."""
    return f"deliverable-{pk}-signer"


def submit(
    *,
    pk: int,
    by: User,
    note: str = "",
    link: str = "",
    file: Accepted | None = None,
    more: Sequence[Accepted] = (),
    event: ProgramEvent | None = None,
    goal: SchoolGoal | None = None,
    now: datetime | None = None,
) -> DeliverableRecord:
    """The leader hands in evidence. Pressed twice with the same evidence it changes nothing.

    Raises DomainError when the evidence that is asked for is missing, or is what was returned, for an event or goal
    that is not of their school and year, and when the disk is full; then nothing changed. Files were judged by the
    form; `more` are those beside the first, and all of them take the place of those handed in before.
    """
    handed = Handed(note=note, link=link, event=event, goal=goal)
    with ExitStack() as keeping:
        files = [file, *more] if file is not None else []
        names = [keeping.enter_context(stored(one, "evidence")) for one in files]
        record = _submit(pk, by, handed, names, now)
        if names and record.file.name != names[0]:
            for name in names:
                default_storage.delete(name)
    return record


@transaction.atomic
def _submit(
    pk: int, by: User, handed: Handed, files: Sequence[str], now: datetime | None
) -> DeliverableRecord:
    """`files` are the names of stored files."""
    record = locked(pk)
    moment = now or timezone.now()
    refusal = why_not(by, DeliverableAction.SUBMIT, record, local_date(moment))
    again = record.state == DeliverableState.SUBMITTED and handed_in(record) == handed
    if isinstance(refusal, NoSuchMove) and again:
        return record
    demand(refusal)
    before = record.state
    if not (files or adds_something(record, handed)):
        raise DomainError(NOTHING_NEW)
    _demand_theirs(record, handed)
    record.state = DELIVERABLE_MOVES[DeliverableState(before), DeliverableAction.SUBMIT]
    record.note, record.link = handed.note, handed.link
    record.program_event, record.goal = handed.event, handed.goal
    before_it = None if files else _last_handed_in(record)
    if files:
        record.file, record.file_name = files[0], evidence_name(record, files[0])
    _demand_evidence(record)
    record.submitted_at, record.decided_at, record.decided_by = moment, None, None
    record.save(update_fields=HANDED_IN)
    event = _note(record, DeliverableAction.SUBMIT, before, by, moment, handed.note, **_evidence(record))
    _keep_more(event, files[1:], before_it)
    cancel(topic=due_topic(record.pk))
    _ask_the_principal(record, event)
    return record


def handed_in(record: DeliverableRecord) -> Handed:
    """What the record holds of it."""
    return Handed(note=record.note, link=record.link, event=record.program_event, goal=record.goal)


def adds_something(record: DeliverableRecord, handed: Handed) -> bool:
    """Whether this is more than what was returned; leaving a note out is not. What was not returned yet may always be
    handed in."""
    was = handed_in(record)
    kinds = ("note", "link", "event", "goal")
    given = {kind: getattr(handed, kind) for kind in kinds}
    given["note"] = handed.note.strip() and handed.note
    new = any(value and value != getattr(was, kind) for kind, value in given.items())
    return new or record.state != DeliverableState.RETURNED


def evidence_name(record: DeliverableRecord, stored_as: str, number: int = 1) -> str:
    """What the download of its file is called: "evidence-jose-munoz.pdf", and of the second at once
    "evidence-2-jose-munoz.pdf"."""
    what = "evidence" if number == 1 else f"evidence-{number}"
    return download_name(what, record.placement.person.name, record.pk, stored_as)


def _last_handed_in(record: DeliverableRecord) -> DeliverableEvent | None:
    return record.events.filter(action=DeliverableAction.SUBMIT).order_by("pk").last()


def _keep_more(event: DeliverableEvent, files: Sequence[str], before: DeliverableEvent | None) -> None:
    """The other files of this time; where none was chosen those of the time before count still, as the first does."""
    named = [(name, evidence_name(event.record, name, number)) for number, name in enumerate(files, 2)]
    kept = [(row.file.name or "", row.file_name) for row in before.files.all()] if before else []
    EvidenceFile.objects.bulk_create(
        EvidenceFile(line=event, file=file, file_name=called) for file, called in [*named, *kept]
    )


@transaction.atomic
def accept(*, pk: int, by: User, now: datetime | None = None) -> DeliverableRecord:
    """It counts. Pressed twice by one person it changes nothing."""
    return _decide(pk, DeliverableAction.ACCEPT, by, "", now)


@transaction.atomic
def send_back(*, pk: int, by: User, words: str, now: datetime | None = None) -> DeliverableRecord:
    """Back to the leader, with words on what to change. Raises DomainError without words."""
    if not words.strip():
        raise DomainError("Say what should change, so that the leader knows what to do.")
    return _decide(pk, DeliverableAction.RETURN, by, words.strip(), now)


@transaction.atomic
def waive(*, pk: int, by: User, reason: str, now: datetime | None = None) -> DeliverableRecord:
    """Staff let it go, with a reason; it leaves the sum of the stipend. Raises DomainError without one."""
    if not reason.strip():
        raise DomainError("Say why this deliverable is waived. The reason stays on record.")
    return _decide(pk, DeliverableAction.WAIVE, by, reason.strip(), now)


@transaction.atomic
def reopen(*, pk: int, by: User, reason: str, now: datetime | None = None) -> DeliverableRecord:
    """What was accepted is the leader's to hand in again, with a reason; it counts no longer. What was handed in stays,
    and the record it completed itself from does not complete it a second time. Raises DomainError without a reason."""
    if not reason.strip():
        raise DomainError("Say why this is reopened. The leader reads it, and it stays on record.")
    return _decide(pk, DeliverableAction.REOPEN, by, reason.strip(), now)


def _decide(
    pk: int, action: DeliverableAction, by: User, words: str, now: datetime | None
) -> DeliverableRecord:
    record = locked(pk)
    refusal = why_not(by, action, record)
    leads_to = {state for (_, deed), state in DELIVERABLE_MOVES.items() if deed is action}
    if isinstance(refusal, NoSuchMove) and record.state in leads_to and record.decided_by_id == by.pk:
        return record
    demand(refusal)
    before = record.state
    record.state = DELIVERABLE_MOVES[DeliverableState(before), action]
    moment = now or timezone.now()
    record.words, record.decided_at, record.decided_by = words, moment, by
    record.evidence_gone_at = None
    record.save(update_fields=["state", "words", "decided_at", "decided_by", "evidence_gone_at"])
    event = _note(record, action, before, by, moment, words)
    cancel(topic=due_topic(record.pk))
    queue(
        to=record.placement.person,
        template=MAIL_OF[action],
        context={"record": record, "words": words, "by": by},
        dedupe_key=f"deliverable-{record.pk}-{event.pk}",
        topic=f"deliverable-{record.pk}-leader",
    )
    return record


def locked(pk: int) -> DeliverableRecord:
    """The row, held until the transaction ends, with what its verbs ask."""
    records = DeliverableRecord.objects.select_for_update(of=("self",))
    return records.select_related(
        *("deliverable__offering__year", "placement__role", "placement__school", "placement__person"),
        *("program_event", "goal"),
    ).get(pk=pk)


def _demand_theirs(record: DeliverableRecord, handed: Handed) -> None:
    theirs = {"event": events_to_show(record), "goal": goals_to_show(record.placement)}
    for name, rows in theirs.items():
        row = getattr(handed, name)
        if row is not None and not rows.filter(pk=row.pk).exists():
            raise DomainError(NOT_THEIRS[name], at=name)


def _demand_evidence(record: DeliverableRecord) -> None:
    given = {
        "note": record.note.strip(),
        "link": record.link,
        "file": record.file,
        "event": record.program_event,
        "goal": record.goal,
    }
    kinds = record.deliverable.accepts
    if not any(given[kind] for kind in kinds):
        raise DomainError(ASKED[kinds[0]] if len(kinds) == 1 else f"Hand in {record.deliverable.counts}.")


def _note(
    record: DeliverableRecord,
    action: DeliverableAction,
    before: str,
    by: User,
    at: datetime,
    words: str,
    **evidence: Any,
) -> DeliverableEvent:
    return DeliverableEvent.objects.create(
        record=record,
        action=action,
        from_state=before,
        to_state=record.state,
        by=by,
        at=at,
        note=words,
        **evidence,
    )


def _evidence(record: DeliverableRecord) -> dict[str, Any]:
    """What was handed in beside the note, for the line of history that keeps it."""
    return {
        "link": record.link,
        "file": record.file.name or "",
        "file_name": record.file_name,
        "program_event": record.program_event,
        "goal": record.goal,
    }


def _ask_the_principal(record: DeliverableRecord, event: DeliverableEvent) -> None:
    """Staff work from their list; a principal is written to."""
    if record.deliverable.accepted_by != "principal":
        return
    signer = signer_for(record.placement.school, today())
    if signer is None or signer == record.placement.person:
        return
    queue(
        to=signer,
        template="pathways/deliverable_submitted",
        context={"record": record},
        dedupe_key=f"deliverable-{record.pk}-{event.pk}-signer",
        topic=asking_topic(record.pk),
    )
