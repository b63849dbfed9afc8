"""Questions about sessions: whom they are required of, what stipends need, calendars."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from common.clock import day_ends, local_date
from common.names import Name, same_key
from pathways.models import Leave, Placement
from people.models import User
from seminars.models import Attendance, Session
from seminars.policies import concerns, invites
from seminars.rules import Audience
from seminars.states import Action, State

OFF = [State.CANCELLED.value, State.MOVED.value]


# --- whom a session is for ---------------------------------------------------------------------------
def invited_placements(session: Session) -> "QuerySet[Placement]":
    """Placements of the session's local day whose role and cohort it invites, but those on leave that day."""
    day = local_date(session.starts_at)
    roles, cohorts = session.roles.values("pk"), session.cohorts.all()
    in_cohort = Q(cohort__in=cohorts.values("pk"))
    in_role = Q(role__in=roles) & ~Q(role__in=cohorts.values("role"))
    everyone = ~Exists(session.roles.all()) & ~Exists(cohorts)
    away = Leave.objects.on(day).filter(placement=OuterRef("pk"))
    held: QuerySet[Placement] = Placement.objects.on(day).filter(year=session.event.year_id)
    return held.filter(in_cohort | in_role | Q(everyone)).filter(~Exists(away))


def invited_people(session: Session) -> "QuerySet[User]":
    """Whom the session invites, once each, by name."""
    invited: QuerySet[User] = User.objects.filter(pk__in=invited_placements(session).values("person"))
    return invited


def on_roster(session: Session) -> "QuerySet[User]":
    """Whom the roster lists: those invited and those marked (walk-ins)."""
    marked: QuerySet[User] = User.objects.filter(pk__in=session.attendance.values("person"))
    return marked | invited_people(session)


def required_people(session: Session) -> "QuerySet[User]":
    """Of whom the session is required: all it invites, nobody when it is optional or does not take place."""
    if not session.required or session.state in OFF:
        return invited_people(session).none()
    return invited_people(session)


# --- facts for pay -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session and what it holds for one person. `minutes` is its length as required.

    `mark` None: nobody marked this person. On a closed roster that means it was not required of them (closing
    marks the rest absent); on an open one it is still to come. `attended_minutes` None: all of it. People
    without a mark, and people with the same one, share instances: never compare them by identity.
    """

    session_id: int
    title: str
    date: date
    kind: str
    minutes: int
    mark: str | None
    attended_minutes: int | None
    roles: frozenset[int]
    cohorts: frozenset[int]
    closed: bool
    required: bool
    audience: Audience

    def invites(self, role_id: int, cohort_id: int | None) -> bool:
        """Whether someone in this role and cohort was invited."""
        return self.audience.invites(role_id, cohort_id)


def _unmarked_facts(year_id: int) -> list[SessionFact]:
    """The sessions of the year without any mark, by time (one query); those cancelled or moved are left out."""
    rows = (
        Session.objects.filter(event__year=year_id)
        .exclude(state__in=OFF)
        .order_by("starts_at", "pk")
        .values_list("pk", "title", "starts_at", "event__kind", "required_minutes", "state", "required")
        .annotate(
            role_ids=ArrayAgg("roles", distinct=True, filter=Q(roles__isnull=False), default=[]),
            cohort_ids=ArrayAgg("cohorts", distinct=True, filter=Q(cohorts__isnull=False), default=[]),
            narrowed=ArrayAgg("cohorts__role", distinct=True, filter=Q(cohorts__isnull=False), default=[]),
        )
    )
    facts = []
    for pk, title, starts_at, kind, minutes, state, required, roles, cohorts, narrowed in rows:
        audience = Audience(frozenset(roles), frozenset(cohorts), frozenset(narrowed))
        fact = SessionFact(
            session_id=pk,
            title=title,
            date=local_date(starts_at),
            kind=kind,
            minutes=minutes,
            mark=None,
            attended_minutes=None,
            roles=audience.roles,
            cohorts=audience.cohorts,
            closed=state == State.CLOSED.value,
            required=required,
            audience=audience,
        )
        facts.append(fact)
    return facts


def required_after(placement: Placement, day: date) -> list[SessionFact]:
    """Sessions of the placement's year on a later day that its role and cohort must attend, by time (one query)."""
    facts = _unmarked_facts(placement.year_id)
    role, cohort = placement.role_id, placement.cohort_id
    return [one for one in facts if one.required and one.date > day and one.invites(role, cohort)]


