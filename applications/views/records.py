"""A signed record: what was signed, by whom, and whether it is still what it was."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from applications.models import CommitmentRecord
from applications.policies import records_visible_to
from applications.queries.commitments import read
from applications.queries.evidence import differences_of


@login_required
@require_safe
def record(request: HttpRequest, sha256: str) -> HttpResponse:
    """Parties and staff read, check and print a record."""
    seen = records_visible_to(CommitmentRecord.objects.all(), request.user)
    found = get_object_or_404(seen.select_related("application"), sha256=sha256)
    signatures = found.signatures.select_related("signer", "void").order_by("serial")
    differences = differences_of(found)
    context = {
        "record": found,
        # Bytes that are no longer what was signed may not even be readable.
        "text": None if differences else read(found.content),
        "signatures": signatures,
        "differences": differences,
    }
    return render(request, "applications/record.html", context)
