"""The mails that ask the signer: when the last one left, and whose words they may carry."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from applications.models import Application
from notifications.queries import last_left
from pathways.models import Placement
from people.models import Hat, Post, User


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


def mail_left(application: Application) -> datetime | None:
    """When the last mail that asks for this signature left; None while it has not. One query."""
    left = last_left([topic_of(application), digest_topic(application.signer_id)])
    if left is None or application.submitted_at is None or left < application.submitted_at:
        return None
    return left
