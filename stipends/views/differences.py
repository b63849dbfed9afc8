"""A run beside another one: who earns more or less than then or is paid and was not, and why."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.converters import wanted_id
from common.doors import SignedIn
from common.downloads import wants_file
from common.money import dollars
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from stipends.models import StipendRun
from stipends.queries.differences import (
    DOWN,
    GONE,
    NEW,
    PAID,
    SAME,
    UNPAID,
    UP,
    Sums,
    differences,
    runs_beside,
    sums_beside,
)
from stipends.tables import DIFFERENCES
from stipends.verbs import RUN

SHOWS = (
    (UP, "earn more"),
    (DOWN, "earn less"),
    (PAID, "paid now, not then"),
    (UNPAID, "paid then, not now"),
    (NEW, "new"),
    (GONE, "not on this run"),
    (SAME, "earn the same"),
)


@login_required
@require_safe
def difference(request: SignedIn, pk: int) -> HttpResponseBase:
    """The run beside the last one approved before it, or beside that of the year before (`?with=`)."""
    run = get_object_or_404(RUN.rows(request.user), pk=pk)
    beside = runs_beside(run) if run.calculated_at else []
    other, show = _other(request, beside), request.GET.get("show", "")
    if other is None:
        context = {"run": run, "crumbs": crumbs(RUN, run)}
        return render(request, "stipends/difference_none.html", context)
    found = differences(run, other, show)
    if wants_file(request):
        return file_of(request, "stipend-differences", found, DIFFERENCES)
    sums = sums_beside(run, other)
    count = sums.counts.get(show, sums.moved)
    shown = listed(request, found, DIFFERENCES, thing="line", count=count, narrow=True, at="lines")
    context = {
        "run": run,
        "other": other,
        "beside": beside,
        "sums": sums,
        "totals": _totals(run, other, sums),
        "shows": [(name, words, sums.counts[name]) for name, words in SHOWS],
        "show": show,
        "list": shown,
        "page": shown.page,
        "crumbs": crumbs(RUN, run),
    }
    return render(request, "stipends/difference.html", context)


def _other(request: SignedIn, beside: list[StipendRun]) -> StipendRun | None:
    """The one that is asked for, else the first. Raises Http404 for one this run is not held against."""
    if "with" not in request.GET:
        return next(iter(beside), None)
    wanted = wanted_id(request.GET.get("with"))
    for one in beside:
        if one.pk == wanted:
            return one
    raise Http404


def _totals(run: StipendRun, other: StipendRun, sums: Sums) -> list[dict[str, object]]:
    """What was earned then and now, as two bars of one scale."""
    return [
        {"label": str(one), "value": cents, "text": dollars(cents)}
        for one, cents in ((other, sums.then_cents), (run, sums.now_cents))
    ]
