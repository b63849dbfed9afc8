"""The mid-year check: mine to answer, one of them, and how all of a year stand for staff."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import services
from applications.forms.pulses import AnswersForm, PulseDaysForm
from applications.models import CommitmentPulse, PulsePair, Signature
from applications.models.pulses import reads_answers
from applications.policies import party_of, why_not_pair, why_not_pulse, why_not_pulse_read
from applications.queries import pulses as questions
from applications.rules.promises import SCHOOL, TEACHER
from applications.states import PairAction, PairState
from applications.tables import PULSE_PROMISES, PULSE_SCHOOLS
from applications.verbs import PULSE_PAIR
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.ui.pictures import Part
from common.verbs import offers
from pathways.models import ProgramYear
from pathways.queries import current_year
from people.queries import hats, signer_for, today

page = require_http_methods(["GET", "HEAD", "POST"])
PROMISES, SCHOOLS = "promises", "schools"
LEGEND = (
    ("done", "both: it holds"),
    ("part", "both: partly"),
    ("differ", "they differ"),
    ("lost", "both: no"),
)


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Those in which I answer, what waits first; program managers who answer none come to the check of this year."""
    rows, day = list(questions.mine(request.user)), today()
    year = current_year(day) if hats(request.user).manager else None
    if not rows and year is not None:
        return redirect("applications:pulse_year", label=year.label)
    if len(rows) == 1 and year is None:
        return redirect("applications:pulse", pk=rows[0].pk)
    told = [(row, *_stands(request, row)) for row in rows]
    return render(request, "applications/pulses.html", {"rows": told, "year": year})


def _stands(request: SignedIn, row: PulsePair) -> tuple[str, str]:
    """How one of my checks stands for me: the word of its badge, and what it says."""
    if row.sent_at(party_of(request.user, row)):
        return "sent", "You answered"
    if why_not_pair(request.user, PairAction.ANSWER, row) is None:
        return "waiting", "Waits for you"
    return "closed", "Closed"


@login_required
@page
def pair(request: SignedIn, pk: int) -> HttpResponse:
    """Answer promise by promise as one of the two, and read the other's once both sent; staff read both."""
    row: PulsePair = get_object_or_404(PULSE_PAIR.rows(request.user), pk=pk)
    if not (party := party_of(request.user, row)):
        return _for_staff(request, row)
    form = _form(request, row, party)
    later, was_sent = "later" in request.POST, row.sent_at(party) is not None
    if form.is_valid():
        does = partial(services.answer, pk=pk, by=request.user, send=not later, sure=form.sure)
        if tried(form, does, said=form.said()):
            messages.success(request, _said(later, was_sent))
            return redirect("dashboard:home") if later else redirect("applications:pulse", pk=pk)
    return render(
        request, "applications/pulse.html", _of_party(request, row, party, form), status=status_of(form)
    )


def _said(later: bool, was_sent: bool) -> str:
    if was_sent:
        return "Your answers were changed."
    return "Kept. Nobody reads it before you send it." if later else "Sent. Thank you."


def _form(request: SignedIn, row: PulsePair, party: str) -> AnswersForm:
    before = questions.answers_of(row, party)
    settled = row.state == PairState.SETTLED and row.sent_at(party) is not None
    return AnswersForm(sent(request), asked=questions.promises_of(row), before=before, settled=settled)


def _of_party(request: SignedIn, row: PulsePair, party: str, form: AnswersForm) -> dict[str, Any]:
    refusal = why_not_pair(request.user, PairAction.ANSWER, row)
    seen = questions.answers_seen(request.user, row)
    other = SCHOOL if party == TEACHER else TEACHER
    signatures = {one.party: one for one in row.record.signatures.select_related("signer")}
    by = {TEACHER: signatures.get(Signature.Party.TEACHER), SCHOOL: signatures.get(Signature.Party.PRINCIPAL)}
    return {
        "pair": row,
        "form": form,
        "parts": [
            (
                whose,
                by[whose],
                [_promise(form, one, seen, party, other) for one in form.asked if one.whose == whose],
            )
            for whose in (SCHOOL, TEACHER)
        ],
        "party": party,
        "sent_at": row.sent_at(party),
        "other_sent_at": row.sent_at(other),
        "other": row.placement.person if party == SCHOOL else signer_for(row.school, today()),
        "refusal": refusal,
        "sure": form["sure"] if "sure" in form.fields else None,
        "open": refusal is None or bool(form.errors),
        **_progress(seen[party], form),
    }


