"""What was recorded by mistake is taken back: asked first, for its words and days are gone then."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect

from common.doors import SignedIn, asked_first, press

GONE = "It counts no more, and nobody reads it any more. This cannot be undone; it can be recorded anew."


def taken_back(
    request: SignedIn,
    service: Callable[..., object],
    *,
    pk: int,
    what: str,
    back: str,
    said: str = "Taken back. It counts no more.",
    lead: str = GONE,
) -> HttpResponse:
    """The page that asks whether `what` is taken back; once it was answered, `service` does it, and `back` is the
    address of the page that comes."""
    if asks := asked_first(request, "Take this back?", lead, what=what, back=back):
        return asks
    press(request, service, said, pk=pk, by=request.user)
    return redirect(back)
