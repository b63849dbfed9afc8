"""The page for a form whose token no longer fits: what was typed is given back."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SECRET = ("password", "code", "token", "secret")


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
