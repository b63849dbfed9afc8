"""The forms of signing up and signing in: they ask for what is missing in sentences, and count what is guessed."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from common.codes import CodeField
from config import limits
from config.accounts import CHOSEN
from people.models import User
from people.queries import account_at, unconfirmed_account_at
from people.services import attempts
from people.services.entering import NAME, address_for

ASKED = {
    "email": "Enter your email address.",
    "login": "Enter your email address.",
    "password": "Enter your password.",
    "password1": "Choose a password.",
    "given_name": "Enter your first name.",
}
ONE_ACCOUNT = "one_person_per_email"


class Asking:
    """Says what to do for each field left empty."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ASKED.keys() & self.fields.keys():
            self.fields[name].error_messages["required"] = ASKED[name]


class LoginForm(Asking, forms.LoginForm):
    """Email and password."""


class SignupForm(Asking, forms.SignupForm):
    """Name, email and password."""

    def validate_unique_email(self, value: str) -> str:
        """An address somebody else added to their account and never confirmed is still free."""
        known = User.objects.at_address(value)
        self.account_already_exists = bool(known or EmailAddress.objects.is_verified(value))
        return value

    def clean(self) -> dict[str, Any]:
        """The password does not rest on one's own name either."""
        data = super().clean()
        if "password1" in data and not self.has_error("password1"):
            names = {name: data.get(name, "") for name in ("email", "given_name", "family_name")}
            try:
                validate_password(data["password1"], User(**names))
            except ValidationError as refused:
                self.add_error("password1", refused)
        return data

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account, or mail the one who has it already; both take the time of hashing a password.

        What was chosen waits in this browser's session until the address is confirmed in it. Of two who sign up with
        one address at once the second is answered as if the first had been there before.
        """
        self._keep_choice(request)
        try:
            with transaction.atomic():
                return self._save(request)
        except IntegrityError as error:
            if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != ONE_ACCOUNT:
                raise
        self.account_already_exists = True
        return self._save(request)

    def _save(self, request: HttpRequest) -> Any:
        """An account nobody confirmed yet is signed up for again: its owner gets the link once more."""
        address = self.cleaned_data["email"]
        waiting = unconfirmed_account_at(address) if self.account_already_exists else None
        return (waiting, None) if waiting else super().try_save(request)

    def _keep_choice(self, request: HttpRequest) -> None:
        names = {name: self.cleaned_data[name] for name in ("email", "given_name", "family_name")}
        request.session[CHOSEN] = names | {"password": make_password(self.cleaned_data["password1"])}


class ChangePasswordForm(forms.ChangePasswordForm):
    """The present password and a new one; a wrong present one counts as a guess."""

    def clean_oldpassword(self) -> str:
        given: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given


class RequestLoginCodeForm(Asking, forms.RequestLoginCodeForm):
    """The address a code is sent to; whoever comes first by the link of their mail finds it filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = address_for(context.request.GET.get(NAME, ""))

    def clean_email(self) -> str:
        """Only the very address finds an account, never one that somebody else added to theirs."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"])
        attempts.spend(limits.mails_to(context.request, address, "code"))
        self._user = account_at(address)
        return address


class ResetPasswordForm(Asking, forms.ResetPasswordForm):
    """The address a link is sent to."""

    def clean_email(self) -> str:
        """As for a code."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"])
        attempts.spend(limits.mails_to(context.request, address, "password"))
        account = account_at(address)
        self.users = [account] if account else []
        return address


class ConfirmLoginCodeForm(forms.ConfirmLoginCodeForm):
    """The code of a mail, however it was typed. Three wrong ones end it; that is kept in the session's row."""

    code = CodeField(label="Code")


class _SecondStep:
    """The code of an app or a recovery code. Wrong ones are counted, and a right one works once."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """Raises TooOften before the code is looked at."""
        claims = limits.guesses_at_second_step(context.request, self.user.pk)
        attempts.spend(claims)
        code: str = super().clean_code()  # type: ignore[misc]
        attempts.spend([(attempts.SECOND_STEP_USED, f"{self.user.pk}|{code}")])
        *of_the_account, _ = claims
        attempts.forget(of_the_account)
        return code


class SecondStepForm(_SecondStep, mfa.AuthenticateForm):
    """At the sign-in."""

    code = CodeField(label="Code")


class SecondStepAgainForm(_SecondStep, mfa.ReauthenticateForm):
    """Before something that matters is changed."""

    code = CodeField(label="Code")


class SetUpAppForm(_SecondStep, ActivateTOTPForm):
    """The first code of an app."""

    code = CodeField(label="Authenticator code")
