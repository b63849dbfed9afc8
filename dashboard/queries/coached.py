"""What of coaching waits for somebody: open cycles, those nobody planned, leaders without a coach, action steps to look
back at, support, release time, hosted seminars one visited."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, OuterRef, Subquery

from coaching.models import (
    ActionStep,
    CoachingCycle,
    ReleaseTime,
    SeenInRecording,
    SeminarVisitor,
    SupportRequest,
)
from coaching.queries import WINDOWS, coached_by, coaches, without_coach
from dashboard.queries.rows import each, grouped, local_day, name_of
from pathways.policies import speaks_for
from people.models import Hat, User
from people.queries import hats

CYCLE_AHEAD = timedelta(days=14)


def coach(user: User, day: date) -> Iterator[Any]:
    """For whoever wears the hat of a coach, the cycles they owe, late or due soon, and those of their leaders nobody
    planned."""
    if not hats(user).has(Hat.Kind.COACH):
        return
    yield from _unplanned(user, day)
    yield each(
        CoachingCycle.objects.not_closed().filter(coach=user, due__lte=day + CYCLE_AHEAD),
        "cycle",
        since="due",
        who=name_of("placement__person"),
        what="placement__role__name",
        where="placement__school__name",
    )


def looking_back(user: User, day: date) -> Iterator[Any]:
    """Cycles with an action step whose day to look back has come, a line a cycle: of one's own coaching, where it was
    not handed over, and as the leader."""
    steps = ActionStep.objects.to_look_back(day).filter(cycle=OuterRef("pk")).order_by()
    first = steps.values("cycle").annotate(first=Min("look_back")).values("first")
    rows = CoachingCycle.objects.annotate(first=Subquery(first)).exclude(first=None)
    mine = (
        (rows.filter(coach=user, followed_by=None), "placement__person"),
        (rows.filter(placement__person=user, conversation_on__isnull=False), "coach"),
    )
    for found, other in mine:
        yield each(
            found,
            "look_back",
            key="placement",
            since="first",
            who=name_of(other),
            where="placement__school__name",
        )


def support(user: User, day: date) -> Iterator[Any]:
    """Requests that are one's own to answer or to close; for whoever assigns, those that nobody comes for,
    or whose coach coaches no more."""
    shown: dict[str, Any] = {
        "since": local_day("asked_at"),
        "who": name_of("placement__person"),
        "what": "about",
        "where": "placement__school__name",
    }
    asked = SupportRequest.objects.exclude(placement__person=user)
    worn = hats(user)
    if worn.manager or worn.has(Hat.Kind.COACH):
        yield each(asked.without_a_coach(coaches(day)), "support_nobody", **shown)
    yield each(asked.under_way().filter(coach=user), "support_yours", **shown)
    yield each(
        SupportRequest.objects.answered().filter(placement__person=user),
        "support_word",
        **(shown | {"who": name_of("coach")}),
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


def to_confirm(user: User, day: date) -> Any:
    """Hosted seminars one was named a visitor of, once their day came."""
    return each(
        SeminarVisitor.objects.waiting().filter(person=user, seminar__day__lte=day),
        "observed",
        since="seminar__day",
        who=name_of("seminar__placement__person"),
        what="seminar__title",
        where="seminar__placement__school__name",
    )


def to_agree(user: User) -> Iterator[Any]:
    """Recordings one is seen in, of which one never said whether they may be shown, or somebody recorded a paper."""
    for kind, rows in (
        ("consent", SeenInRecording.objects.to_answer()),
        ("consent_paper", SeenInRecording.objects.on_paper()),
    ):
        yield each(
            rows.filter(person=user),
            kind,
            since=local_day("added_at"),
            who=name_of("recording__placement__person"),
            what="recording__title",
            where="recording__placement__school__name",
        )


def headless_coaching(day: date) -> Any:
    """Leaders whom nobody coaches, by school."""
    return grouped(without_coach(day), "no_coach", by="school", since="starts", where="school__name")
