"""Runs for finance: the list, one run, its lines, and the verbs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.converters import wanted_id
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import kept_file, wants_file
from common.money import dollars
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import Offer, offers
from pathways.queries import current_year
from people.models import User
from people.queries import today
from stipends import services
from stipends.forms import RunForm
from stipends.models import Export, StipendLine, StipendRun, StipendRunEvent
from stipends.policies import why_not, why_not_approved, why_not_download
from stipends.queries import (
    AHEAD,
    NOTHING_OWED,
    OVERPAID,
    SAME_NAME,
    TAKEN,
    UNCONFIRMED,
    LineFilters,
    changed_parts,
    changed_until,
    lacking_codes,
    layouts_in_force,
    lines_of,
    nothing_codes,
    open_refusal,
    roles_of_fund,
    stale,
    stands_on,
    totals,
    unconfirmed,
    warning_of,
    warnings,
)
from stipends.queries import progress as progress_of
from stipends.states import LOCKED, RunAction, RunState
from stipends.tables import LINES, RUNS, lines_for
from stipends.tasks import start
from stipends.verbs import CALCULATING, RUN
from stipends.views.doors import only_money

# Lines of history that a refused approval leaves.
REFUSALS = {RunAction.REFUSE, RunAction.SEND_BACK}


def _visible(request: SignedIn, pk: int) -> StipendRun:
    found: StipendRun = get_object_or_404(RUN.rows(request.user), pk=pk)
    return found


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All runs, the newest first."""
    only_money(request)
    runs = RUN.rows(request.user)
    if wants_file(request):
        return file_of(request, "stipend-runs", runs, RUNS)
    shown = listed(request, runs, RUNS, thing="run")
    may_prepare = why_not(request.user, RunAction.PREPARE) is None
    year = current_year(today())
    context = {"list": shown, "page": shown.page, "may_prepare": may_prepare, "year": year}
    return render(request, "stipends/run_list.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Prepare a run and start its calculation."""
    allowed(why_not(request.user, RunAction.PREPARE))
    form = RunForm(sent(request))
    if form.is_valid() and (done := tried(form, _prepare, by=request.user, asked=form)):
        start(done.answer.pk)
        messages.success(request, CALCULATING)
        return redirect("stipends:run", pk=done.answer.pk)
    lead = "An installment pays before the year is over, worked out over the sessions that are planned."
    context = {
        "form": form,
        "title": "New stipend run",
        "crumbs": crumbs(RUN),
        "warnings": warnings(today()),
        "lead": lead,
    }
    return render(request, "stipends/act.html", context, status=status_of(form))


def _prepare(by: User, asked: RunForm) -> StipendRun:
    data = asked.cleaned_data
    run = services.prepare_run(
        year=data["year"], kind=data["kind"], number=data["number"], step=asked.step, by=by
    )
    return services.calculate(pk=run.pk, by=by)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponseBase:
    """One run: how far, how much, who is not paid and why, its lines, and what can be done now."""
    run = _visible(request, pk)
    asked = _asked(request, run)
    found = lines_of(run, asked)
    if wants_file(request):
        # Half a calculation is shown to nobody.
        return file_of(request, "stipend-lines", found if run.calculated_at else found.none(), LINES)
    events = list(run.events.told())
    # Counted when the run was finished; there is no need to ask again.
    count = None if asked else run.lines_count
    lines = listed(request, found, lines_for(request.user), thing="line", count=count, at="lines")
    locked = RunState(run.state) in LOCKED
    exports = list(run.exports.select_related("office_layout").defer("content")) if locked else []
    context = {
        "run": run,
        "list": lines,
        "page": lines.page,
        "asked": asked,
        "fund": request.GET.get("fund", "") if asked.roles is not None else "",
        "choices": _choices(run),
        "progress": _progress(run),
        "events": events,
        "unconfirmed": unconfirmed(run.pk) if run.state == RunState.EXPORTED else None,
        "refusal": why_not_approved(run) if run.calculated_at else "",
        "warning": warning_of(run),
        **_to_do(request.user, run, events),
        "lacking": _lacking(run, exports) if locked else [],
        "exports": exports,
        "may_download": locked and why_not_download(request.user) is None,
        "crumbs": crumbs(RUN),
        **({} if asked or not run.lines_count else _sums(run)),
    }
    return render(request, "stipends/run_detail.html", context)


def _to_do(user: User, run: StipendRun, events: list[StipendRunEvent]) -> dict[str, Any]:
    """What can be done now, and why its approval was refused."""
    # Only a run that was refused asks for its refusal.
    sent_back = open_refusal(run) if any(event.action in REFUSALS for event in events) else None
    # What was refused waits for its preparer: calculated again, it can be approved.
    offered = offers(RUN, user, run, without={RunAction.APPROVE} if sent_back else ())
    if why_not(user, RunAction.EXPORT, run) is None:
        export = RUN.address(RUN.of(RunAction.EXPORT), run)
        offered.buttons.extend(
            Offer(export, f"Make the file for {row}", "outline", False, "layout", str(row.pk))
            for row in layouts_in_force()
        )
    return {"sent_back": sent_back, "offers": offered}


def _lacking(run: StipendRun, exports: list[Export]) -> list[str]:
    """What has no code in the books yet, as long as bookkeeping has no file of it."""
    return [] if any(one.layout == Export.Layout.JOURNAL for one in exports) else lacking_codes(run)


def _asked(request: SignedIn, run: StipendRun) -> LineFilters:
    fund = wanted_id(request.GET.get("fund"))
    return LineFilters(
        words=request.GET.get("q", "").replace("\x00", "")[:100],
        show=request.GET.get("show", ""),
        pathway_id=wanted_id(request.GET.get("pathway")),
        school_id=wanted_id(request.GET.get("school")),
        roles=None if fund is None else roles_of_fund(run.year_id, fund),
    )


def _choices(run: StipendRun) -> list[tuple[str, str]]:
    """What its lines may be narrowed to, in words."""
    exclusions = [
        *(
            (code, words)
            for code, words in StipendLine.Exclusion.choices
            if code != StipendLine.Exclusion.ZERO
        ),
        *nothing_codes(run),
    ]
    exported = [(UNCONFIRMED, "Not confirmed by payroll")] if run.state == RunState.EXPORTED else []
    return [
        (StipendLine.Status.PAYABLE, "With an amount"),
        *exported,
        (AHEAD, "Paid before it is earned"),
        (OVERPAID, "Paid above what was earned"),
        (NOTHING_OWED, "Paid for work, and none was asked for"),
        (TAKEN, "Paid less for what was too much before"),
        (SAME_NAME, "Perhaps one person on two accounts"),
        *((code, f"Not paid: {words}") for code, words in exclusions),
    ]


def _sums(run: StipendRun) -> dict[str, Any]:
    sums = totals(run)
    return {
        "totals": sums,
        "pathway_rows": _bars(sums.by_pathway, "pathway"),
        "school_rows": _bars(sums.by_school, "school"),
    }


def _bars(rows: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Each amount leads to the lines it adds up."""
    return [
        {
            "label": row["label"],
            "value": row["cents"],
            "text": dollars(row["cents"]),
            "url": f"?show={StipendLine.Status.PAYABLE}&{by}={row['pk']}#lines",
            "rows": row["paid"],
        }
        for row in rows
    ]


def _progress(run: StipendRun) -> dict[str, Any]:
    """For the bar; without `poll_url` the page stops asking."""
    if run.state != RunState.CALCULATING:
        return {"shown": False, "poll_url": ""}
    at = progress_of(run)
    going = not at.failed
    return {
        "shown": True,
        "done": at.done,
        "total": at.total,
        "failed": at.failed,
        "errors": at.errors,
        "held": at.held,
        "poll_url": reverse("stipends:run_progress", args=[run.pk]) if going else "",
    }


@login_required
@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """The bar alone, asked for every two seconds; once the run is calculated, the whole page is asked for."""
    run = _visible(request, pk)
    bar = _progress(run)
    response = render(request, "stipends/_progress.html", {"run": run, "progress": bar})
    if not bar["poll_url"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def changed(request: SignedIn, pk: int) -> HttpResponse:
    """Whose line would come out otherwise now. The page of the run asks for it once it stands, because it costs what
    approving costs: all evidence is read."""
    run = _visible(request, pk)
    context = {"run": run, "stale": stale(run), "crumbs": crumbs(RUN, run)}
    return render(request, "stipends/run_changed.html", context)


@login_required
@require_POST
def download(request: SignedIn, pk: int) -> HttpResponse:
    """The kept bytes; who took them is on record, so this is a POST."""
    allowed(why_not_download(request.user))
    file = get_object_or_404(Export.objects.visible_to(request.user).defer("content"), pk=pk)
    file = services.download(pk=file.pk, by=request.user)
    return kept_file(file.file_name, file.content)


@login_required
@require_safe
def line(request: SignedIn, pk: int, line: int) -> HttpResponse:
    """One line of a run, for finance and managers."""
    run = _visible(request, pk)
    lines = StipendLine.objects.filter(run=run).select_related(
        "run__year", "role", "school", "person", "policy", "placement", "reverses__run"
    )
    found = get_object_or_404(lines, pk=line)
    context = {
        "line": found,
        "changes": changed_parts(found),
        "after_signing": changed_until(found),
        "stands": stands_on(found),
        "crumbs": crumbs(RUN, run),
        "office": True,
    }
    return render(request, "stipends/line.html", context)
