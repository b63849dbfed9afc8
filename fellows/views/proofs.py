"""The file of a proof, for the fellow and for staff."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import stored_download
from common.uploads import download_name
from fellows.models import MilestoneProof
from fellows.verbs import PROOF


@login_required
@require_safe
def proof(request: SignedIn, pk: int) -> FileResponse:
    """The file, always as a download, under a name of ours."""
    row: MilestoneProof = get_object_or_404(PROOF.rows(request.user), pk=pk)
    milestone = row.milestone
    what = milestone.kind.replace("_", "-")
    name = download_name(what, milestone.fellow.person.name, row.pk, str(row.file))
    return stored_download(row.file, name)
