"""What is done with a part of an award after it was approved: paid again because it came back, or on another day."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from fellows.models import Award, Disbursement
from fellows.policies import why_not_award
from fellows.rules.assistance import Part
from fellows.services.assistance import Given, draft_award, locked_award, propose_award, record_award
from fellows.states import AwardAction, DisbursementState
from notifications.services import cancel, queue
from people.models import User


@transaction.atomic
def pay_again(*, pk: int, part: int, due: date, reason: str, by: User, now: datetime | None = None) -> Award:
    """Propose what came back anew, as an award of the same amount that a second person approves. Once: a payment has
    one award in its place at most. Raises DomainError for a part that did not come back or is paid again already, for
    a day that is past, without a reason, and for more than the budget holds."""
    award, moment = locked_award(pk), now or timezone.now()
    demand(why_not_award(by, AwardAction.AGAIN, award))
    row = _of(award, part, DisbursementState.CAME_BACK)
    if row is None or not award.disbursements.to_pay_again().filter(pk=row.pk).exists():
        raise DomainError("Choose a payment that came back and is not paid again yet.", at="part")
    _demand_ahead(due, moment)
    record_award(award, AwardAction.AGAIN, by, moment, cents=row.cents, disbursement=row)
    given = Given(award.purpose, reason, (Part(due, row.cents),))
    drafted = draft_award(pk=award.fellow_id, given=given, by=by, replaces=row, now=moment)
    return propose_award(pk=drafted.pk, by=by, now=moment)


@transaction.atomic
def move_day(*, pk: int, part: int, due: date, note: str, by: User, now: datetime | None = None) -> Award:
    """An approved part is due on another day, and the fellow is told by mail; what the day was stays on record. Raises
    DomainError for a part that went to payroll meanwhile, for a day that is past or is that of another part, and
    without a reason."""
    award, moment = locked_award(pk), now or timezone.now()
    demand(why_not_award(by, AwardAction.MOVE_DAY, award))
    row = _of(award, part, DisbursementState.APPROVED)
    if row is None:
        raise DomainError("Choose a part that payroll was not asked to pay yet.", at="part")
    if row.due == due:
        return award
    _demand_ahead(due, moment)
    if award.disbursements.filter(due=due).exists():
        raise DomainError("Another part of it is due on that day. Choose another day.", at="due")
    if not note.strip():
        raise DomainError("Say why. The fellow reads it.", at="note")
    was, row.due = row.due, due
    row.save(update_fields=["due"])
    record_award(
        award,
        AwardAction.MOVE_DAY,
        by,
        moment,
        note=note.strip(),
        cents=row.cents,
        disbursement=row,
        was_day=was,
    )
    topic = f"assistance-moved-{row.pk}"
    cancel(topic=topic)
    queue(
        to=award.fellow.person,
        template="fellows/assistance_moved",
        context={"award": award, "row": row, "was": was, "words": note.strip()},
        dedupe_key=f"{topic}-{award.events.count()}",
        topic=topic,
    )
    return award


def _of(award: Award, part: int, state: DisbursementState) -> Disbursement | None:
    """This part of the award, which is locked, while it stands so."""
    parts = award.disbursements.all()
    return next((row for row in parts if row.pk == part and row.state == state), None)


def _demand_ahead(due: date, moment: datetime) -> None:
    day = local_date(moment)
    if due < day:
        raise DomainError(f"That day is past. Choose {day_in_words(day)} or a later one.", at="due")
