"""The work of Peer Coaches as pages draw it: theirs, of one, and one's own rows with others."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from coaching.models import (
    CoachedPeer,
    CoachedTeacher,
    HostedSeminar,
    PeerVisit,
    SeminarVisitor,
    TeacherCycle,
    peer_coaches,
    peers_read_by,
)
from coaching.queries.duties import with_counts
from pathways.models import Placement, ProgramYear, standing
from people.models import Hat, Post, User

P = Post.Position
NOT_COACHED = (P.PRINCIPAL, P.ASSISTANT_PRINCIPAL, P.CLERK)


def peers_of(user: User, year: ProgramYear | None) -> "QuerySet[Placement]":
    """Peer Coaches of that year of whose work `user` reads something, by name, with their numbers; their own also once
    it ended. One query."""
    rows = peers_read_by(user)
    held = rows.filter(standing() | Q(person=user), year=year) if year else rows.none()
    return with_counts(held).select_related("person", "role", "school").order_by("person__sort_name", "pk")


def only_own(rows: "QuerySet[Placement]", user: User) -> int | None:
    """The number of the one row there is, where it is their own; else None. One query."""
    found = list(rows.values_list("pk", "person")[:2])
    return found[0][0] if [person for _, person in found] == [user.pk] else None


def teachers_of(placement: Placement) -> list[CoachedTeacher]:
    """Whom they coach or coached, with their cycles as `done`; whom they coach no more stand last (two queries)."""
    cycles = Prefetch("cycles", TeacherCycle.objects.filter(taken_back_at=None), to_attr="done")
    rows = CoachedTeacher.objects.kept().filter(placement=placement).select_related("person")
    return list(rows.prefetch_related(cycles).order_by(F("ends").desc(nulls_first=True), "starts", "pk"))


def listed(user: User) -> list[CoachedTeacher]:
    """Their own rows: by whom they are coached, with the cycles they took part in as `done`. Two queries."""
    cycles = Prefetch("cycles", TeacherCycle.objects.filter(taken_back_at=None), to_attr="done")
    rows = CoachedTeacher.objects.kept().filter(person=user)
    found = rows.select_related(
        "placement__person", "placement__role", "placement__school", "placement__year"
    )
    return list(found.prefetch_related(cycles).order_by("-starts", "-pk"))


def who_may_be_coached(placement: Placement, day: date) -> "QuerySet[User]":
    """People who work at the school on that day, by name, without those who lead it or keep its office, the Peer Coach
    and whom they coach already."""
    posts = Post.objects.on(day).filter(school=placement.school_id).exclude(position__in=NOT_COACHED)
    now = CoachedTeacher.objects.kept().filter(placement=placement, ends=None, person__isnull=False)
    people: QuerySet[User] = User.objects.filter(pk__in=posts.values("person"), is_active=True)
    return people.exclude(Q(pk=placement.person_id) | Q(pk__in=now.values("person"))).order_by(
        "sort_name", "pk"
    )


def seminars_of(placement: Placement) -> "QuerySet[Any]":
    """Seminars they hosted, the newest first, each with its visitors as `guests`, and whether one of them confirmed
    that they observed (`was_seen`). Two queries."""
    guests = (
        SeminarVisitor.objects.filter(taken_back_at=None)
        .select_related("person")
        .order_by("person__sort_name")
    )
    there = SeminarVisitor.objects.confirmed().filter(seminar=OuterRef("pk"))
    found: QuerySet[Any] = (
        HostedSeminar.objects.kept().filter(placement=placement).annotate(was_seen=Exists(there))
    )
    return found.prefetch_related(Prefetch("visitors", guests, to_attr="guests"))


def peers_coached_by(placement: Placement) -> "QuerySet[CoachedPeer]":
    """Peer Coaches they coach, each with the days of visits as `days`. Two queries."""
    days = Prefetch("visits", PeerVisit.objects.filter(taken_back_at=None), to_attr="days")
    rows = (
        CoachedPeer.objects.kept().filter(placement=placement).select_related("peer__person", "peer__school")
    )
    return rows.prefetch_related(days).order_by("peer__person__sort_name", "pk")


def visits_of(user: User, day: date) -> "QuerySet[SeminarVisitor]":
    """Hosted seminars they were named a visitor of and whose day came, the newest first. One query."""
    rows = SeminarVisitor.objects.kept().filter(person=user, seminar__day__lte=day)
    whose = ("seminar__placement__person", "seminar__placement__school")
    return rows.select_related(*whose).order_by("-seminar__day", "-pk")


def coaching_me(user: User) -> "QuerySet[CoachedPeer]":
    """Senior Peer Coaches who coach them, each with the days of visits as `days`. Two queries."""
    days = Prefetch("visits", PeerVisit.objects.filter(taken_back_at=None), to_attr="days")
    rows = CoachedPeer.objects.kept().filter(peer__person=user)
    return rows.select_related("placement__person", "placement__school").prefetch_related(days)


def who_may_visit(placement: Placement, day: date) -> "QuerySet[User]":
    """Peer Coaches of the year, leaders of the school in it, people who work there on that day, coaches and program
    managers; by name, without the host."""
    year = Placement.objects.filter(standing(), year=placement.year_id)
    peers, leads = (
        peer_coaches(year).values("person"),
        year.filter(school=placement.school_id).values("person"),
    )
    posts = Post.objects.on(day).filter(school=placement.school_id).values("person")
    worn = Hat.objects.on(day).filter(kind__in=[Hat.Kind.COACH, Hat.Kind.PROGRAM_MANAGER]).values("person")
    part = Q(pk__in=peers) | Q(pk__in=leads) | Q(pk__in=posts) | Q(pk__in=worn)
    people: QuerySet[User] = User.objects.filter(part, is_active=True)
    return people.exclude(pk=placement.person_id).order_by("sort_name", "pk")


def who_may_be_coached_as_peer(placement: Placement) -> "QuerySet[Placement]":
    """Peer Coaches of the same year, by name, without those they coach already."""
    now = CoachedPeer.objects.kept().filter(placement=placement).values("peer")
    rows = peer_coaches().filter(standing(), year=placement.year_id).exclude(person=placement.person_id)
    rows = rows.exclude(pk__in=now).select_related("person", "school", "role")
    return rows.order_by("person__sort_name", "pk")
