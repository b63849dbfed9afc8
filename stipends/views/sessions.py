"""A session moves or is called off: whom it touches and what it moves is shown before it is done."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from common.doors import SignedIn, sent, status_of, tried
from seminars import services as seminars
from seminars.models import Session
from seminars.states import Action
from seminars.views.sessions import led_session, not_to_open
from stipends import services
from stipends.forms import CancelSessionForm, MoveSessionForm
from stipends.models import StatementChange

Form = CancelSessionForm | MoveSessionForm


def _asked(
    request: SignedIn,
    pk: int,
    action: Action,
    form_class: type[CancelSessionForm] | type[MoveSessionForm],
    verb: Callable[..., Any],
    words: dict[str, str],
) -> HttpResponse:
    """A step that asks why, and shows whom it touches before it is done."""
    session = led_session(request, pk)
    if (refused := not_to_open(request, action, session)) is not None:
        return refused
    form = form_class(sent(request), button=words["button"])
    if form.is_valid():
        change = partial(_change, request, session, form, verb, words["kind"])
        if done := tried(form, change):
            messages.success(request, words["done"])
            return redirect("seminars:detail", pk=done.answer.pk)
    context = {"session": session, "form": form, **words}
    return render(request, "stipends/asked.html", context, status=status_of(form))


def _change(request: SignedIn, session: Session, form: Form, verb: Callable[..., Any], kind: str) -> Session:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    asking = services.Asking(request.user, typed["reason"], form.cleaned_data["seen"])

    def change() -> Session:
        done = verb(pk=session.pk, by=request.user, **typed)
        return done if isinstance(done, Session) else Session.objects.get(pk=session.pk)

    return services.change_asked(year=session.event.year, kind=kind, asking=asking, verb=change)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedIn, pk: int) -> HttpResponse:
    """Calls a planned session off, with a reason."""
    words = {
        "title": "Cancel this session",
        "lead": "It is then required of nobody. Everyone invited gets a mail with the reason.",
        "button": "Cancel the session",
        "done": "The session is cancelled.",
        "kind": StatementChange.Kind.CANCELLED,
    }
    return _asked(request, pk, Action.CANCEL, CancelSessionForm, seminars.cancel, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedIn, pk: int) -> HttpResponse:
    """Gives a planned session a new time, with a reason."""
    words = {
        "title": "Move this session",
        "lead": "Everyone invited gets a mail with the new time and the reason. Times are those of Los Angeles.",
        "button": "Move the session",
        "done": "The session has a new time.",
        "kind": StatementChange.Kind.MOVED,
    }
    return _asked(request, pk, Action.MOVE, MoveSessionForm, seminars.move, words)
