"""What stipends need to know of sessions."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from common.clock import local_date
from common.models import Ids
from pathways.models import Placement
from seminars.models import Attendance, Session
from seminars.queries.audience import OFF
from seminars.rules import Audience
from seminars.states import State


@dataclass(frozen=True, slots=True)
class SessionFact:
    """One session and what it holds for one person. `minutes` is its length as required.

    `mark` None: nobody marked this person. On a closed roster that means it was not required of them then (closing
    marks the rest absent); on an open one it is still to come. `attended_minutes` None: all of it.
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


# Session, mark, minutes attended.
Mark = tuple[int, str, int | None]
# The sessions, the marks and the minutes of somebody, each as the database writes an array: {1,2}, {present,absent},
# {NULL,45}.
Arrays = tuple[str, str, str]


class YearSessions:
    """The sessions of a year that take place, by time, and what people have of them: those with the same marks share
    one tuple, which lives as long as this does."""

    def __init__(self, year_id: int) -> None:
        """One query."""
        self.unmarked = tuple(_unmarked_facts(year_id))
        self._order = {fact.session_id: index for index, fact in enumerate(self.unmarked)}
        self._facts: dict[Mark, SessionFact] = {}
        self._marked: dict[frozenset[Mark], tuple[SessionFact, ...]] = {frozenset(): self.unmarked}
        self._told: dict[Arrays, tuple[SessionFact, ...]] = {}

    @property
    def ids(self) -> list[int]:
        return list(self._order)

    def told(self, arrays: Arrays) -> tuple[SessionFact, ...]:
        """All sessions, with these marks of somebody; taken apart only where nobody had the same before."""
        if arrays not in self._told:
            sessions, marks, minutes = (array.strip("{}").split(",") for array in arrays)
            stays = (None if one == "NULL" else int(one) for one in minutes)
            self._told[arrays] = self._with(frozenset(zip(map(int, sessions), marks, stays, strict=True)))
        return self._told[arrays]

    def _with(self, marks: frozenset[Mark]) -> tuple[SessionFact, ...]:
        if marks not in self._marked:
            facts = list(self.unmarked)
            for one in marks:
                facts[self._order[one[0]]] = self._fact(one)
            self._marked[marks] = tuple(facts)
        return self._marked[marks]

    def _fact(self, marked: Mark) -> SessionFact:
        if marked not in self._facts:
            session, mark, minutes = marked
            unmarked = self.unmarked[self._order[session]]
            self._facts[marked] = replace(unmarked, mark=mark, attended_minutes=minutes)
        return self._facts[marked]


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


def session_facts(sessions: YearSessions, person_ids: Collection[int]) -> dict[int, tuple[SessionFact, ...]]:
    """For each person all sessions of the year that take place, by time: one query, however many people.

    Every person named has an entry, and every entry has every session, optional ones too: ask `fact.required`
    and `fact.invites(role, cohort)` which of them count.
    """
    facts: dict[int, tuple[SessionFact, ...]] = dict.fromkeys(person_ids, sessions.unmarked)
    # One row a person: Django takes longer over 22,000 rows than the database does to group them.
    marks = (
        Attendance.objects.filter(person_id__any_of=Ids(facts), session_id__in=sessions.ids)
        .order_by()
        .values_list("person_id")
        .annotate(sessions=_array("session_id"), kinds=_array("mark"), stays=_array("minutes"))
    )
    for person, *arrays in marks:
        facts[person] = sessions.told(tuple(arrays))
    return facts


def _array(column: str) -> Cast:
    return Cast(ArrayAgg(column), TextField())
