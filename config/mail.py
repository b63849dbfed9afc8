"""Django's mail door: whatever sends mail through Django (allauth does) owes it as a row of the outbox."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Writes each mail to the outbox in the caller's transaction, so that no request waits for SMTP."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from notifications import services
        from notifications.tasks import send_soon

        for message in email_messages:
            for address in message.to:
                services.owe_plain(to=address, subject=str(message.subject), body=str(message.body))
        # Somebody sits before a page that asks for the code in this mail.
        send_soon()
        return len(email_messages)
