"""Files that leave the house: outcomes as they were frozen, from which nobody can be told (rules.md §11), and what a
fellow signed, to keep."""

from collections.abc import Iterator
from datetime import datetime

from common.clock import LOS_ANGELES
from common.papers import pdf
from fellows.models import ServiceAgreement
from fellows.rules.snapshots import Frozen, said

HEADINGS = ("Table", "Cohorts that began in", "Counted", "People")
COLUMNS = (
    ("Table", "What the numbers are about; tables of the same cohorts are about the same graduates."),
    ("Cohorts that began in", "The cohorts that are counted together, by the years in which they began."),
    ("Counted", "The class the people are in; of one table and row everybody is in exactly one."),
    ("People", "How many fellows, as of the day of the file."),
)


def number_rows(frozen: Frozen) -> Iterator[tuple[str, ...]]:
    """Every number, one a row: its table, its row, its column. Hidden ones say so."""
    yield HEADINGS
    for table in frozen.tables:
        for row, numbers in zip(table.rows, table.numbers, strict=True):
            for column, number in zip(table.columns, numbers, strict=True):
                yield (table.title, row, column, said(number))


def dictionary_rows(frozen: Frozen, sha256: str) -> Iterator[tuple[str, str]]:
    """What each column and each word of the file of numbers means, and of which day and facts it is."""
    yield ("Word", "Meaning")
    yield ("As of", f"{frozen.today:%B %-d, %Y}")
    yield ("Fingerprint of the facts", sha256)
    yield from COLUMNS
    yield from frozen.words
    if frozen.waiting:
        years = ", ".join(map(str, frozen.waiting))
        yield ("Not in the file", f"Cohorts that began in {years}: too few of them have graduated.")


# What people typed goes into the PDF as data, never as markup.
AGREEMENT = b"""
#let d = json(bytes(sys.inputs.said))
#set document(title: "Service agreement")
#set page(paper: "us-letter", margin: 2cm, footer: [#set text(8pt); #d.sha256 #h(1fr) #context counter(page).display()])
#set text(11pt, lang: "en")
= Service agreement
#for paragraph in d.paragraphs [
  #paragraph

]
== Signature
#block(stroke: 0.5pt, inset: 8pt, width: 100%, breakable: false)[
  #strong(d.name) \\
  #d.intent \\
  #d.at \\
  #d.proof
]
Fingerprint (SHA-256): #raw(d.sha256)
"""


def agreement_pdf(agreement: ServiceAgreement) -> bytes:
    """The agreement as its fellow may keep it, read with its signature. The same agreement gives the same bytes."""
    signature = getattr(agreement, "signature", None)
    facts = {
        "sha256": agreement.sha256,
        "paragraphs": agreement.text.strip().split("\n\n"),
        "name": agreement.typed_name,
        "intent": signature.intent if signature else "Signed by typed name.",
        "at": _moment(agreement.signed_at),
        "proof": (
            f"Proof of identity: {signature.proof}, {_moment(signature.proved_at)}. Consent version "
            f"{signature.consent_version}. From {signature.ip}. Number {signature.serial} in the chain."
            if signature
            else ""
        ),
    }
    return pdf(AGREEMENT, facts, timestamp=int(agreement.signed_at.timestamp()))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOS_ANGELES):%B %-d, %Y, %H:%M:%S %Z}"
