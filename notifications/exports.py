"""Mails as they leave: one SMTP conversation for a batch, and what each answer means."""

import re
import smtplib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from notifications.models import Message

ADDRESS = re.compile(r"<?\S+@\S+>?")
PERMANENT = 500
HUNG_UP = "The mail server hung up."
HALF_WAY = (
    "The line broke while the text was on its way, so it may have arrived. It is sent again as the same mail."
)


class Outcome(StrEnum):
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True)
class Answer:
    """What became of one mail. `words`: for staff, no addresses in them. `passes`: the server's trouble, not the
    mail's. After `line_lost` stop."""

    outcome: Outcome
    words: str = ""
    passes: bool = False
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
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def hang_up(self) -> None:
        """Close; a server that is gone already is no error."""
        try:
            self.close()
        except OSError:
            self.connection = None


def _mail(message: Message) -> EmailMessage:
    headers = {
        "Message-ID": message.message_id,
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
        outcome = Outcome.REFUSED if code >= PERMANENT else Outcome.LATER
        return Answer(outcome, _words(code, text), passes=code < PERMANENT)
    if isinstance(error, smtplib.SMTPResponseException):
        said = _words(error.smtp_code, error.smtp_error)
        return Answer(Outcome.LATER, said, passes=error.smtp_code < PERMANENT)
    return Answer(Outcome.LATER, type(error).__name__)


def _broken_off(line: Line) -> Answer:
    half_way = line.connection is not None and line.connection.handed_over
    return Answer(Outcome.LATER, HALF_WAY if half_way else HUNG_UP, passes=True, line_lost=True)


def send(line: Line, message: Message) -> Answer:
    """Hand one mail to the server over an open line. Never raises for what a server or a mail may do."""
    line.connection.handed_over = False
    try:
        line.send_messages([_mail(message)])
    except smtplib.SMTPServerDisconnected:
        return _broken_off(line)
    except smtplib.SMTPException as error:
        return _refusal(error)
    except OSError:
        return _broken_off(line)
    except (ValueError, LookupError):
        # A header or an address no mail can carry: trying again would not help.
        return Answer(
            Outcome.BROKEN, "This mail cannot be written as it is: look at its address and subject."
        )
    return Answer(Outcome.SENT)
