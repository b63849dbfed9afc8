"""Who may go on in a role for another year; who may not any more, and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from common.clock import day_in_words
from pathways.models import Offering, Placement
from pathways.queries.calendars import year_before
from pathways.queries.places import Places, places_of
from people.models import Post, User
from people.queries import members


@dataclass(frozen=True, slots=True)
class Renewable:
    """A placement of the year before, and why its holder may not go on in it; empty where they may."""

    placement: Placement
    why_not: str


def renewable(offering: Offering, day: date, person: User | None = None) -> list[Renewable]:
    """The placements of this role that were served, or are served, to the end of the year before, by school and name;
    those of `person` alone, if given. Six queries, however many. Who ended early is not among them: they apply anew."""
    before = year_before(offering.year)
    if before is None:
        return []
    held = Placement.objects.standing().filter(role=offering.role_id, year=before)
    if person is not None:
        held = held.filter(person=person)
    shown = held.select_related("person", "role__pathway", "school", "cohort", "year").order_by(
        "school__sort_name", "person__sort_name", "pk"
    )
    rows = list(shown)
    asked = _Asked.of(offering, day, rows)
    return [Renewable(row, asked.why_not(row)) for row in rows]


@dataclass(frozen=True)
class _Asked:
    """What is asked of each placement, read once for all. `day`: the first day of the year to come, or today."""

    offering: Offering
    day: date
    members: frozenset[int]
    posts: Mapping[int, Mapping[int, str]]
    holders: frozenset[int]
    places: Places

    @classmethod
    def of(cls, offering: Offering, today: date, rows: Iterable[Placement]) -> "_Asked":
        day = max(today, offering.year.starts)
        people = [row.person_id for row in rows]
        posts: dict[int, dict[int, str]] = defaultdict(dict)
        worked = Post.objects.on(day).filter(person__in=people)
        for person, school, name in worked.values_list("person", "school", "school__name"):
            posts[person][school] = name
        again = Placement.objects.standing().filter(role=offering.role_id, year=offering.year_id)
        return cls(
            offering=offering,
            day=day,
            members=frozenset(members(day).values_list("pk", flat=True)),
            posts=posts,
            holders=frozenset(again.filter(person__in=people).values_list("person", flat=True)),
            places=places_of(offering),
        )

    def why_not(self, row: Placement) -> str:
        if row.person_id in self.holders:
            return f"Holds the role in {self.offering.year} already."
        if not row.person.is_active:
            return "Their account is closed."
        if row.school_id not in self.members:
            return f"{row.school} is not part of the network on {day_in_words(self.day)}."
        if not self.places.at(row.school_id):
            return f"{row.school} has no place for this role in {self.offering.year}."
        return self._no_post(row)

    def _no_post(self, row: Placement) -> str:
        posts = self.posts.get(row.person_id, {})
        if row.school_id in posts:
            return ""
        if not posts:
            return f"Has no position at {row.school} on {day_in_words(self.day)}."
        return f"Works at {' and '.join(sorted(posts.values()))} then, and applies there."


def renewals_of(user: User, offerings: Iterable[Offering], day: date) -> dict[int, Placement]:
    """By offering, the placement that `user` may renew by it. One query where they hold none of these roles."""
    roles = {one.role_id for one in offerings}
    if not user.is_authenticated or not roles:
        return {}
    held = set(
        Placement.objects.standing().filter(person=user, role__in=roles).values_list("role", flat=True)
    )
    found = {one.pk: renewable(one, day, user) for one in offerings if one.role_id in held}
    return {pk: rows[0].placement for pk, rows in found.items() if rows and not rows[0].why_not}
