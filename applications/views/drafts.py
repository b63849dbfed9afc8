"""Applying: choose where, write, check, sign and send."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from applications import services
from applications.forms.applications import DraftForm, StartForm
from applications.models import Application
from applications.queries import drafts as questions
from applications.queries.commitments import commitment_of, intents_of, read, terms_of
from applications.states import Action, Care
from applications.verbs import APPLICATION
from applications.views.doors import resume_of, visible
from common.canonical import fingerprint
from common.clock import local_date
from common.doors import SignedIn, attempt, press, sent, status_of, tried
from common.errors import DomainError
from common.proofs import SignForm, ceremony_of, is_fresh, last_proof
from common.verb_pages import turned_away
from pathways.models import Offering
from pathways.queries.renewals import renewals_of

page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@page
def new(request: SignedIn, offering_pk: int) -> HttpResponse:
    """Choose the school and, where the role has them, the cohort; then the draft begins."""
    published = Offering.objects.filter(published_version__isnull=False)
    parts = ("role__pathway", "year", "published_version")
    offering = get_object_or_404(published.select_related(*parts), pk=offering_pk)
    day = local_date(timezone.now())
    is_open = Offering.objects.open_on(day).filter(pk=offering.pk).exists()
    if is_open and _renews(request, offering, day):
        return redirect("applications:renew", offering.pk)
    mine, others = questions.schools_to_choose(request.user, day, offering)
    form = StartForm(sent(request), offering=offering, own=mine, others=others)
    if form.is_valid():
        before = set(request.user.applications.filter(offering=offering).values_list("pk", flat=True))
        chosen = {"school": form.cleaned_data["school"], "cohort": form.cleaned_data.get("cohort")}
        if done := tried(form, services.start, person=request.user, offering_pk=offering.pk, **chosen):
            if done.answer.pk in before:
                messages.info(request, "You began this application before. Here it is.")
            return redirect("applications:edit", done.answer.pk)
    context = {"offering": offering, "form": form, "terms": terms_of(offering), "is_open": is_open}
    context |= {"cohort": offering.fills, "no_school": offering.fills and not mine}
    return render(request, "applications/new.html", context, status=status_of(form))


def _renews(request: SignedIn, offering: Offering, day: date) -> bool:
    """Whether they go on in a role they hold, and did not ask to apply elsewhere."""
    asks = request.method != "POST" and "elsewhere" not in request.GET
    return asks and bool(renewals_of(request.user, [offering], day))


@login_required
@page
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Write the answers; saved as typed, complete or not."""
    application, save = visible(request, pk, terms=True), APPLICATION.of(Care.SAVE)
    if turned := turned_away(request, APPLICATION, save, application):
        return turned
    if application.in_office_id:
        # Nothing is asked of who holds the role: they read and sign.
        return redirect("applications:check", pk)
    form = _draft_form(request, application)
    if request.method == "POST" and _save(request, application, form):
        if "check" in request.POST:
            return redirect("applications:check", pk)
        if not _done_besides(request, pk):
            messages.success(request, save.said_of(application))
        return redirect("applications:edit", pk)
    context = {
        "application": application,
        "form": form,
        "missing": questions.checklist(application),
        "earlier": questions.last_years_answers(application),
        "sent_back": questions.sent_back(application),
    }
    return render(request, "applications/edit.html", context, status=status_of(form))


BESIDES = {
    "bring-along": (services.bring_along, "Your earlier answers were brought along."),
    "remove-resume": (services.remove_resume, "The résumé was taken off."),
}


def _done_besides(request: SignedIn, pk: int) -> bool:
    """What other buttons of the page do, once all that was typed is saved. Whether one was pressed."""
    service, done = BESIDES.get(request.POST.get("verb", ""), (None, ""))
    if service is None:
        return False
    press(request, service, done, pk=pk, by=request.user)
    return True


def _draft_form(request: SignedIn, application: Application) -> DraftForm:
    given: dict[str, Any] = {"terms": terms_of(application.offering)}
    given["cohorts"] = application.offering.role.cohorts.all()
    given["initial"] = {**application.answers, "cohort": application.cohort_id}
    if request.method == "POST":
        return DraftForm(request.POST, request.FILES, **given)
    return DraftForm(**given)


def _save(request: SignedIn, application: Application, form: DraftForm) -> bool:
    """Keep all that can be kept; one refusal costs nothing else and hides no other. Whether nothing was refused."""
    kept = form.is_valid() and _keep_answers(request, application, form)
    _attach(request, application, form)
    checks = "check" in request.POST
    if form.errors or checks:
        chosen = {"cohort"} if form.cleaned_data.get("cohort") else set()
        for item in questions.checklist(application, form.typed()):
            if (checks or item.too_long) and item.field not in {*form.errors, *chosen}:
                form.add_error(item.field, item.sentence)
    if kept and form.errors:
        messages.info(request, "Your answers were saved as you typed them.")
    return not form.errors


def _keep_answers(request: SignedIn, application: Application, form: DraftForm) -> bool:
    save = partial(services.save_draft, pk=application.pk, by=request.user)
    cohort = form.cleaned_data.get("cohort")
    done = attempt(save, answers=form.answers(), cohort=cohort, seen=form.seen())
    if isinstance(done, services.ChangedElsewhere):
        for about, text in done.texts.items():
            form.add_error(about, done.beside(text))
        form.show_stored(application.answers | done.texts)
        return False
    if isinstance(done, DomainError):
        form.add_error(None, str(done))
        return False
    application.refresh_from_db(fields=["answers", "cohort"])
    form.show_stored(application.answers)
    return True


def _attach(request: SignedIn, application: Application, form: DraftForm) -> None:
    file = request.FILES.get("resume")
    if file is None:
        return
    content = file.read(services.MOST_RESUME + 1)
    done = attempt(services.attach_resume, pk=application.pk, by=request.user, content=content)
    if isinstance(done, DomainError):
        # A browser empties this field, so the words keep what was chosen.
        form.add_error("resume", f"{done} “{str(file.name)[:80]}” was not kept.")
        return
    application.refresh_from_db(fields=["resume", "resume_name"])


@login_required
@page
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Check your answers, read the commitments, sign and send."""
    application, submit = visible(request, pk, terms=True), APPLICATION.of(Action.SUBMIT)
    if turned := turned_away(request, APPLICATION, submit, application):
        return turned
    content = commitment_of(application)
    proof, proved_at = last_proof(request)
    form = SignForm(
        sent(request),
        name=request.user.name,
        initial={"sha256": fingerprint(content)},
    )
    if form.is_valid():
        ceremony = ceremony_of(request, form, proof, proved_at)
        if done := tried(form, submit.does, pk=pk, by=request.user, ceremony=ceremony):
            messages.success(request, submit.said_of(done.answer))
            return redirect("applications:detail", pk)
    form.show(fingerprint(content))
    context = {
        "application": application,
        "text": read(content),
        "sha256": fingerprint(content),
        "form": form,
        "intent": intents_of(application)[0],
        "missing": questions.checklist(application),
        "fresh": is_fresh(proved_at),
    }
    return render(request, "applications/check.html", context, status=status_of(form))


@login_required
@require_safe
def resume(request: SignedIn, pk: int) -> FileResponse:
    """The résumé as a download, in a sandbox, to whoever may see the application."""
    return resume_of(visible(request, pk))
