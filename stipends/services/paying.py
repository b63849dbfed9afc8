"""The office that pays schools says what it paid: all of a file or nothing, or a whole file of claims at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import demand
from notifications.services import queue
from people.models import User
from people.queries import signer_for
from stipends.models import ClaimBatch, ClaimConfirmation, SubstituteClaim
from stipends.policies import why_not_batch
from stipends.queries.batches import open_of
from stipends.services.claims import move_claim
from stipends.services.told import Asked, Confirmed, Due, Found, Key, found_of
from stipends.states import BatchAction, ClaimAction, ClaimState


def look_at_payment(*, pk: int, rows: Sequence[Confirmed], by: User, paid_on: date) -> Found:
    """What `pay_claims` would record of these rows. Raises DomainError as it does; nothing is written."""
    batch = ClaimBatch.objects.get(pk=pk)
    demand(why_not_batch(by, BatchAction.CONFIRM, batch))
    return found_of(_asked(batch, _claims(batch)), rows, paid_on, local_date(timezone.now()))


@transaction.atomic
def pay_claims(
    *, pk: int, rows: Sequence[Confirmed], by: User, paid_on: date, now: datetime | None = None
) -> ClaimBatch:
    """Record what the office paid of a file of claims; a part of it leaves the rest exported. `paid_on` is the date of
    payment of rows that say none. Whoever sent a claim, and who signs for its school, are told by mail.

    All or nothing: raises DomainError naming every row that is not an open claim of this file with its exact amount,
    or a school of it with that of all its open claims.
    """
    return _pay(pk, BatchAction.CONFIRM, rows, by, paid_on, now or timezone.now())


@transaction.atomic
def pay_batch(
    *, pk: int, by: User, paid_on: date, reference: str = "", now: datetime | None = None
) -> ClaimBatch:
    """Record that all that is open of a file of claims was paid on this day. Raises DomainError for a day that cannot
    be."""
    return _pay(pk, BatchAction.CONFIRM_ALL, None, by, paid_on, now or timezone.now(), reference)


def _pay(
    pk: int,
    action: BatchAction,
    rows: Sequence[Confirmed] | None,
    by: User,
    paid_on: date,
    now: datetime,
    reference: str = "",
) -> ClaimBatch:
    batch = ClaimBatch.objects.get(pk=pk)
    # Two who record at once: the second sees what the first recorded.
    claims = {claim.pk: claim for claim in _claims(batch, locked=True)}
    demand(why_not_batch(by, action, batch))
    asked = _asked(batch, list(claims.values()))
    if rows is None:
        open_ones = [one for one in asked.due if not one.confirmed]
        rows = [
            Confirmed(number, one.line_id, one.cents, reference, Key.CLAIM)
            for number, one in enumerate(open_ones, 1)
        ]
    for line in found_of(asked, rows, paid_on, local_date(now)).lines:
        claim = claims[line.line_id]
        ClaimConfirmation.objects.create(
            claim=claim,
            amount_cents=line.amount_cents,
            reference=line.reference,
            paid_on=line.paid_on,
            by=by,
            at=now,
        )
        move_claim(claim, ClaimAction.PAY, by, now, cents=line.amount_cents)
        _tell(claim, line.paid_on, now)
    return batch


def _claims(batch: ClaimBatch, *, locked: bool = False) -> list[SubstituteClaim]:
    claims = batch.claims.select_related("school", "year", "submitted_by__merged_into").order_by("pk")
    return list(claims.select_for_update(of=("self",)) if locked else claims)


def _asked(batch: ClaimBatch, claims: Sequence[SubstituteClaim]) -> Asked:
    return Asked(
        due=[
            Due(
                claim.pk,
                claim.total_cents,
                {Key.CDS_CODE: claim.school.cds_code},
                f"{claim.school.name}, claim {claim.pk}",
                claim.state == ClaimState.PAID,
            )
            for claim in claims
        ],
        noun="claim",
        office="the office",
        stranger="is not in this file",
        nobody="is no school of this file",
        first=local_date(batch.made_at),
        since="the file was made",
        still=lambda: open_of(batch.pk),
    )


def _tell(claim: SubstituteClaim, paid_on: date, now: datetime) -> None:
    """Once each, also where whoever sent it signs for the school too."""
    assert claim.submitted_by is not None
    sent_by = claim.submitted_by.merged_into or claim.submitted_by
    signer = signer_for(claim.school, local_date(now))
    for person in {sent_by, signer or sent_by}:
        queue(
            to=person,
            template="stipends/claim_paid",
            context={"claim": claim, "paid_on": paid_on},
            dedupe_key=f"claim-paid-{claim.pk}-{person.pk}",
        )
