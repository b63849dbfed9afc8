"""What approved runs pay, line by line: the rows behind what is approved, exported and confirmed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.converters import wanted_id
from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from pathways.models import Pathway, ProgramYear
from people.models import School, User
from people.queries import today
from stipends.models import Fund, StipendRun
from stipends.queries import LinesAsked, lines_asked, roles_of_fund
from stipends.tables import APPROVED_LINES, STAGES
from stipends.views.doors import only_money

# What the address may narrow to besides year and pathway, and which rows say how that is called.
NARROWED: dict[str, Any] = {"school": School, "run": StipendRun, "person": User, "fund": Fund}


def calendar_year(text: str) -> int | None:
    """A year money was paid in; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100 else None


def _unknown(label: str, year: ProgramYear | None, pathway_id: int | None, pathways: list[Pathway]) -> str:
    """What the address asks for and does not exist, in a sentence; else nothing."""
    if label and year is None:
        return f"There is no program year “{label[:20]}”. Choose one that is listed here."
    if pathway_id is not None and all(one.pk != pathway_id for one in pathways):
        return "There is no such pathway. Choose one that is listed here."
    return ""


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """The lines of one year, or of one calendar year of payment; of one pathway, school, fund, run, person or stage on
    request."""
    only_money(request)
    label, pathway_id = request.GET.get("year", ""), wanted_id(request.GET.get("pathway"))
    paid = calendar_year(request.GET.get("paid", ""))
    years, pathways, day = list(ProgramYear.objects.all()), list(Pathway.objects.all()), today()
    wanted = [one for one in years if (one.label == label if label else one.starts <= day < one.ends)]
    year = next(iter(wanted), None)
    asked = _asked(request, None if paid is not None and not label else year, paid)
    found = lines_asked(request.user, asked)
    # Nothing is of a year that does not exist.
    found = found.none() if asked.year is None and paid is None else found
    if wants_file(request):
        return file_of(request, "approved-lines", found, APPROVED_LINES)
    shown = listed(request, found, APPROVED_LINES, thing="line")
    context = {
        "list": shown,
        "page": shown.page,
        "unknown": _unknown(label, year, pathway_id, pathways),
        "year": asked.year,
        "years": years,
        "pathways": pathways,
        "pathway_id": pathway_id,
        "only": _only(request, paid),
    }
    return render(request, "stipends/line_list.html", context)


def _ids(request: SignedIn) -> dict[str, int | None]:
    return {name: wanted_id(request.GET.get(name)) for name in NARROWED}


def _asked(request: SignedIn, year: ProgramYear | None, paid: int | None) -> LinesAsked:
    """As the address says it; without a year, as money of a calendar year is of two program years, all of them."""
    ids = _ids(request)
    fund = ids["fund"]
    return LinesAsked(
        year=year,
        pathway_id=wanted_id(request.GET.get("pathway")),
        school_id=ids["school"],
        run_id=ids["run"],
        person_id=ids["person"],
        roles=None if fund is None or year is None else roles_of_fund(year.pk, fund),
        stage=request.GET.get("stage", ""),
        paid=paid,
        now=timezone.now(),
    )


def _only(request: SignedIn, paid: int | None) -> list[str]:
    """What the list is narrowed to besides year and pathway, in words."""
    asked = {name: pk for name, pk in _ids(request).items() if pk is not None}
    rows = {name: NARROWED[name].objects.filter(pk=pk).first() for name, pk in asked.items()}
    none = {"fund": "no fund"} if asked.get("fund") == 0 else {}
    said = [none.get(name, "what does not exist") if row is None else str(row) for name, row in rows.items()]
    stage = STAGES.get(request.GET.get("stage", ""))
    return [*said, *filter(None, [stage, f"paid in {paid}" if paid else ""])]
