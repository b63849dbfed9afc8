"""Forms that arrived after the session had ended: kept in the new session until they are sent or refused.

They are offered to whoever signed in last in this browser, which a signed cookie remembers: the next person at a
shared computer never reads what somebody else typed.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from common import beside
from common.ui.typed import is_shown
from dashboard.views.errors import sendable

KEPT = "typed"
FORGET = "_forget_typed"
SALT = "typist"
DAYS = 14


def keep(request: HttpRequest) -> None:
    """Keep one form, the latest, in which something was typed or chosen; nothing of another site, no secret, no
    signature."""
    fields, typist = sendable(request), typist_of(request)
    filled = any(value.strip() for name, value in fields if is_shown(name))
    size = sum(len(name) + len(value) for name, value in fields)
    if typist and filled and size <= beside.MOST_CHARACTERS and _from_here(request):
        request.session[KEPT] = {
            "typist": typist,
            "path": page_of(request),
            "action": request.path,
            "fields": fields,
        }


def keep_beside(request: HttpRequest) -> None:
    """Keep what was typed for other verbs than the pressed one, for the page that comes next."""
    verb = beside.pressed(request)
    if verb:
        beside.keep(request, [page_of(request)], but=verb)


def _from_here(request: HttpRequest) -> bool:
    """Whether the form is one of ours; the check of its token may not have been reached."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def page_of(request: HttpRequest) -> str:
    """The page a form stood on: many are sent to an address that has no page of its own."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came.path if came.path and came.netloc == request.get_host() else request.path


def sign_in_and_back(request: HttpRequest) -> str:
    """The address to sign in at that leads back to the page the form stood on."""
    return f"{reverse(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: page_of(request)}, safe='/')}"


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """The form kept for this page (`action`, `fields`, `deed`); none for anybody but the person who typed it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    form: dict[str, Any] = request.session.get(KEPT, {})
    mine = form.get("typist") == str(user.pk) and request.path in (form["path"], form["action"])
    return {**form, "deed": _deed(form)} if mine else None


def _deed(form: dict[str, Any]) -> str:
    """Which button was pressed, as words: what it names itself, or where its form was sent."""
    fields = dict(form["fields"])
    sent_to = form["action"] if form["action"] != form["path"] else ""
    name = fields.get("verb") or fields.get("action") or sent_to.rstrip("/").rsplit("/", 1)[-1]
    return str(name).replace("_", " ").replace("-", " ").capitalize()


def forget(request: HttpRequest) -> None:
    """What was kept for this page has arrived, or is not wanted."""
    form = request.session.get(KEPT)
    if form and request.path in (form["path"], form["action"]):
        del request.session[KEPT]


def kept_typed(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    """For every page, asked only where the page draws it."""
    return {"kept_typed": lambda: kept_for(request), "left_over": lambda: beside.left_over(request)}


# --- who typed -----------------------------------------------------------------------------------
def cookie_name() -> str:
    return "__Host-typist" if settings.SESSION_COOKIE_SECURE else "typist"


def typist_of(request: HttpRequest) -> str | None:
    """The id of the person who signed in last in this browser and did not sign out."""
    return request.get_signed_cookie(cookie_name(), default=None, salt=SALT, max_age=DAYS * 24 * 3600)


def remember_typist(request: HttpRequest, response: HttpResponse) -> None:
    """Note in the browser who signed in."""
    if typist_of(request) != str(request.user.pk):
        response.set_signed_cookie(
            cookie_name(),
            str(request.user.pk),
            salt=SALT,
            max_age=DAYS * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget_typist(response: HttpResponse) -> None:
    """Whoever signs out takes it along."""
    response.delete_cookie(cookie_name(), samesite="Lax")
