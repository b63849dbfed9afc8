"""Files on their way to a browser: always saved, never shown as a page of this site."""

from collections.abc import Iterable, Sequence

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse

from common.spreadsheets import csv_lines

CSV = "text/csv; charset=utf-8"


def csv_download(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A CSV file, sent row by row. `name` is ours, never what somebody typed."""
    response = StreamingHttpResponse(csv_lines(rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def kept_csv(name: str, content: bytes) -> HttpResponse:
    """A CSV file that was made before, byte for byte."""
    response = HttpResponse(bytes(content), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def stored_download(file: FieldFile, name: str) -> FileResponse:
    """A stored file as a download, in a sandbox. Raises Http404 when there is none, or none in store any more."""
    if not file:
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404("The file is not in the store of files.") from None
    response = FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
