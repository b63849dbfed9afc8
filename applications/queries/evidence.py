"""Is the evidence whole? Every hash and every link of the chain is computed again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Max, Q

from applications.models import (
    CommitmentRecord,
    Signature,
    SignatureChain,
    SignedPlacement,
)
from applications.rules.canonical import fingerprint, link_of_chain


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def evidence_of(signature: Signature) -> dict[str, Any]:
    """Every field of a signature that says who signed what, when and how."""
    return {
        "record": signature.record_id,
        "party": str(signature.party),
        "signer": signature.signer_id,
        "capacity": signature.capacity,
        "typed_name": signature.typed_name,
        "consent_version": signature.consent_version,
        "intent": signature.intent,
        "proof": signature.proof,
        "proved_at": _moment(signature.proved_at),
        "signed_at": _moment(signature.signed_at),
        "ip": str(signature.ip),
        "user_agent": signature.user_agent,
        "sha256": signature.sha256,
        "serial": signature.serial,
    }


def differences() -> list[str]:
    """What is not as it was signed, in sentences; empty when all is whole. A fixed number of queries."""
    return [*_chain(), *_records(), *_superseded(), *_placements()]


def differences_of(record: CommitmentRecord) -> list[str]:
    """The same for one record: its bytes, and the MAC of each signature on it. One query."""
    found = _bytes_of(record)
    for signature in record.signatures.all():
        found += _link(signature)
        if signature.sha256 != record.sha256:
            found.append(f"Signature {signature.serial} names another text than its record.")
    return found


def _link(signature: Signature) -> list[str]:
    again = link_of_chain(settings.SIGNATURE_KEY, evidence_of(signature), signature.previous_mac)
    if again == signature.mac:
        return []
    return [f"Signature {signature.serial} was changed after it was made."]


def _chain() -> Iterator[str]:
    serial, previous = 0, ""
    signatures = Signature.objects.order_by("serial", "pk").annotate(frozen=F("record__sha256"))
    for signature in signatures.iterator(chunk_size=2000):
        serial += 1
        if signature.serial != serial:
            yield f"Between signatures {serial - 1} and {signature.serial} something is missing or copied."
            serial = signature.serial
        elif signature.previous_mac != previous:
            yield f"Signature {signature.serial} does not follow the one before it."
        yield from _link(signature)
        if signature.sha256 != signature.frozen:
            yield f"Signature {signature.serial} names another text than its record."
        previous = signature.mac
    head = SignatureChain.objects.filter(pk=1).first() or SignatureChain(count=0, head="")
    if (head.count, head.head) != (serial, previous):
        yield f"The chain should end with signature {head.count}, but it ends with {serial}."


def _bytes_of(record: CommitmentRecord) -> list[str]:
    if fingerprint(bytes(record.content)) == record.sha256:
        return []
    return [f"The text of record {record.pk} is not the text that was signed."]


def _records() -> Iterator[str]:
    for record in CommitmentRecord.objects.order_by("pk").iterator(chunk_size=500):
        yield from _bytes_of(record)


def _superseded() -> Iterator[str]:
    newest = Max("record__application__records__number")
    standing = Signature.objects.filter(void=None).annotate(newest=newest)
    for serial in standing.filter(record__number__lt=F("newest")).values_list("serial", flat=True):
        yield f"Signature {serial} is on an older text and should be void."


def _placements() -> Iterator[str]:
    """Placements whose text does not bear both signatures, neither void."""
    whole = (
        Signature.objects.filter(void=None)
        .values("sha256")
        .annotate(parties=Count("party", distinct=True))
        .filter(parties=2)
        .values("sha256")
    )
    for pk in SignedPlacement.objects.filter(~Q(commitment_sha256__in=whole)).values_list("pk", flat=True):
        yield f"Placement {pk} has no two valid signatures."
