"""Files of schools, people and posts: uploaded, looked at, answered, imported."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.beside import pressed
from common.clock import program_year_begins
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.uploads import MOST_BYTES
from people.forms import ImportForm, UploadForm
from people.models import Import
from people.policies import why_not_import
from people.queries import today
from people.rules.schools import NOT_HERE
from people.rules.wanting import ELSEWHERE
from people.services import imports
from people.services.imports import positions_in
from people.states import IMPORT_OVER, ImportAction, ImportState
from people.tables import IMPORTS, cannot_end, changes, last_day, left_out, tally
from people.tasks import go_on
from people.verbs import IMPORT

ONE_DAY = timedelta(days=1)
# The button that says of all who have one address and one name that they are the same.
SAME = "same"
START, GIVE_UP = IMPORT.of(ImportAction.START), IMPORT.of(ImportAction.GIVE_UP)


@login_required
def index(request: SignedIn) -> HttpResponseBase:
    """All imports, the newest first, and the form that begins one."""
    allowed(why_not_import(request.user, ImportAction.READ))
    rows = IMPORT.rows(request.user)
    if wants_file(request):
        return file_of(request, "imports", rows, IMPORTS)
    form = UploadForm(sent(request), request.FILES or None, initial=_days(today()))
    if form.is_valid() and (done := tried(form, _read, asked=form.cleaned_data, by=request.user)):
        go_on(done.answer)
        return redirect("people:import", pk=done.answer.pk)
    shown = listed(request, rows, IMPORTS, thing="import")
    context = {"list": shown, "page": shown.page, "form": form}
    return render(request, "people/import_list.html", context, status=status_of(form))


def _days(day: date) -> dict[str, date]:
    """What the form suggests: leaders began with the program year, so their schools are members from then on."""
    return {"day": day, "last_day": day - ONE_DAY, "members_from": program_year_begins(day)}


def _read(asked: dict[str, Any], by: Any) -> Import:
    file = asked.pop("file")
    return imports.read_file(name=str(file.name), content=_content(file), by=by, **asked)


def _content(file: UploadedFile) -> bytes:
    """No more is read than shows that it is too large."""
    return file.read(MOST_BYTES + 1)


@login_required
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One file: what it would do, what stands in its way, and the buttons."""
    allowed(why_not_import(request.user, ImportAction.READ))
    row = get_object_or_404(IMPORT.rows(request.user), pk=pk)
    form = _form(request, row)
    if request.method == "POST" and form.is_valid():
        if pressed(request) == GIVE_UP.name:
            done = tried(form, GIVE_UP.does, pk=pk, by=request.user)
        else:
            done = tried(form, _said(pressed(request)), row=row, asked=form, by=request.user)
        if done is not None:
            return redirect("people:import", pk=pk)
        row.refresh_from_db()
    return render(request, "people/import.html", _context(row, form), status=status_of(form))


def _form(request: SignedIn, row: Import) -> ImportForm:
    given = {"shown": row.shown, "positions": positions_in(row), "initial": {"seen": row.mark}}
    return ImportForm(sent(request), request.FILES or None, **given)


def _said(verb: str) -> Callable[..., Import]:
    """What was said on the page is kept first, whatever was pressed; only what was seen is imported."""

    def do(*, row: Import, asked: ImportForm, by: Any) -> Import:
        file = asked.cleaned_data["file"]
        answers = asked.same() if verb == SAME else asked.answers()
        row = imports.answer(pk=row.pk, answers=answers, positions=asked.positions(), by=by)
        if file:
            row = imports.read_again(pk=row.pk, name=str(file.name), content=_content(file), by=by)
        go_on(row)
        if verb == START.name:
            data = asked.cleaned_data
            go_on(cast(Import, START.does(pk=row.pk, by=by, ends=data["ends"], seen=data["seen"])))
        return row

    return do


def _title(row: Import) -> str:
    """What is so now: while it is written, nobody is told that nothing is changed."""
    if row.state == ImportState.STARTED:
        return f"{counted(row.lines, 'line is', 'lines are')} being imported"
    over = {ImportState.APPLIED: "Imported", ImportState.GIVEN_UP: "Given up. Nothing was changed."}
    read = f"{counted(row.lines, 'line')} read. Nothing is changed yet."
    return over.get(ImportState(row.state), read)


def _context(row: Import, form: ImportForm) -> dict[str, Any]:
    shown = row.shown
    working = row.state in (ImportState.READ, ImportState.STARTED)
    found: dict[str, Any] = {
        "row": row,
        "title": _title(row),
        "form": form,
        "working": working,
        "progress": imports.progress_of(row),
        "events": list(row.events.told()),
        "over": row.state in IMPORT_OVER,
    }
    if not shown:
        return found
    asked = {one["key"]: one for one in shown["questions"]}
    return {
        **found,
        "shown": shown,
        "counts": shown["counts"],
        "tally": tally(shown["counts"]),
        "changes": list(changes(shown)),
        "ends": [{**one, "last_day": last_day(one["ends"])} for one in shown["ends"]],
        "moved": [{**one, "last_day": last_day(one["ends"])} for one in shown["moved"]],
        "questions": [{**asked[key], "field": form[name]} for name, key in form.questions.items()],
        "alike": len(form.alike),
        "roles": [form[name] for name in form.roles],
        "left_out": list(left_out(shown)),
        "cannot_end": list(cannot_end(shown)),
        "no_school": not found["over"] and any(words in shown["skipped"] for words in (NOT_HERE, ELSEWHERE)),
        "missing": _missing(shown["counts"]),
        "ready": row.state == ImportState.CHECKED and bool(shown["does"]),
    }


def _missing(counts: dict[str, int]) -> str:
    """What is still to be done before it can be imported."""
    found = [
        *(
            [counted(counts["wrong"], "cell to correct in the file", "cells to correct in the file")]
            if counts["wrong"]
            else []
        ),
        *([counted(counts["open"], "question to answer", "questions to answer")] if counts["open"] else []),
        *(["the number of ends to type"] if counts["ends"] else []),
    ]
    return ", ".join(found)


@login_required
@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """The bar alone, asked for every two seconds; once it is done, the whole page is asked for."""
    allowed(why_not_import(request.user, ImportAction.READ))
    row = get_object_or_404(IMPORT.rows(request.user), pk=pk)
    response = render(request, "people/_import_progress.html", _context(row, _form(request, row)))
    if row.state not in (ImportState.READ, ImportState.STARTED):
        response["HX-Refresh"] = "true"
    return response
