"""The files payroll and bookkeeping get. The same lines always give the same bytes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from common.spreadsheets import csv_bytes


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


# The channels of a line as an account is called.
PAYABLE_TO = {"district": "district payroll", "own": "own payroll", "vendor": "vendors"}


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
        rows.append((str(one.line_id), run, one.channel, *people, amount(one.amount_cents)))
    return csv_bytes(rows)


def journal(run: str, lines: Iterable[Paid]) -> bytes:
    """Stipend expense by pathway and school on the debit side, what is owed by channel on the credit side."""
    debits: dict[tuple[str, str], int] = defaultdict(int)
    credits: dict[str, int] = defaultdict(int)
    for one in lines:
        debits[(one.pathway, one.school)] += one.amount_cents
        credits[one.channel] += one.amount_cents
    rows: list[Sequence[str]] = [("account", "pathway", "school", "memo", "debit", "credit")]
    for (pathway, school), cents in sorted(debits.items()):
        rows.append(("Stipend expense", pathway, school, run, amount(cents), ""))
    for channel, cents in sorted(credits.items()):
        rows.append(
            (
                f"Stipends payable: {PAYABLE_TO.get(channel, channel)}",
                "",
                "",
                run,
                "",
                amount(cents),
            )
        )
    return csv_bytes(rows)


LAYOUTS = {"generic": generic, "journal": journal}
