"""The files payroll and bookkeeping get. The same lines always give the same bytes."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

# A spreadsheet runs a cell that starts with one of these; an apostrophe in front makes it text.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Paid:
    """One payable line, as the files need it."""

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


def safe(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    cell = " ".join(text.replace("\x00", "").split()) if "\n" in text or "\r" in text else text
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(STARTS_A_FORMULA) else cell


def amount(cents: int) -> str:
    """Dollars with two decimals and no sign or separator: 123456 is "1234.56"."""
    return f"{cents // 100}.{cents % 100:02d}"


def generic(run: str, lines: Iterable[Paid]) -> bytes:
    """One row a line, gross. UTF-8 with a mark in front, so that Excel reads it."""
    rows: list[Sequence[str]] = [
        (
            "line",
            "run",
            "channel",
            "external_id",
            "family_name",
            "given_name",
            "email",
            "school",
            "cds_code",
            "role",
            "gross_amount",
        )
    ]
    for one in lines:
        people = (
            one.external_id,
            one.family_name,
            one.given_name,
            one.email,
            one.school,
            one.cds_code,
            one.role,
        )
        rows.append((str(one.line_id), safe(run), one.channel, *map(safe, people), amount(one.amount_cents)))
    return _csv(rows)


def journal(run: str, lines: Iterable[Paid]) -> bytes:
    """Stipend expense by pathway and school on the debit side, what is owed by channel on the credit side."""
    debits: dict[tuple[str, str], int] = defaultdict(int)
    credits: dict[str, int] = defaultdict(int)
    for one in lines:
        debits[(one.pathway, one.school)] += one.amount_cents
        credits[one.channel] += one.amount_cents
    rows: list[Sequence[str]] = [("account", "pathway", "school", "memo", "debit", "credit")]
    for (pathway, school), cents in sorted(debits.items()):
        rows.append(("Stipend expense", safe(pathway), safe(school), safe(run), amount(cents), ""))
    for channel, cents in sorted(credits.items()):
        rows.append((f"Stipends payable: {channel}", "", "", safe(run), "", amount(cents)))
    return _csv(rows)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


LAYOUTS = {"generic": generic, "journal": journal}
