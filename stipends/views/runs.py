"""Runs for finance: the list, one run, its lines, and the verbs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.converters import wanted_id
from common.doors import SignedIn, can_begin, press, sent, status_of, tried
from common.downloads import kept_csv, rows_file, wants_file
from common.money import dollars
from common.tables import MOST_BYTES
from people.models import User
from stipends import services
from stipends.exports import LINES, RUNS
from stipends.forms import ApproveForm, ConfirmForm, ReasonForm, RunForm, SendBackForm
from stipends.imports import confirmations_of, table_of
from stipends.models import Export, StipendLine, StipendRun
from stipends.policies import may, why_not_approved
from stipends.queries import (
    AHEAD,
    OVERPAID,
    SAME_NAME,
    UNCONFIRMED,
    LineFilters,
    changed_parts,
    lines_of,
    nothing_codes,
    open_refusal,
    totals,
    unconfirmed,
)
from stipends.queries import progress as progress_of
from stipends.states import LOCKED, RUN_MOVES, RunAction, RunState
from stipends.tasks import start
from stipends.views.doors import demand, only_money

# Lines of history that a refused approval leaves.
REFUSALS = {"refuse", "send back"}
CALCULATING = "The run is being calculated."


def _visible(request: SignedIn, pk: int) -> StipendRun:
    runs = StipendRun.objects.visible_to(request.user).select_related("year", "prepared_by", "approved_by")
    return get_object_or_404(runs, pk=pk)


def _crumbs(*runs: StipendRun) -> list[dict[str, str]]:
    first = {"name": "Stipend runs", "url": reverse("stipends:runs")}
    return [first, *({"name": str(run), "url": reverse("stipends:run", args=[run.pk])} for run in runs)]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All runs, the newest first."""
    only_money(request)
    runs = StipendRun.objects.visible_to(request.user).select_related("year", "prepared_by", "approved_by")
    if wants_file(request):
        return rows_file("stipend-runs", RUNS, runs)
    page = Paginator(runs, 50).get_page(request.GET.get("page"))
    return render(
        request, "stipends/run_list.html", {"page": page, "may_prepare": may(request.user, "prepare")}
    )


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Prepare a run and start its calculation."""
    demand(request, "prepare")
    form = RunForm(sent(request))
    if form.is_valid() and (done := tried(form, _prepare, by=request.user, asked=form)):
        start(done.answer.pk)
        messages.success(request, CALCULATING)
        return redirect("stipends:run", pk=done.answer.pk)
    context = {"form": form, "title": "New stipend run", "crumbs": _crumbs()}
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
    run, asked = _visible(request, pk), _asked(request)
    found = lines_of(run, asked)
    if wants_file(request):
        # Half a calculation is shown to nobody.
        return rows_file("stipend-lines", LINES, found if run.calculated_at else found.none())
    events = list(run.events.select_related("by"))
    lines = Paginator(found, 50)
    if not asked:
        # Counted when the run was finished; there is no need to ask again.
        lines.count = run.lines_count
    context = {
        "run": run,
        "page": lines.get_page(request.GET.get("page")),
        "asked": asked,
        "choices": _choices(run),
        "progress": _progress(run),
        "events": events,
        "unconfirmed": unconfirmed(run.pk) if run.state == RunState.EXPORTED else None,
        "refusal": why_not_approved(run) if run.calculated_at else "",
        # Only a run that was refused asks for its refusal.
        "sent_back": open_refusal(run) if any(event.action in REFUSALS for event in events) else None,
        "crumbs": _crumbs(),
        **({} if asked or not run.lines_count else _sums(run)),
        **_verbs(request, run),
    }
    return render(request, "stipends/run_detail.html", context)


def _asked(request: SignedIn) -> LineFilters:
    return LineFilters(
        words=request.GET.get("q", "").replace("\x00", "")[:100],
        show=request.GET.get("show", ""),
        pathway_id=wanted_id(request.GET.get("pathway")),
        school_id=wanted_id(request.GET.get("school")),
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
        (SAME_NAME, "One name on two accounts"),
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


def _verbs(request: SignedIn, run: StipendRun) -> dict[str, Any]:
    """The verbs the table of moves and this person's hats leave; the service checks both again."""
    state = RunState(run.state)

    def possible(action: RunAction) -> bool:
        return (state, action) in RUN_MOVES

    calculates = possible(RunAction.CALCULATE) or possible(RunAction.RECALCULATE)
    approves = possible(RunAction.APPROVE) and not why_not_approved(run)
    locked = state in LOCKED
    return {
        "may_calculate": calculates and may(request.user, "calculate"),
        "may_approve": approves and may(request.user, "approve") and run.prepared_by_id != request.user.pk,
        "may_void": possible(RunAction.VOID) and may(request.user, "void"),
        "may_confirm": possible(RunAction.CONFIRM) and may(request.user, "confirm"),
        "may_download": locked and may(request.user, "download"),
        "exports": list(run.exports.defer("content")) if locked else [],
        "layouts": Export.Layout.choices if locked and may(request.user, "export") else [],
    }


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
@require_POST
def calculate(request: SignedIn, pk: int) -> HttpResponse:
    """Start a new round."""
    run = _visible(request, pk)
    if press(request, services.calculate, CALCULATING, pk=run.pk, by=request.user):
        start(run.pk)
    return redirect("stipends:run", pk=run.pk)


