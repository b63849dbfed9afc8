"""An offering as a teacher will read it, with what applicants do not read yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pathways.models import Offering
from pathways.models.asked import from_what
from pathways.policies import PROMPTS
from pathways.queries.offerings import offering_content
from pathways.rules.wording import Piece, pieces

HEADINGS = {
    "eligibility": "Who may apply",
    "expectations": "What the role expects",
    "teacher_commitment": "You promise",
    "principal_commitment": "Your principal promises",
}


@dataclass(frozen=True)
class AskedOf:
    """A deliverable as it will be read; `new` where the published version says it otherwise or not at all."""

    said: dict[str, Any]
    new: bool

    @property
    def due(self) -> date:
        return date.fromisoformat(self.said["due"])

    @property
    def completes_from(self) -> str:
        """From what it completes itself, in words; empty where it is handed in and accepted."""
        return from_what(self.said.get("completes_from", ""), self.said.get("event_kind", ""))


@dataclass(frozen=True)
class Preview:
    """Its texts by name, its questions in order, its deliverables; and whether anything of it is not published."""

    texts: dict[str, list[Piece]]
    questions: list[list[Piece]]
    deliverables: list[AskedOf]
    places_changed: bool
    late_changed: bool
    gone: list[str]

    @property
    def sections(self) -> list[tuple[str, list[Piece]]]:
        """The texts with their headings, as a teacher reads them."""
        return [(HEADINGS[name], part) for name, part in self.texts.items()]

    @property
    def changed(self) -> int:
        """How many of its parts applicants read otherwise today."""
        parts = [*self.texts.values(), *self.questions]
        texts = sum(any(piece.new for piece in part) for part in parts)
        items = sum(item.new for item in self.deliverables) + len(self.gone)
        return texts + items + self.places_changed + self.late_changed


def preview(offering: Offering) -> Preview:
    """What a teacher would read after publishing now, beside the published version; of a draft nothing is marked as
    new (two queries)."""
    now = offering_content(offering)
    version = offering.published_version
    was = version.content if version is not None else now
    asked, before = now["deliverables"], was.get("deliverables", [])
    titles = {item["title"] for item in asked}
    return Preview(
        texts={name: pieces(was.get(name) or "", now[name]) for name in HEADINGS},
        questions=[
            pieces(was.get("prompts", {}).get(name, ""), now["prompts"].get(name, "")) for name in PROMPTS
        ],
        deliverables=[AskedOf(item, item not in before) for item in asked],
        places_changed=_places(was) != _places(now),
        late_changed=was.get("late_days") != now.get("late_days"),
        gone=[item["title"] for item in before if item["title"] not in titles],
    )


def _places(content: dict[str, Any]) -> tuple[Any, Any]:
    return content.get("places_per_school"), content.get("places_at", {})
