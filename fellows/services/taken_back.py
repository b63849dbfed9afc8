"""What was taken over from paper by mistake is taken back, while nothing rests on it: a fellow, or their agreement."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import demand, demand_reason
from common.states import step
from fellows.models import Fellow, PaperAgreement, ServiceRecord
from fellows.policies import paper_agreement, why_not
from fellows.services.fellows import hold_places, locked, record
from fellows.services.papers import take_back_paper
from fellows.states import BACK_MOVES, Action, ServiceState, State
from notifications.services import cancel
from people.models import User


@transaction.atomic
def take_back_fellow(*, pk: int, by: User, reason: str, now: datetime | None = None) -> Fellow:
    """Who was taken over by mistake is counted nowhere any more, and may be taken over anew; that it was so, and who
    took it back, stays on record. Their agreement and years on paper go with them. Nobody is told.

    Raises DomainError where something rests on it, and without a reason.
    """
    moment = now or timezone.now()
    hold_places(Fellow.everybody.values_list("cohort", flat=True).get(pk=pk))
    fellow = Fellow.everybody.held(pk)
    demand(why_not(by, Action.TAKE_BACK, fellow))
    why = demand_reason(reason)
    for year in ServiceRecord.objects.on_paper().filter(fellow=fellow).exclude(state=ServiceState.TAKEN_BACK):
        take_back_paper(pk=year.pk, by=by, reason=why, now=moment)
    if (paper := paper_agreement(fellow)) is not None:
        _put_aside(paper, by, why, moment)
    before = State(fellow.state)
    fellow.state = step(BACK_MOVES, before, Action.TAKE_BACK)
    fellow.save(update_fields=["state"])
    taken = fellow.taken_over
    taken.taken_back_by, taken.taken_back_at, taken.why_back = by, moment, why
    taken.save(update_fields=["taken_back_by", "taken_back_at", "why_back"])
    record(fellow, Action.TAKE_BACK, by, moment, before=before, note=why)
    for topic in ("service-report", "alumni"):
        cancel(topic=f"{topic}-{fellow.pk}")
    return fellow


@transaction.atomic
def take_back_agreement(*, pk: int, by: User, reason: str, now: datetime | None = None) -> Fellow:
    """The agreement on paper of a fellow holds no more, as if it had never been put on record; that it was stays.
    Raises DomainError where something rests on it, and without a reason."""
    moment = now or timezone.now()
    fellow = locked(pk)
    demand(why_not(by, Action.TAKE_BACK_AGREEMENT, fellow))
    why = demand_reason(reason)
    paper = paper_agreement(fellow)
    assert paper is not None
    _put_aside(paper, by, why, moment)
    record(fellow, Action.TAKE_BACK_AGREEMENT, by, moment, day=paper.signed_on, note=why)
    return fellow


def _put_aside(paper: PaperAgreement, by: User, why: str, moment: datetime) -> None:
    paper.taken_back_by, paper.taken_back_at, paper.why_back = by, moment, why
    paper.save(update_fields=["taken_back_by", "taken_back_at", "why_back"])
