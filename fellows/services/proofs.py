"""Verbs on proofs of milestones: a file, and no number of a credential anywhere."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from common.storage import stored
from common.uploads import Accepted
from fellows.models import FOLDER, Milestone, MilestoneProof
from fellows.policies import why_not
from fellows.rules.numbers import REFUSED, has_number
from fellows.services.fellows import locked, record
from fellows.states import Action
from people.models import User


def add_proof(*, pk: int, by: User, file: Accepted, now: datetime | None = None) -> MilestoneProof:
    """Keep a file, judged by the form, that shows a degree or a credential. The fellow or a program manager.

    Raises DomainError for another kind of milestone, and when the disk is full; then nothing was changed.
    """
    with stored(file, FOLDER) as name:
        return _add(pk, by, name, now or timezone.now())


@transaction.atomic
def _add(pk: int, by: User, name: str, moment: datetime) -> MilestoneProof:
    milestone = _locked(pk)
    demand(why_not(by, Action.ADD_PROOF, milestone))
    row = MilestoneProof.objects.create(milestone=milestone, file=name, added_by=by, added_at=moment)
    record(
        milestone.fellow,
        Action.ADD_PROOF,
        by,
        moment,
        milestone=milestone.kind,
        attempt=milestone.attempt,
    )
    return row


@transaction.atomic
def take_back_proof(*, pk: int, by: User, now: datetime | None = None) -> MilestoneProof:
    """It was the wrong file: nobody reads it any more. The fellow until it is recorded; a program manager also then."""
    moment = now or timezone.now()
    milestone = _locked(MilestoneProof.objects.values_list("milestone", flat=True).get(pk=pk))
    row = MilestoneProof.objects.get(pk=pk)
    row.milestone = milestone
    demand(why_not(by, Action.TAKE_BACK_PROOF, row))
    row.taken_back_at = moment
    row.save(update_fields=["taken_back_at"])
    record(
        milestone.fellow,
        Action.TAKE_BACK_PROOF,
        by,
        moment,
        milestone=milestone.kind,
        attempt=milestone.attempt,
    )
    return row


def refuse_number(note: str, at: str = "note") -> None:
    """Raises DomainError for words that hold what looks like the number of a document."""
    if has_number(note):
        raise DomainError(REFUSED, at=at)


def _locked(pk: int) -> Milestone:
    """The milestone; whoever else writes of its fellow waits."""
    fellow = locked(Milestone.objects.values_list("fellow", flat=True).get(pk=pk))
    milestone = Milestone.objects.get(pk=pk)
    milestone.fellow = fellow
    return milestone
