"""A signed record: what was signed, by whom, and whether it is still what it was."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from applications.exports import record_pdf
from applications.models import CommitmentRecord
from applications.queries.commitments import read, recommended
from applications.queries.evidence import differences_of
from common.doors import SignedIn


def _seen(request: SignedIn, sha256: str) -> CommitmentRecord:
    """The record, for its parties and staff."""
    seen = CommitmentRecord.objects.visible_to(request.user)
    parts = ("application__offering__role", "application__offering__year")
    return get_object_or_404(seen.select_related(*parts), sha256=sha256)


@login_required
@require_safe
def pdf(request: SignedIn, sha256: str) -> HttpResponse:
    """The record to keep. One that is no longer what was signed is not handed out as if it were."""
    found = _seen(request, sha256)
    if differences_of(found):
        return redirect("applications:record", sha256)
    signatures = found.signatures.select_related("void").order_by("serial")
    response = HttpResponse(
        record_pdf(found, list(signatures), recommended(found)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="record-{found.sha256[:12]}.pdf"'
    return response


@login_required
@require_safe
def record(request: SignedIn, sha256: str) -> HttpResponse:
    """Parties and staff read, check and print a record."""
    found = _seen(request, sha256)
    signatures = found.signatures.select_related("void").order_by("serial")
    differences = differences_of(found)
    context = {
        "record": found,
        # Bytes that are no longer what was signed may not even be readable.
        "text": None if differences else read(found.content),
        "recommendation": "" if differences else recommended(found),
        "signatures": signatures,
        "differences": differences,
    }
    return render(request, "applications/record.html", context)
