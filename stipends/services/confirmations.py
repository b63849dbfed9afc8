"""Payroll says what it paid: all of a file or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.errors import DomainError, demand
from common.money import dollars
from people.models import User
from stipends.models import LineConfirmation, StipendLine, StipendRun
from stipends.policies import why_not
from stipends.queries import unconfirmed
from stipends.services.runs import locked_run, move, record
from stipends.states import RunAction

MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row of the file: where it stands, which line, how much, and payroll's own number."""

    row: int
    line_id: int
    amount_cents: int
    reference: str = ""


@transaction.atomic
def confirm(*, pk: int, rows: Sequence[Confirmed], by: User, now: datetime | None = None) -> StipendRun:
    """Record what payroll paid. A file may hold a part of the lines; with the last one the run is confirmed.

    All or nothing: raises DomainError naming every row that is not an unconfirmed line of this run with its
    exact amount.
    """
    run = locked_run(pk)
    demand(why_not(by, RunAction.CONFIRM, run))
    if not rows:
        raise DomainError("This file confirms no line. Choose the one payroll sent back.")
    errors = list(_errors(run, rows))
    if errors:
        more = f" And {len(errors) - MOST_ERRORS} more." if len(errors) > MOST_ERRORS else ""
        raise DomainError(
            f"Nothing was recorded. {' '.join(errors[:MOST_ERRORS])}{more}{_how_to_go_on(run, rows)}"
        )
    moment = now or timezone.now()
    LineConfirmation.objects.bulk_create(
        LineConfirmation(
            line_id=row.line_id, amount_cents=row.amount_cents, reference=row.reference, by=by, at=moment
        )
        for row in rows
    )
    lines, cents = len(rows), sum(row.amount_cents for row in rows)
    if StipendLine.objects.unconfirmed().filter(run=run).exists():
        record(run, RunAction.CONFIRM_PART, by, moment, lines=lines, cents=cents)
    else:
        move(run, RunAction.CONFIRM, by, moment, lines=lines, cents=cents)
    return run


def _payable(run: StipendRun) -> "QuerySet[StipendLine]":
    return StipendLine.objects.filter(run=run, status=StipendLine.Status.PAYABLE)


def _how_to_go_on(run: StipendRun, rows: Sequence[Confirmed]) -> str:
    """For a file that holds rows of an earlier one."""
    known = _payable(run).exclude(confirmation=None).filter(pk__in=[row.line_id for row in rows]).count()
    if not known:
        return ""
    rows_are = (
        "row that was confirmed already" if known == 1 else f"{known:,} rows that were confirmed already"
    )
    return f" Take the {rows_are} out of the file and send the rest. {unconfirmed(run.pk)}."


def _errors(run: StipendRun, rows: Sequence[Confirmed]) -> Iterator[str]:
    due = dict(_payable(run).values_list("pk", "amount_cents"))
    done = set(_payable(run).exclude(confirmation=None).values_list("pk", flat=True))
    seen: set[int] = set()
    for row in rows:
        where = f"Row {row.row}: line {row.line_id}"
        if row.line_id not in due:
            yield f"{where} is not paid by this run."
        elif row.line_id in done:
            yield f"{where} was confirmed already."
        elif row.line_id in seen:
            yield f"{where} is in the file twice."
        elif row.amount_cents != due[row.line_id]:
            yield (
                f"{where} is {dollars(due[row.line_id])}, not {dollars(row.amount_cents)}. Leave it out until payroll"
                " has put it right."
            )
        seen.add(row.line_id)
