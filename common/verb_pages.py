"""The pages of declared verbs: each asks, does, and leads back to the page of its row."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from common.doors import SignedIn, attempt, sent, status_of, tried
from common.errors import DomainError, DoneAlready, NotAllowed
from common.too_late import close_if_late
from common.verbs import Life, Verb


def paths_of(life: Life, route: str) -> list[URLPattern]:
    """An address for every verb below the one of its row, with the names the life promises. Verbs with a page of their
    own have it already."""
    shared: dict[str, list[Verb]] = {}
    for verb in life.on_pages:
        if verb.at is None:
            shared.setdefault(verb.slug, []).append(verb)
    return [
        path(f"{route}{slug}/", door_of(life, *verbs), name=life.name_of(verbs[0]).split(":")[-1])
        for slug, verbs in shared.items()
    ]


def door_of(life: Life, *verbs: Verb) -> Callable[..., HttpResponse]:
    """The view of one verb, or of those that share an address. 404 for a row that is not theirs to see, 403 in words
    for what they may not do; what cannot be done with the row as it stands is said on its page before anybody types,
    and on the form (422) after. What it does stands in its `verbs`."""

    @login_required
    # Where no form asks, opening the address would do it.
    @require_http_methods(["GET", "HEAD", "POST"] if verbs[0].asks and verbs[0].form else ["POST"])
    def view(request: SignedIn, pk: int) -> HttpResponse:
        row = get_object_or_404(life.rows(request.user), pk=pk)
        verb = verbs[0] if len(verbs) == 1 else _meant(request, life, verbs, row)
        # What was typed already is judged on its form; a press is for its service, where twice may be once.
        judged = request.method == "POST" and (verb.asks or verb.form is None)
        if turned := turned_away(request, life, verb, row, judged=judged):
            return turned
        return _ask(request, life, verb, row) if verb.form else _press(request, life, verb, row)

    view.verbs = verbs  # type: ignore[attr-defined]
    return view


def _meant(request: SignedIn, life: Life, verbs: Sequence[Verb], row: Any) -> Verb:
    """Of verbs that share an address: the one whose form was sent, though another took its place meanwhile; where that
    does not tell, the first that may be done now."""
    sent = frozenset(request.POST)

    def fits(verb: Verb) -> tuple[int, bool, bool]:
        fields = getattr(verb.form, "base_fields", {})
        whole = sent.issuperset(name for name, field in fields.items() if field.required)
        return len(sent & fields.keys()), whole, life.why_not(request.user, verb.action, row) is None

    return max(verbs, key=fits)


def turned_away(
    request: SignedIn, life: Life, verb: Verb, row: Any, *, judged: bool = False
) -> HttpResponse | None:
    """The answer to whoever may not do it, or not now; None when they may. Raises PermissionDenied, in words, for what
    is not theirs. What is `judged` on a form is not turned away for the state of its row."""
    refusal = life.why_not(request.user, verb.action, row)
    if isinstance(refusal, NotAllowed):
        raise PermissionDenied(str(refusal))
    if refusal is None or judged:
        return None
    if request.method == "POST" and isinstance(refusal, DoneAlready):
        return redirect(life.page_of(row))
    return _back(request, life, row, refusal)


def _back(request: HttpRequest, life: Life, row: Any, refusal: DomainError) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect(life.page_of(row))


def _press(request: SignedIn, life: Life, verb: Verb, row: Any) -> HttpResponse:
    done = attempt(verb.does, pk=row.pk, by=request.user)
    if isinstance(done, DomainError):
        return _back(request, life, row, done)
    return _done(request, life, verb, row, done.answer)


def _done(request: SignedIn, life: Life, verb: Verb, row: Any, answer: object) -> HttpResponse:
    if warning := verb.warns(answer):
        messages.warning(request, warning)
    messages.success(request, verb.said_of(answer))
    return redirect(verb.then(row) if verb.then else life.page_of(row))


def _ask(request: SignedIn, life: Life, verb: Verb, row: Any) -> HttpResponse:
    assert verb.form is not None
    form = _with_button(verb.form(sent(request), request.FILES or None, **verb.given_for([row])), verb, row)
    # Where nothing was typed, nothing would come back with a refusal.
    if form.is_bound and not form.visible_fields() and (turned := turned_away(request, life, verb, row)):
        return turned
    does = partial(verb.does, pk=row.pk, by=request.user)
    if form.is_valid() and (done := tried(form, does, **form.cleaned_data)):
        return _done(request, life, verb, row, done.answer)
    if form.errors:
        close_if_late(request.user, life, verb, row, form)
    return render(request, verb.template, _context(life, verb, row, form), status=status_of(form))


def _with_button(form: Any, verb: Verb, row: Any) -> BaseForm:
    """A form that says nothing of its buttons has one that bears the words of the verb: none is read and filled in that
    cannot be sent."""
    if getattr(form, "helper", None) is None:
        helper = FormHelper()
        helper.add_input(Submit("save", verb.label_for(row).rstrip("…")))
        form.helper = helper
    asked: BaseForm = form
    return asked


def _context(life: Life, verb: Verb, row: Any, form: BaseForm) -> dict[str, Any]:
    return {
        "form": form,
        "row": row,
        "title": verb.label_for(row).rstrip("…"),
        # A template of the verb's own says itself what it does.
        "lead": verb.lead_for(row) if verb.template == Verb.template else "",
        "crumbs": crumbs(life, row),
        **verb.context(row),
    }


def crumbs(life: Life, *rows: Any) -> list[dict[str, str]]:
    """The way to a page below the list, and with a row below that row's."""
    words, address = life.above
    return [
        {"name": words, "url": reverse(address)},
        *({"name": str(row), "url": life.page_of(row)} for row in rows),
    ]
