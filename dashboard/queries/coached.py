"""What of coaching waits for somebody: open cycles, those nobody planned, leaders without a coach, release time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from coaching.models import CoachingCycle, ReleaseTime
from coaching.queries import WINDOWS, coached_by, without_coach
from dashboard.queries.rows import each, grouped, local_day, name_of
from pathways.policies import speaks_for
from people.models import Hat, User
from people.queries import hats

CYCLE_AHEAD = timedelta(days=14)


def coach(user: User, day: date) -> Iterator[Any]:
    """Coaching cycles one owes, late or due soon; for whoever wears the hat, those of their leaders nobody planned."""
    if hats(user).has(Hat.Kind.COACH):
        yield from _unplanned(user, day)
    yield each(
        CoachingCycle.objects.not_closed().filter(coach=user, due__lte=day + CYCLE_AHEAD),
        "cycle",
        since="due",
        who=name_of("placement__person"),
        what="placement__role__name",
        where="placement__school__name",
    )


def _unplanned(user: User, day: date) -> Iterator[Any]:
    for window in WINDOWS:
        wanted = {f"{window}_id": None, f"{window}_due__lte": day + CYCLE_AHEAD}
        yield each(
            coached_by(user, day).filter(**wanted),
            f"no_{window}",
            since=f"{window}_due",
            who=name_of("person"),
            what="role__name",
            where="school__name",
        )


def release_times(user: User) -> Any:
    """Release time of Peer Coaches that whoever signs for the school has to confirm."""
    schools = speaks_for(user)
    rows = ReleaseTime.objects.waiting().filter(placement__school__in=schools)
    return each(
        rows.exclude(placement__person=user),
        "release_time",
        key="placement",
        since=local_day("proposed_at"),
        who=name_of("placement__person"),
        what="minutes",
        where="placement__school__name",
    )


def headless_coaching(day: date) -> Any:
    """Leaders whom nobody coaches, by school."""
    return grouped(without_coach(day), "no_coach", by="school", since="starts", where="school__name")
