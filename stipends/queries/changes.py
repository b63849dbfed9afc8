"""What a line says beside its cells: the parts that are not what they were, and the paper its placement stands on."""

from typing import Any

from common.money import dollars
from pathways.queries.standing_on import in_words
from stipends.models import StipendLine, StipendRun


def stands_on(line: StipendLine) -> str:
    """The paper on which the placement of a line stands, in words; empty where both signed here, and where the line
    is not paid because nobody did. Select its placement."""
    return "" if line.exclusion == StipendLine.Exclusion.UNSIGNED else in_words(line.placement)


def changed_parts(line: StipendLine) -> list[str]:
    """A sentence for each part that differs from the line approved before it: one query. Select its run.

    Of a supplementary line alone; every other run pays the whole statement or a share of it.
    """
    if line.run.kind != StipendRun.Kind.SUPPLEMENTARY or line.run.calculated_at is None:
        return []
    lines = StipendLine.objects.locked().filter(placement=line.placement_id).exclude(pk=line.pk)
    earlier = lines.filter(run__approved_at__lte=line.run.calculated_at)
    before = earlier.order_by("-run__approved_at", "-pk").first()
    if before is None:
        return []
    was, now = _cents(before.cells), _cents(line.cells)
    return [
        f"{title}: {dollars(was.get(title, 0))} before, {dollars(now.get(title, 0))} now."
        for title in dict.fromkeys([*was, *now])
        if was.get(title, 0) != now.get(title, 0)
    ]


def _cents(cells: list[dict[str, Any]]) -> dict[str, int]:
    """Cents of each part, by its name; of a year cut in pieces, with the title of the piece."""
    several = len(cells) > 1
    return {
        f"{cell['title']}, {part['component']}" if several else part["component"].capitalize(): part["cents"]
        for cell in cells
        for part in cell["parts"]
    }
