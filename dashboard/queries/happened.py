"""Program events whose day is over and of which nobody said how many came."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from dashboard.queries.rows import each
from pathways.models import ProgramEvent
from people.models import User
from people.queries import hats


def to_say_how_many(user: User, day: date) -> Any:
    """Those `user` plans. For program managers also those of the whole Partnership, and those whose planners have no
    account any more."""
    planners = ProgramEvent.planners.through.objects.filter(programevent=OuterRef("pk"))
    theirs = Q(Exists(planners.filter(user=user)))
    if hats(user).manager:
        theirs |= Q(school=None) | Q(~Exists(planners.filter(user__is_active=True)))
    rows = ProgramEvent.objects.over(day).filter(theirs)
    return each(rows, "event_over", since="day", what="title")
