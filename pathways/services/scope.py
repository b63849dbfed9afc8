"""The scope and sequence: typed cell by cell, and copied from the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from common.edits import ChangedElsewhere, mark_of, merge
from common.errors import DomainError, demand
from pathways.models import ProgramYear, Role, ScopeItem
from pathways.policies import why_not_scope
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
    *, year: ProgramYear, month: date, role: Role | None, by: User, typed: str, seen: str = ""
) -> list[ScopeItem]:
    """Make this what the cell says: a line an item. Sessions that belong to an item stay with it when its line changes.
    The same again writes nothing.

    `seen` is the mark of the cell as the page showed it. Raises ChangedElsewhere when somebody else changed it since;
    DomainError for a month outside the year, two lines of one focus, and one that is too long.
    """
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    demand(why_not_scope(by, role))
    if month.day != 1 or not year.starts.replace(day=1) <= month < year.ends:
        raise DomainError(f"This month is not in {year}. Choose one of its months.")
    items = cell_items(year, month, role)
    merged = merge({CELL: lines_of(items)}, {CELL: typed}, {CELL: seen})
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    if CELL not in merged.kept or merged.kept[CELL] == lines_of(items):
        return items
    return _write(year, month, role, items, _said(merged.kept[CELL]))


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
) -> list[ScopeItem]:
    kept = {item.focus: item for item in items if item.focus in said}
    # A line that was reworded is the same item: sessions go on pointing at it.
    free = [item for item in items if item.focus not in said]
    written = []
    for focus, text in said.items():
        item = kept.get(focus) or (free.pop(0) if free else ScopeItem(year=year, month=month, role=role))
        if item.pk is None or (item.focus, " ".join(item.text.split())) != (focus, text):
            item.focus, item.text = focus, text
            item.save()
        written.append(item)
    ScopeItem.objects.filter(pk__in=[item.pk for item in free]).delete()
    return written


def to_copy(year: ProgramYear, before: ProgramYear | None, by: User) -> list[ScopeItem]:
    """Items of the year before for cells of this one that are empty, and that `by` may write; not saved. Three queries
    at most."""
    if before is None:
        return []
    later = year.starts.year - before.starts.year
    filled = set(ScopeItem.objects.filter(year=year).values_list("month", "role"))
    items = ScopeItem.objects.filter(year=before).select_related("role__pathway").order_by("month", "pk")
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
def copy_scope(*, year: ProgramYear, before: ProgramYear | None, by: User) -> int:
    """Fill cells that are empty with what the year before says, a month for the same month; answers how many items.
    What is written already stays. Again it copies nothing."""
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    return len(ScopeItem.objects.bulk_create(to_copy(year, before, by)))


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
def paste_cells(*, year: ProgramYear, cells: Sequence[Pasted], by: User) -> int:
    """Make each of these cells say what was pasted, all or none; answers how many changed. The same again writes
    nothing.

    Raises DomainError as `type_cell` does, and where a cell no longer says what it said when it was shown.
    """
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    changed = 0
    for cell in cells:
        now = lines_of(cell_items(year, cell.month, cell.role))
        if now not in (cell.was, cell.typed):
            raise DomainError(PASTED_OVER)
        changed += now != cell.typed
        type_cell(year=year, month=cell.month, role=cell.role, by=by, typed=cell.typed, seen=mark_of(now))
    return changed
