"""Pages of the service agreement: its versions for staff, and for a fellow what they sign and have signed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.canonical import fingerprint
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.errors import NotAllowed
from common.proofs import SignForm, ceremony_of, is_fresh, last_proof
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from fellows import services
from fellows.exports import agreement_pdf
from fellows.forms import VersionForm
from fellows.models import AgreementVersion, Fellow, PaperScan, ServiceAgreement
from fellows.policies import sees_all, why_not, why_not_version
from fellows.queries.agreements import (
    INTENT,
    agreements_of,
    frozen_for,
    in_force,
    next_wording,
    sample_text,
    unsigned,
)
from fellows.queries.evidence import differences_of
from fellows.rules.agreement import agreement_text, kept_as, pairs_of
from fellows.states import Action, VersionAction
from fellows.tables import UNSIGNED, VERSIONS
from fellows.verbs import VERSION
from fellows.views.fellows import read_or_send, visible
from people.queries import today

STAFF = NotAllowed("Only program managers and network directors read the versions of the agreement.")


@login_required
@require_safe
def versions(request: SignedIn) -> HttpResponseBase:
    """All versions, the newest first, and how many fellows have signed none."""
    allowed(None if sees_all(request.user) else STAFF)
    rows = VERSION.rows(request.user).annotate(signed=Count("agreements")).order_by("-number")
    if wants_file(request):
        return file_of(request, "service-agreement-versions", rows, VERSIONS)
    shown = listed(request, rows, VERSIONS, thing="version")
    context = {
        "list": shown,
        "page": shown.page,
        "today": in_force(today()),
        "waiting": unsigned(Fellow.objects.visible_to(request.user)).count(),
        "may_draft": why_not_version(request.user, VersionAction.DRAFT) is None,
    }
    return render(request, "fellows/versions.html", context)


@login_required
@require_safe
def unsigned_list(request: SignedIn) -> HttpResponseBase:
    """Fellows whom the agreement waits for."""
    allowed(None if sees_all(request.user) else STAFF)
    rows = unsigned(Fellow.objects.visible_to(request.user)).order_by(
        "-cohort__starts", "person__sort_name", "pk"
    )
    if wants_file(request):
        return file_of(request, "agreements-not-signed", rows, UNSIGNED)
    shown = listed(request, rows, UNSIGNED, thing="fellow")
    return render(request, "fellows/unsigned.html", {"list": shown, "page": shown.page})


@login_required
@read_or_send
def new(request: SignedIn) -> HttpResponse:
    """Draft a version; it begins as the one before it."""
    allowed(why_not_version(request.user, VersionAction.DRAFT))
    form = VersionForm(sent(request), initial=dict(next_wording(today())))
    if form.is_valid():
        told = {"wording": form.wording(), "by": request.user}
        if done := tried(form, services.draft_version, **told):
            messages.success(
                request, "Saved as a draft. Read it below; another program manager publishes it."
            )
            return redirect(VERSION.page_of(done.answer))
    context = {"form": form, "title": "Draft a version", "crumbs": crumbs(VERSION)}
    return render(request, "fellows/version_write.html", context, status=status_of(form))


@login_required
@require_safe
def version(request: SignedIn, pk: int) -> HttpResponse:
    """One version as a fellow will read it, its terms beside, and who drafted and published it."""
    row: AgreementVersion = get_object_or_404(VERSION.rows(request.user), pk=pk)
    context = {
        "row": row,
        "text": sample_text(row, today()),
        "terms": pairs_of(kept_as(row.terms)),
        "signed": row.agreements.count(),
        "is_today": row == in_force(today()),
        "offers": offers(VERSION, request.user, row),
        "crumbs": crumbs(VERSION),
    }
    return render(request, "fellows/version.html", context)


@login_required
@read_or_send
def sign(request: SignedIn, pk: int) -> HttpResponse:
    """What a fellow signed. They read the version of today and sign it: at once where nothing is signed yet, else when
    they ask for it."""
    fellow = visible(request, pk)
    theirs = why_not(request.user, Action.SIGN_AGREEMENT, fellow)
    if request.method == "POST":
        allowed(theirs if isinstance(theirs, NotAllowed) else None)
    signed, row = agreements_of(fellow), in_force(today())
    newer = theirs is None and bool(signed) and row is not None and signed[0].signed_version_id != row.pk
    asks = theirs is None and row is not None and (not signed or (newer and "newer" in request.GET))
    context: dict[str, Any] = {
        "fellow": fellow,
        "signed": [(agreement, differences_of(agreement)) for agreement in signed],
        "newer": row if newer and not asks else None,
        "scans": PaperScan.objects.visible_to(request.user).filter(paper__agreement__fellow=fellow),
        "none_yet": row is None,
        "theirs": "" if isinstance(theirs, NotAllowed) else str(theirs or ""),
    }
    if request.method != "POST" and not asks:
        return render(request, "fellows/agreement.html", context)
    return _ceremony(request, fellow, row, context)


def _ceremony(
    request: SignedIn, fellow: Fellow, row: AgreementVersion | None, context: dict[str, Any]
) -> HttpResponse:
    """The text with its form; sent, it is signed or comes back."""
    content = frozen_for(fellow, row) if row else b""
    proof, proved_at = last_proof(request)
    form = SignForm(sent(request), name=request.user.name, initial={"sha256": fingerprint(content)})
    if form.is_valid():
        ceremony = ceremony_of(request, form, proof, proved_at)
        if tried(form, services.sign_agreement, pk=fellow.pk, by=request.user, ceremony=ceremony):
            messages.success(request, "You have signed the service agreement. A receipt comes by mail.")
            return redirect("fellows:agreement", fellow.pk)
    form.show(fingerprint(content))
    context |= {
        "form": form,
        "text": agreement_text(row.in_rules, fellow.person.name, fellow.cohort.name) if row else "",
        "intent": INTENT,
        "sha256": fingerprint(content),
        "fresh": is_fresh(proved_at),
    }
    return render(request, "fellows/agreement.html", context, status=status_of(form))


@login_required
@require_safe
def pdf(request: SignedIn, pk: int) -> HttpResponse:
    """The agreement to keep. One that is no longer what was signed is not handed out as if it were."""
    signed_here = ServiceAgreement.objects.filter(paper__isnull=True)
    seen = signed_here.visible_to(request.user).select_related("signature")
    agreement: ServiceAgreement = get_object_or_404(seen, pk=pk)
    if differences_of(agreement):
        return redirect("fellows:agreement", agreement.fellow_id)
    response = HttpResponse(agreement_pdf(agreement), content_type="application/pdf")
    name = f"service-agreement-{agreement.sha256[:12]}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
