"""Signing: the only door to the chain of evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from applications.models import (
    CommitmentRecord,
    Signature,
    SignatureChain,
    SignatureVoid,
)
from applications.policies import not_oneself
from applications.queries.evidence import evidence_of
from common.chains import append
from common.errors import demand
from common.names import cleaned
from people.models import User

Link = TypeVar("Link", Signature, SignatureVoid)


@transaction.atomic
def chain(rows: Sequence[Link]) -> list[Link]:
    """Append unsaved signatures, or voids, in the order given: each gets its serial, the MAC before it and its own.

    One statement for all rows, so thousands are quick. The chain stays locked until the transaction ends.
    """
    return append(rows, SignatureChain, evidence_of)


@transaction.atomic
def sign(
    *,
    record: CommitmentRecord,
    party: str,
    signer: User,
    capacity: str,
    typed_name: str,
    consent_version: str,
    intent: str,
    proof: str,
    proved_at: datetime,
    signed_at: datetime,
    ip: str,
    user_agent: str = "",
    recommendation_sha256: str = "",
) -> Signature:
    """Record one signature on the hash of `record`. The database lets each party sign a record once.

    Raises NotAllowed when an applicant would sign in place of the principal.
    """
    if party == Signature.Party.PRINCIPAL:
        demand(not_oneself(signer, record.application))
    row = Signature(
        record=record,
        party=party,
        signer=signer,
        capacity=capacity[:120],
        typed_name=cleaned(typed_name),
        consent_version=consent_version,
        intent=intent,
        proof=proof,
        proved_at=proved_at,
        signed_at=signed_at,
        ip=ip,
        user_agent=user_agent[:300],
        sha256=record.sha256,
        recommendation_sha256=recommendation_sha256,
    )
    return chain([row])[0]


@transaction.atomic
def void(*, record: CommitmentRecord, reason: str, by: User | None, now: datetime) -> int:
    """Say that the signatures on a record no longer count; they stay on record. Answers how many."""
    standing = record.signatures.filter(void=None).order_by("serial")
    rows = [SignatureVoid(signature=signature, reason=reason, at=now, by=by) for signature in standing]
    return len(chain(rows))
