"""The room's screen with its changing code, and the scan."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError
from seminars import services
from seminars.models import Session
from seminars.views.sessions import led_session


def _picture(session: Session) -> str:
    """The code of this moment as a data address: the policy for pages forbids drawing it inline."""
    path = reverse("seminars:check_in", args=[services.code_for(session_pk=session.pk)])
    return str(segno.make(settings.BASE_URL + path, error="m").svg_data_uri(scale=8, border=4, light="white"))


@login_required
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """For the projector: a code that changes every 30 seconds."""
    session = led_session(request, pk)
    return render(request, "seminars/screen.html", {"session": session, "picture": _picture(session)})


@login_required
@require_safe
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code alone, for the screen that asks again every 15 seconds."""
    return render(request, "seminars/code.html", {"picture": _picture(led_session(request, pk))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """A scan. Opening the page changes nothing, for scanners of links open it too: the button checks in."""
    session, refusal = None, ""
    try:
        if request.method == "POST":
            session = services.check_in(code=token, person=request.user)
            messages.success(request, f"You are checked in to {session.title}.")
            return redirect("seminars:calendar")
        session = services.session_behind(code=token)
    except DomainError as error:
        refusal = str(error)
        if request.method == "POST":
            services.log_failure(code=token, person=request.user, reason=refusal)
    context = {"refusal": refusal, "session": session}
    status = 422 if refusal and request.method == "POST" else 200
    return render(request, "seminars/check_in.html", context, status=status)
