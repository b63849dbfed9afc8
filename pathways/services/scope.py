"""The scope and sequence: typed cell by cell, and copied from the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from common.edits import ChangedElsewhere, mark_of, merge
from common.errors import DomainError, demand
from pathways.models import ProgramYear, Role, ScopeEvent, ScopeItem
from pathways.policies import why_not_scope
from pathways.states import ScopeAction
from people.models import User

CELL = "cell"
LONGEST_FOCUS = 200


def lines_of(items: "list[ScopeItem]") -> str:
    """A cell as it is typed: a line an item, its focus, and what is said of it after a colon."""
    return "\n".join(
        ": ".join(part for part in (item.focus, " ".join(item.text.split())) if part) for item in items
    )


def cell_items(year: ProgramYear, month: date, role: Role | None) -> list[ScopeItem]:
    """The items of a cell in their order."""
    return list(ScopeItem.objects.filter(year=year, month=month, role=role).order_by("focus", "pk"))


@transaction.atomic
def type_cell(
    *,
    year: ProgramYear,
    month: date,
    role: Role | None,
    by: User,
    typed: str,
    seen: str = "",
    now: datetime | None = None,
) -> list[ScopeItem]:
    """Make this what the cell says: a line an item, with a line of history. Sessions that belong to an item stay with
    it when its line changes. The same again writes nothing. Answers the items in their order.

    `seen` is the mark of the cell as the page showed it. Raises ChangedElsewhere when somebody else changed it since;
    DomainError for a month outside the year, two lines of one focus, and one that is too long.
    """
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    demand(why_not_scope(by, role))
    line = ScopeEvent(year=year, month=month, role=role, action=ScopeAction.TYPE, by=by)
    return _change(line, typed, seen, now)


BLOCK_CHANGED = (
    "Somebody changed another cell of this block meanwhile. Nothing was saved yet. Look at which cells it is now, then "
    "save again."
)


@transaction.atomic
def type_block(
    *,
    year: ProgramYear,
    cells: Sequence[tuple[date, Role | None]],
    by: User,
    typed: str,
    seen: str = "",
    now: datetime | None = None,
) -> None:
    """Make each of these cells, month and role, say this, all or none, with a line of history each: cells that said the
    same and were shown as one with the mark `seen`. The first is the open one.

    Raises as `type_cell` does for the first, and DomainError where another one was changed since.
    """
    at = now or timezone.now()
    for number, (month, role) in enumerate(cells):
        stands = lines_of(cell_items(year, month, role))
        if number and seen and stands != typed and mark_of(stands) != seen:
            raise DomainError(BLOCK_CHANGED)
        type_cell(year=year, month=month, role=role, by=by, typed=typed, seen=seen, now=at)


def _change(line: ScopeEvent, typed: str, seen: str, now: datetime | None) -> list[ScopeItem]:
    """Make the cell that `line` names say this, and save the line where it changed."""
    year, month, role = line.year, line.month, line.role
    if month.day != 1 or not year.starts.replace(day=1) <= month < year.ends:
        raise DomainError(f"This month is not in {year}. Choose one of its months.")
    items = cell_items(year, month, role)
    line.was = lines_of(items)
    merged = merge({CELL: line.was}, {CELL: typed}, {CELL: seen})
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    if CELL not in merged.kept or merged.kept[CELL] == line.was:
        return items
    _write(year, month, role, items, _said(merged.kept[CELL]))
    # Read again: the order of a cell is that of the database.
    items = cell_items(year, month, role)
    line.says, line.at = lines_of(items), now or timezone.now()
    if line.says != line.was:
        line.save()
    return items


def _said(typed: str) -> dict[str, str]:
    """Words by focus, a line each."""
    said: dict[str, str] = {}
    for line in typed.splitlines():
        focus, _, text = (part.strip() for part in line.partition(":"))
        if not focus:
            continue
        if len(focus) > LONGEST_FOCUS:
            most = f"Write at most {LONGEST_FOCUS} characters before the colon."
            raise DomainError(f"“{focus[:40]}…” is too long. {most}", at=CELL)
        if focus in said:
            raise DomainError(f"“{focus}” stands there twice. Write it once.", at=CELL)
        said[focus] = text
    return said


def _write(
    year: ProgramYear, month: date, role: Role | None, items: list[ScopeItem], said: dict[str, str]
) -> None:
    kept = {item.focus: item for item in items if item.focus in said}
    # A line that was reworded is the same item: sessions go on pointing at it.
    free = [item for item in items if item.focus not in said]
    for focus, text in said.items():
        item = kept.get(focus) or (free.pop(0) if free else ScopeItem(year=year, month=month, role=role))
        if item.pk is None or (item.focus, " ".join(item.text.split())) != (focus, text):
            item.focus, item.text = focus, text
            item.save()
    ScopeItem.objects.filter(pk__in=[item.pk for item in free]).delete()


# Where a cell says something, or said it once.
WRITTEN = (ScopeItem.objects, ScopeEvent.objects)


def to_copy(year: ProgramYear, before: ProgramYear | None, by: User) -> list[ScopeItem]:
    """Items of the year before for cells of this one that nobody wrote in, not even to empty them, and that `by` may
    write, by cell and in the order of each; not saved. Three queries at most."""
    if before is None:
        return []
    later = year.starts.year - before.starts.year
    written = [rows.filter(year=year).order_by().values_list("month", "role") for rows in WRITTEN]
    filled = set(written[0].union(written[1]))
    items = (
        ScopeItem.objects.filter(year=before)
        .select_related("role__pathway")
        .order_by("month", "role", "focus", "pk")
    )
    moved = [
        ScopeItem(
            year=year, month=_later(item.month, later), role=item.role, focus=item.focus, text=item.text
        )
        for item in items
    ]
    return [
        item
        for item in moved
        if (item.month, item.role_id) not in filled and why_not_scope(by, item.role) is None
    ]


@transaction.atomic
def copy_scope(
    *, year: ProgramYear, before: ProgramYear | None, by: User, now: datetime | None = None
) -> int:
    """Fill cells that are empty with what the year before says, a month for the same month, with a line of history
    each; answers how many items. What is written already stays. Again it copies nothing."""
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    items = ScopeItem.objects.bulk_create(to_copy(year, before, by))
    at = now or timezone.now()
    ScopeEvent.objects.bulk_create(
        ScopeEvent(
            year=year,
            month=month,
            role_id=role,
            action=ScopeAction.COPY,
            by=by,
            at=at,
            says=lines_of(list(cell)),
            copied_from=before,
        )
        for (month, role), cell in groupby(items, key=lambda item: (item.month, item.role_id))
    )
    return len(items)


def _later(month: date, years: int) -> date:
    return month.replace(year=month.year + years)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a cell is to say, and what it said when that was shown."""

    month: date
    role: Role | None
    was: str
    typed: str


PASTED_OVER = (
    "Somebody changed one of these cells meanwhile. Nothing was saved yet. Look at what changes now."
)


@transaction.atomic
def paste_cells(*, year: ProgramYear, cells: Sequence[Pasted], by: User, now: datetime | None = None) -> int:
    """Make each of these cells say what was pasted, all or none, with a line of history each; answers how many changed.
    The same again writes nothing.

    Raises DomainError as `type_cell` does, and where a cell no longer says what it said when it was shown.
    """
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    changed, at = 0, now or timezone.now()
    for cell in cells:
        demand(why_not_scope(by, cell.role))
        stands = lines_of(cell_items(year, cell.month, cell.role))
        if stands not in (cell.was, cell.typed):
            raise DomainError(PASTED_OVER)
        changed += stands != cell.typed
        line = ScopeEvent(year=year, month=cell.month, role=cell.role, action=ScopeAction.PASTE, by=by)
        _change(line, cell.typed, mark_of(stands), at)
    return changed
