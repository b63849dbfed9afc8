"""When the signer was last asked, when that mail left, and from when the applicant may remind them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from applications.models import Application, ApplicationEvent
from notifications.queries import last_left
from pathways.models import Placement
from people.models import Hat, Post, User

# A reminder that follows a mail sooner than this reads as impatience, and costs the one the applicant has.
PATIENCE = timedelta(hours=24)
ASKING = ("submit", "remind", "nudge", "reroute")


def topic_of(application: Application) -> str:
    """Mails that ask for this signature: a newer one replaces those still waiting."""
    return f"cosign-{application.pk}"


def digest_topic(signer_pk: int | None) -> str:
    """Mails that name to a signer all that waits for them."""
    return f"cosign-digest-{signer_pk}"


def vouched_for(people: Iterable[int]) -> set[int]:
    """Of these people, the ids of those somebody of ours vouched for: staff entered a post or a hat of theirs, or they
    held a role. One query. Anybody can sign up under any name; until then our mails to others carry none of their
    words."""
    mine = {"person": OuterRef("pk")}
    known = Exists(Post.objects.filter(**mine)) | Exists(Placement.objects.filter(**mine))
    found = User.objects.filter(pk__in=list(people)).filter(known | Exists(Hat.objects.filter(**mine)))
    return set(found.order_by().values_list("pk", flat=True))


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
