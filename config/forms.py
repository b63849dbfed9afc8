"""The forms of signing up and signing in, asking for what is missing in sentences."""

from typing import Any

from allauth.account import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

ASKED = {
    "email": "Enter your email address.",
    "login": "Enter your email address.",
    "password": "Enter your password.",
    "password1": "Choose a password.",
    "given_name": "Enter your first name.",
    "family_name": "Enter your last name.",
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

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account, or mail the one who has it already; both take the time of hashing a password."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestLoginCodeForm(Asking, forms.RequestLoginCodeForm):
    """The address a code is sent to."""


class ResetPasswordForm(Asking, forms.ResetPasswordForm):
    """The address a link is sent to."""
