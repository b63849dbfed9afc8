"""How a school engages families: the newest assessment against the one before it."""

from dataclasses import dataclass

from pathways.models import EngagementAssessment
from pathways.rules.engagement import SCALE, STATEMENTS
from people.models import School


@dataclass(frozen=True, slots=True)
class Compared:
    """A statement with its newest answer and the one before (None: there was none), each of four."""

    words: str
    now: int
    before: int | None

    @property
    def said(self) -> str:
        """As in: Often, before beginning. Or: Often, as before."""
        if self.before is None:
            return SCALE[self.now]
        earlier = "as before" if self.before == self.now else f"before {SCALE[self.before].lower()}"
        return f"{SCALE[self.now]}, {earlier}"

    @property
    def moved(self) -> str:
        """`up`, `down`, or nothing."""
        if self.before is None or self.before == self.now:
            return ""
        return "up" if self.now > self.before else "down"


def assessments_of(school: School) -> list[EngagementAssessment]:
    """All of a school, the newest day first, with their answers. Two queries."""
    rows = EngagementAssessment.objects.filter(school=school).select_related(
        "school", "year", "by", "taken_back_by"
    )
    return list(rows.prefetch_related("answers"))


def told(row: EngagementAssessment) -> list[tuple[str, str]]:
    """Each statement of an assessment with what was answered, in words; its answers were read with it."""
    said = _answers(row)
    return [(words, SCALE[said[one]]) for one, words in STATEMENTS.items() if one in said]


def compared(rows: list[EngagementAssessment]) -> list[Compared]:
    """The newest of those that stand against the one before it; nothing where there is none."""
    standing = [_answers(row) for row in rows if row.taken_back_at is None][:2]
    if not standing:
        return []
    before = standing[1] if len(standing) > 1 else {}
    now = standing[0]
    return [Compared(words, now[one], before.get(one)) for one, words in STATEMENTS.items() if one in now]


def _answers(row: EngagementAssessment) -> dict[str, int]:
    return {one.statement: one.score for one in row.answers.all()}
