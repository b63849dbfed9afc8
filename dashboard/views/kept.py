"""Forms that arrived after the session had ended: kept in the new session until they are sent or refused."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest

from dashboard.views.errors import sendable

KEPT = "typed"
FORGET = "_forget_typed"
# Four answers at their longest, and some. Anyone may fill an anonymous session, so it has an end.
MOST_CHARACTERS = 200_000


def keep(request: HttpRequest) -> None:
    """Keep one form, the latest; nothing of another site, no secret, no signature, nothing without words."""
    fields = sendable(request)
    words = any(" " in value for _, value in fields)
    size = sum(len(name) + len(value) for name, value in fields)
    if words and size <= MOST_CHARACTERS and _from_here(request):
        request.session[KEPT] = {"path": request.path, "fields": fields}


def _from_here(request: HttpRequest) -> bool:
    """Whether the form is one of ours; the check of its token may not have been reached."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def kept_for(request: HttpRequest) -> list[list[str]]:
    """The fields of the form kept for this page; none for whoever is not signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    form = request.session.get(KEPT, {})
    return form["fields"] if form.get("path") == request.path else []


def forget(request: HttpRequest) -> None:
    """What was kept for this page has arrived, or is not wanted."""
    if request.session.get(KEPT, {}).get("path") == request.path:
        del request.session[KEPT]


def kept_typed(request: HttpRequest) -> dict[str, Callable[[], list[list[str]]]]:
    """For every page, asked only where the page draws it."""
    return {"kept_typed": lambda: kept_for(request)}
