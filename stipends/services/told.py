"""What an office says it paid, held against what it was asked to pay: all of a file or nothing. It knows lines of a run
and claims of schools alike, by what `Asked` says of them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from common.addresses import same_address
from common.clock import day_in_words
from common.errors import DomainError
from common.money import dollars

MOST_ERRORS = 20
# An office may say before a payday what it is about to pay.
MOST_DAYS_AHEAD = 31


class Key(StrEnum):
    """By what a row says whose money it is."""

    LINE = "line"
    EXTERNAL_ID = "external_id"
    EMAIL = "email"
    CLAIM = "claim"
    CDS_CODE = "cds_code"


# These are numbers of ours; by the others a row may mean several.
NUMBERS = (Key.LINE, Key.CLAIM)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A row of the file: where it stands, which line, how much, and the office's own number. A row of a person or a
    school has no line: it says `whose` by `key`, and its amount is that of all lines of theirs that are not confirmed
    yet."""

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
    """A line that is to be paid, as files may name it: by its number, or by whose it is."""

    line_id: int
    cents: int
    whose: Mapping[Key, str]
    name: str
    # Paid already, or not to be paid by this file any more: it came back.
    confirmed: bool
    back: bool = False

    @property
    def why_not(self) -> str:
        """Why no row may confirm it again."""
        return "came back, so this file does not pay it" if self.back else "was confirmed already"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an office was asked to pay, and how refusals call it."""

    due: Sequence[Due]
    # "line", "claim"; whose it is.
    noun: str
    office: str
    stranger: str
    nobody: str
    # The first day on which it can have been paid, and why.
    first: date | None
    since: str
    # What is open now, in words; asked for by a refusal alone.
    still: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file would record: the lines with their amounts, and what is missing after it. `read_as`: the rows whose
    number a spreadsheet cut, and whose it is taken for."""

    lines: list[Line]
    missing: list[Due]
    read_as: tuple[str, ...] = ()

    @property
    def cents(self) -> int:
        return sum(line.amount_cents for line in self.lines)


def found_of(asked: Asked, rows: Sequence[Confirmed], paid_on: date, today: date) -> Found:
    """The rows as lines, each with its day; `paid_on` is that of rows that say none. Raises DomainError naming every
    row that is not an open line with its exact amount, or somebody with that of all their open lines."""
    if not rows:
        raise DomainError(f"This file confirms no {asked.noun}. Choose the one {asked.office} sent back.")
    # A file does not mix the two.
    key = rows[0].key
    whole = _whole_numbers(asked, rows) if key is Key.EXTERNAL_ID else Whole([*rows])
    errors = whole.errors
    lines: list[Line] = []
    for one in _lines(asked, rows) if key in NUMBERS else _people(asked, key, whole.rows):
        if isinstance(one, str):
            errors.append(one)
        else:
            lines.append(Line(one.row, one.line_id, one.amount_cents, one.reference, one.paid_on or paid_on))
    errors += _odd_days(asked, lines, today)
    if errors:
        more = f" And {len(errors) - MOST_ERRORS} more." if len(errors) > MOST_ERRORS else ""
        raise DomainError(
            f"Nothing was recorded. {' '.join(errors[:MOST_ERRORS])}{more}{_how_to_go_on(asked, rows)}"
        )
    recorded = {line.line_id for line in lines}
    missing = [one for one in asked.due if not one.confirmed and one.line_id not in recorded]
    return Found(lines, missing, tuple(whole.read_as))


def _lines(asked: Asked, rows: Sequence[Confirmed]) -> Iterator[Confirmed | str]:
    """Each row that is a line, or what is wrong with it."""
    known = {one.line_id: one for one in asked.due}
    seen: set[int] = set()
    for row in rows:
        where, line = f"Row {row.row}: {asked.noun} {row.line_id}", known.get(row.line_id)
        if line is None:
            yield f"{where} {asked.stranger}."
        elif line.confirmed:
            yield f"{where} {line.why_not}."
        elif row.line_id in seen:
            yield f"{where} is in the file twice."
        elif row.amount_cents != line.cents:
            yield (
                f"{where} is {dollars(line.cents)}, not {dollars(row.amount_cents)}. Leave it out until"
                f" {asked.office} has put it right."
            )
        else:
            yield row
        seen.add(row.line_id)


