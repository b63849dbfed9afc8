"""What is known of every fellow, from the tables of people, pathways and service: what the outcomes count."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from django.db.models import Min, OuterRef, Subquery

from common.names import same_key
from fellows.models import Fellow, Milestone, SchoolSimilarity, ServiceRecord
from fellows.rules.careers import OTHER, Career, Span, Stay, career, within
from fellows.rules.outcomes import Facts, Stands
from fellows.rules.yearly import asked_since
from fellows.states import BEFORE_GRADUATION, OWING, State
from pathways.models import EarlierYear, Placement
from people.models import Post, SchoolMembership

CREDENTIALS = (Milestone.Kind.PRELIMINARY, Milestone.Kind.CLEAR)
ONE_DAY = timedelta(days=1)
NOWHERE = Career(None, None, "outside")


@dataclass(frozen=True)
class Schools:
    """When each school was in the network, and when each counts as similar by what staff decided."""

    members: Mapping[int, list[Span]]
    similar: Mapping[str, list[Span]]

    def stays(self, stay: Stay, school: int | None, name: str) -> Iterator[Stay]:
        """The parts of a stay that count."""
        if school is not None:
            yield from within(stay, self.members.get(school, []), network=True)
        yield from within(stay, self.similar.get(same_key(name), []), network=False)


def facts_of(today: date) -> dict[int, Facts]:
    """Facts as they are known, as of a day, by the number of the fellow: of all who were selected. Seven queries."""
    fellows = list(_selected(today))
    people = {row["person"] for row in fellows}
    stays = _stays_of(people, today)
    led = _led_since(people)
    found = {}
    for row in fellows:
        graduated = row["graduated_on"] if (row["graduated_on"] or date.max) <= today else None
        then = career(graduated, stays[row["person"]], today) if graduated else NOWHERE
        found[row["pk"]] = Facts(
            cohort=row["cohort"],
            begins=row["cohort__starts"].year,
            stands=_stands(row["state"]),
            led_before=led.get(row["person"], date.max) < row["cohort__starts"],
            graduated=graduated,
            credential=row["credential"],
            led_on=then.led_on,
            left_on=then.left_on,
            role=then.role,
        )
    return found


def _stands(state: str) -> Stands:
    if state in BEFORE_GRADUATION:
        return "studying"
    if state in OWING:
        return "owing"
    if state == State.WITHDRAWN:
        return "withdrawn"
    return "fulfilled" if state == State.FULFILLED else "ended"


def _selected(today: date) -> Iterable[Any]:
    reached = Milestone.objects.filter(
        fellow=OuterRef("pk"), kind__in=CREDENTIALS, reached_on__lte=today
    ).order_by("reached_on")
    rows = Fellow.objects.exclude(state=State.NOMINATED).order_by("pk")
    return rows.annotate(credential=Subquery(reached.values("reached_on")[:1])).values(
        "pk", "person", "cohort", "cohort__starts", "state", "graduated_on", "credential"
    )


def _stays_of(people: Iterable[int], today: date) -> dict[int, list[Stay]]:
    """Where each worked: their posts, and confirmed service, which ends where nobody said anew that it lasts. Who only
    reported a position in words leads no school by it."""
    schools = _schools()
    found: dict[int, list[Stay]] = defaultdict(list)
    posts = Post.objects.filter(person__in=people).order_by("pk")
    for person, school, name, position, starts, ends in posts.values_list(
        "person", "school", "school__name", "position", "starts", "ends"
    ):
        found[person] += schools.stays(Stay(starts, ends, position), school, name)
    records = ServiceRecord.objects.confirmed().order_by("pk")
    for person, school, name, site, starts, ends, confirmed in records.values_list(
        "fellow__person", "school", "school__name", "site", "starts", "ends", "confirmed_on"
    ):
        if ends is None and confirmed < asked_since(today):
            ends = max(confirmed, starts) + ONE_DAY
        found[person] += schools.stays(Stay(starts, ends, OTHER), school, name or site)
    return found


def _schools() -> Schools:
    members: dict[int, list[Span]] = defaultdict(list)
    for school, starts, ends in SchoolMembership.objects.order_by("pk").values_list(
        "school", "starts", "ends"
    ):
        members[school].append((starts, ends))
    decided: dict[str, list[SchoolSimilarity]] = defaultdict(list)
    for decision in SchoolSimilarity.objects.order_by("decided_on", "pk"):
        decided[decision.school_key].append(decision)
    return Schools(members, {key: list(_similar(made)) for key, made in decided.items()})


def _similar(made: list[SchoolSimilarity]) -> Iterator[Span]:
    """The last decision about a day holds on it: each is about the days from the one it names on, or about all
    (rules.md §5)."""
    starts = sorted({decision.since or date.min for decision in made})
    for first, until in zip_longest(starts, starts[1:]):
        last = [decision for decision in made if (decision.since or date.min) <= first][-1]
        if last.similar:
            yield None if first == date.min else first, until


def _led_since(people: Iterable[int]) -> dict[int, date]:
    """The first day each was a teacher leader, here or before the program was kept here."""
    placed = Placement.objects.held().filter(person__in=people).order_by().values_list("person")
    earlier = EarlierYear.objects.standing().filter(person__in=people).order_by().values_list("person")
    found: dict[int, date] = {}
    for person, first in [*placed.annotate(Min("starts")), *earlier.annotate(Min("year__starts"))]:
        found[person] = min(first, found.get(person, date.max))
    return found
