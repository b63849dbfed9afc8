"""At the door of a signature: the form that asks for it, and the proof of who signs."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape

from common.doors import SignedIn
from common.looking import say_anew
from common.signing import CONSENT, FRESH, Ceremony


class SignForm(forms.Form):
    """The typed name, the tick, and the hash of the text on the page."""

    typed_name = forms.CharField(
        label="Type your name to sign",
        max_length=200,
        error_messages={"required": "Type your name. It stands for your signature."},
    )
    consent = forms.BooleanField(
        label="", error_messages={"required": "Tick that you agree to sign electronically."}
    )
    sha256 = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = CONSENT
        self.fields["typed_name"].help_text = escape(f"As it stands here: {name}.")
        self.fields["typed_name"].widget.attrs["autocomplete"] = "off"

    def show(self, sha256: str) -> None:
        """The form comes back beside the text as it is now, so it carries the hash of that."""
        if self.is_bound:
            say_anew(self, {"sha256": sha256})
        self.initial["sha256"] = sha256


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