def _called(key: Key, whose: str) -> str:
    """As two ways to write one number or address are the same."""
    if key is Key.EMAIL:
        return same_address(whose)
    called = whose.strip().casefold()
    # A spreadsheet drops the zero a county's code begins with.
    return called.replace("-", "").lstrip("0") if key is Key.CDS_CODE else called


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows with the whole numbers of whom they mean."""

    rows: list[Confirmed]
    read_as: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def _whole_numbers(asked: Asked, rows: Sequence[Confirmed]) -> Whole:
    """A spreadsheet drops the zeros a number begins with: 0042 is 42 there. A row means the one payee whose number is
    the same without them. Where there are several it is refused; but where some row of the file kept its zeros, a
    number that somebody has is theirs."""
    names = {_called(Key.EXTERNAL_ID, one.whose[Key.EXTERNAL_ID]): one.name for one in asked.due}
    alike: dict[str, list[str]] = defaultdict(list)
    for number in filter(_is_number, names):
        alike[number.lstrip("0")].append(number)
    kept = any(row.whose.strip().startswith("0") for row in rows)
    found = Whole([])
    for row in rows:
        called = _called(Key.EXTERNAL_ID, row.whose)
        meant = sorted(alike.get(called, [])) if _is_number(called) else []
        if not meant or (called in names and kept) or meant == [called]:
            found.rows.append(row)
        elif len(meant) > 1:
            either = " or ".join(f"{number} ({names[number]})" for number in meant)
            found.errors.append(f"Row {row.row}: {row.whose} may be {either}. Write the whole number.")
        else:
            found.rows.append(replace(row, whose=meant[0]))
            found.read_as.append(f"Row {row.row}: {row.whose} is taken for {meant[0]}, {names[meant[0]]}.")
    return found


def _is_number(called: str) -> bool:
    return called.isascii() and called.isdigit()


def _people(asked: Asked, key: Key, rows: Sequence[Confirmed]) -> Iterator[Confirmed | str]:
    """The lines of each row's person or school, or what is wrong with it."""
    theirs: dict[str, list[Due]] = defaultdict(list)
    for one in asked.due:
        theirs[_called(key, one.whose[key])].append(one)
    seen: set[str] = set()
    for row in rows:
        called = _called(key, row.whose)
        where = f"Row {row.row}: {row.whose}"
        lines = [one for one in theirs.get(called, []) if not one.confirmed]
        if called not in theirs:
            yield f"{where} {asked.nobody}."
        elif not lines:
            yield f"{where} {theirs[called][-1].why_not}."
        elif called in seen:
            yield f"{where} is in the file twice. Add what they were paid into one row."
        elif row.amount_cents != (owed := sum(one.cents for one in lines)):
            what = dollars(owed) if len(lines) == 1 else f"{dollars(owed)} on {len(lines)} {asked.noun}s"
            yield (
                f"{where} is paid {what}, not {dollars(row.amount_cents)}. Leave them out until {asked.office} has"
                " put it right."
            )
        else:
            yield from (replace(row, line_id=one.line_id, amount_cents=one.cents) for one in lines)
        seen.add(called)


def _odd_days(asked: Asked, lines: Sequence[Line], today: date) -> Iterator[str]:
    """Money leaves after it was approved, and nobody knows of a payday months ahead."""
    first = asked.first
    last = max(today, first or today) + timedelta(days=MOST_DAYS_AHEAD)
    days = {line.paid_on: line.row for line in reversed(lines)}
    for day, row in sorted(days.items()):
        if first and day < first:
            yield f"Row {row}: paid on {day_in_words(day)}, and {asked.since} on {day_in_words(first)}."
        elif day > last:
            yield f"Row {row}: {day_in_words(day)} is more than a month ahead. Correct the date of payment."


def _how_to_go_on(asked: Asked, rows: Sequence[Confirmed]) -> str:
    """For a file that holds rows of an earlier one."""
    named = {row.line_id for row in rows}
    done = [one for one in asked.due if one.confirmed and one.line_id in named]
    known = len(done)
    if not known:
        return ""
    back = {one.back for one in done}
    if back == {True}:
        which = "came back"
    else:
        were = "was" if known == 1 else "were"
        which = f"{were} confirmed already{' or came back' if True in back else ''}"
    rows_are = f"row that {which}" if known == 1 else f"{known:,} rows that {which}"
    return f" Take the {rows_are} out of the file and send the rest. {asked.still()}."
