"""The pages for a form that could not be taken just now: what was typed is given back."""

import sys
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views import defaults

from dashboard.templatetags.typed import holds_words, is_shown
from people.services.attempts import TooOften

SECRET = ("password", "code", "token", "secret")
# PostgreSQL's own numbers: the lock was not free in time, the statement took too long, two waited for each other.
HELD_UP = frozenset({"55P03", "57014", "40P01"})
LATER = "5"
# Which button was pressed is nothing that was typed.
BUTTONS = frozenset({"save", "send", "later", "check", "verb", "action", "move", "then", "walk_in"})
NOT_SENT_TWICE = (*SECRET, "typed_name", "consent", "sha256")


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What a person wrote here, and whether they chose something too; nothing of a form from another site."""
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc != request.get_host():
        return {"typed": [], "chose": False, "files": False}
    pairs = [(name, value) for name, values in request.POST.lists() for value in values if value.strip()]
    pairs = [(name, value) for name, value in pairs if is_shown(name) and not _given_anew(name)]
    typed = [(name, value) for name, value in pairs if holds_words(value, name)]
    return {"typed": typed, "chose": len(pairs) > len(typed), "files": bool(request.FILES)}


def _given_anew(name: str) -> bool:
    """Whether a field holds a secret or a part of a signature: those are given once more, by hand."""
    return any(word in name.lower() for word in NOT_SENT_TWICE)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403, say why in plain words, and hand back the typed texts to be copied."""
    return render(request, "403_csrf.html", _typed(request), status=403)


def sendable(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form to offer again in one press; nothing when it holds a secret or a signature.

    Files cannot be given back to a browser, so a form with one is not offered either.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    given = any(_given_anew(name) for name, _ in fields)
    return [] if given or request.FILES else fields


def held_up(error: BaseException | None) -> bool:
    """Whether the database gave up waiting for someone else."""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", "") in HELD_UP


def _busy(request: HttpRequest) -> dict[str, Any]:
    sent = request.method == "POST"
    fields = sendable(request) if sent else []
    typed = _typed(request) if sent and not fields else {}
    return {"fields": fields, "sent": sent, "path": request.get_full_path(), **typed}


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503 when someone else holds what this request needs, with the form to be sent once more."""
    response = render(request, "503.html", _busy(request), status=503)
    response["Retry-After"] = LATER
    return response


def too_often(request: HttpRequest, error: TooOften | None = None) -> HttpResponse:
    """Answer 429: what was tried too often, when it works again, and what works meanwhile.

    Without `error` for what allauth counts by itself, all of which a minute ends.
    """
    error = error or TooOften(timezone.now() + timedelta(minutes=1), timezone.now())
    context = {
        "title": "Wait a little",
        "lead": str(error),
        "time": error.time,
        "path": request.path,
        "other_ways": request.path == reverse("account_login"),
    }
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an error nobody foresaw; a lock met outside of the page is foreseen, and says so as `busy` does.

    That page is drawn without the person: to ask who they are might meet the same lock again.
    """
    return _busy_outside(request) if held_up(sys.exc_info()[1]) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that makes no sense; a session that could not be saved because of a lock does."""
    cause: BaseException | None = exception
    # Django says of every session it cannot save that it was deleted; why stands behind that.
    while isinstance(exception, SessionInterrupted) and cause is not None:
        if held_up(cause):
            return _busy_outside(request)
        cause = cause.__context__
    return defaults.bad_request(request, exception)


def _busy_outside(request: HttpRequest) -> HttpResponse:
    page = render_to_string("503.html", {**_busy(request), "csrf_token": get_token(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": LATER})
