"""Mails as they leave: one SMTP conversation for a batch, and what each answer means."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from notifications.models import Message

ADDRESS = re.compile(r"<?\S+@\S+>?")
PERMANENT = 500


class Outcome(Enum):
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What became of one mail. `words`: for staff, no addresses in them. After `line_lost` stop."""

    outcome: Outcome
    words: str = ""
    line_lost: bool = False


class _Noting:
    """Remembers whether a mail's text was handed over: when the line breaks after that, it may have left."""

    handed_over = False

    def data(self, msg: Any) -> Any:
        self.handed_over = True
        return super().data(msg)  # type: ignore[misc]


class _Plain(_Noting, smtplib.SMTP):
    pass


class _Encrypted(_Noting, smtplib.SMTP_SSL):
    pass


class Line(EmailBackend):
    """The outbox's own connection to the mail server; EMAIL_BACKEND itself only writes rows."""

    connection: Any

    @property
    def connection_class(self) -> type[smtplib.SMTP]:  # type: ignore[override]
        return _Encrypted if self.use_ssl else _Plain

    def hang_up(self) -> None:
        """Close; a server that is gone already is no error."""
        try:
            self.close()
        except OSError:
            self.connection = None


def _mail(message: Message) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<outbox-{message.pk}-{message.attempts}@{host}>",
        # Out-of-office answers to a machine help nobody.
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(
        message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to_email], headers=headers
    )


def _words(code: int, text: bytes | str) -> str:
    said = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {ADDRESS.sub('(address)', said)}"[:300]


def _refusal(error: smtplib.SMTPException) -> Answer:
    """The server answered no: the mail has not left."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return Answer(Outcome.REFUSED if code >= PERMANENT else Outcome.LATER, _words(code, text))
    if isinstance(error, smtplib.SMTPResponseException):
        return Answer(Outcome.LATER, _words(error.smtp_code, error.smtp_error))
    return Answer(Outcome.LATER, type(error).__name__)


def send(line: Line, message: Message) -> Answer:
    """Hand one mail to the server over an open line. Never raises for what a server or a mail may do."""
    line.connection.handed_over = False
    try:
        line.send_messages([_mail(message)])
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError):
        if line.connection is not None and line.connection.handed_over:
            return Answer(Outcome.UNKNOWN, line_lost=True)
        return Answer(Outcome.LATER, "The mail server hung up.", line_lost=True)
    except smtplib.SMTPException as error:
        return _refusal(error)
    except (ValueError, LookupError):
        # A header or an address no mail can carry: trying again would not help.
        return Answer(
            Outcome.BROKEN, "This mail cannot be written as it is: look at its address and subject."
        )
    return Answer(Outcome.SENT)
