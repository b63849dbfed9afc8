"""The files payroll and bookkeeping get. The same lines always give the same bytes. They know lines of any kind, of
runs or of claims, by what `Paid` says."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from common.spreadsheets import Code, csv_bytes, workbook_bytes


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


# The channels of a line as an account is called.
PAYABLE_TO = {"district": "district payroll", "own": "own payroll", "vendor": "vendors"}
GENERIC = (
    *("line", "run", "channel", "external_id", "family_name", "given_name", "email", "school", "cds_code"),
    *("role", "account", "fund", "program", "corrects_line", "gross_amount"),
)
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


def journal(run: str, lines: Iterable[Paid]) -> bytes:
    """Stipend expense by its codes, pathway and school on the debit side, what is owed by channel on the credit side.
    Debits and credits are equal to the cent."""
    debits: dict[tuple[str, ...], int] = defaultdict(int)
    credits: dict[tuple[str, str], int] = defaultdict(int)
    for one in lines:
        codes = (one.account, one.fund, one.program, one.cds_code)
        debits[one.pathway, one.school, *codes] += one.amount_cents
        credits[one.channel, one.payable] += one.amount_cents
    rows: list[Sequence[str]] = [JOURNAL]
    for (pathway, school, *written), cents in sorted(debits.items()):
        rows.append((*written, "Stipend expense", pathway, school, run, amount(cents), ""))
    for (channel, account), cents in sorted(credits.items()):
        to = f"Stipends payable: {PAYABLE_TO.get(channel, channel)}"
        rows.append((account, "", "", "", to, "", "", run, "", amount(cents)))
    return csv_bytes(rows)


LAYOUTS = {"generic": generic, "workbook": generic_book, "journal": journal}
# How the name of such a file ends.
ENDINGS = {"workbook": "xlsx"}
