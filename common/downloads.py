"""Files on their way to a browser: always saved, never shown as a page of this site."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse

from common.spreadsheets import csv_lines, workbook

CSV = "text/csv; charset=utf-8"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In the address of a list: its rows are asked for as a file.
SAVE = "save"
# Beside it: which kind of file, where it is not CSV.
KIND, EXCEL = "as", "excel"
# In the address of a file that was handed in: it is shown on its page.
SHOW = "show"
PICTURES = {".png": "image/png", ".jpeg": "image/jpeg", ".jpg": "image/jpeg"}
# How many rows are read from the database at once.
PIECE = 2000
# The heading of each column, and what stands below it for a row.
Columns = Mapping[str, Callable[[Any], object]]


def csv_download(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A CSV file, sent row by row. `name` is ours, never what somebody typed."""
    response = StreamingHttpResponse(csv_lines(rows), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def wants_file(request: HttpRequest, of: str = "csv") -> bool:
    """Whether the page of a list was asked for its rows as a file; `of`: which of its lists, where it has several."""
    return request.GET.get(SAVE) == of


def rows_file(name: str, columns: Columns, rows: Iterable[Any]) -> StreamingHttpResponse:
    """A list as a CSV file, `name` without its ending.

    Every list is saved in this way: a view narrows its rows to what the person sees and asked for, and then either
    draws a page of these very rows or, where it `wants_file`, gives all of them here.
    """
    found = rows.iterator(PIECE) if isinstance(rows, QuerySet) else iter(rows)
    cells = ([of(row) for of in columns.values()] for row in found)
    return csv_download(f"{name}.csv", _after(list(columns), cells))


def rows_workbook(name: str, columns: Columns, rows: Iterable[Any]) -> FileResponse:
    """The same list as a workbook: days are days and amounts are numbers there."""
    found = rows.iterator(PIECE) if isinstance(rows, QuerySet) else iter(rows)
    cells = ([of(row) for of in columns.values()] for row in found)
    return FileResponse(
        workbook(_after(list(columns), cells)),
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type=BOOK,
    )


def _after(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterable[Sequence[object]]:
    yield headings
    yield from rows


def kept_file(name: str, content: bytes | memoryview) -> HttpResponse:
    """A CSV file or a workbook that was made before, byte for byte."""
    response = HttpResponse(bytes(content), content_type=BOOK if name.endswith(".xlsx") else CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def is_picture(name: str) -> bool:
    """Whether a stored file of that name is a picture, made anew here when it was handed in."""
    return name.lower().endswith(tuple(PICTURES))


def stored_picture(file: FieldFile) -> FileResponse:
    """A stored picture as it stands on a page of ours, and as nothing else. Raises Http404 for any other file."""
    kind = next((kind for end, kind in PICTURES.items() if (file.name or "").lower().endswith(end)), None)
    if kind is None:
        raise Http404
    response = stored_download(file, file.name or "")
    response["Content-Type"], response["Content-Disposition"] = kind, "inline"
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
