"""When the signer was last asked, when that mail left, and from when the applicant may remind them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from applications.models import Application, ApplicationEvent
from notifications.queries import last_left

# A reminder that follows a mail sooner than this reads as impatience, and costs the one the applicant has.
PATIENCE = timedelta(hours=24)
ASKING = ("submit", "remind", "nudge", "reroute")


def topic_of(application: Application) -> str:
    """Mails that ask for this signature: a newer one replaces those still waiting."""
    return f"cosign-{application.pk}"


def digest_topic(signer_pk: int | None) -> str:
    """Mails that name to a signer all that waits for them."""
    return f"cosign-digest-{signer_pk}"


def nudge_from(application: Application, events: Iterable[ApplicationEvent]) -> datetime | None:
    """The moment from which the applicant may remind the signer; None when nobody was asked.

    `events` are those of the application, all or the newest.
    """
    sent = application.submitted_at
    if sent is None or application.signer_id is None:
        return None
    asked = [event.at for event in events if event.action in ASKING and event.at >= sent]
    return max([sent, *asked]) + PATIENCE


def mail_left(application: Application) -> datetime | None:
    """When the last mail that asks for this signature left; None while it has not. One query."""
    left = last_left([topic_of(application), digest_topic(application.signer_id)])
    if left is None or application.submitted_at is None or left < application.submitted_at:
        return None
    return left
