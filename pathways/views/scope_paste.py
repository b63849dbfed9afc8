"""A block from a spreadsheet, put into the scope and sequence from the open cell on: shown first, then written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from common.counting import counted
from common.doors import SignedIn, attempt
from common.edits import mark_of
from common.errors import DomainError
from common.forms import refuse
from pathways.forms.scope import PasteForm
from pathways.models import ProgramYear
from pathways.queries import Scope
from pathways.services import paste_cells
from pathways.services.scope import Pasted

LOOK, PASTE = "look", "paste"


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that would say something else, by its name."""

    name: str
    cell: Pasted


@dataclass(frozen=True, slots=True)
class Block:
    """What was pasted: its form, the cells it changes, and the mark of what is shown of them."""

    form: PasteForm
    changes: tuple[Change, ...] = ()
    outside: int = 0

    @property
    def mark(self) -> str:
        return mark_of("\n".join(f"{one.name}\n{one.cell.was}\n{one.cell.typed}" for one in self.changes))


def block_of(request: SignedIn, scope: Scope, row: int, column: int, mine: Mapping[str, bool]) -> Block:
    """What was pasted from the cell at `row` and `column` on; what is empty there, or somebody else's here, stays."""
    form = PasteForm(request.POST)
    if not form.is_valid():
        return Block(form)
    changes, outside = list[Change](), 0
    for down, right, typed in _typed(form.cleaned_data["block"], row, column):
        if down >= len(scope.audiences) or right >= len(scope.months) or not mine[scope.audiences[down].key]:
            outside += 1
        elif (change := _change(scope, down, right, typed)) is not None:
            changes.append(change)
    return Block(form, tuple(changes), outside)


def _typed(table: list[list[str]], row: int, column: int) -> Iterator[tuple[int, int, str]]:
    """Each cell that says something, with where it would stand."""
    for down, line in enumerate(table, start=row):
        for right, typed in enumerate(line, start=column):
            if typed:
                yield down, right, typed


def _change(scope: Scope, row: int, column: int, typed: str) -> Change | None:
    """What it changes; None where the cell says so already."""
    audience, month = scope.audiences[row], scope.months[column]
    was = "\n".join(
        ": ".join(filter(None, (focus, " ".join(text.split())))) for focus, text in scope.of(month, audience)
    )
    cell = Pasted(month, audience.role, was, typed)
    return None if was == typed else Change(f"{audience.name}, {month:%B %Y}", cell)


def pasted(request: SignedIn, year: ProgramYear, block: Block) -> HttpResponse | None:
    """Write what was shown; None where it is to be looked at, or was refused."""
    if request.POST.get("verb") != PASTE or not block.changes:
        return None
    if request.POST.get("shown") != block.mark:
        refuse(block.form, DomainError("Look at what changes first, then write it."))
        return None
    done = attempt(paste_cells, year=year, cells=[one.cell for one in block.changes], by=request.user)
    if isinstance(done, DomainError):
        refuse(block.form, done)
        return None
    cells = counted(done.answer, "cell")
    messages.success(request, f"Written: {cells}.")
    return redirect(reverse("pathways:scope_edit", args=[year.label]))
