"""Accounts: whose password holds, whose address is confirmed, and how allauth's mails speak."""

from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url, user_pk_to_url_str
from allauth.account.views import INTERNAL_RESET_SESSION_KEY, ConfirmEmailView, EmailView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from common import beside
from common.addresses import checked_address, same_address
from config import limits
from config.middleware import SIGNED_IN
from people.models import User
from people.queries import is_added
from people.services import attempts

# What this browser chose at its sign-up. It becomes part of the account only when the same browser confirms.
CHOSEN = "chosen_at_signup"


class Addresses(EmailView):
    """One's addresses, in one form: an address half typed outlives the buttons of the others, and the one that was
    chosen outlives the new one."""

    prefix = "add"
    choosing = "choose"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **beside.typed(self.request, self.prefix)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sent = request.POST.copy()
        # The name by which allauth knows the chosen one.
        sent["email"] = sent.get(f"{self.choosing}-email", "")
        cast(Any, request).POST = sent
        answer = super().post(request, *args, **kwargs)
        beside.keep(request, [request.path], but=self.prefix if "action_add" in sent else self.choosing)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        chosen = beside.typed(self.request, self.choosing).get("email")
        for radio in context["emailaddress_radios"] if chosen else []:
            radio["checked"] = radio["emailaddress"].email == chosen
        return context


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """Every form of an account that asks for an address asks here. Raises ValidationError in words."""
        return checked_address(email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new account has no password: nobody knows yet whose address it is (`confirm_email`)."""
        user.email = form.cleaned_data["email"]
        user.set_unusable_password()
        user.save()
        return user

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The password chosen at the sign-up holds when the browser that chose it confirms; in another one it was
        perhaps a stranger's, and never does."""
        confirmed = bool(super().confirm_email(request, email_address))
        chosen = request.session.pop(CHOSEN, None)
        if confirmed:
            _settle_password(email_address, chosen)
        return confirmed

    def login(self, request: HttpRequest, user: User) -> None:
        """From now on the hours count (`sign_out_after_a_day`). Who comes first by a code from their mail has not
        shown that they know the password: it goes."""
        by_code = any(way["method"] == "code" for way in get_authentication_records(request, user))
        if by_code and user.last_login is None and user.has_usable_password():
            user.set_unusable_password()
            user.save(update_fields=["password"])
        super().login(request, user)
        request.session[SIGNED_IN] = int(timezone.now().timestamp())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts a guess before it is judged. Raises TooOften, whether the account exists or not."""
        address = same_address(credentials.get("email")) or str(credentials.get("email"))
        self._guess = attempts.spend(limits.guesses_at_password(request, address))

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right: success is free."""
        attempts.give_back(self._guess)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Whoever chose a new password by a mail starts again from nothing."""
        *of_the_account, _ = limits.guesses_at_password(request, same_address(credentials["email"]))
        attempts.forget(of_the_account)

    def is_safe_url(self, url: str) -> bool:
        """Whether it may be gone on to: an address of this site from its root or in full. What would be read as a
        part of the page one stands on, such as the name of a page, leads nowhere."""
        whole = bool(url) and (url.startswith("/") or "://" in url)
        return whole and bool(super().is_safe_url(url))

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """As an address, never as the name of a page: it is handed on in a form (`ConfirmEmail`)."""
        return resolve_url(super().get_email_verification_redirect_url(email_address))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link of the mail leads on to where the person was going when they signed up."""
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        onward = get_next_redirect_url(request)
        return f"{url}?{urlencode({REDIRECT_FIELD_NAME: onward})}" if onward else url

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send as allauth does, with links of this site in place of links of the request's host."""
        named = self.request.build_absolute_uri("/").rstrip("/")

        def ours(value: Any) -> Any:
            linked = isinstance(value, str) and value.startswith(f"{named}/")
            return settings.BASE_URL + value.removeprefix(named) if linked else value

        super().send_mail(template_prefix, email, {name: ours(value) for name, value in context.items()})


def _settle_password(address: EmailAddress, chosen: dict[str, Any] | None) -> None:
    """For an account that was never signed in to: what its owner's browser chose, or no password yet."""
    person = address.user
    if person.last_login is not None:
        return
    if chosen and chosen.pop("email") == address.email:
        for name, value in chosen.items():
            setattr(person, name, value)
        person.save(update_fields=list(chosen))
    else:
        person.set_unusable_password()
        person.save(update_fields=["password"])


class ConfirmEmail(ConfirmEmailView):
    """The link of a mail that asks whether an address is yours."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An address that was added to an account is confirmed by whoever is signed in to that account: somebody else
        may have added yours, and would be found by it from then on."""
        try:
            address = self.get_object().email_address
        except Http404:
            return super().dispatch(request, *args, **kwargs)
        if is_added(address) and request.user.pk != address.user_id:
            return self._ask_to_sign_in(request)
        return super().dispatch(request, *args, **kwargs)

    def _ask_to_sign_in(self, request: HttpRequest) -> HttpResponse:
        return render(request, "account/email_confirm.html", {"sign_in_first": True}, status=403)

    def get_redirect_url(self) -> str:
        """Onward; first to choosing a password, where there is none that holds."""
        onward = str(super().get_redirect_url())
        person = self.object.email_address.user
        if person.has_usable_password():
            return onward
        self.request.session[INTERNAL_RESET_SESSION_KEY] = default_token_generator.make_token(person)
        page = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), "set-password"])
        return f"{page}?{urlencode({REDIRECT_FIELD_NAME: onward})}"


confirm_email = ConfirmEmail.as_view()


class _Proves(FormView):
    """Whoever sets up a second step proves with it that it is them, and is not asked so again for some minutes. The
    views ask before it, as ever, whoever has another way to prove it."""

    way: str

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=self.way, reauthenticated=True)
        return answer


class SetUpApp(_Proves, ActivateTOTPView):
    """An authenticator app, by its first code."""

    way = "totp"


class AddPasskey(_Proves, AddWebAuthnView):
    """A passkey of a device."""

    way = "webauthn"
