"""How often one place may try at the entrance. Failures count, success is free: a room of 160 shares one address."""

import ipaddress
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from people.services import attempts
from people.services.attempts import Claim

# Forms of the entrance that cost something each time: a mail, a hash, a guess at a passkey.
COUNTED = (
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/login/code/confirm/",
    "/accounts/password/reset/",
    "/accounts/2fa/webauthn/login/",
)


def place_of(request: HttpRequest) -> str:
    """Where a request comes from: its address, or its network where one customer has a whole one (IPv6).

    What a client says of itself (X-Forwarded-For) counts only as far as proxies of ours wrote it.
    """
    try:
        found = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        # A unix socket between proxy and server has no address.
        return "0.0.0.0"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network(f"{found}/64", strict=False).network_address)
    return str(found)


def guesses_at_password(request: HttpRequest, address: str) -> list[Claim]:
    """What a wrong password counts against."""
    place = place_of(request)
    return [
        (attempts.PASSWORD, f"{address}|{place}"),
        (attempts.PASSWORD_ANYWHERE, address),
        (attempts.FROM_A_PLACE, place),
    ]


def guesses_at_second_step(request: HttpRequest, person: int) -> list[Claim]:
    """What a wrong code of an app counts against."""
    place = place_of(request)
    return [
        (attempts.SECOND_STEP, f"{person}|{place}"),
        (attempts.SECOND_STEP_ANYWHERE, str(person)),
        (attempts.FROM_A_PLACE, place),
    ]


def mails_to(request: HttpRequest, address: str, what: str) -> list[Claim]:
    """What a mail asked for by a stranger counts against, whether the address has an account or not."""
    return [
        (attempts.MAIL, f"{what}|{address}|{place_of(request)}"),
        (attempts.MAIL_ANYWHERE, f"{what}|{address}"),
    ]


def count_forms(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A middleware: each press of a counted form counts for its place."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_: object) -> None:
        if request.method == "POST" and request.path in COUNTED:
            attempts.spend([(attempts.FORM, f"{request.path}|{place_of(request)}")])

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer
