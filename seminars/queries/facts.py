"""What stipends need to know of sessions."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from common.clock import local_date
from pathways.models import Placement
from seminars.models import Attendance, Session
from seminars.queries.audience import OFF
from seminars.rules import Audience
from seminars.states import State


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session and what it holds for one person. `minutes` is its length as required.

    `mark` None: nobody marked this person. On a closed roster that means it was not required of them then (closing
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


COLUMNS = (
    *("pk", "title", "starts_at", "event__kind", "required_minutes", "state", "required"),
    *("fellows", "school_leaders"),
)


def _unmarked_facts(year_id: int) -> list[SessionFact]:
    """The sessions of the year without any mark, by time (one query); those cancelled or moved are left out."""
    rows = (
        Session.objects.filter(event__year=year_id)
        .exclude(state__in=OFF)
        .order_by("starts_at", "pk")
        .values_list(*COLUMNS)
        .annotate(
            role_ids=ArrayAgg("roles", distinct=True, filter=Q(roles__isnull=False), default=[]),
            cohort_ids=ArrayAgg("cohorts", distinct=True, filter=Q(cohorts__isnull=False), default=[]),
            narrowed=ArrayAgg("cohorts__role", distinct=True, filter=Q(cohorts__isnull=False), default=[]),
        )
    )
    facts = []
    for pk, title, starts_at, kind, minutes, state, required, *others, roles, cohorts, narrowed in rows:
        audience = Audience(frozenset(roles), frozenset(cohorts), frozenset(narrowed), *others)
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
            closed=state == State.CLOSED,
            required=required,
            audience=audience,
        )
        facts.append(fact)
    return facts


def required_of(year_id: int, role_id: int, cohort_id: int | None = None) -> list[SessionFact]:
    """The sessions of a year that a role, and cohort, must attend, by time; without any mark (one query)."""
    return [one for one in _unmarked_facts(year_id) if one.required and one.invites(role_id, cohort_id)]


def required_after(placement: Placement, day: date) -> list[SessionFact]:
    """Sessions of the placement's year on a later day that its role and cohort must attend, by time (one query)."""
    found = required_of(placement.year_id, placement.role_id, placement.cohort_id)
    return [one for one in found if one.date > day]


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
