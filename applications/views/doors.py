"""What every page here needs: the object one may see, the proof of who signs, and refusals as answers."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from applications.forms.applications import SignForm
from applications.models import Application
from applications.services import Ceremony
from applications.services.submissions import FRESH
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


def last_proof(request: SignedIn) -> tuple[str, datetime | None]:
    """How and when the person of this session last proved who they are."""
    records = get_authentication_records(request, request.user)
    if not records:
        return "session", None
    return str(records[-1].get("method", "session"))[:40], datetime.fromtimestamp(records[-1]["at"], UTC)


def is_fresh(proved_at: datetime | None) -> bool:
    return proved_at is not None and timezone.now() - FRESH <= proved_at


def ceremony_of(request: HttpRequest, form: SignForm, proof: str, proved_at: datetime | None) -> Ceremony:
    """All that goes on record about a signature. The form must be valid."""
    return Ceremony(
        typed_name=form.cleaned_data["typed_name"],
        consent=form.cleaned_data["consent"],
        sha256=form.cleaned_data["sha256"],
        proof=proof,
        proved_at=proved_at,
        ip=client_address(request),
        user_agent=request.headers.get("User-Agent", "")[:300].replace("\x00", ""),
    )


def client_address(request: HttpRequest) -> str:
    """The client's address; allauth knows how many proxies may be believed."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        # A unix socket between proxy and server has no address.
        return "0.0.0.0"


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
