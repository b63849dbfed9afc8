"""Assistance for finance: what is due and in no file, the files that were made, and one of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.converters import wanted_id
from common.doors import Done, SignedIn, allowed, attempt
from common.downloads import kept_file, wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import Offer, Offers, offers
from fellows.models import FellowCohort
from pathways.models import ProgramYear
from people.models import User
from people.queries import today
from stipends import services
from stipends.models import AssistanceBatch, AssistanceExport
from stipends.policies import why_not_assistance, why_not_download
from stipends.queries.assistance import (
    DAYS_AHEAD,
    lacking_assistance_codes,
    mark_of_parts,
    waiting_for_payroll,
)
from stipends.queries.assisted import FAR, PartsAsked, parts_asked
from stipends.queries.claims import year_of
from stipends.queries.codes import codes_of
from stipends.queries.layouts import layouts_in_force
from stipends.states import AssistanceAction
from stipends.tables import STAGES
from stipends.tables.assistance import ASSISTANCE_FILES, ASSISTANCE_PARTS
from stipends.verbs import ASSISTANCE, MAKE_ASSISTANCE
from stipends.views.doors import only_money
from stipends.views.lines import calendar_year

ABOVE = [{"name": "Assistance of fellows", "url": "/fellows/assistance/"}]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """What is due within two weeks and in no file, with the buttons that make one; then all files, the newest first."""
    only_money(request)
    batches = ASSISTANCE.rows(request.user)
    if wants_file(request):
        return file_of(request, "files-of-assistance", batches, ASSISTANCE_FILES)
    shown = listed(request, batches, ASSISTANCE_FILES, thing="file")
    waiting, day = list(waiting_for_payroll(today())), today()
    context = {
        "list": shown,
        "page": shown.page,
        "waiting": waiting,
        "until": day + DAYS_AHEAD,
        "cents": sum(row.cents for row in waiting),
        "mark": mark_of_parts(waiting),
        "year": year_of(day),
        "may_make": why_not_assistance(request.user, AssistanceAction.EXPORT) is None,
        "layouts": [*MAKE_ASSISTANCE, *_own_layouts()],
        "crumbs": ABOVE,
    }
    return render(request, "stipends/assistance.html", context)


@login_required
@require_safe
def payments(request: SignedIn) -> HttpResponseBase:
    """The parts of approved awards; of a program year or a calendar year, a cohort, a person or a stage on request."""
    only_money(request)
    asked, only = _asked(request)
    found = parts_asked(request.user, asked)
    if wants_file(request):
        return file_of(request, "payments-of-assistance", found, ASSISTANCE_PARTS)
    shown = listed(request, found, ASSISTANCE_PARTS, thing="payment")
    context = {"list": shown, "page": shown.page, "only": only, "crumbs": [*ABOVE, *crumbs(ASSISTANCE)]}
    return render(request, "stipends/assistance_payments.html", context)


def _asked(request: SignedIn) -> tuple[PartsAsked, list[str]]:
    """What the address asks for, and that in words; what does not exist does not narrow."""
    told = request.GET.get
    label, stage = told("year", ""), told("stage", "")
    # Compared here: an address may hold a sign that no column of text can.
    year = next((one for one in ProgramYear.objects.all() if one.label == label), None) if label else None
    cohort = FellowCohort.objects.filter(pk=wanted_id(told("cohort")) or 0).first()
    person = User.objects.filter(pk=wanted_id(told("person")) or 0).first()
    paid, came = calendar_year(told("paid", "")), calendar_year(told("came", ""))
    stage = stage if stage in FAR else ""
    said = [
        year and f"due in {year}",
        paid and f"paid in {paid}",
        came and f"come back in {came}",
        cohort and f"of the {cohort}",
        person and f"of {person}",
        stage and {"approved": "approved"}.get(stage, STAGES.get(stage, "")),
    ]
    ids = {"cohort_id": cohort and cohort.pk, "person_id": person and person.pk}
    return PartsAsked(year=year, paid=paid, came=came, stage=stage, **ids), [one for one in said if one]


def _own_layouts() -> list[tuple[str, str]]:
    return [(str(row.pk), f"Make the file for {row}") for row in layouts_in_force()]


@login_required
@require_POST
def new(request: SignedIn) -> HttpResponse:
    """Make the file of what waits; pressed twice, or by two people, it is one."""
    allowed(why_not_assistance(request.user, AssistanceAction.EXPORT))
    layout, seen = (request.POST.get(name, "").replace("\x00", "")[:64] for name in ("layout", "seen"))
    done = attempt(services.export_assistance, layout=layout, by=request.user, seen=seen)
    if isinstance(done, Done):
        messages.success(request, f"The file {done.answer.file_name} is ready.")
        return redirect(ASSISTANCE.page_of(done.answer.batch))
    messages.error(request, str(done))
    return redirect("stipends:assistance")


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One file: its lines and what became of them, its layouts to download, and what can be done now."""
    batch: Any = get_object_or_404(ASSISTANCE.rows(request.user), pk=pk)
    exports = list(batch.exports.select_related("office_layout").defer("content"))
    lines = list(
        batch.lines.select_related(
            "disbursement__award__fellow__person", "school", "confirmation", "came_back"
        ).order_by("disbursement__award__fellow__person__sort_name", "pk")
    )
    context: dict[str, Any] = {
        "batch": batch,
        "lines": lines,
        "exports": exports,
        "lacking": _lacking(batch, exports, {line.channel for line in lines}),
        "open_cents": batch.total_cents - batch.paid_cents - batch.back_cents,
        "may_download": why_not_download(request.user, services.OF_ASSISTANCE) is None,
        "offers": _offers(request.user, batch),
        "crumbs": [*ABOVE, *crumbs(ASSISTANCE)],
    }
    return render(request, "stipends/assistance_file.html", context)


def _offers(user: User, batch: AssistanceBatch) -> Offers:
    """What can be done now, with the layouts of payroll's own."""
    offered = offers(ASSISTANCE, user, batch)
    if why_not_assistance(user, AssistanceAction.EXPORT, batch) is None:
        at = ASSISTANCE.address(ASSISTANCE.of(AssistanceAction.EXPORT), batch)
        offered.buttons.extend(
            Offer(at, words, "outline", False, "layout", code) for code, words in _own_layouts()
        )
    return offered


def _lacking(batch: AssistanceBatch, exports: list[AssistanceExport], channels: set[str]) -> list[str]:
    """What has no code in the books yet, as long as bookkeeping has no journal of it."""
    if any(one.layout == AssistanceExport.Layout.JOURNAL for one in exports):
        return []
    return lacking_assistance_codes(codes_of(batch.year_id), channels)


@login_required
@require_POST
def download(request: SignedIn, pk: int) -> HttpResponse:
    """The kept bytes; who took them is on record, so this is a POST."""
    allowed(why_not_download(request.user, services.OF_ASSISTANCE))
    seen = AssistanceBatch.objects.visible_to(request.user)
    file = get_object_or_404(AssistanceExport.objects.filter(batch__in=seen).defer("content"), pk=pk)
    file = services.download_assistance(pk=file.pk, by=request.user)
    return kept_file(file.file_name, file.content)
