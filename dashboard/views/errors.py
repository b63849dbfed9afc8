"""The pages for a form that could not be taken just now: what was typed is given back."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET = ("password", "code", "token", "secret")
NOT_SENT_TWICE = (*SECRET, "typed_name", "consent", "sha256")


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The names and values of what a person typed here; nothing when the form came from another site."""
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc != request.get_host():
        return []
    return [
        (name.replace("_", " ").replace("-", " "), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(word in name.lower() for word in SECRET)
    ]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403, say why in plain words, and hand back the typed texts to be copied."""
    return render(request, "403_csrf.html", {"typed": _typed(request)}, status=403)


def sendable(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form to offer again in one press; nothing when it holds a secret or a signature.

    Files cannot be given back to a browser, so a form with one is not offered either.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"]
    given = any(word in name.lower() for name, _ in fields for word in NOT_SENT_TWICE)
    return [] if given or request.FILES else fields


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503 when someone else holds what this request needs, with the form to be sent once more."""
    fields = sendable(request) if request.method == "POST" else []
    typed = [] if fields or request.method != "POST" else _typed(request)
    response = render(request, "503.html", {"fields": fields, "typed": typed}, status=503)
    response["Retry-After"] = "5"
    return response
