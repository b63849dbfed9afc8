"""Who stands on a roster, and with which mark."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from common.clock import local_date
from common.names import Name, same_key
from pathways.models import Leave, Placement
from people.models import User
from seminars.models import EVERYONE, Attendance, AttendanceChange, Session, fits
from seminars.queries.audience import OFF, guests, held_on, required_people
from seminars.rules import Audience, seen_at_closing


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of a roster. `invited` is false for walk-ins; `mark` is empty when there is none yet.

    `checked_in_at`: they checked in after they were marked absent at `marked_at`, which stands; else both are None.
    """

    person_id: int
    given: str
    family: str
    email: str
    invited: bool
    mark: str
    minutes: int | None
    reason: str
    marked_at: datetime | None = None
    checked_in_at: datetime | None = None

    @property
    def name(self) -> str:
        """As people look for it on a sheet: "Ruiz, Ana"; the address when no name is known."""
        return Name(", ".join(part for part in (self.family, self.given) if part) or self.email)


@dataclass(frozen=True, slots=True)
class Roster:
    """A page of a roster, and how many people of the whole roster have each mark (`total`, `waiting` too)."""

    rows: list[RosterRow]
    counts: dict[str, int]


MARKS = ("present", "absent", "excused", "made_up")
# A page is near the start of a roster when at least this many times as many people are marked.
NEAR = 20


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a roster is drawn from, read once: whom it invites, whether anybody is on leave, marks given so far."""

    audience: Audience
    leave: bool
    marks: dict[str, int]

    def invited(self, session: Session) -> "QuerySet[Placement]":
        """The same as `invited_placements`, in plain ids: over thousands of people a third of its price."""
        asked = self.audience
        whom = fits(
            roles=asked.roles,
            cohorts=asked.cohorts,
            narrowed=asked.narrowed_roles,
            everyone=EVERYONE if asked.everyone else Q(),
        )
        return held_on(session, whom, on_leave=not self.leave)


def _setting(session: Session) -> _Setting:
    cohorts = session.cohorts.order_by()
    away = Leave.objects.on(local_date(session.starts_at)).filter(placement__year=session.event.year_id)
    (row,) = (
        Session.objects.filter(pk=session.pk)
        .order_by()
        .values_list("pk")
        .annotate(
            role_ids=ArraySubquery(session.roles.order_by().values("pk")),
            cohort_ids=ArraySubquery(cohorts.values("pk")),
            narrowed=ArraySubquery(cohorts.values("role")),
            leave=Exists(away),
            # Of the mark and not of the row, which would have to be visited.
            **{mark: Count("attendance__mark", filter=Q(attendance__mark=mark)) for mark in MARKS},
        )
    )
    _, roles, cohort_ids, narrowed, leave, *marks = row
    named = (frozenset(roles), frozenset(cohort_ids), frozenset(narrowed))
    audience = Audience(*named, session.fellows, session.school_leaders)
    return _Setting(audience, leave, dict(zip(MARKS, marks, strict=True)))


def roster(session: Session, start: int = 0, size: int | None = 50) -> Roster:
    """Those invited and those marked (walk-ins), by name, from `start` on; `size` None: all. Two queries.

    Beyond the end it is empty, and its counts are of marks alone.
    """
    setting = _setting(session)
    columns = ("pk", "given_name", "preferred_name", "family_name", "email", "placement", "guest", "waiting")
    found = _people(session, setting, start, size).values_list(
        *columns, "here__mark", "here__minutes", "here__reason", "here__marked_at", "checked"
    )
    rows, waiting = [], 0
    for (
        pk,
        given,
        preferred,
        family,
        email,
        placement,
        guest,
        silent,
        mark,
        minutes,
        why,
        marked,
        checked,
    ) in found[start : start + size] if size else found:
        whose = (pk, preferred or given, family, email, placement is not None or guest)
        since = (marked, checked) if checked else (None, None)
        rows.append(RosterRow(*whose, mark or "", minutes, why or "", *since))
        waiting = silent or 0
    counts = {"waiting": waiting, **setting.marks}
    return Roster(rows, {**counts, "total": sum(counts.values())})


def _people(session: Session, setting: _Setting, start: int, size: int | None) -> "QuerySet[User, Any]":
    """Whom the roster lists, by name, each with what its row says."""
    invited, marked = setting.invited(session), session.attendance.order_by().values("person")
    own = invited.filter(person=OuterRef("pk")).order_by().values("pk")[:1]
    beside = guests(session)
    people = User.objects.alias(
        here=FilteredRelation("attendance", condition=Q(attendance__session=session))
    ).annotate(
        placement=Subquery(own),
        guest=Case(When(beside, then=True), default=False),
        waiting=_waiting(session, invited, beside),
        checked=_checked_in(),
    )
    # Near the start of a long roster, people in the order of the index by name are asked one by one until the
    # page is full. Else they are looked up in two hashed lists: short ones, or worth it on a late page. Joined
    # and sorted instead, everybody on the roster would be read for each page.
    if size and (start + size) * NEAR <= sum(setting.marks.values()):
        people = people.filter(Q(here__isnull=False) | Q(placement__isnull=False) | beside)
    else:
        people = people.filter(Q(pk__in=invited.order_by().values("person")) | Q(pk__in=marked) | beside)
    return people.order_by("sort_name", "pk")


def schools_beside(session: Session, rows: Collection[RosterRow]) -> dict[int, str]:
    """The school of each person whose name somebody else on the roster bears too, as far as one is known: where they
    hold a role that year. No query when all names differ, else one."""
    borne = Counter(same_key(row.name) for row in rows)
    alike = [row.person_id for row in rows if borne[same_key(row.name)] > 1]
    if not alike:
        return {}
    held = Placement.objects.filter(year=session.event.year_id, person__any_of=alike).order_by("starts", "pk")
    return dict(held.values_list("person_id", "school__name"))


def _checked_in() -> Subquery:
    """When whoever `here` (a mark) says is absent checked in after it was given; None when they did not."""
    given = {"attendance": OuterRef("here__pk"), "at__gte": OuterRef("here__marked_at")}
    beside = AttendanceChange.objects.filter(source=Attendance.Source.QR, new_mark="absent", **given)
    return Subquery(beside.order_by("-at").values("at")[:1])


def _waiting(session: Session, invited: "QuerySet[Placement]", beside: Q) -> Subquery:
    """How many invited people have no mark; one number for the whole statement, None for nobody."""
    if session.fellows or session.school_leaders:
        marked = session.attendance.order_by().values("person")
        people = User.objects.filter(Q(pk__in=invited.order_by().values("person")) | beside)
        alone = people.exclude(pk__in=marked).order_by().values(one=Value(1))
        return Subquery(alone.annotate(people=Count("pk")).values("people"))
    here = Attendance.objects.filter(session=session, person=OuterRef("person"))
    silent = invited.filter(~Exists(here)).order_by().values("year")
    return Subquery(silent.annotate(people=Count("person", distinct=True)).values("people"))


def unmarked(session: Session) -> "QuerySet[User]":
    """Required people without a mark: closing the roster marks them absent."""
    return required_people(session).exclude(pk__in=session.attendance.values("person"))


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing a roster would count, each by name: who is `absent` and who `excused` (`why`: the reason), who has
    no mark and becomes absent (`waiting`), and how many `came`. `seen`: the mark of all that, minutes included.

    Of the absent, `checked` is when they checked in after they were `marked` so, or None.
    """

    waiting: list[User]
    absent: list[User]
    excused: list[User]
    came: int
    seen: str

    @property
    def checked_in(self) -> int:
        """How many are marked absent and checked in afterwards."""
        return sum(bool(person.checked) for person in self.absent)  # type: ignore[attr-defined]

    @property
    def marked(self) -> int:
        """How many have a mark."""
        return self.came + len(self.absent) + len(self.excused)

    @property
    def in_numbers(self) -> str:
        """As the button says it: "83 came, 3 absent, 2 excused"."""
        absent = len(self.absent) + len(self.waiting)
        return f"{self.came} came, {absent} absent, {len(self.excused)} excused"


def closing(session: Session) -> Closing:
    """What closing the roster would count now. Three queries."""
    missing: dict[str, list[User]] = {"absent": [], "excused": []}
    own = FilteredRelation("attendance", condition=Q(attendance__session=session))
    people = User.objects.alias(here=own).filter(here__mark__in=list(missing))
    told = {"mark": F("here__mark"), "why": F("here__reason"), "marked": F("here__marked_at")}
    for person in people.annotate(**told, checked=_checked_in()):
        missing[person.mark].append(person)
    waiting = list(unmarked(session))
    marks = list(session.attendance.order_by().values_list("person", "mark", "minutes", "reason"))
    return Closing(
        waiting=waiting,
        absent=missing["absent"],
        excused=missing["excused"],
        came=sum(mark not in missing for _, mark, _, _ in marks),
        seen=seen_at_closing(session.pk, marks, [person.pk for person in waiting]),
    )


def same_content(session: Session) -> "QuerySet[Session]":
    """Other sessions with the content code of this one: those that may make up for it. By time."""
    same = Session.objects.filter(content_code=session.content_code).exclude(content_code="")
    return same.exclude(pk=session.pk).exclude(state__in=OFF).order_by("starts_at", "pk")
