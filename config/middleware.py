"""What holds on every page.

Private pages are never kept, nobody stays signed in for ever, staff have a second factor, idle staff are signed out,
and nothing typed is lost.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login, unstash_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import is_valid_path, reverse
from django.utils import timezone

from common import beside
from common.doors import TYPED_BY
from common.faults import fault_of
from dashboard.queries import forget
from dashboard.views import errors, kept
from people.queries import hats
from people.services.attempts import TooOften

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
LAST_SEEN = "last_seen"
SIGNED_IN = "signed_in_at"
# A staff member without a second factor may reach these: set one up, confirm the password, leave.
WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/healthz", "/readyz")


class SayBusy:
    """Whoever met a lock, a full database or one that is away reads a sentence and keeps what was typed.

    A fault met outside of the page, by the session say, reaches `handler500`, which says the same.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 for a fault of the database that passes, 429 for a limit; every other error stays what it is."""
        if isinstance(error, TooOften):
            return errors.too_often(request, error)
        fault = fault_of(error)
        return errors.unavailable(request, fault) if fault else None


class SayUnprocessable:
    """A form of one's account that comes back with something to mend answers 422, as every other form does.

    What scripts ask of allauth is JSON with a status of its own, and never passes here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Only the status changes."""
        form = (response.context_data or {}).get("form")
        sent = request.method == "POST" and request.path.startswith("/accounts/")
        if sent and response.status_code == 200 and getattr(form, "errors", None):
            response.status_code = 422
        return response


class KeepTyped:
    """A form that met the sign-in instead of its page waits in the session; after signing in, the person who typed
    it is back on the page it stood on, and it is offered there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            self._after(request, response)
        elif request.method == "GET" and response.status_code == 200:
            beside.drawn(request)
        return response

    def _after(self, request: HttpRequest, response: HttpResponseRedirect) -> None:
        if request.user.is_authenticated:
            kept.forget(request)
            kept.keep_beside(request)
            kept.remember_typist(request, response)
        elif request.path == reverse("account_logout"):
            kept.forget_typist(response)
        elif TYPED_BY in request.headers:
            pass  # kept where it was typed
        elif response.url.startswith((f"{reverse(settings.LOGIN_URL)}?", f"{reverse('admin:login')}?")):
            kept.keep(request)
            response["Location"] = kept.sign_in_and_back(request)
            messages.info(request, "You were signed out before this arrived. Sign in, then send it again.")

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """What is offered may be refused; after the CSRF check, as every change."""
        if request.method == "POST" and kept.FORGET in request.POST and request.user.is_authenticated:
            kept.forget(request)
            return redirect(request.path)
        return None


def end_sign_ins_of_the_closed(get_response: Answer) -> Answer:
    """A sign-in half done, with a code that was sent or at its second step, ends with its account: it goes on neither
    while that is closed nor once it is opened again."""

    def answer(request: HttpRequest) -> HttpResponse:
        if LOGIN_SESSION_KEY in request.session and not request.user.is_authenticated:
            login = unstash_login(request, peek=True)
            begun = login and datetime.fromtimestamp(login.initiated_at, UTC)
            if begun and login.user and login.user.was_closed_since(begun):
                clear_login(request)
        return get_response(request)

    return answer


def say_not_allowed(get_response: Answer) -> Answer:
    """Whoever opens an address that only takes a press of a button reads so, with a way on."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", {"above": _page_above(request.path)}, status=405)
        page["Allow"] = response["Allow"]
        return page

    return answer


def _page_above(path: str) -> str:
    """The nearest page above this address, which is about the same thing; empty when there is none but home."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:length])}/" for length in range(len(parts) - 1, 0, -1))
    return next((address for address in above if is_valid_path(address)), "")


def forget_what_waited(get_response: Answer) -> Answer:
    """Whatever somebody does may change what waits for them: the head of their next page counts anew."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in SAFE and request.user.is_authenticated:
            forget(request.user)
        return response

    return answer


def keep_private(get_response: Answer) -> Answer:
    """Pages of signed-in people are stored by no cache, so the back button after signing out shows nothing."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    return answer


def _has_duties(request: HttpRequest) -> bool:
    return request.user.is_authenticated and (request.user.is_staff or hats(request.user).staff)


def demand_second_factor(get_response: Answer) -> Answer:
    """Outside the demo, staff, finance and administrators set up a second factor before anything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        elsewhere = not request.path.startswith(WITHOUT_SECOND_FACTOR)
        if elsewhere and not settings.DEMO and _has_duties(request) and not is_mfa_enabled(request.user):
            messages.info(
                request,
                "Your work here needs a second step at sign-in. Set up an authenticator app or a passkey.",
            )
            return redirect("mfa_index")
        return get_response(request)

    return answer


def sign_out_after_a_day(get_response: Answer) -> Answer:
    """Nobody stays signed in longer than SESSION_COOKIE_AGE after they signed in, however often they click.

    The time is written where the session is written anyway: one that is never written ends by itself in that time.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        now = int(timezone.now().timestamp())
        if (
            request.user.is_authenticated
            and now - request.session.get(SIGNED_IN, now) >= settings.SESSION_COOKIE_AGE
        ):
            logout(request)
            messages.info(
                request, "You signed in twelve hours ago, so you were signed out. Sign in to go on."
            )
            return redirect_to_login(request.get_full_path())
        response = get_response(request)
        if request.user.is_authenticated and request.session.modified:
            request.session.setdefault(SIGNED_IN, now)
        return response

    return answer


def sign_out_idle_staff(get_response: Answer) -> Answer:
    """Staff who did nothing for a while are signed out; what the page asks by itself does not count as doing."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _has_duties(request):
            now = int(timezone.now().timestamp())
            if now - request.session.get(LAST_SEEN, now) > settings.STAFF_IDLE_SECONDS:
                logout(request)
                messages.info(request, "You were signed out after a while without use. Sign in to go on.")
                return redirect_to_login(request.get_full_path())
            polled = request.headers.get("HX-Trigger-Name") == "poll"
            # Written once a minute at most: a session row is not worth a write on every page.
            if not polled and now - request.session.get(LAST_SEEN, 0) > 60:
                request.session[LAST_SEEN] = now
        return get_response(request)

    return answer
