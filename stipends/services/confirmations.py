"""Payroll says what it paid: all of a file or nothing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from common.addresses import same_address
from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from common.money import dollars
from people.models import User
from stipends.models import LineConfirmation, StipendLine, StipendRun
from stipends.policies import why_not
from stipends.queries import unconfirmed
from stipends.services.runs import locked_run, move, record
from stipends.services.statements import owe_statements
from stipends.states import RunAction

MOST_ERRORS = 20
# Payroll may say before a payday what it is about to pay.
MOST_DAYS_AHEAD = 31


class Key(StrEnum):
    """By what a row says whose money it is."""

    LINE = "line"
    EXTERNAL_ID = "external_id"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row of the file: where it stands, which line, how much, and payroll's own number. A row of a person has no
    line: it says `whose` by `key`, and its amount is that of all lines of theirs that are not confirmed yet."""

    row: int
    line_id: int
    amount_cents: int
    reference: str = ""
    key: Key = Key.LINE
    whose: str = ""
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a row confirms, with its own amount and the day it was paid."""

    row: int
    line_id: int
    amount_cents: int
    reference: str
    paid_on: date


@dataclass(frozen=True, slots=True)
class Due:
    """A payable line of the run, as files may name it."""

    line_id: int
    cents: int
    external_id: str
    email: str
    name: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a file would record: the lines with their amounts, and what is missing after it."""

    lines: list[Line]
    missing: list[Due]

    @property
    def cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


def look_at_confirmation(*, pk: int, rows: Sequence[Confirmed], by: User, paid_on: date) -> Found:
    """What `confirm` would record of these rows. Raises DomainError as it does; nothing is written."""
    run = StipendRun.objects.get(pk=pk)
    demand(why_not(by, RunAction.CONFIRM, run))
    return _found(run, rows, paid_on)


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
    found = _found(run, rows, paid_on or _today(run, moment), now=moment)
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


def _found(run: StipendRun, rows: Sequence[Confirmed], paid_on: date, now: datetime | None = None) -> Found:
    """The rows as lines, each with its day."""
    if not rows:
        raise DomainError("This file confirms no line. Choose the one payroll sent back.")
    due = _due(run)
    # A file for payroll does not mix the two.
    by_line = rows[0].key is Key.LINE
    errors: list[str] = []
    lines: list[Line] = []
    for one in _lines(rows, due) if by_line else _people(rows, due):
        if isinstance(one, str):
            errors.append(one)
        else:
            day = one.paid_on or paid_on
            lines.append(Line(one.row, one.line_id, one.amount_cents, one.reference, day))
    errors += _odd_days(run, lines, local_date(now or timezone.now()))
    if errors:
        more = f" And {len(errors) - MOST_ERRORS} more." if len(errors) > MOST_ERRORS else ""
        raise DomainError(
            f"Nothing was recorded. {' '.join(errors[:MOST_ERRORS])}{more}{_how_to_go_on(run, rows, due)}"
        )
    recorded = {line.line_id for line in lines}
    return Found(lines, [one for one in due if not one.confirmed and one.line_id not in recorded])


def _today(run: StipendRun, now: datetime) -> date:
    """Never before the run was approved, whatever a clock says."""
    return local_date(max(now, run.approved_at or now))


def _due(run: StipendRun) -> list[Due]:
    """All payable lines of the run by number: one query."""
    lines = StipendLine.objects.filter(run=run, status=StipendLine.Status.PAYABLE)
    found = lines.select_related("person", "confirmation").defer("cells", "inputs").order_by("pk")
    return [
        Due(
            line.pk,
            line.amount_cents,
            line.person.external_id,
            line.person.email,
            line.person.name,
            hasattr(line, "confirmation"),
        )
        for line in found
    ]


def _lines(rows: Sequence[Confirmed], due: Sequence[Due]) -> Iterator[Confirmed | str]:
    """Each row that is a line, or what is wrong with it."""
    known = {one.line_id: one for one in due}
    seen: set[int] = set()
    for row in rows:
        where, line = f"Row {row.row}: line {row.line_id}", known.get(row.line_id)
        if line is None:
            yield f"{where} is not paid by this run."
        elif line.confirmed:
            yield f"{where} was confirmed already."
        elif row.line_id in seen:
            yield f"{where} is in the file twice."
        elif row.amount_cents != line.cents:
            yield (
                f"{where} is {dollars(line.cents)}, not {dollars(row.amount_cents)}. Leave it out until payroll"
                " has put it right."
            )
        else:
            yield row
        seen.add(row.line_id)


def _called(key: Key, whose: str) -> str:
    """As two ways to write one number or address are the same."""
    return same_address(whose) if key is Key.EMAIL else whose.strip().casefold()


def _people(rows: Sequence[Confirmed], due: Sequence[Due]) -> Iterator[Confirmed | str]:
    """The lines of each row's person, or what is wrong with it."""
    key = rows[0].key
    theirs: dict[str, list[Due]] = defaultdict(list)
    for one in due:
        theirs[_called(key, one.email if key is Key.EMAIL else one.external_id)].append(one)
    seen: set[str] = set()
    for row in rows:
        called = _called(key, row.whose)
        where = f"Row {row.row}: {row.whose}"
        lines = [one for one in theirs.get(called, []) if not one.confirmed]
        if called not in theirs:
            yield f"{where} is nobody this run pays."
        elif not lines:
            yield f"{where} was confirmed already."
        elif called in seen:
            yield f"{where} is in the file twice. Add what they were paid into one row."
        elif row.amount_cents != (owed := sum(one.cents for one in lines)):
            what = dollars(owed) if len(lines) == 1 else f"{dollars(owed)} on {len(lines)} lines"
            yield (
                f"{where} is paid {what}, not {dollars(row.amount_cents)}. Leave them out until payroll has put it"
                " right."
            )
        else:
            yield from (replace(row, line_id=one.line_id, amount_cents=one.cents) for one in lines)
        seen.add(called)


def _odd_days(run: StipendRun, lines: Sequence[Line], today: date) -> Iterator[str]:
    """Money leaves after it was approved, and nobody knows of a payday months ahead."""
    first = local_date(run.approved_at) if run.approved_at else None
    last = max(today, first or today) + timedelta(days=MOST_DAYS_AHEAD)
    days = {line.paid_on: line.row for line in reversed(lines)}
    for day, row in sorted(days.items()):
        if first and day < first:
            yield f"Row {row}: paid on {day_in_words(day)}, and the run was approved on {day_in_words(first)}."
        elif day > last:
            yield f"Row {row}: {day_in_words(day)} is more than a month ahead. Correct the date of payment."


def _how_to_go_on(run: StipendRun, rows: Sequence[Confirmed], due: Sequence[Due]) -> str:
    """For a file that holds rows of an earlier one."""
    done = {one.line_id for one in due if one.confirmed}
    known = len(done & {row.line_id for row in rows})
    if not known:
        return ""
    rows_are = (
        "row that was confirmed already" if known == 1 else f"{known:,} rows that were confirmed already"
    )
    return f" Take the {rows_are} out of the file and send the rest. {unconfirmed(run.pk)}."
