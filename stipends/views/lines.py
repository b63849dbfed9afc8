"""What approved runs of a year pay, line by line: the rows behind what is approved so far."""

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.converters import wanted_id
from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from pathways.models import Pathway, ProgramYear
from people.queries import today
from stipends.queries import approved_lines
from stipends.tables import APPROVED_LINES
from stipends.views.doors import only_money


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
    """The lines of one year, of one pathway on request."""
    only_money(request)
    label, pathway_id = request.GET.get("year", ""), wanted_id(request.GET.get("pathway"))
    years, pathways, day = list(ProgramYear.objects.all()), list(Pathway.objects.all()), today()
    wanted = [one for one in years if (one.label == label if label else one.starts <= day < one.ends)]
    year = next(iter(wanted), None)
    found = approved_lines(request.user, year, pathway_id)
    if wants_file(request):
        return file_of(request, "approved-lines", found, APPROVED_LINES)
    shown = listed(request, found, APPROVED_LINES, thing="line")
    context = {
        "list": shown,
        "page": shown.page,
        "unknown": _unknown(label, year, pathway_id, pathways),
        "year": year,
        "years": years,
        "pathways": pathways,
        "pathway_id": pathway_id,
    }
    return render(request, "stipends/line_list.html", context)
