"""The scope and sequence: read by everyone, typed cell by cell by program managers."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.counting import counted
from common.doors import SignedIn, status_of, tried
from pathways.forms.scope import CellForm, PasteForm
from pathways.models import ProgramYear
from pathways.policies import why_not_scope, writes_scope
from pathways.queries import Audience, Scope, current_year, scope_of, year_before
from pathways.queries.scope import MOST_LINES, key_of, scope_history
from pathways.services import cell_items, copy_scope, to_copy, type_block
from pathways.services.scope import lines_of
from pathways.views.scope_paste import LOOK, PASTE, Block, block_of, pasted
from people.queries import today


@require_safe
def scope_and_sequence(request: HttpRequest) -> HttpResponse:
    """What each role works on in each month of a program year."""
    years = list(ProgramYear.objects.all())
    label = request.GET.get("year", "")
    if label:
        year = next((year for year in years if year.label == label), None)
        if year is None:
            raise Http404
    else:
        year = current_year(today())
    month = today().replace(day=1)
    scope = scope_of(year) if year else None
    context = {
        "years": years,
        "year": year,
        "scope": scope,
        "month": month,
        "now": scope.in_month(month) if scope else [],
        "edit_url": reverse("pathways:scope_edit", args=[year.label]) if year and _writes(request) else "",
    }
    return render(request, "pathways/scope.html", context)


def _writes(request: HttpRequest) -> bool:
    return request.user.is_authenticated and writes_scope(request.user)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the table: whom it is for and its month, and the ones beside it in the row."""

    audience: Audience
    column: int
    scope: Scope

    @property
    def month(self) -> date:
        return self.scope.months[self.column]

    @property
    def key(self) -> str:
        return key_of(self.month, self.audience)

    @property
    def name(self) -> str:
        return f"{self.audience.name}, {self.month:%B %Y}"

    def beside(self, step: int) -> "Place | None":
        column = self.column + step
        return Place(self.audience, column, self.scope) if 0 <= column < len(self.scope.months) else None


def _place(scope: Scope, key: str) -> Place | None:
    """The cell of an address; None for what is none."""
    for audience in scope.audiences:
        for column in range(len(scope.months)):
            place = Place(audience, column, scope)
            if place.key == key:
                return place
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, label: str) -> HttpResponse:
    """The table to be typed into, one cell open at a time; a press saves that cell."""
    year = get_object_or_404(ProgramYear.objects.visible_to(request.user), label=label)
    if not writes_scope(request.user):
        if request.method == "POST":
            raise PermissionDenied("Only program managers write the scope and sequence.")
        # Other staff read what everyone reads.
        return redirect(f"{reverse('pathways:scope')}?year={year}")
    before = year_before(year)
    if request.POST.get("verb") == "copy":
        return _copy(request, year, before)
    scope = scope_of(year, whole=True)
    place = _place(scope, request.GET.get("cell", ""))
    may = {one.key: why_not_scope(request.user, one.role) is None for one in scope.audiences}
    around = _around(place, may) if place else []
    form = _form(request, year, place, [name for _, name in around]) if place else None
    block = _block(request, scope, place, may)
    if place and form and (answer := _done(request, year, place, form, block)):
        return answer
    context = {
        "year": year,
        "scope": scope,
        "month": today().replace(day=1),
        "place": place,
        "around": " ".join(key for key, _ in around),
        "form": form,
        "pasted": block,
        "paste": block.form if block else PasteForm(),
        "mine": [key for key, mine in may.items() if mine],
        "before": before,
        "copied": len(to_copy(year, before, request.user)),
        "events": scope_history(year, place.month, place.audience) if place else scope_history(year),
        "most": MOST_LINES,
        "title": f"Scope and sequence {year}",
        "crumbs": _way_to(year),
    }
    return render(request, "pathways/scope_edit.html", context, status=_status(form, block))


def _way_to(year: ProgramYear) -> list[dict[str, str]]:
    years = {"name": "Years", "url": reverse("dashboard:years")}
    return [years, {"name": year.label, "url": reverse("dashboard:year", args=[year.label])}]


def _status(form: CellForm | None, block: Block | None) -> int:
    """What is only looked at was not refused."""
    shown = block.form if block else form
    return status_of(shown) if shown else 200


def _block(request: SignedIn, scope: Scope, place: Place | None, may: dict[str, bool]) -> Block | None:
    """What is pasted from the open cell on; None where nothing is."""
    if place is None or request.POST.get("verb") not in (LOOK, PASTE):
        return None
    return block_of(request, scope, scope.audiences.index(place.audience), place.column, may)


def _done(
    request: SignedIn, year: ProgramYear, place: Place, form: CellForm, block: Block | None
) -> HttpResponse | None:
    """What was pressed is saved; None where it was refused, or is to be looked at."""
    if block is not None:
        return pasted(request, year, block)
    return _save(request, year, place, form) if form.is_bound and form.is_valid() else None


def _around(place: Place, may: dict[str, bool]) -> list[tuple[str, str]]:
    """Of the cells that are shown as one with the open one, those that are theirs to write: key and name."""
    return [part for part in place.scope.around(place.key) if may[part[0].split(".")[1]]]


def _form(request: SignedIn, year: ProgramYear, place: Place, block: list[str]) -> CellForm:
    stored = lines_of(cell_items(year, place.month, place.audience.role))
    sent = request.POST if request.method == "POST" else None
    return CellForm(sent, initial={"cell": stored}, block=block, name=place.name)


def _places(request: SignedIn, place: Place) -> list[Place]:
    """The cells of the block as the page showed it, the open one first."""
    keys = request.POST.get("cells", "").split()
    others = (_place(place.scope, key) for key in keys if key != place.key)
    return [place, *(one for one in others if one)]


def _save(request: SignedIn, year: ProgramYear, place: Place, form: CellForm) -> HttpResponse | None:
    """Save the cell and go on to the next; None when it was refused."""
    verb, typed = request.POST.get("verb", ""), form.cleaned_data["cell"]
    places = _places(request, place) if form.whole and verb != "same" else [place]
    left = place.beside(-1)
    if verb == "same" and left:
        typed = lines_of(cell_items(year, left.month, left.audience.role))
    done = tried(
        form,
        type_block,
        year=year,
        cells=[(one.month, one.audience.role) for one in places],
        by=request.user,
        typed=typed,
        seen=form.seen()["cell"],
    )
    if done is None:
        return None
    more = f" and {counted(len(places) - 1, 'cell')} beside it" if len(places) > 1 else ""
    messages.success(request, f"Saved: {place.name}{more}.")
    last = max((one for one in places if one.audience == place.audience), key=lambda one: one.column)
    after = last.beside(1) if verb in ("next", "same") else None
    address = reverse("pathways:scope_edit", args=[year.label])
    return redirect(f"{address}?cell={after.key}#cell" if after else f"{address}#at-{place.audience.key}")


def _copy(request: SignedIn, year: ProgramYear, before: ProgramYear | None) -> HttpResponse:
    copied = copy_scope(year=year, before=before, by=request.user)
    cells = counted(copied, "item")
    messages.success(request, f"Copied: {cells} of {before}." if copied else "There was nothing to copy.")
    return redirect("pathways:scope_edit", label=year.label)
