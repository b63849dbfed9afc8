"""Layouts of payroll offices: drafted by one person of finance, tried on a run, published by another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.converters import wanted_id
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from stipends import services
from stipends.forms import PayrollLayoutForm
from stipends.models import PayrollLayout
from stipends.policies import why_not_layout
from stipends.queries import preview, runs_to_try
from stipends.states import RateAction
from stipends.tables import LAYOUTS
from stipends.verbs import LAYOUT
from stipends.views.doors import only_money

DRAFTED = "Saved as a draft. Look at it on a run; someone else publishes it."


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All versions, by name, the newest first."""
    only_money(request)
    rows = LAYOUT.rows(request.user)
    if wants_file(request):
        return file_of(request, "payroll-layouts", rows, LAYOUTS)
    shown = listed(request, rows, LAYOUTS, thing="version")
    may_draft = why_not_layout(request.user, RateAction.DRAFT) is None
    return render(
        request, "stipends/layout_list.html", {"list": shown, "page": shown.page, "may_draft": may_draft}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Draft a layout; it begins as the version it was asked from."""
    allowed(why_not_layout(request.user, RateAction.DRAFT))
    before = LAYOUT.rows(request.user).filter(pk=wanted_id(request.GET.get("from"))).first()
    form = PayrollLayoutForm(sent(request), before=before)
    if form.is_valid():
        typed = {**form.cleaned_data, "by": request.user}
        if done := tried(form, services.draft_layout, **typed):
            messages.success(request, DRAFTED)
            return redirect(LAYOUT.page_of(done.answer))
    context = {"form": form, "before": before, "crumbs": crumbs(LAYOUT)}
    return render(request, "stipends/layout_new.html", context, status=status_of(form))


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One version: its columns, the first lines of a run in it, who drafted and who published it."""
    row: PayrollLayout = get_object_or_404(LAYOUT.rows(request.user), pk=pk)
    runs, asked = runs_to_try(request.user), wanted_id(request.GET.get("run"))
    run = next((one for one in runs if asked in (None, one.pk)), None)
    drawn = preview(row, run) if run else []
    context = {
        "row": row,
        "columns": row.columns.all(),
        "runs": runs,
        "run": run,
        "heads": drawn[0] if drawn else [],
        "lines": drawn[1:],
        "offers": offers(LAYOUT, request.user, row),
        "may_draft": why_not_layout(request.user, RateAction.DRAFT) is None,
        "crumbs": crumbs(LAYOUT),
    }
    return render(request, "stipends/layout.html", context)
