"""What an offering says: now, and in its published version."""

from datetime import date
from typing import Any

from pathways.models import Offering

COLUMNS = (
    "eligibility",
    "prompts",
    "most_words",
    "expectations",
    "teacher_commitment",
    "principal_commitment",
    "places_per_school",
)
DAYS = ("opens", "priority_by", "closes", "cosign_by", "answer_by")


def offering_content(offering: Offering) -> dict[str, Any]:
    """All an applicant agrees to, as plain JSON (one query)."""
    asked = offering.deliverables.order_by("due", "title")
    return {
        "role": offering.role.name,
        "year": offering.year.label,
        **{name: getattr(offering, name) for name in COLUMNS},
        **{name: _iso(getattr(offering, name)) for name in DAYS},
        "deliverables": [
            {
                "title": item.title,
                "asks": item.asks,
                "evidence": item.evidence,
                "due": item.due.isoformat(),
                "weight": item.weight,
                "accepted_by": item.accepted_by,
                "required": item.required,
            }
            for item in asked
        ],
    }


def is_changed(offering: Offering) -> bool:
    """Whether applicants read something else than it says now. Its days count at once and are no such change."""
    standing = offering.published_version
    return standing is None or _words(standing.content) != _words(offering_content(offering))


def _words(content: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in content.items() if name not in DAYS}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
