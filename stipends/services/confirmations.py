"""Payroll says what it paid: all of a file or nothing."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import demand
from people.models import User
from stipends.models import LineConfirmation, StipendLine, StipendRun
from stipends.policies import why_not
from stipends.queries import unconfirmed
from stipends.services.runs import locked_run, move, record
from stipends.services.statements import owe_statements
from stipends.services.told import Asked, Confirmed, Due, Found, Key, found_of
from stipends.states import RunAction


def look_at_confirmation(*, pk: int, rows: Sequence[Confirmed], by: User, paid_on: date) -> Found:
    """What `confirm` would record of these rows. Raises DomainError as it does; nothing is written."""
    run = StipendRun.objects.get(pk=pk)
    demand(why_not(by, RunAction.CONFIRM, run))
    return found_of(_asked(run), rows, paid_on, local_date(timezone.now()))


@transaction.atomic
def confirm(
    *,
    pk: int,
    rows: Sequence[Confirmed],
    by: User,
    paid_on: date | None = None,
    now: datetime | None = None,
) -> StipendRun:
    """Record what payroll paid. A file may hold a part of the lines; with the last one the run is confirmed.
    Each person is told by mail.
    `paid_on` is the date of payment of rows that say none; without it that is today.

    All or nothing: raises DomainError naming every row that is not an unconfirmed line of this run with its
    exact amount, or a person of it with that of all their unconfirmed lines.
    """
    run = locked_run(pk)
    demand(why_not(by, RunAction.CONFIRM, run))
    moment = now or timezone.now()
    found = found_of(_asked(run), rows, paid_on or _today(run, moment), local_date(moment))
    LineConfirmation.objects.bulk_create(
        LineConfirmation(
            line_id=row.line_id,
            amount_cents=row.amount_cents,
            reference=row.reference,
            paid_on=row.paid_on,
            by=by,
            at=moment,
        )
        for row in found.lines
    )
    owe_statements({row.line_id: row.paid_on for row in found.lines})
    lines, cents = len(found.lines), found.cents
    if found.missing:
        record(run, RunAction.CONFIRM_PART, by, moment, lines=lines, cents=cents)
    else:
        move(run, RunAction.CONFIRM, by, moment, lines=lines, cents=cents)
    return run


def _today(run: StipendRun, now: datetime) -> date:
    """Never before the run was approved, whatever a clock says."""
    return local_date(max(now, run.approved_at or now))


def _asked(run: StipendRun) -> Asked:
    return Asked(
        due=_due(run),
        noun="line",
        office="payroll",
        stranger="is not paid by this run",
        nobody="is nobody this run pays",
        first=local_date(run.approved_at) if run.approved_at else None,
        since="the run was approved",
        still=lambda: unconfirmed(run.pk),
    )


def _due(run: StipendRun) -> list[Due]:
    """All payable lines of the run by number: one query."""
    lines = StipendLine.objects.filter(run=run, status=StipendLine.Status.PAYABLE)
    found = lines.select_related("person", "confirmation").defer("cells", "inputs").order_by("pk")
    return [
        Due(
            line.pk,
            line.amount_cents,
            {Key.EXTERNAL_ID: line.person.external_id, Key.EMAIL: line.person.email},
            line.person.name,
            hasattr(line, "confirmation"),
        )
        for line in found
    ]
