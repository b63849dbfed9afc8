"""How allauth's mails speak: every link starts with the configured address, whatever host the request named."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest

from common.addresses import checked_address


class AccountAdapter(DefaultAccountAdapter):
    def clean_email(self, email: str) -> str:
        """Every form of an account that asks for an address asks here. Raises ValidationError in words."""
        return checked_address(email)

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
