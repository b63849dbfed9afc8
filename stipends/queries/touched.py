"""Whom a change of what is required touches, and what it moves: the same statements, before and after it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F, QuerySet

from common.clock import local_date
from common.models import Ids
from pathways.models import Placement, ProgramYear
from pathways.queries import DeliverableFact
from pathways.states import DeliverableState
from seminars.models import Session
from seminars.queries import Corrected, SessionFact
from stipends.models import StipendRun
from stipends.queries.evidence import Evidence, evidence, year_context
from stipends.queries.hashes import canonical, digest
from stipends.queries.standing import as_it_stands, make_ups
from stipends.rules import FactError, outlook
from stipends.rules import Session as RuleSession

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Worth:
    """Cents of a statement: earned so far, and what may be earned in all. None: nothing can be paid yet, for no policy
    is published or the calendar is missing."""

    earned: int | None
    possible: int | None


@dataclass(frozen=True, slots=True)
class Touched:
    """A statement of which other sessions or days are asked after the change, and its worth before and after."""

    placement: Placement
    before: Worth
    after: Worth
    # Required sessions whose closed rosters hold no mark of them, and were not required of them before.
    lacking: tuple[SessionFact, ...] = ()
    # What changed, where that is not the same for everybody.
    title: str = ""
    # The numbers of sessions that were not required of them before.
    new: frozenset[int] = frozenset()

    @property
    def moves(self) -> bool:
        return self.before != self.after

    @property
    def counts(self) -> bool:
        """Whether it moves cents, or leaves a closed roster without a mark."""
        return self.moves or bool(self.lacking)

    @property
    def known(self) -> bool:
        """Whether anybody knows what is paid: a policy is published, and the year has its days."""
        return self.after.possible is not None


@dataclass(frozen=True, slots=True)
class Look:
    """What the statements of a year are made of at one moment."""

    cases: dict[int, Evidence]
    until: dict[str, object]


def look_at(year: ProgramYear, now: datetime, whose: Placement | None = None) -> Look:
    """Every statement of the year as it stands, or that of one placement alone: a fixed number of queries for a
    thousand of them."""
    rows = Placement.objects.filter(year=year).order_by("pk")
    return _look(year, now, list(rows.values_list("pk", flat=True)) if whose is None else [whose.pk])


def _look(year: ProgramYear, now: datetime, pks: list[int]) -> Look:
    context = year_context(year.pk, local_date(now), StipendRun.Kind.PROJECTION)
    chunks = (pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE))
    cases = {case.placement_id: case for chunk in chunks for case in evidence(context, chunk)}
    return Look(cases, make_ups(year, now))  # type: ignore[arg-type]


def may_earn(year: ProgramYear, placement_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Cents that each of these placements may still earn in all; those of which nobody knows are left out."""
    if not placement_ids:
        return {}
    look = _look(year, now, list(placement_ids))
    rows = Placement.objects.filter(pk__any_of=Ids(placement_ids)).select_related("year")
    worth = {row.pk: _worth(look, row, now) for row in rows}
    return {pk: one.possible for pk, one in worth.items() if one.possible is not None}


def beyond(run: StipendRun, now: datetime) -> dict[int, int]:
    """Of an installment that is not approved yet: cents it pays, with what was paid before, above all that its
    placements can still earn. Approving it opens an overpayment for each (rules.md §3)."""
    if run.kind != StipendRun.Kind.INSTALMENT:
        return {}
    gets = F("already_paid_cents") + F("amount_cents") + F("taken_cents")
    lines = run.lines.filter(amount_cents__gt=0, earned_cents__lt=gets).order_by()
    found = dict(lines.values_list("placement_id", gets))
    still = may_earn(run.year, list(found), now)
    over = {pk: cents - still.get(pk, cents) for pk, cents in found.items()}
    return {pk: cents for pk, cents in over.items() if cents > 0}


def touched(before: Look, after: Look, now: datetime) -> list[Touched]:
    """Those for whom other sessions are required now, or the same ones differently, by name. One query."""
    pks = [pk for pk, case in after.cases.items() if _asked(case) != _asked(before.cases[pk])]
    return [
        Touched(
            row,
            _worth(before, row, now),
            _worth(after, row, now),
            _lacking(before, after, row),
            new=_required(after, row) - _required(before, row),
        )
        for row in _by_name(Placement.objects.filter(pk__in=pks))
    ]


