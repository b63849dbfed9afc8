"""A leader who was taken over by mistake is taken back, unless something hangs on it that stays as it was."""

from collections.abc import Iterator

from django.db import transaction

from applications.services import take_back
from common.errors import DomainError, demand
from common.money import dollars
from pathways.models import Placement
from pathways.policies import why_not
from pathways.services import Correcting
from pathways.states import Correction, DeliverableState, PlacementAction
from people.models import User
from seminars.queries import SessionFact, YearSessions, session_facts
from stipends.models import StipendLine, StipendRun
from stipends.services.asked import change_placement


@transaction.atomic
def take_back_leader(*, pk: int, by: User, why: str, seen: str = "") -> Placement:
    """Take back a leader, as `applications.services.take_back` does, where nothing was paid, marked, coached or handed
    in by it. Whoever approves a run of the year waits, or is waited for.

    Raises DomainError that names what hangs on it, and as `change_placement` does.
    """
    row = Placement.objects.select_related("person", "role__pathway", "school", "year").get(pk=pk)
    demand(why_not(by, PlacementAction.TAKE_BACK, row))
    list(StipendRun.objects.select_for_update(of=("self",)).filter(year=row.year_id).order_by("pk"))
    if hangs := list(_hangs_on(row)):
        raise DomainError(f"It stays on record, for {', '.join(hangs)}. End the placement instead.")

    def verb() -> str:
        take_back(pk=pk, by=by, why=why)
        return "it was put on record by mistake"

    change_placement(Correcting(row, Correction.ENDED, by, why, seen), verb)
    return row


def _hangs_on(row: Placement) -> Iterator[str]:
    """What stays as it was, each in words."""
    lines = StipendLine.objects.locked().filter(placement=row)
    if cents := sum(lines.values_list("amount_cents", flat=True)):
        yield f"{dollars(cents)} was paid by it"
    if marked := [fact.title for fact in _marked(row)]:
        yield f"{_count(len(marked), 'session')} of this role {_is(len(marked))} marked ({marked[0]})"
    handed = row.deliverable_records.exclude(
        state__in=[DeliverableState.OPEN, DeliverableState.WAIVED]
    ).count()
    if handed:
        yield f"{_count(handed, 'deliverable')} {_is(handed)} handed in"
    if cycles := row.coaching_cycles.count():
        yield f"{_count(cycles, 'coaching cycle')} {_is(cycles)} planned"


def _marked(row: Placement) -> list[SessionFact]:
    """The sessions with a mark of this leader that no other role of theirs that year asks them to come to."""
    others = Placement.objects.standing().filter(person=row.person_id, year=row.year_id).exclude(pk=row.pk)
    beside = list(others.values_list("role_id", "cohort_id"))
    return [
        fact
        for fact in session_facts(YearSessions(row.year_id), {row.person_id})[row.person_id]
        if fact.mark is not None
        and fact.invites(row.role_id, row.cohort_id)
        and not any(fact.invites(role, cohort) for role, cohort in beside)
    ]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
