"""Who may read what became of fellows, and who led before, by name."""

from common.errors import NotAllowed
from fellows.policies.fellows import sees_all
from pathways.models import managed
from people.models import User
from people.queries import hats


def why_not_freeze(user: User) -> NotAllowed | None:
    """Why this person may not freeze outcomes for outside, in words; None when they may."""
    return None if hats(user).manager else NotAllowed("Only a program manager freezes outcomes for outside.")


def why_not_alumni(user: User) -> NotAllowed | None:
    """Why this person may not read what graduates do today, in words; None when they may."""
    words = "Only program managers and network directors read what graduates do."
    return None if sees_all(user) else NotAllowed(words)


def why_not_led(user: User) -> NotAllowed | None:
    """Why this person may not read who led and became a fellow, by name, in words; None when they may: whoever reads
    all leaders, and the years of before of all pathways. Numbers alone are for all who see the outcomes."""
    words = "Only program managers of all pathways read who the leaders of other years were."
    return None if hats(user).manager and managed(user) is None else NotAllowed(words)


def why_not_write(user: User) -> NotAllowed | None:
    """Why this person may not write to graduates, in words; None when they may."""
    return None if hats(user).manager else NotAllowed("Only a program manager writes to graduates.")
