"""Which school's students go on to which, with the Arts Leads of both."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from pathways.models import Feeder, Placement
from pathways.policies.feeders import ARTS
from people.models import School, User


@dataclass(slots=True)
class Fed:
    """A school, the feeders that lead to it, and who leads arts there today (empty for whoever does not read that)."""

    school: School
    feeders: list[Feeder] = field(default_factory=list)


def fed_schools() -> list[Fed]:
    """Schools that others lead to, by name. One query."""
    found: dict[int, Fed] = {}
    for row in Feeder.objects.current().select_related("lower", "upper"):
        found.setdefault(row.upper_id, Fed(row.upper)).feeders.append(row)
    return list(found.values())


def own_first(found: list[Fed], own: Collection[int]) -> list[Fed]:
    """Those with one of these schools first, at either end; the others as they stood."""

    def theirs(one: Fed) -> bool:
        return one.school.pk in own or any(row.lower_id in own for row in one.feeders)

    return sorted(found, key=lambda one: not theirs(one))


def led_by(user: User, day: date) -> set[int]:
    """The schools where `user` holds a role that day. One query."""
    held = Placement.objects.serving(day).filter(person=user, year__starts__lte=day, year__ends__gt=day)
    return set(held.values_list("school", flat=True))


def arts_leads(day: date) -> dict[int, list[str]]:
    """The names of those who lead arts today, by the number of their school. One query."""
    held = Placement.objects.serving(day).filter(year__starts__lte=day, year__ends__gt=day, starts__lte=day)
    rows = held.filter(role__pathway__goal_area=ARTS).select_related("person").order_by("person__sort_name")
    leads: defaultdict[int, list[str]] = defaultdict(list)
    for one in rows:
        leads[one.school_id].append(one.person.name)
    return dict(leads)
