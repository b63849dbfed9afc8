"""Payroll says what became of assistance: a file of it, or all of a file at once, was paid; a payment came back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from fellows.models import Disbursement
from fellows.services.payments import hold_disbursements, pay_disbursement, take_back_disbursement
from fellows.states import DisbursementState
from people.models import User
from stipends.models import AssistanceBatch, AssistanceConfirmation, AssistanceLine, AssistanceReturn
from stipends.policies import why_not_assistance
from stipends.queries.assistance import open_lines_of
from stipends.services.told import Asked, Confirmed, Due, Found, Key, found_of
from stipends.states import AssistanceAction


def look_at_assistance(*, pk: int, rows: Sequence[Confirmed], by: User, paid_on: date) -> Found:
    """What `pay_assistance` would record of these rows. Raises DomainError as it does; nothing is written."""
    batch = AssistanceBatch.objects.get(pk=pk)
    demand(why_not_assistance(by, AssistanceAction.CONFIRM, batch))
    return found_of(_asked(batch), rows, paid_on, local_date(timezone.now()))


@transaction.atomic
def pay_assistance(
    *, pk: int, rows: Sequence[Confirmed], by: User, paid_on: date, now: datetime | None = None
) -> AssistanceBatch:
    """Record what payroll paid of a file of assistance; a part of it leaves the rest open. `paid_on` is the date of
    payment of rows that say none. Each fellow is told by mail.

    All or nothing: raises DomainError naming every row that is not an open line of this file with its exact amount, or
    a person of it with that of all their open lines.
    """
    return _pay(pk, AssistanceAction.CONFIRM, rows, by, paid_on, now or timezone.now())


@transaction.atomic
def pay_all_assistance(
    *, pk: int, by: User, paid_on: date, reference: str = "", now: datetime | None = None
) -> AssistanceBatch:
    """Record that all that is open of a file was paid on this day. Raises DomainError for a day that cannot be."""
    return _pay(pk, AssistanceAction.CONFIRM_ALL, None, by, paid_on, now or timezone.now(), reference)


@transaction.atomic
def assistance_came_back(
    *, pk: int, line: int, on: date, reason: str, by: User, now: datetime | None = None
) -> AssistanceBatch:
    """Record that the payment of a line came back, on this day: it is not paid, and its amount is free in the budget of
    its cohort again. Nobody owes anything by it. The fellow, and whoever proposed the award, are told by mail.

    Raises DomainError for a line that is not of this file or came back already, for a day that cannot be, and without a
    reason.
    """
    batch, moment = AssistanceBatch.objects.get(pk=pk), now or timezone.now()
    held = _held(batch)
    demand(why_not_assistance(by, AssistanceAction.COME_BACK, batch))
    row = batch.lines.filter(pk=line).first()
    part = held.get(row.disbursement_id) if row else None
    if row is None or part is None or part.state not in (DisbursementState.EXPORTED, DisbursementState.PAID):
        raise DomainError("Choose a payment of this file that did not come back yet.", at="line")
    if not local_date(batch.made_at) <= on <= local_date(moment):
        raise DomainError("It came back on a day from the making of the file until today.", at="on")
    take_back_disbursement(part, on=on, reason=reason, by=by, at=moment)
    AssistanceReturn.objects.create(line=row, reason=reason.strip(), by=by, at=moment)
    return batch


def _pay(
    pk: int,
    action: AssistanceAction,
    rows: Sequence[Confirmed] | None,
    by: User,
    paid_on: date,
    now: datetime,
    reference: str = "",
) -> AssistanceBatch:
    batch = AssistanceBatch.objects.get(pk=pk)
    # Two who record at once: the second sees what the first recorded.
    held = _held(batch)
    demand(why_not_assistance(by, action, batch))
    asked = _asked(batch)
    if rows is None:
        open_ones = [one for one in asked.due if not one.confirmed]
        rows = [
            Confirmed(number, one.line_id, one.cents, reference, Key.LINE)
            for number, one in enumerate(open_ones, 1)
        ]
    parts = dict(batch.lines.values_list("pk", "disbursement"))
    for line in found_of(asked, rows, paid_on, local_date(now)).lines:
        AssistanceConfirmation.objects.create(
            line_id=line.line_id,
            amount_cents=line.amount_cents,
            reference=line.reference,
            by=by,
            at=now,
        )
        pay_disbursement(held[parts[line.line_id]], paid_on=line.paid_on, by=by, at=now)
    return batch


def _held(batch: AssistanceBatch) -> dict[int, Disbursement]:
    """The parts of awards in a file by their numbers, held."""
    return {row.pk: row for row in hold_disbursements(Disbursement.objects.filter(line__batch=batch))}


def _due(line: AssistanceLine) -> Due:
    person = line.disbursement.award.fellow.person
    return Due(
        line.pk,
        line.amount_cents,
        {Key.EXTERNAL_ID: person.external_id, Key.EMAIL: person.email},
        person.name,
        line.disbursement.state != DisbursementState.EXPORTED,
        back=line.disbursement.state == DisbursementState.CAME_BACK,
    )


def _asked(batch: AssistanceBatch) -> Asked:
    lines = batch.lines.select_related("disbursement__award__fellow__person").order_by("pk")
    return Asked(
        due=[_due(line) for line in lines],
        noun="line",
        office="payroll",
        stranger="is not in this file",
        nobody="is nobody this file pays",
        first=local_date(batch.made_at),
        since="the file was made",
        still=lambda: open_lines_of(batch.pk),
    )
