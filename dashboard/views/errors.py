"""The pages for a form that could not be taken just now: what was typed is given back."""

import logging
import sys
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views import defaults

from common.beside import given_anew
from common.doors import TYPED_BY, arrived
from common.faults import Fault, fault_of
from common.ui.typed import holds_words, is_shown
from dashboard.queries.acting import no_longer_acts_for
from people.services.attempts import TooOften

log = logging.getLogger(__name__)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What a person wrote here, and whether they chose something too; nothing of a form from another site."""
    origin = request.headers.get("Origin", "")
    sent = arrived(request)
    if not sent or (origin and urlsplit(origin).netloc != request.get_host()):
        return {"typed": [], "chose": False, "files": False}
    pairs = [(name, value) for name, values in sent.lists() for value in values if value.strip()]
    pairs = [(name, value) for name, value in pairs if is_shown(name) and not given_anew(name)]
    typed = [(name, value) for name, value in pairs if holds_words(value, name)]
    return {"typed": typed, "chose": len(pairs) > len(typed), "files": bool(request.FILES)}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403, say why in plain words, and hand back the typed texts to be copied.

    A script that keeps what it sends is told by 409 that its page is of an earlier sign-in.
    """
    status = HTTPStatus.CONFLICT if TYPED_BY in request.headers else HTTPStatus.FORBIDDEN
    return render(request, "403_csrf.html", _typed(request), status=status)


def sendable(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form to offer again in one press; nothing when it holds a secret or a signature.

    Files cannot be given back to a browser, so a form with one is not offered either.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    given = any(given_anew(name) for name, _ in fields)
    return [] if given or request.FILES else fields


@dataclass(frozen=True)
class Words:
    """What a page says of a fault, and after how many seconds to try again."""

    title: str
    lead: str
    seconds: int


SAID = {
    Fault.BUSY: Words(
        "Try again in a moment",
        "Someone else is saving this right now. Wait a moment and press the button again; what you typed is still"
        " here.",
        5,
    ),
    Fault.AWAY: Words(
        "Our records do not answer right now",
        "It is not your doing, and nothing you did before is lost. Wait a minute, then try again.",
        30,
    ),
    Fault.FULL: Words(
        "Nothing can be saved right now",
        "Our records have no room for more until whoever runs the server makes some. What was saved before is safe.",
        120,
    ),
}


def _again(request: HttpRequest, fault: Fault) -> dict[str, Any]:
    """What was sent, to be sent once more, or to be copied."""
    sent = request.method == "POST"
    fields = sendable(request) if sent else []
    typed = _typed(request) if sent and not fields else {}
    return {"words": SAID[fault], "fields": fields, "sent": sent, "path": request.get_full_path(), **typed}


def unavailable(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Answer 503 when the database could not do its part just now, with the form to be sent once more.

    Only where somebody else held something is the person asked for once more; without a database nobody knows them.
    """
    log.warning("Answered 503: the database is %s", fault)
    if fault is not Fault.BUSY:
        return _outside(request, fault)
    response = render(request, "503.html", _again(request, fault), status=503)
    response["Retry-After"] = str(SAID[fault].seconds)
    return response


def _outside(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The same without any question to the database, also by what still looks at the request afterwards."""
    _let_go(request)
    headers = {"Retry-After": str(SAID[fault].seconds), "Cache-Control": "no-store, private"}
    words = SAID[fault]
    if request.headers.get("HX-Request"):
        # A part of a page that asks by itself stays as it is, and asks again.
        return HttpResponse(words.title, status=503, headers=headers, content_type="text/plain")
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": f"{words.title}. {words.lead}"}, status=503, headers=headers)
    page = render_to_string("503.html", {**_again(request, fault), "csrf_token": get_token(request)})
    return HttpResponse(page, status=503, headers=headers)


def _let_go(request: HttpRequest) -> None:
    """Nobody asks for the person or saves the session any more: it would fail again, and in the session's name."""
    request.user = AnonymousUser()
    if hasattr(request, "session"):
        request.session.modified = False
    said = getattr(request, "_messages", None)
    # Asked whether it holds any it would read them.
    if said is not None:
        said.used = said.added_new = False


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
    """The page of an error nobody foresaw; a fault of the database met outside of the page is foreseen."""
    fault = fault_of(sys.exc_info()[1])
    return _outside(request, fault) if fault else defaults.server_error(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of what is not there for this person. Whoever acted for somebody until a moment ago is told that they no
    longer do: pressed on a page that was open then, 403, with what was typed to be copied."""
    user = getattr(request, "user", None)
    ended = no_longer_acts_for(user, timezone.now()) if user is not None and user.is_authenticated else []
    if not ended:
        return defaults.page_not_found(request, exception)
    sent = request.method == "POST"
    typed = _typed(request) if sent else {}
    return render(request, "no_longer.html", {"ended": ended, **typed}, status=403 if sent else 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that makes no sense; a session that could not be saved because of a fault does."""
    fault = fault_of(exception) if isinstance(exception, SessionInterrupted) else None
    return _outside(request, fault) if fault else defaults.bad_request(request, exception)
