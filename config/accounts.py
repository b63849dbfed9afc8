"""How allauth's mails speak: every link starts with the configured address, whatever host the request named."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send as allauth does, with links of this site in place of links of the request's host."""
        named = self.request.build_absolute_uri("/").rstrip("/")

        def ours(value: Any) -> Any:
            linked = isinstance(value, str) and value.startswith(f"{named}/")
            return settings.BASE_URL + value.removeprefix(named) if linked else value

        super().send_mail(template_prefix, email, {name: ours(value) for name, value in context.items()})
