"""Who may see pages that ask across apps."""

from common.errors import NotAllowed
from people.models import User
from people.queries import hats


def why_not_offerings(user: User) -> NotAllowed | None:
    """Why this person may not see all roles of a year with what they pay, in words; None when they may."""
    worn = hats(user)
    if worn.money or worn.registrar:
        return None
    return NotAllowed("The table of a year's roles is for program managers, registrars and finance.")
