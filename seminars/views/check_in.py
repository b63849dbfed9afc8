"""The room's screen with its changing code, and the scan."""

import contextlib
import hashlib
from datetime import UTC, datetime
from typing import cast

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import clock_in_words, in_words, local_date
from common.doors import Done, SignedIn, attempt
from common.errors import DomainError
from seminars import services
from seminars.models import Session
from seminars.rules import NoSuchCode
from seminars.services.marks import EARLIEST
from seminars.views.sessions import led_session

# Where a browser's session keeps what was scanned, also before a sign-in.
SCAN = "scan"


def _picture(session: Session) -> str:
    """The code of this moment as a data address: the policy for pages forbids drawing it inline."""
    path = reverse("seminars:check_in", args=[services.code_for(session_pk=session.pk)])
    return str(segno.make(settings.BASE_URL + path, error="m").svg_data_uri(scale=8, border=4, light="white"))


def _shown(session: Session) -> dict[str, object]:
    """What the screen shows: the code, or until an hour before the session when it will."""
    opens = session.starts_at - EARLIEST
    ahead = timezone.now() < opens
    return {
        "session": session,
        "opens": opens if ahead else None,
        "picture": "" if ahead else _picture(session),
    }


@login_required
@require_safe
def screen(request: SignedIn, pk: int) -> HttpResponse:
    """For the projector: a code that changes every 30 seconds."""
    return render(request, "seminars/screen.html", _shown(led_session(request, pk)))


@login_required
@require_safe
def code(request: SignedIn, pk: int) -> HttpResponse:
    """The code alone, for the screen that asks again every 15 seconds."""
    return render(request, "seminars/code.html", _shown(led_session(request, pk)))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _remember(request: HttpRequest, token: str) -> None:
    """Keeps in the browser's session that a good code was opened, and when; never the code."""
    with contextlib.suppress(DomainError):
        services.session_behind(code=token)
        request.session[SCAN] = {"code": _digest(token), "at": timezone.now().timestamp()}


def _scanned(request: SignedIn, token: str) -> datetime | None:
    """When this browser opened this code."""
    kept = request.session.get(SCAN, {})
    same = kept.get("code") == _digest(token)
    return datetime.fromtimestamp(kept["at"], UTC) if same else None


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """A scan. From then on there are five minutes to sign in first, or to find the button."""
    if request.method == "GET":
        _remember(request, token)
    return _scan(cast(SignedIn, request), token)


@login_required
def _scan(request: SignedIn, token: str) -> HttpResponse:
    """Opening the page changes nothing, for scanners of links open it too: the button checks in.

    Whoever is present already reads since when, also when the code has run out meanwhile.
    """
    scanned = _scanned(request, token)
    if request.method == "POST":
        return _pressed(request, token, scanned)
    behind = attempt(services.session_behind, code=token, scanned=scanned)
    here = services.presence(code=token, person=request.user)
    if here:
        since = _time_of(here.since) if here.since else ""
        status = 404 if isinstance(behind, NoSuchCode) else 200
        return _scan_page(request, here.session, since=since, status=status)
    if isinstance(behind, DomainError):
        status = 404 if isinstance(behind, NoSuchCode) else 200
        return _scan_page(request, None, refusal=str(behind), status=status)
    return _scan_page(request, behind.answer)


def _pressed(request: SignedIn, token: str, scanned: datetime | None) -> HttpResponse:
    done = attempt(services.check_in, code=token, person=request.user, scanned=scanned)
    if isinstance(done, Done):
        return _checked_in(request, done.answer)
    here = services.presence(code=token, person=request.user)
    if here:
        return _checked_in(request, here)
    services.log_failure(code=token, person=request.user, reason=str(done))
    return _scan_page(request, None, refusal=str(done), status=422)


def _scan_page(
    request: SignedIn, session: Session | None, *, refusal: str = "", since: str = "", status: int = 200
) -> HttpResponse:
    context = {"refusal": refusal, "session": session, "since": since}
    return render(request, "seminars/check_in.html", context, status=status)


def _time_of(moment: datetime) -> str:
    """The time of a moment of today; of another day with the day."""
    today = local_date(moment) == local_date(timezone.now())
    return clock_in_words(moment) if today else in_words(moment)


def _checked_in(request: SignedIn, here: services.CheckedIn) -> HttpResponse:
    """Says that they are present, or since when, and leads to their sessions."""
    request.session.pop(SCAN, None)
    session = here.session
    if here.absent_since:
        messages.warning(
            request,
            f"That you checked in to {session.title} is noted. You were marked absent at"
            f" {_time_of(here.absent_since)}, and that stays until the facilitator changes it: please tell them that"
            " you are here.",
        )
        return redirect("seminars:calendar")
    if here.since:
        words = f"You are checked in to {session.title} since {_time_of(here.since)}"
    elif getattr(session, "asks_me", False):
        words = f"You are checked in to {session.title}."
    else:
        words = (
            f"You are checked in to {session.title}. "
            "You are listed as a walk-in: it invites no role you hold on this day."
        )
    messages.success(request, words)
    return redirect("seminars:calendar")
