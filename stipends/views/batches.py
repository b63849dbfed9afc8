"""Files of claims for finance: what waits for one, the files that were made, and one of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.doors import Done, SignedIn, allowed, attempt
from common.downloads import kept_file, wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from pathways.models import ProgramYear
from stipends import services
from stipends.models import ClaimExport
from stipends.policies import why_not_claim, why_not_download
from stipends.queries.batches import lacking_claim_codes, waiting_for_a_file
from stipends.queries.codes import codes_by_year, codes_of
from stipends.states import ClaimAction
from stipends.tables.claims import BATCHES
from stipends.verbs import BATCH, MAKE
from stipends.views.doors import only_money

ABOVE = [{"name": "Substitutes", "url": "/stipends/claims/"}]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """What is approved and in no file, by year, with the buttons that make one; then all files, the newest first."""
    only_money(request)
    batches = BATCH.rows(request.user)
    if wants_file(request):
        return file_of(request, "files-of-claims", batches, BATCHES)
    shown = listed(request, batches, BATCHES, thing="file")
    waiting = waiting_for_a_file()
    codes = codes_by_year([one.year.pk for one in waiting])
    context = {
        "list": shown,
        "page": shown.page,
        "waiting": [(one, lacking_claim_codes(codes[one.year.pk])) for one in waiting],
        "may_make": why_not_claim(request.user, ClaimAction.EXPORT) is None,
        "layouts": MAKE,
        "crumbs": ABOVE,
    }
    return render(request, "stipends/claim_files.html", context)


@login_required
@require_POST
def new(request: SignedIn, label: str) -> HttpResponse:
    """Make the file of what waits in a year; pressed twice, or by two people, it is one."""
    allowed(why_not_claim(request.user, ClaimAction.EXPORT))
    year = get_object_or_404(ProgramYear, label=label)
    layout, seen = (request.POST.get(name, "").replace("\x00", "")[:64] for name in ("layout", "seen"))
    done = attempt(services.export_claims, year=year, layout=layout, by=request.user, seen=seen)
    if isinstance(done, Done):
        messages.success(request, f"The file {done.answer.file_name} is ready.")
        return redirect(BATCH.page_of(done.answer.batch))
    messages.error(request, str(done))
    return redirect("stipends:claim_files")


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One file: its claims and what was paid of them, its layouts to download, and what can be done now."""
    batch = get_object_or_404(BATCH.rows(request.user), pk=pk)
    exports = list(batch.exports.defer("content"))
    context: dict[str, Any] = {
        "batch": batch,
        "claims": batch.claims.select_related("school", "confirmation").order_by("school__sort_name", "pk"),
        "exports": exports,
        "lacking": _lacking(batch.year_id, exports),
        "open_cents": batch.total_cents - batch.paid_cents,
        "may_download": why_not_download(request.user, services.OF_CLAIMS) is None,
        "offers": offers(BATCH, request.user, batch),
        "crumbs": [*ABOVE, *crumbs(BATCH)],
    }
    return render(request, "stipends/claim_file.html", context)


def _lacking(year_id: int, exports: list[ClaimExport]) -> list[str]:
    """What has no code in the books yet, as long as bookkeeping has no journal of it."""
    if any(one.layout == ClaimExport.Layout.JOURNAL for one in exports):
        return []
    return lacking_claim_codes(codes_of(year_id))


@login_required
@require_POST
def download(request: SignedIn, pk: int) -> HttpResponse:
    """The kept bytes; who took them is on record, so this is a POST."""
    allowed(why_not_download(request.user, services.OF_CLAIMS))
    file = get_object_or_404(ClaimExport.objects.visible_to(request.user).defer("content"), pk=pk)
    file = services.download_claims(pk=file.pk, by=request.user)
    return kept_file(file.file_name, file.content)
