"""Verbs on scans of an agreement on paper."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import demand
from common.storage import stored
from common.uploads import Accepted
from fellows.models import SCANS, PaperScan
from fellows.policies import paper_agreement, why_not
from fellows.services.fellows import locked, record
from fellows.states import Action
from people.models import User


def add_scan(*, pk: int, by: User, file: Accepted, now: datetime | None = None) -> PaperScan:
    """Keep a file, judged by the form, that shows the agreement on paper of this fellow. Raises DomainError where none
    is on record, and when the disk is full; then nothing was changed."""
    with stored(file, SCANS) as name:
        return _add(pk, by, name, now or timezone.now())


@transaction.atomic
def _add(pk: int, by: User, name: str, moment: datetime) -> PaperScan:
    fellow = locked(pk)
    demand(why_not(by, Action.ADD_SCAN, fellow))
    paper = paper_agreement(fellow)
    assert paper is not None
    row = PaperScan.objects.create(paper=paper, file=name, added_by=by, added_at=moment)
    record(fellow, Action.ADD_SCAN, by, moment, day=paper.signed_on)
    return row


@transaction.atomic
def take_back_scan(*, pk: int, by: User, now: datetime | None = None) -> PaperScan:
    """It was the wrong file: nobody reads it any more."""
    moment = now or timezone.now()
    found = PaperScan.objects.select_related("paper__agreement")
    fellow = locked(found.get(pk=pk).fellow_id)
    row = found.get(pk=pk)
    row.paper.agreement.fellow = fellow
    demand(why_not(by, Action.TAKE_BACK_SCAN, row))
    row.taken_back_at = moment
    row.save(update_fields=["taken_back_at"])
    record(fellow, Action.TAKE_BACK_SCAN, by, moment, day=row.paper.signed_on)
    return row