def session_facts(year_id: int, person_ids: Collection[int]) -> dict[int, list[SessionFact]]:
    """For each person all sessions of the year that take place, by time: two queries, however many people.

    Every person named has an entry, and every entry has every session, optional ones too: ask `fact.required`
    and `fact.invites(role, cohort)` which of them count.
    """
    unmarked = _unmarked_facts(year_id)
    order = {fact.session_id: index for index, fact in enumerate(unmarked)}
    facts: dict[int, list[SessionFact]] = {person: unmarked.copy() for person in person_ids}
    known: dict[tuple[int, str, int | None], SessionFact] = {}
    # One row a person: Django takes longer over 22,000 rows than the database does to group them.
    marks = (
        Attendance.objects.filter(person_id__any_of=facts, session_id__in=list(order))
        .order_by()
        .values_list("person_id")
        .annotate(sessions=ArrayAgg("session_id"), kinds=ArrayAgg("mark"), stays=ArrayAgg("minutes"))
    )
    for person, sessions, kinds, stays in marks:
        own = facts[person]
        for key in zip(sessions, kinds, stays, strict=True):
            fact = known.get(key)
            if fact is None:
                session, mark, minutes = key
                fact = known[key] = replace(unmarked[order[session]], mark=mark, attended_minutes=minutes)
            own[order[key[0]]] = fact
    return facts


# --- rosters -----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line of a roster. `invited` is false for walk-ins; `mark` is empty when there is none yet."""

    person_id: int
    given: str
    family: str
    email: str
    invited: bool
    mark: str
    minutes: int | None
    reason: str

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
        asked, day = self.audience, local_date(session.starts_at)
        held: QuerySet[Placement] = Placement.objects.on(day).filter(year=session.event.year_id)
        if asked.roles or asked.cohorts:
            whole = asked.roles - asked.narrowed_roles
            held = held.filter(Q(cohort__in=asked.cohorts) | Q(role__in=whole))
        away = Leave.objects.on(day).filter(placement=OuterRef("pk"))
        return held.filter(~Exists(away)) if self.leave else held


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
    audience = Audience(frozenset(roles), frozenset(cohort_ids), frozenset(narrowed))
    return _Setting(audience, leave, dict(zip(MARKS, marks, strict=True)))


def roster(session: Session, start: int = 0, size: int | None = 50) -> Roster:
    """Those invited and those marked (walk-ins), by name, from `start` on; `size` None: all. Two queries.

    Beyond the end it is empty, and its counts are of marks alone.
    """
    setting = _setting(session)
    invited, marked = setting.invited(session), session.attendance.order_by().values("person")
    own = invited.filter(person=OuterRef("pk")).order_by().values("pk")[:1]
    people = User.objects.alias(
        here=FilteredRelation("attendance", condition=Q(attendance__session=session))
    ).annotate(placement=Subquery(own), waiting=_waiting(session, invited))
    # Near the start of a long roster, people in the order of the index by name are asked one by one until the
    # page is full. Else they are looked up in two hashed lists: short ones, or worth it on a late page. Joined
    # and sorted instead, everybody on the roster would be read for each page.
    if size and (start + size) * NEAR <= sum(setting.marks.values()):
        people = people.filter(Q(here__isnull=False) | Q(placement__isnull=False))
    else:
        people = people.filter(Q(pk__in=invited.order_by().values("person")) | Q(pk__in=marked))
    columns = ("pk", "given_name", "preferred_name", "family_name", "email", "placement", "waiting")
    found = people.order_by("sort_name", "pk").values_list(
        *columns, "here__mark", "here__minutes", "here__reason"
    )
    rows, waiting = [], 0
    for pk, given, preferred, family, email, placement, silent, mark, minutes, reason in (
        found[start : start + size] if size else found
    ):
        name = preferred or given
        rows.append(
            RosterRow(pk, name, family, email, placement is not None, mark or "", minutes, reason or "")
        )
        waiting = silent or 0
    counts = {"waiting": waiting, **setting.marks}
    return Roster(rows, {**counts, "total": sum(counts.values())})


def schools_beside(session: Session, rows: Collection[RosterRow]) -> dict[int, str]:
    """The school of each person whose name somebody else on the roster bears too, as far as one is known: where they
    hold a role that year. No query when all names differ, else one."""
    borne = Counter(same_key(row.name) for row in rows)
    alike = [row.person_id for row in rows if borne[same_key(row.name)] > 1]
    if not alike:
        return {}
    held = Placement.objects.filter(year=session.event.year_id, person__any_of=alike).order_by("starts", "pk")
    return dict(held.values_list("person_id", "school__name"))


def _waiting(session: Session, invited: "QuerySet[Placement]") -> Subquery:
    """How many invited people have no mark; one number for the whole statement, None for nobody."""
    here = Attendance.objects.filter(session=session, person=OuterRef("person"))
    silent = invited.filter(~Exists(here)).order_by().values("year")
    return Subquery(silent.annotate(people=Count("person", distinct=True)).values("people"))


def unmarked(session: Session) -> "QuerySet[User]":
    """Required people without a mark: closing the roster marks them absent."""
    return required_people(session).exclude(pk__in=session.attendance.values("person"))


