"""Graduates: the page of staff with roles by class and who is silent; the mailed link by which they answer."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.clock import local_date
from common.counting import counted
from common.doors import Done, SignedIn, allowed, attempt, refuse, sent, status_of
from common.downloads import wants_file
from common.errors import LookFirst
from common.ui.lists import file_of, listed
from common.ui.pictures import Chip, Part
from fellows import services
from fellows.forms.alumni import AlumniFilter, NowForm, WriteForm
from fellows.models import Role
from fellows.policies import why_not_alumni, why_not_write
from fellows.queries.alumni import (
    AWAY,
    DEAD,
    HERE,
    ROLES,
    UNKNOWN,
    Alum,
    ClassRow,
    alumni,
    alumni_link,
    by_class,
    known_now,
    narrowed_to,
)
from fellows.rules.alumni import SILENT, silent_words
from fellows.tables import ALUMNI
from fellows.views.fellows import read_or_send
from people.queries import today

# How each role is drawn; what is not known leaves the track bare.
DRAWN = {Role.PRINCIPAL: "paid", Role.ASSISTANT: "done", Role.TEACHER: "part", Role.COACH: "part"}


@login_required
@read_or_send
def index(request: SignedIn) -> HttpResponseBase:
    """Roles by class, who works in the network, who leads too, and who went silent; a press writes to those listed."""
    allowed(why_not_alumni(request.user))
    form = AlumniFilter(request.GET)
    wanted = dict(form.cleaned_data) if form.is_valid() else None
    if wanted is not None:
        wanted["cohort"] = wanted["cohort"].pk if wanted["cohort"] else None
    everybody = alumni(today())
    # Of what cannot be asked for there are none: nobody takes all of them for an answer.
    found = narrowed_to(everybody, **wanted) if wanted is not None else []
    if wants_file(request):
        return file_of(request, "alumni", found, ALUMNI)
    write = WriteForm(sent(request))
    if write.is_valid() and (answer := _written(request, write, found)):
        return answer
    shown = listed(request, found, ALUMNI, thing="graduate")
    context = {
        "form": form,
        "list": shown,
        "page": shown.page,
        "write": write,
        "may_write": bool(found) and why_not_write(request.user) is None,
        "number": len(found),
        **_pictures(everybody),
    }
    return render(request, "fellows/alumni.html", context, status=status_of(write))


def _written(request: SignedIn, form: WriteForm, found: Sequence[Alum]) -> HttpResponse | None:
    allowed(why_not_write(request.user))
    numbers = [one.pk for one in found]
    done = attempt(services.write_to, fellows=numbers, by=request.user, seen=form.cleaned_data["seen"])
    if isinstance(done, Done):
        messages.success(request, f"{counted(done.answer, 'mail is', 'mails are')} on the way.")
        return redirect(request.get_full_path())
    if isinstance(done, LookFirst):
        form.show(done)
    else:
        refuse(form, done)
    return None


def _pictures(everybody: Sequence[Alum]) -> dict[str, Any]:
    """What the page draws of all graduates."""
    here = narrowed_to(everybody, where=HERE)
    return {
        "total": len(everybody),
        "chips": [
            _chip("In the network", len(here), where=HERE),
            _chip("Outside it", len(narrowed_to(everybody, where=AWAY)), where=AWAY),
            _chip("Also a leader now", len(narrowed_to(everybody, leads="yes")), leads="yes"),
            *(
                _chip(
                    f"Silent for {silent_words(months)}",
                    len(narrowed_to(everybody, silent=months)),
                    silent=months,
                )
                for months in SILENT
            ),
        ],
        "words": list(ROLES.values()),
        "classes": [_class(row) for row in by_class(everybody)],
    }


def _address(**of: object) -> str:
    asked = "&".join(f"{name}={value}" for name, value in of.items())
    return f"{reverse('fellows:alumni')}?{asked}#list"


def _chip(name: str, count: int, **of: object) -> Chip:
    return Chip(name, _address(**of), count)


def _class(row: ClassRow) -> dict[str, Any]:
    """A class with its bar, and a number for each role that leads to its graduates."""
    parts = [
        Part(DRAWN.get(Role(key), "lost"), words, row.roles[key])
        for key, words in ROLES.items()
        if key != UNKNOWN
    ]
    said = ", ".join(f"{row.roles[key]} {words}" for key, words in ROLES.items() if row.roles[key])
    cells = [
        {
            "words": words,
            "text": row.roles[key],
            "url": _address(cohort=row.pk, role=key) if row.roles[key] else "",
            "rows": row.roles[key],
        }
        for key, words in ROLES.items()
    ]
    return {
        "name": row.name,
        "total": row.total,
        "parts": parts,
        "label": f"{row.name}: {said}",
        "cells": cells,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A graduate says that all is still right, or what they do now. Opening it changes nothing."""
    link = alumni_link(token, timezone.now())
    if link is None:
        return render(request, "fellows/link_dead.html", {"words": DEAD}, status=404)
    same = "same" in request.POST
    form = NowForm(None if same else sent(request))
    if same or form.is_valid():
        given = {} if same else form.cleaned_data
        done = attempt(services.answer_alumni, token=token, same=same, **given)
        if isinstance(done, Done):
            return render(request, "fellows/alumni_done.html", {"answer": done.answer})
        if str(done) == DEAD:
            return render(request, "fellows/link_dead.html", {"words": DEAD}, status=404)
        form = NowForm(request.POST)
        refuse(form, done)
    known = known_now(link.fellow, local_date(timezone.now())).known
    context = {"fellow": link.fellow, "form": form, "known": known, "asks": known.may_be_right}
    return render(request, "fellows/alumni_link.html", context, status=status_of(form))
