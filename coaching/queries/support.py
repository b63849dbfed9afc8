"""Who asks for support, how much each coach has, and who has not been seen for long."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from coaching.models import CoachingCycle, LeadersCoach, SupportRequest, SupportWord, Visit
from coaching.queries.cadence import coaches, owing, running, with_coach
from coaching.rules import LONG, ROOM
from common.counting import counted
from pathways.models import Placement
from people.models import User

# The days on which a cycle shows that a coach saw a leader.
SEEN = ("observed_on", "conversation_on")


@dataclass(frozen=True, slots=True)
class Load:
    """What a coach has: leaders of the year in progress, and requests for support that are not ended."""

    coach: User
    leaders: int
    requests: int

    @property
    def whole(self) -> int:
        """What the picture of it is drawn to: the room a coach has, or more where more is asked of one."""
        return max(ROOM, self.leaders + self.requests)


def loads(day: date) -> list[Load]:
    """Of everybody who wears the hat of a coach, by name. Two queries."""
    leaders = Counter(with_coach(coached_today(day), day).order_by().values_list("coach", flat=True))
    asked = SupportRequest.objects.not_ended().filter(coach=OuterRef("pk"))
    number = asked.order_by().values("coach").annotate(number=Count("pk")).values("number")
    rows = coaches(day).annotate(asks=Coalesce(Subquery(number, output_field=IntegerField()), 0))
    return [Load(row, leaders[row.pk], row.asks) for row in rows]


def in_words(loads: list[Load]) -> dict[int, str]:
    """Each coach where one is chosen: "Ida Moreno: 18 leaders, 1 request"."""
    return {
        one.coach.pk: f"{one.coach.name}: {counted(one.leaders, 'leader')}, {counted(one.requests, 'request')}"
        for one in loads
    }


def latest(rows: "QuerySet[Visit] | QuerySet[CoachingCycle]", column: str) -> Subquery:
    """The latest day of a column, of rows of one placement."""
    return Subquery(rows.values("placement").annotate(latest=Max(column)).values("latest"))


def coached_today(day: date) -> "QuerySet[Placement]":
    """The leaders of the program year in progress who are owed coaching."""
    return owing(None, day, running(day))


def not_seen_for_long(day: date) -> "QuerySet[Placement]":
    """Of those, whom no coach saw for six weeks, the longest first: `seen_on`, the last day on which one did (None:
    never), `unseen_since`, that day or the first of the placement, and in `dealt` their coach, where they have one."""
    visits = Visit.objects.made().filter(placement=OuterRef("pk")).order_by()
    cycles = CoachingCycle.objects.filter(placement=OuterRef("pk")).order_by()
    seen = Greatest(latest(visits, "on"), *(latest(cycles, column) for column in SEEN))
    rows = coached_today(day).annotate(seen_on=seen, unseen_since=Coalesce(seen, F("starts")))
    serving = LeadersCoach.objects.current().filter(coach__in=coaches(day)).select_related("coach")
    dealt = Prefetch("coaches", serving, to_attr="dealt")
    unseen = rows.filter(unseen_since__lte=day - LONG).prefetch_related(dealt)
    return unseen.order_by("unseen_since", "person__sort_name", "pk")


def days_unseen(row: Any, day: date) -> int:
    """Of a row of `not_seen_for_long`: the days since its `unseen_since`."""
    return int((day - row.unseen_since).days)


def said_of(row: SupportRequest, user: User) -> list[SupportWord]:
    """What coach and leader said as a request went on, the oldest first, as far as `user` reads it. One query."""
    seen = SupportWord.objects.visible_to(user).filter(event__request=row)
    return list(seen.select_related("event__by").order_by("event"))
