"""The files payroll and bookkeeping get. The same lines always give the same bytes. They know lines of any kind, of
runs, of assistance or of claims, by what `Paid` and `PaidClaim` say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from common.spreadsheets import Code, csv_bytes, workbook_bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount as a journal writes it: what it cost, by its codes, and to whom it is owed on which account."""

    expense: str
    pathway: str
    school: str
    cds_code: str
    account: str
    fund: str
    program: str
    owed: str
    payable: str
    cents: int


class Booked(Protocol):
    @property
    def entry(self) -> Entry: ...


@dataclass(frozen=True, slots=True)
class Paid:
    """One payable line, as the files need it. The codes are those of the books: of its role `account`, `fund` and
    `program`, of its channel `payable`; empty where nobody wrote them."""

    line_id: int
    external_id: str
    family_name: str
    given_name: str
    email: str
    school: str
    cds_code: str
    pathway: str
    role: str
    channel: str
    amount_cents: int
    # The line that paid this placement before, of a line that pays a difference.
    corrects: int | None = None
    account: str = ""
    fund: str = ""
    program: str = ""
    payable: str = ""
    # The days it pays for: of its placement, within the year.
    first_day: date | None = None
    last_day: date | None = None
    # What it is in a journal: its cost, and what is owed for it.
    expense: str = "Stipend expense"
    owed: str = "Stipends payable"

    @property
    def entry(self) -> Entry:
        owed = f"{self.owed}: {PAYABLE_TO.get(self.channel, self.channel)}"
        where = (self.pathway, self.school, self.cds_code)
        codes = (self.account, self.fund, self.program)
        return Entry(self.expense, *where, *codes, owed, self.payable, self.amount_cents)


@dataclass(frozen=True, slots=True)
class PaidClaim:
    """A claim of a school as the files need it. `days` are those that are paid; the codes are those of the year:
    `account`, `fund` and `program` of what substitutes cost, `payable` of what schools are owed."""

    claim_id: int
    school: str
    cds_code: str
    lines: int
    days: str
    amount_cents: int
    account: str = ""
    fund: str = ""
    program: str = ""
    payable: str = ""

    @property
    def entry(self) -> Entry:
        codes = (self.account, self.fund, self.program)
        owed = "Substitutes payable: schools"
        where = ("", self.school, self.cds_code)
        return Entry("Substitutes", *where, *codes, owed, self.payable, self.amount_cents)


# The channels of a line as an account is called.
PAYABLE_TO = {"district": "district payroll", "own": "own payroll", "vendor": "vendors"}
GENERIC = (
    *("line", "run", "channel", "external_id", "family_name", "given_name", "email", "school", "cds_code"),
    *("role", "account", "fund", "program", "corrects_line", "gross_amount"),
)
# As a file of payments comes back: by claim, or by the code of the school.
CLAIMS = ("claim", "file", "school", "cds_code", "lines", "days", "account", "fund", "program", "amount")
JOURNAL = (
    *("account", "fund", "program", "school_code", "description", "pathway", "school", "memo"),
    *("debit", "credit"),
)


def amount(cents: int) -> str:
    """Dollars with two decimals and no sign or separator: 123456 is "1234.56"."""
    return f"{cents // 100}.{cents % 100:02d}"


def generic(run: str, lines: Iterable[Paid]) -> bytes:
    """One row a line, gross. UTF-8 with a mark in front, so that Excel reads it."""
    return csv_bytes([GENERIC, *(_row(run, one) for one in lines)])


def generic_book(run: str, lines: Iterable[Paid]) -> bytes:
    """The same rows as a workbook; amounts are numbers in it."""
    return workbook_bytes([GENERIC, *(_row(run, one) for one in lines)])


def _row(run: str, one: Paid) -> Sequence[str]:
    who = (one.external_id, one.family_name, one.given_name, one.email, one.school, one.cds_code, one.role)
    codes = (Code(one.account), Code(one.fund), Code(one.program))
    corrects = "" if one.corrects is None else str(one.corrects)
    return (str(one.line_id), run, one.channel, *who, *codes, corrects, amount(one.amount_cents))


def claims(file: str, lines: Iterable[PaidClaim]) -> bytes:
    """One row a claim, with what its school gets back."""
    return csv_bytes([CLAIMS, *(_claim_row(file, one) for one in lines)])


def claims_book(file: str, lines: Iterable[PaidClaim]) -> bytes:
    """The same rows as a workbook; amounts are numbers in it."""
    return workbook_bytes([CLAIMS, *(_claim_row(file, one) for one in lines)])


def _claim_row(file: str, one: PaidClaim) -> Sequence[str]:
    what = (one.school, one.cds_code, str(one.lines), one.days)
    codes = (Code(one.account), Code(one.fund), Code(one.program))
    return (str(one.claim_id), file, *what, *codes, amount(one.amount_cents))


def journal(memo: str, lines: Iterable[Booked]) -> bytes:
    """What it cost by its codes, pathway and school on the debit side, what is owed by whom it is owed to on the credit
    side. Debits and credits are equal to the cent."""
    debits: dict[tuple[str, ...], int] = defaultdict(int)
    credits: dict[tuple[str, str], int] = defaultdict(int)
    for one in (line.entry for line in lines):
        codes = (one.account, one.fund, one.program, one.cds_code)
        debits[one.expense, one.pathway, one.school, *codes] += one.cents
        credits[one.owed, one.payable] += one.cents
    rows: list[Sequence[str]] = [JOURNAL]
    for (expense, pathway, school, *written), cents in sorted(debits.items()):
        rows.append((*written, expense, pathway, school, memo, amount(cents), ""))
    for (owed, account), cents in sorted(credits.items()):
        rows.append((account, "", "", "", owed, "", "", memo, "", amount(cents)))
    return csv_bytes(rows)


LAYOUTS = {"generic": generic, "workbook": generic_book, "journal": journal}
CLAIM_LAYOUTS = {"generic": claims, "workbook": claims_book, "journal": journal}
# How the name of such a file ends.
ENDINGS = {"workbook": "xlsx"}
