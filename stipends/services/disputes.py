"""A leader says that something of their stipend is wrong; somebody answers. Until then it waits outside runs."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from common.states import step
from notifications.services import Letter, cancel, queue, queue_all
from pathways.models import Placement
from pathways.policies import managers_of
from people.models import Hat, User
from stipends.models import Dispute, DisputeEvent
from stipends.policies import why_not_dispute
from stipends.states import DISPUTE_MOVES, DisputeAction, DisputeState

SAY_WHAT = "Say what is wrong, so that whoever answers can look."
ONE_AT_ONCE = (
    "You have said that something is wrong with this stipend already, and it waits for an answer. Take that back first"
    " to say something else."
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What somebody says is wrong: of what kind it is, and the one session, record of a deliverable or line it is
    about, if it is one, by number."""

    about: str
    session: int | None = None
    record: int | None = None
    line: int | None = None


@transaction.atomic
def dispute(*, pk: int, by: User, wrong: Wrong, words: str, now: datetime | None = None) -> Dispute:
    """The leader of a placement says in words what is wrong with its stipend; one at a time. From then on no run that
    is not approved pays it, until it is answered or taken back; what was approved stays. Raises DomainError without
    words."""
    placement = Placement.objects.select_related("person", "role__pathway", "year").get(pk=pk)
    demand(why_not_dispute(by, DisputeAction.DISPUTE, placement))
    if not words.strip():
        raise DomainError(SAY_WHAT, at="words")
    _wait_for_approvals(placement.year_id)
    moment = now or timezone.now()
    about = {"session_id": wrong.session, "record_id": wrong.record, "line_id": wrong.line}
    try:
        with transaction.atomic():
            row = Dispute.objects.create(
                placement=placement, about=wrong.about, **about, words=words.strip(), opened_at=moment
            )
    except IntegrityError:
        if Dispute.objects.waiting().filter(placement=placement).exists():
            raise DomainError(ONE_AT_ONCE) from None
        raise
    _record(row, DisputeAction.DISPUTE, by, moment, words.strip(), was="")
    _ask(row, moment)
    return row


def _wait_for_approvals(year_id: int) -> None:
    """An approval holds the runs of its year; it sees this dispute, or this comes after it. Workers that calculate, and
    other disputes, are not waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM stipends_stipendrun WHERE year_id = %s ORDER BY id FOR SHARE", [year_id]
        )


def _ask(row: Dispute, moment: datetime) -> None:
    """A mail to the managers of the pathway; where nobody manages it, to finance."""
    day, person = local_date(moment), row.placement.person_id
    asked = list(managers_of(row.placement.role.pathway_id, day).exclude(pk=person))
    if not asked:
        finance = Hat.objects.on(day).filter(
            kind__in=[Hat.Kind.PREPARER, Hat.Kind.APPROVER], person__is_active=True
        )
        asked = list(User.objects.filter(hats__in=finance).exclude(pk=person).distinct())
    queue_all(
        Letter(
            to=to,
            template="stipends/disputed",
            context={"dispute": row},
            dedupe_key=f"disputed-{row.pk}-{to.pk}",
            topic=_topic(row),
        )
        for to in asked
    )


def _topic(row: Dispute) -> str:
    return f"disputed-{row.pk}"


@transaction.atomic
def answer_dispute(*, pk: int, by: User, outcome: str, words: str, now: datetime | None = None) -> Dispute:
    """Whoever answers says whether it was put right or stays, and why; its person gets a mail, and the next run pays
    what there is to pay. Raises DomainError without words."""
    row = _locked(pk)
    demand(why_not_dispute(by, DisputeAction.ANSWER, row))
    if not words.strip():
        raise DomainError("Say what you found. Its person reads it.", at="words")
    moment = now or timezone.now()
    row.outcome, row.answer, row.answered_by = outcome, words.strip(), by
    _move(row, DisputeAction.ANSWER, by, moment, words.strip(), outcome=outcome)
    queue(
        to=row.placement.person,
        template="stipends/dispute_answered",
        context={"dispute": row},
        dedupe_key=f"dispute-answered-{row.pk}",
    )
    return row


@transaction.atomic
def take_back_dispute(*, pk: int, by: User, now: datetime | None = None) -> Dispute:
    """Its person takes it back: nobody has to answer any more."""
    row = _locked(pk)
    demand(why_not_dispute(by, DisputeAction.TAKE_BACK, row))
    _move(row, DisputeAction.TAKE_BACK, by, now or timezone.now())
    return row


def _locked(pk: int) -> Dispute:
    rows = Dispute.objects.select_related("placement__person", "placement__role", "placement__year")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _move(
    row: Dispute, action: DisputeAction, by: User, at: datetime, note: str = "", outcome: str = ""
) -> None:
    """The next state of the table, with a line of history. The only place that sets a dispute's state. A mail that asks
    for an answer and has not left yet says nothing any more."""
    cancel(topic=_topic(row))
    was, row.state = row.state, step(DISPUTE_MOVES, DisputeState(row.state), action)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at", "outcome", "answer", "answered_by"])
    _record(row, action, by, at, note, was=was, outcome=outcome)


def _record(
    row: Dispute, action: DisputeAction, by: User, at: datetime, note: str, *, was: str, outcome: str = ""
) -> None:
    DisputeEvent.objects.create(
        dispute=row,
        action=action,
        by=by,
        at=at,
        note=note,
        from_state=was,
        to_state=row.state,
        outcome=outcome,
    )