def missing_from(session: Session) -> dict[str, list[User]]:
    """Who is marked absent and who excused (`why`: the reason), each by name; one query."""
    found: dict[str, list[User]] = {"absent": [], "excused": []}
    own = FilteredRelation("attendance", condition=Q(attendance__session=session))
    people = User.objects.alias(here=own).filter(here__mark__in=list(found))
    for person in people.annotate(mark=F("here__mark"), why=F("here__reason")):
        found[person.mark].append(person)
    return found


def same_content(session: Session) -> "QuerySet[Session]":
    """Other sessions with the content code of this one: those that may make up for it. By time."""
    same = Session.objects.filter(content_code=session.content_code).exclude(content_code="")
    return same.exclude(pk=session.pk).exclude(state__in=OFF).order_by("starts_at", "pk")


# --- calendars ---------------------------------------------------------------------------------------
def asks(person: User) -> ExpressionWrapper:
    """Whether the session's row invites this person, for pages that ask with the row itself."""
    return ExpressionWrapper(invites(person), BooleanField())


def moved_to(session: Session, user: User) -> Session | None:
    """The session that took the place of a moved one, if this person may see it."""
    if session.state != State.MOVED.value:
        return None
    new: Session | None = Session.objects.visible_to(user).filter(moved_from=session).first()
    return new


def sessions_for(person: User) -> "QuerySet[Session]":
    """Sessions that invite a placement of this person, mark them, or that they facilitate; by time."""
    return Session.objects.filter(concerns(person)).select_related("event").order_by("starts_at", "pk")


def calendar(user: User) -> "QuerySet[Session]":
    """Sessions this person may see, by time, each with `my_mark` and `my_minutes` (None: no mark), and whether it
    invites them (`asks_me`)."""
    mine = FilteredRelation("attendance", condition=Q(attendance__person=user))
    seen = Session.objects.visible_to(user).select_related("event").annotate(mine=mine)
    marked = seen.annotate(my_mark=F("mine__mark"), my_minutes=F("mine__minutes"), asks_me=asks(user))
    return marked.order_by("starts_at", "pk")  # type: ignore[no-any-return]


# What changes an entry of a calendar; that a session was held or its roster closed does not.
CHANGES = [Action.MOVE.value, Action.CANCEL.value, "change"]
HISTORY = """
WITH RECURSIVE line(session_id, id, moved_from_id) AS (
    SELECT id, id, moved_from_id FROM seminars_session WHERE id = ANY(%(sessions)s::bigint[])
    UNION ALL
    SELECT line.session_id, s.id, s.moved_from_id FROM line JOIN seminars_session s ON s.id = line.moved_from_id
)
SELECT line.session_id, max(line.id) FILTER (WHERE line.moved_from_id IS NULL), count(e.id), max(e.at)
FROM line LEFT JOIN seminars_sessionevent e ON e.session_id = line.id AND e.action = ANY(%(changes)s)
GROUP BY line.session_id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a personal calendar: the `first` of the sessions whose place it took (itself if none), how often
    it changed since, and when last."""

    session: Session
    first: int
    changes: int
    changed_at: datetime


def feed(person: User, now: datetime) -> list[Entry]:
    """What a personal calendar shows: their sessions from two months back on, cancelled ones too. Two queries."""
    since = now - timedelta(days=60)
    sessions = list(sessions_for(person).filter(ends_at__gt=since).exclude(state=State.MOVED.value))
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, {"sessions": [one.pk for one in sessions], "changes": CHANGES})
        known = {pk: (first, changes, at) for pk, first, changes, at in cursor.fetchall()}
    entries = []
    for session in sessions:
        first, changes, at = known[session.pk]
        entries.append(Entry(session, first, changes, at or session.planned_at))
    return entries


def upcoming(person: User, now: datetime | None = None) -> "QuerySet[Session]":
    """What lies ahead of this person and takes place, by time."""
    moment = now or timezone.now()
    return sessions_for(person).filter(ends_at__gt=moment).exclude(state__in=OFF)


def starting_between(now: datetime, last_day: date) -> "QuerySet[Session]":
    """Planned sessions that start after `now`, until the end of `last_day` in Los Angeles."""
    ahead = Session.objects.filter(starts_at__gt=now, starts_at__lt=day_ends(last_day))
    return ahead.filter(state=State.PLANNED.value).select_related("event")


def make_ups(session: Session, now: datetime) -> "QuerySet[Session]":
    """Later sessions with the same content code that still have places, by time."""
    if not session.content_code:
        return Session.objects.none()
    same = Session.objects.filter(content_code=session.content_code, event__year=session.event.year_id)
    open_still = same.filter(state=State.PLANNED.value, starts_at__gt=now).exclude(pk=session.pk)
    return open_still.order_by("starts_at", "pk")
