"""Who says which school's students go on to which, and who reads the Arts Leads beside them."""

from common.errors import NotAllowed
from pathways.models import Placement, SchoolGoal
from people.models import User
from people.queries import hats, today

ARTS = str(SchoolGoal.Area.ARTS)


def why_not_feed(user: User) -> NotAllowed | None:
    """Why this person may not add or end a feeder, in words; None when they may."""
    worn = hats(user)
    if worn.manager or worn.registrar:
        return None
    return NotAllowed("Program managers and registrars say which school's students go on to which.")


def reads_leads(user: User) -> bool:
    """Whether `user` reads who leads arts at every school: staff, and whoever leads arts in a running year."""
    if hats(user).staff:
        return True
    day = today()
    held = Placement.objects.serving(day).filter(person=user, year__starts__lte=day, year__ends__gt=day)
    return held.filter(role__pathway__goal_area=ARTS).exists()
