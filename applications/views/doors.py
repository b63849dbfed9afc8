"""What every page here needs: the object one may see, and refusals as answers."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from applications.models import Application
from applications.verbs import APPLICATION
from common.doors import SignedIn
from common.downloads import stored_download
from common.uploads import download_name


def visible(request: SignedIn, pk: int, *, terms: bool = False) -> Application:
    """The application, or 404 when it is not one this person may see. `terms`: read with the words people sign, which
    few pages show."""
    seen = APPLICATION.rows(request.user)
    return get_object_or_404(seen.select_related("offering__published_version") if terms else seen, pk=pk)


def resume_of(application: Application) -> FileResponse:
    """The résumé as a download, in a sandbox. Raises Http404 when there is none, or none in store any more."""
    file = application.resume
    name = download_name("resume", application.person.name, application.pk, file.name or "")
    return stored_download(file, name)


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose address holds a token: no such address is passed on or kept, also when there is no such page."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = render(request, "404.html", status=404)
        # The origin alone: "no-referrer" would make browsers send "Origin: null", which the CSRF check refuses.
        response["Referrer-Policy"] = "strict-origin"
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer
