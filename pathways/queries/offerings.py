"""What an offering says: now, and in its published version."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from pathways.models import Offering, Pathway, ProgramYear, Role, managed
from pathways.queries.guide import guide
from people.models import User

WORDS = (
    "eligibility",
    "prompts",
    "most_words",
    "expectations",
    "teacher_commitment",
    "principal_commitment",
    "places_per_school",
    "late_days",
)
DAYS = ("opens", "priority_by", "closes", "cosign_by", "answer_by")


def roles_to_offer(user: User, year: ProgramYear) -> "QuerySet[Role]":
    """Roles people apply for, of the pathways `user` manages, that have no offering in this year."""
    covered, roles = managed(user), Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP)
    theirs = roles if covered is None else roles.filter(pathway__in=covered)
    return theirs.exclude(offerings__year=year).order_by("pathway__position", "position", "name")


def offering_content(offering: Offering) -> dict[str, Any]:
    """All an applicant agrees to, as plain JSON (two queries; none where deliverables and places were read along)."""
    own = {place.school_id: place.places for place in offering.school_places.all()}
    return {
        "role": offering.role.name,
        "year": offering.year.label,
        # Left out where late work counts in full, as versions of before say it.
        **{name: said for name in WORDS if (said := getattr(offering, name)) is not None},
        # Left out where it is that of the guide, as versions of before say it.
        **({"rubric": offering.rubric} if offering.rubric else {}),
        # Left out where every school has the usual number, as versions of before say it.
        **({"places_at": {str(school): own[school] for school in sorted(own)}} if own else {}),
        **{name: _iso(getattr(offering, name)) for name in DAYS},
        "deliverables": [
            {
                "title": item.title,
                "asks": item.asks,
                "evidence": " or ".join(item.evidence),
                "due": item.due.isoformat(),
                "weight": item.weight,
                "accepted_by": item.accepted_by,
                "required": item.required,
                # Left out where it is handed in as ever, as versions of before say it.
                **({"completes_from": item.completes_from} if item.completes_from else {}),
                **({"event_kind": item.event_kind} if item.event_kind else {}),
            }
            for item in offering.deliverables.all()
        ],
    }


def rubric_of(offering: Offering) -> dict[str, dict[int, str]]:
    """What each score means, by question: as it was published, else as the guide says."""
    version = offering.published_version
    said = version.content.get("rubric") if version is not None else offering.rubric
    return _by_score(said) if said else usual_rubric()


def usual_rubric() -> dict[str, dict[int, str]]:
    """What each score means where an offering does not say it."""
    return _by_score(guide()["rubric"])


def _by_score(rubric: dict[str, dict[str, str]]) -> dict[str, dict[int, str]]:
    return {about: {int(score): words for score, words in said.items()} for about, said in rubric.items()}


def is_changed(offering: Offering) -> bool:
    """Whether applicants read something else than it says now. Its days count at once and are no such change."""
    standing = offering.published_version
    return standing is None or _words(standing.content) != _words(offering_content(offering))


def _words(content: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in content.items() if name not in DAYS}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
