"""What becomes of what was paid too much: found, changed, agreed to, taken off, settled in parts or whole, waived by
two people."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from common.money import dollars
from common.states import step
from notifications.services import queue
from people.models import User
from stipends.models import CameBack, Overpayment, OverpaymentEvent, StipendLine
from stipends.policies import why_not_overpayment
from stipends.queries.paid import first_paid
from stipends.states import OVERPAYMENT_MOVES, OverpaymentAction, OverpaymentState

Action = OverpaymentAction
FIELDS = (
    "state",
    "open_cents",
    "ended_cents",
    "ended_at",
    "agreed_by",
    "agreed_at",
    "paper",
    "how",
    "reference",
    "settled_by",
    "waiver_by",
    "waiver_at",
    "waiver_cents",
    "waiver_reason",
    "waived_by",
)


# --- what runs do ---------------------------------------------------------------------------------
def find(line: StipendLine, cents: int, by: User, at: datetime) -> Overpayment:
    """A line of an approved run finds that `cents` more were paid than earned. Its person gets a mail."""
    row = Overpayment.objects.create(
        placement=line.placement, line=line, found_at=at, found_cents=cents, open_cents=cents
    )
    event = _record(row, Action.FIND, by, at, was="", cents=cents, line=line)
    _tell_found(row, event)
    return row


def change(row: Overpayment, cents: int, by: User, at: datetime, line: StipendLine) -> None:
    """A later run finds another amount: `cents` stand open, or nothing, and then it closes by itself. Who agreed or
    asked for a waiver did so for the amount of then: to more than that nobody agreed."""
    if cents == row.open_cents:
        return
    if not cents:
        _end(row, Action.CLEAR, by, at, cents=row.open_cents, line=line)
        return
    grew = cents > row.open_cents
    if grew:
        row.agreed_by, row.agreed_at, row.paper = None, None, ""
    _forget_waiver(row)
    row.open_cents = cents
    row.save(update_fields=FIELDS)
    event = _record(row, Action.CHANGE, by, at, line=line)
    if grew:
        _tell_found(row, event)


def take(row: Overpayment, line: StipendLine, cents: int, by: User, at: datetime) -> None:
    """A payment was less by `cents`; with the last of them it is set against in full, else the rest stays open."""
    if cents == row.open_cents:
        _end(row, Action.TAKE, by, at, cents=cents, line=line)
        return
    row.open_cents -= cents
    _forget_waiver(row)
    row.save(update_fields=FIELDS)
    _record(row, Action.TAKE, by, at, cents=cents, line=line)


def undo(row: Overpayment, by: User, at: datetime) -> None:
    """The only run that found it was made void."""
    _end(row, Action.UNDO, by, at, cents=row.open_cents)


# --- what people do -------------------------------------------------------------------------------
@transaction.atomic
def agree_to_take(*, pk: int, by: User, cents: int, now: datetime | None = None) -> Overpayment:
    """Its person agrees: the next run that pays them takes it off as far as that payment goes, the rest after that.
    `cents` is what they saw. Raises DomainError when it is another amount by now."""
    return _agreed(pk, Action.AGREE, by, cents, "", now)


@transaction.atomic
def record_paper(*, pk: int, by: User, cents: int, paper: str, now: datetime | None = None) -> Overpayment:
    """Finance records that its person agreed on a signed paper, and where that is kept. Raises DomainError without."""
    if not paper.strip():
        raise DomainError("Say where the signed paper is kept.", at="paper")
    return _agreed(pk, Action.RECORD_PAPER, by, cents, paper.strip(), now)


def _agreed(pk: int, action: Action, by: User, cents: int, paper: str, now: datetime | None) -> Overpayment:
    row = _judged(pk, action, by, cents)
    row.agreed_by, row.agreed_at, row.paper = by, now or timezone.now(), paper
    row.save(update_fields=FIELDS)
    _record(row, action, by, row.agreed_at, cents=row.open_cents, reference=paper)
    return row


@transaction.atomic
def take_back_agreement(*, pk: int, by: User, now: datetime | None = None) -> Overpayment:
    """Its person changes their mind: nothing is taken off from now on; what was taken stays."""
    row = _judged(pk, Action.DISAGREE, by)
    row.agreed_by, row.agreed_at, row.paper = None, None, ""
    row.save(update_fields=FIELDS)
    _record(row, Action.DISAGREE, by, now or timezone.now())
    return row


@transaction.atomic
def settle(
    *, pk: int, by: User, cents: int, how: str, reference: str, now: datetime | None = None
) -> Overpayment:
    """All of it came back: how, and under which reference. `cents` is what was on the screen. Raises DomainError
    without a reference, or when it is another amount by now."""
    row = _judged(pk, Action.SETTLE, by, cents)
    row.how, row.reference, row.settled_by = how, _reference(reference), by
    row.ended_cents = row.open_cents
    given = {"cents": row.open_cents, "how": how, "reference": row.reference}
    _end(row, Action.SETTLE, by, now or timezone.now(), **given)
    _tell_ended(row)
    return row


@transaction.atomic
def settle_part(
    *,
    pk: int,
    by: User,
    cents: int,
    part_cents: int,
    came_on: date,
    how: str,
    reference: str,
    now: datetime | None = None,
) -> Overpayment:
    """A part of it came back on a day: how, and under which reference. The rest stays open, and who agreed to have it
    taken off agreed to that too. `cents` is what was on the screen. Raises DomainError for a part that is not less than
    what is open, a day that is ahead or lies before the first payment, without a reference, or when it is another
    amount by now."""
    row, moment = _judged(pk, Action.SETTLE_PART, by, cents), now or timezone.now()
    _check_part(row, part_cents, came_on, local_date(moment))
    said = {"how": how, "reference": _reference(reference)}
    part = CameBack.objects.create(
        overpayment=row, cents=part_cents, came_on=came_on, by=by, at=moment, **said
    )
    # Writing the part took it off.
    row.refresh_from_db(fields=["open_cents"])
    _forget_waiver(row)
    row.save(update_fields=FIELDS)
    _record(row, Action.SETTLE_PART, by, moment, cents=part_cents, **said)
    _tell_part(row, part)
    return row


def _check_part(row: Overpayment, part_cents: int, came_on: date, today: date) -> None:
    """Raises DomainError for a part that is not less than what is open, and for a day on which nothing came back."""
    if not 0 < part_cents < row.open_cents:
        raise DomainError(
            f"A part is above $0.00 and less than the {dollars(row.open_cents)} that is open. When all of it came back,"
            " press “It came back” instead.",
            at="part",
        )
    if came_on > today:
        raise DomainError(
            f"{day_in_words(came_on)} is still ahead. Record it once it came back.", at="came_on"
        )
    if (first := first_paid(row.placement_id)) is not None and came_on < first:
        raise DomainError(
            f"Nothing was paid before {day_in_words(first)}, so nothing came back before that day.",
            at="came_on",
        )


def _reference(typed: str) -> str:
    if not typed.strip():
        raise DomainError("Give the reference: the number of the check or of the booking.", at="reference")
    return typed.strip()


@transaction.atomic
def ask_waiver(*, pk: int, by: User, cents: int, reason: str, now: datetime | None = None) -> Overpayment:
    """Ask that it is let go, and say why; a second person of finance agrees or does not."""
    row = _judged(pk, Action.ASK_WAIVER, by, cents)
    if not reason.strip():
        raise DomainError("Say why it should be let go. A second person reads it.", at="reason")
    moment = now or timezone.now()
    row.waiver_by, row.waiver_at, row.waiver_cents = by, moment, row.open_cents
    row.waiver_reason = reason.strip()
    row.save(update_fields=FIELDS)
    _record(row, Action.ASK_WAIVER, by, moment, note=row.waiver_reason, cents=row.open_cents)
    return row


@transaction.atomic
def refuse_waiver(*, pk: int, by: User, words: str, now: datetime | None = None) -> Overpayment:
    """It is not let go, and stays open. Raises DomainError without words."""
    row = _judged(pk, Action.REFUSE_WAIVER, by)
    if not words.strip():
        raise DomainError("Say why it is not let go.", at="words")
    _forget_waiver(row)
    row.save(update_fields=FIELDS)
    _record(row, Action.REFUSE_WAIVER, by, now or timezone.now(), note=words.strip())
    return row


@transaction.atomic
def waive(*, pk: int, by: User, cents: int, now: datetime | None = None) -> Overpayment:
    """A second person agrees: its person keeps it. `cents` is what was on the screen."""
    row = _judged(pk, Action.WAIVE, by, cents)
    row.waived_by, row.ended_cents = by, row.open_cents
    _end(row, Action.WAIVE, by, now or timezone.now(), cents=row.open_cents)
    _tell_ended(row)
    return row


def _judged(pk: int, action: Action, by: User, cents: int | None = None) -> Overpayment:
    """The row, locked, when `by` may do this with it now, and it is still the amount that was shown."""
    rows = Overpayment.objects.select_related("placement__person", "placement__role", "placement__year")
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not_overpayment(by, action, row))
    if cents is not None and cents != row.open_cents:
        raise DomainError(
            f"It is {dollars(row.open_cents)} now, another amount than you saw. Look at it first."
        )
    return row


def _end(row: Overpayment, action: Action, by: User, at: datetime, **facts: Any) -> None:
    """Its last state, with a line of history."""
    was = row.state
    row.state = step(OVERPAYMENT_MOVES, OverpaymentState(was), action)
    row.open_cents, row.ended_at = 0, at
    row.save(update_fields=FIELDS)
    _record(row, action, by, at, was=was, **facts)


def _forget_waiver(row: Overpayment) -> None:
    row.waiver_by, row.waiver_at, row.waiver_cents, row.waiver_reason = None, None, None, ""


def _record(
    row: Overpayment,
    action: Action,
    by: User,
    at: datetime,
    *,
    was: str | None = None,
    note: str = "",
    **facts: Any,
) -> OverpaymentEvent:
    return OverpaymentEvent.objects.create(
        overpayment=row,
        action=action,
        by=by,
        at=at,
        note=note,
        from_state=row.state if was is None else was,
        to_state=row.state,
        open_cents=row.open_cents,
        **facts,
    )


def _tell_found(row: Overpayment, event: OverpaymentEvent) -> None:
    queue(
        to=row.placement.person,
        template="stipends/overpaid",
        context={"overpayment": row},
        dedupe_key=f"overpaid-{event.pk}",
        topic=f"overpaid-{row.pk}",
    )


def _tell_ended(row: Overpayment) -> None:
    queue(
        to=row.placement.person,
        template="stipends/overpayment_ended",
        context={"overpayment": row},
        dedupe_key=f"overpayment-ended-{row.pk}",
        topic=f"overpaid-{row.pk}",
    )


def _tell_part(row: Overpayment, part: CameBack) -> None:
    queue(
        to=row.placement.person,
        template="stipends/overpayment_part",
        context={"overpayment": row, "part": part},
        dedupe_key=f"overpayment-part-{part.pk}",
        topic=f"overpaid-{row.pk}",
    )
