"""Supplemental professional development: the sessions that are for fellows, as one of them has and had them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fellows.models import Fellow
from fellows.states import STUDYING, State
from people.models import User


@dataclass(frozen=True)
class ForFellows:
    """Sessions to come, the next first, and those that were, the latest first; each with the mark of the fellow."""

    ahead: list[Any]
    were: list[Any]

    @property
    def came(self) -> int:
        """To how many of those that were they came, or made it up."""
        return sum(one.my_mark in ("present", "made_up") for one in self.were)


def sessions_of(fellow: Fellow, now: datetime) -> ForFellows:
    """Sessions for fellows on the days of this one's cohort; of who left it nothing is ahead. One query. Sessions are
    strangers to this room: asked by the name of the link from a person."""
    sessions: Any = User._meta.get_field("facilitates").related_model
    days = {"starts": fellow.cohort.starts, "ends": fellow.cohort.ends}
    found = list(sessions.objects.of_fellow(fellow.person, **days))
    goes_on = State(fellow.state) in STUDYING
    ahead = [one for one in found if one.ends_at > now and goes_on]
    were = [one for one in reversed(found) if one.ends_at <= now]
    return ForFellows(ahead, were)
