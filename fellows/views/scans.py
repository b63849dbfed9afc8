"""The scan of an agreement on paper, for the fellow and for program managers."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import stored_download
from common.uploads import download_name
from fellows.models import PaperScan
from fellows.verbs import SCAN


@login_required
@require_safe
def scan(request: SignedIn, pk: int) -> FileResponse:
    """The file, always as a download, under a name of ours."""
    row: PaperScan = get_object_or_404(SCAN.rows(request.user), pk=pk)
    return stored_download(
        row.file, download_name("agreement", row.fellow.person.name, row.pk, str(row.file))
    )
