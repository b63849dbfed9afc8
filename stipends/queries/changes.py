"""What a line says beside its cells: the parts that are not what they were, what changed after signing, and the paper
its placement stands on."""

from typing import Any

from common.clock import day_in_words, local_date
from common.money import dollars
from pathways.queries.standing_on import in_words
from stipends.models import StatementChange, StipendLine, StipendRun


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


def changed_until(line: StipendLine) -> tuple[StatementChange, ...]:
    """What changed of its statement after signing until its run was calculated, as it was kept then, the newest first:
    one query, and the same whenever it is asked. Select its run."""
    if line.run.calculated_at is None:
        return ()
    rows = StatementChange.objects.filter(placement=line.placement_id, at__lte=line.run.calculated_at)
    return tuple(rows.select_related("session", "by").order_by("-at", "-pk"))


def change_in_words(change: StatementChange) -> str:
    """A change as paper says it: its day, what it was, why, who made it, and what it moved. Select session and by."""
    of = f"{change.title}{f', {day_in_words(change.day)}' if change.day else ''}"
    said = f"{day_in_words(local_date(change.at))}: {change.get_kind_display()}. {of}. {change.reason}"
    return f"{said} ({change.by.name}) {_moved(change)}"


def _moved(change: StatementChange) -> str:
    if not change.moves:
        unknown = change.possible_after_cents is None
        return "What it moves was not known then." if unknown else "It moved nothing of the stipend."
    earned = _from_to(change.earned_before_cents, change.earned_after_cents)
    possible = _from_to(change.possible_before_cents, change.possible_after_cents)
    return f"Earned so far: {earned}. May be earned in all: {possible}."


def _from_to(was: int | None, now: int | None) -> str:
    before, after = ("nothing yet" if cents is None else dollars(cents) for cents in (was, now))
    return after if before == after else f"{before} before, {after} after"


def _cents(cells: list[dict[str, Any]]) -> dict[str, int]:
    """Cents of each part, by its name; of a year cut in pieces, with the title of the piece."""
    several = len(cells) > 1
    return {
        f"{cell['title']}, {part['component']}" if several else part["component"].capitalize(): part["cents"]
        for cell in cells
        for part in cell["parts"]
    }
