"""The forms of signing up and signing in, asking for what is missing in sentences."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from people.models import User
from people.queries import account_at

ASKED = {
    "email": "Enter your email address.",
    "login": "Enter your email address.",
    "password": "Enter your password.",
    "password1": "Choose a password.",
    "given_name": "Enter your first name.",
}


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

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account, or mail the one who has it already; both take the time of hashing a password."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestLoginCodeForm(Asking, forms.RequestLoginCodeForm):
    """The address a code is sent to."""

    def clean_email(self) -> str:
        """Only the very address finds an account, never one that somebody else added to theirs."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"])
        self._user = account_at(address)
        return address


class ResetPasswordForm(Asking, forms.ResetPasswordForm):
    """The address a link is sent to."""

    def clean_email(self) -> str:
        """As for a code."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"])
        account = account_at(address)
        self.users = [account] if account else []
        return address