@login_required
def approve(request: SignedIn, pk: int) -> HttpResponse:
    """Shows the total and the hash; approving sends back what was shown."""
    run = _visible(request, pk)
    demand(request, "approve")
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    form = ApproveForm(sent(request), initial=seen)
    if form.is_valid():
        was = {name: form.cleaned_data[name] for name in seen}
        if tried(form, services.approve, pk=run.pk, by=request.user, **was):
            messages.success(request, "Approved.")
            return redirect("stipends:run", pk=run.pk)
    context = {
        "run": run,
        "form": form,
        "refusal": why_not_approved(run),
        "totals": totals(run),
        "crumbs": _crumbs(run),
    }
    return render(request, "stipends/approve.html", context, status=status_of(form))


@login_required
def send_back(request: SignedIn, pk: int) -> HttpResponse:
    """The approver does not approve it, and says what should change."""
    run = _visible(request, pk)
    demand(request, "approve")
    form = SendBackForm(sent(request))
    if form.is_valid() and tried(form, services.send_back, pk=run.pk, by=request.user, **form.cleaned_data):
        messages.success(request, "Sent back. It stands first on the preparer's page.")
        return redirect("stipends:run", pk=run.pk)
    context = {"form": form, "title": "Send this run back", "crumbs": _crumbs(run)}
    return render(request, "stipends/act.html", context, status=status_of(form))


@login_required
def void(request: SignedIn, pk: int) -> HttpResponse:
    """Set the run aside, with a reason."""
    run = _visible(request, pk)
    demand(request, "void")
    if not can_begin(request, lambda: services.state_after(run, RunAction.VOID)):
        return redirect("stipends:run", pk=run.pk)
    form = ReasonForm(sent(request))
    if form.is_valid() and tried(form, services.void, pk=run.pk, by=request.user, **form.cleaned_data):
        messages.success(request, "The run is void.")
        return redirect("stipends:run", pk=run.pk)
    context = {"form": form, "title": "Make this run void", "crumbs": _crumbs(run)}
    return render(request, "stipends/act.html", context, status=status_of(form))


@login_required
@require_POST
def export(request: SignedIn, pk: int) -> HttpResponse:
    """Make the file of a layout; once made it stays."""
    run = _visible(request, pk)
    layout, said = request.POST.get("layout", ""), "The file is ready below."
    press(request, services.export, said, pk=run.pk, layout=layout, by=request.user)
    return redirect("stipends:run", pk=run.pk)


@login_required
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """Record what payroll paid, from its file: all of it or nothing."""
    run = _visible(request, pk)
    demand(request, "confirm")
    if not can_begin(request, lambda: services.state_after(run, RunAction.CONFIRM)):
        return redirect("stipends:run", pk=run.pk)
    form = ConfirmForm(sent(request), request.FILES or None)
    if form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        if done := tried(form, _confirm, run=run, content=content, by=request.user):
            messages.success(request, "Recorded.")
            messages.info(request, f"The file was {done.answer}.")
            return redirect("stipends:run", pk=run.pk)
    lead = f"{unconfirmed(run.pk)}."
    context = {"form": form, "title": "What payroll paid", "lead": lead, "crumbs": _crumbs(run)}
    return render(request, "stipends/act.html", context, status=status_of(form))


def _confirm(run: StipendRun, content: bytes, by: User) -> str:
    """As what the file was read."""
    table = table_of(content)
    services.confirm(pk=run.pk, rows=confirmations_of(table), by=by)
    return table.found


@login_required
@require_POST
def download(request: SignedIn, pk: int) -> HttpResponse:
    """The kept bytes; who took them is on record, so this is a POST."""
    demand(request, "download")
    file = get_object_or_404(Export.objects.visible_to(request.user).defer("content"), pk=pk)
    file = services.download(pk=file.pk, by=request.user)
    return kept_csv(file.file_name, file.content)


@login_required
@require_safe
def line(request: SignedIn, pk: int, line: int) -> HttpResponse:
    """One line of a run, for finance and managers."""
    run = _visible(request, pk)
    lines = StipendLine.objects.filter(run=run).select_related(
        "run__year", "role", "school", "person", "policy"
    )
    found = get_object_or_404(lines, pk=line)
    context = {"line": found, "changes": changed_parts(found), "crumbs": _crumbs(run), "office": True}
    return render(request, "stipends/line.html", context)