def _by_name(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    named = rows.select_related("person", "role", "school", "year")
    return named.order_by("person__family_name", "person__given_name", "pk")


def marked_otherwise(session: Session, marks: Collection[Corrected], now: datetime) -> list[Touched]:
    """The statements this closed roster counts for, of those whose mark was put right since it was closed before:
    what each said with the mark of then, and says with that of now. A fixed number of queries."""
    found = {one.person.pk: one for one in marks}
    year = session.event.year
    placements = list(_by_name(Placement.objects.filter(year=year, person__in=list(found))))
    after = _look(year, now, [row.pk for row in placements])
    counting = [
        row for row in placements if any(one.session_id == session.pk for one in after.cases[row.pk].held)
    ]
    before = Look(
        {row.pk: _with_mark(after.cases[row.pk], session, found[row.person_id]) for row in counting},
        after.until,
    )
    return [
        Touched(
            row, _worth(before, row, now), _worth(after, row, now), title=_told(session, found[row.person_id])
        )
        for row in counting
    ]


def _with_mark(case: Evidence, session: Session, given: Corrected) -> Evidence:
    """The same evidence, with the mark this roster held when it was closed before."""
    mark, ref = given.mark_before or None, str(session.pk)

    def then(one: RuleSession) -> RuleSession:
        if one.ref != ref:
            return one
        return replace(one, mark=mark, attended_minutes=given.minutes_before, lacks_a_mark=mark is None)

    segments = tuple(
        replace(part, sessions=tuple(then(one) for one in part.sessions)) for part in case.case.segments
    )
    return case._replace(case=case.case._replace(segments=segments))


def _told(session: Session, given: Corrected) -> str:
    """ "Seminar 3: absent, was present"."""
    was = f"was {given.was}" if given.mark_before else f"had {given.was}"
    return f"{session.title}: {given.now}, {was}"


def _lacking(before: Look, after: Look, row: Placement) -> tuple[SessionFact, ...]:
    known = {one.session_id for one in before.cases[row.pk].unmarked}
    return tuple(one for one in after.cases[row.pk].unmarked if one.session_id not in known)


def _required(look: Look, row: Placement) -> frozenset[int]:
    return frozenset(one.session_id for one in look.cases[row.pk].held)


def fingerprint(rows: list[Touched], after: Look) -> str:
    """What somebody saw before they did it: whom it touches, what is asked of them, what it moves. Numbers of
    sessions are no part of it: a new one gets another number each time it is tried."""
    seen = [
        [
            row.placement.pk,
            sorted(_without_number(after.cases[row.placement.pk])),
            row.before.earned,
            row.before.possible,
            row.after.earned,
            row.after.possible,
        ]
        for row in rows
    ]
    return digest(canonical(seen))[:32]


def _asked(case: Evidence) -> tuple[object, ...]:
    """What is required, and how what happened counts."""
    asked = [
        (one.session_id, one.date, one.minutes, one.kind, one.mark if one.closed else None)
        for one in case.held
    ]
    days = [
        (one.title, one.service_days, one.year_service_days, one.leave_days) for one in case.case.segments
    ]
    # By number: another day puts them in another order.
    owed = sorted((one.record_id, *_of_work(one)) for one in case.work if one.required)
    return (*asked, *days, *owed, case.case.completed_year, case.case.version)


def _of_work(one: DeliverableFact) -> tuple[object, ...]:
    """What a deliverable asks: its weight, and its day while there is something to hand in."""
    settled = one.state in (DeliverableState.ACCEPTED, DeliverableState.WAIVED)
    return one.weight, None if settled else one.due, one.state == DeliverableState.WAIVED


def _without_number(case: Evidence) -> Iterator[str]:
    """The sessions and the work that are asked."""
    yield from (f"{one.date} {one.minutes} {one.kind} {one.title}" for one in case.held)
    yield from (f"{one.title} {_of_work(one)}" for one in case.work if one.required)


def _worth(look: Look, placement: Placement, now: datetime) -> Worth:
    case = look.cases[placement.pk].case
    if case.policy is None:
        return Worth(None, None)
    completed, segments = as_it_stands(case, placement, look.until, local_date(now))  # type: ignore[arg-type]
    try:
        return Worth(*outlook(case.policy, case.signed, completed, segments))
    except FactError:
        return Worth(None, None)