def _promise(form: AnswersForm, one: Any, seen: Any, party: str, other: str) -> dict[str, Any]:
    kept, words = form[f"kept-{one.key}"], form[f"words-{one.key}"]
    return {
        "promise": one,
        "kept": kept,
        "chosen": kept.value() or "",
        "words": words,
        "mine": seen[party].get(one.key),
        "other": seen[other].get(one.key),
    }


def _progress(mine: Any, form: AnswersForm) -> dict[str, Any]:
    answered, whole = sum(bool(row.kept) for row in mine.values()), len(form.asked)
    at = max((row.at for row in mine.values()), default=None)
    return {
        "answered": answered,
        "whole": whole,
        "left": whole - answered,
        "kept_at": at,
        "bar": [Part("done", "answered", answered)],
    }


@login_required
@require_POST
def keep(request: SignedIn, pk: int) -> HttpResponse:
    """Keep what was pressed just now, and answer how many are answered. Only one's own are kept here."""
    row: PulsePair = get_object_or_404(PULSE_PAIR.rows(request.user), pk=pk)
    refusal = why_not_pair(request.user, PairAction.ANSWER, row)
    party = party_of(request.user, row)
    if not party:
        allowed(refusal)
    form = _form(request, row, party)
    if form.is_valid():
        tried(form, services.answer, pk=pk, by=request.user, said=form.said())
    told = {
        "pair": row,
        "sent_at": row.sent_at(party),
        "errors": [error for errors in form.errors.values() for error in errors],
    }
    told |= _progress(questions.answers_of(row, party), form)
    return render(request, "applications/_pulse_bar.html", told, status=status_of(form))


def _for_staff(request: SignedIn, row: PulsePair) -> HttpResponse:
    seen = questions.answers_seen(request.user, row)
    context = {
        "pair": row,
        "lines": [
            (one, seen[TEACHER].get(one.key), seen[SCHOOL].get(one.key)) for one in questions.promises_of(row)
        ],
        "offers": offers(PULSE_PAIR, request.user, row),
        "events": row.events.told(),
        "signer": signer_for(row.school, today()),
        "reads": reads_answers(request.user),
    }
    return render(request, "applications/pulse_pair.html", context)


@login_required
@require_safe
def of_year(request: SignedIn, label: str) -> HttpResponseBase:
    """The check of a year for program managers: where two differ, promise by promise, school by school."""
    allowed(why_not_pulse_read(request.user))
    year = get_object_or_404(ProgramYear, label=label)
    pulse = CommitmentPulse.objects.select_related("year").filter(year=year).first()
    found = questions.overview(request.user, pulse) if pulse else questions.Overview()
    for name, rows, columns in (
        (PROMISES, found.promises, PULSE_PROMISES),
        (SCHOOLS, found.schools, PULSE_SCHOOLS),
    ):
        if wants_file(request, name):
            return file_of(request, f"mid-year-check-{name}", rows, columns, name)
    day = today()
    context = {
        "year": year,
        "pulse": pulse,
        "found": found,
        "open": pulse is not None and pulse.is_open(day),
        "without_text": questions.without_text(request.user, pulse, day) if pulse else 0,
        "promises": listed(request, found.promises, PULSE_PROMISES, thing="promise", of=PROMISES),
        "schools": listed(request, found.schools, PULSE_SCHOOLS, thing="school", of=SCHOOLS),
        "legend": LEGEND,
        "years": ProgramYear.objects.exclude(pk=year.pk).filter(pulse__isnull=False),
    }
    return render(request, "applications/pulse_year.html", context)


@login_required
@page
def days(request: SignedIn, label: str) -> HttpResponse:
    """When the check of a year is open; shows how many are asked by it."""
    allowed(why_not_pulse(request.user))
    year = get_object_or_404(ProgramYear, label=label)
    before = CommitmentPulse.objects.filter(year=year).first()
    first, last = (before.starts, before.last_day) if before else questions.usual_days(year)
    form = PulseDaysForm(sent(request), initial={"first_day": first, "last_day": last})
    if form.is_valid() and tried(form, services.set_pulse, year=year, by=request.user, **form.cleaned_data):
        messages.success(request, "These days are set.")
        return redirect("applications:pulse_year", label=label)
    context = {
        "year": year,
        "form": form,
        "before": before,
        "asked": questions.many_asked(year),
        "events": before.events.told() if before else [],
    }
    return render(request, "applications/pulse_days.html", context, status=status_of(form))
