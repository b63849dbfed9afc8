"""A statement on paper: the words and amounts of the page, as a PDF."""

from typing import Any

from django.conf import settings

from common.money import dollars
from common.papers import pdf
from stipends.models import StipendLine
from stipends.queries import change_in_words, changed_parts, changed_until, stands_on

TEMPLATE = settings.BASE_DIR / "templates" / "stipends" / "statement.typ"


def statement_pdf(line: StipendLine) -> bytes:
    """The PDF of one line. Select its run, year, person, role, school and placement with the query."""
    return pdf(TEMPLATE.read_bytes(), said_of(line))


def said_of(line: StipendLine) -> dict[str, Any]:
    """What the PDF of a line says, part by part, as its template reads it."""
    pairs = [
        ("Run", str(line.run)),
        ("Role", line.role.name),
        ("School", line.school.name),
        ("Earned", dollars(line.earned_cents)),
        ("Paid before", dollars(line.already_paid_cents)),
        (line.run.amount_words.capitalize(), dollars(line.amount_cents)),
    ]
    if stands := stands_on(line):
        pairs.append(("Commitment", stands))
    if line.taken_cents:
        pairs.append(("Taken off for what was paid too much", dollars(line.taken_cents)))
    if line.corrects:
        pairs.append(("Corrects", line.corrects.removeprefix("corrects ")))
    if line.exclusion:
        pairs.append(("Not paid because", line.why_unpaid))
    return {
        "person": line.person.name,
        "hash": line.inputs_sha256,
        "pairs": pairs,
        "why": [*line.reasons, *changed_parts(line)],
        "changes": [change_in_words(change) for change in changed_until(line)],
        "segments": [
            {"title": segment["title"], "parts": [_part(part) for part in segment["parts"]]}
            for segment in line.cells
        ],
    }


def _part(part: dict) -> dict:
    return {
        "name": part["component"].capitalize(),
        "amount": dollars(part["cents"]),
        "reasons": part["reasons"],
    }
