"""Which one-time link a token opens."""

from datetime import datetime
from hashlib import sha256

from fellows.models import ServiceLink
from fellows.states import ServiceState

# The same words for a link that is used, expired, replaced or never existed: nothing is given away.
DEAD_LINK = "This link does not work any more. Ask the person who needs your confirmation to send a new one."


def link_of(token: str, now: datetime) -> ServiceLink | None:
    """The live link of this token, with its record, or None. One query."""
    return (
        ServiceLink.objects.filter(
            token_sha256=sha256(token.encode()).hexdigest(),
            used_at=None,
            expires_at__gt=now,
            record__state=ServiceState.REPORTED,
        )
        .select_related("record__fellow__person", "record__school")
        .first()
    )
