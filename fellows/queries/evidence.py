"""Is what fellows signed still what they signed? Every hash and every link of their chain is computed again."""

import json
from collections.abc import Iterator
from typing import Any

from common.canonical import fingerprint
from common.chains import as_evidence, broken, changed
from fellows.models import AgreementChain, AgreementSignature, ServiceAgreement


def evidence_of(signature: AgreementSignature) -> dict[str, Any]:
    """Every field of a signature that counts: who signed what, when and how."""
    return {
        "agreement": signature.agreement_id,
        "signer": signature.signer_id,
        "typed_name": signature.typed_name,
        "consent_version": signature.consent_version,
        "intent": signature.intent,
        "proof": signature.proof,
        "proved_at": as_evidence(signature.proved_at),
        "signed_at": as_evidence(signature.signed_at),
        "ip": str(signature.ip),
        "user_agent": signature.user_agent,
        "sha256": signature.sha256,
        "serial": signature.serial,
    }


def differences() -> list[str]:
    """What is not as it was signed, in sentences; empty when all is whole. A fixed number of queries."""
    signatures = AgreementSignature.objects.order_by("serial", "pk").iterator(chunk_size=2000)
    chain = broken(signatures, AgreementChain, evidence_of, _name)
    return [*(f"Service agreements: {sentence}" for sentence in chain), *_agreements()]


def differences_of(agreement: ServiceAgreement) -> list[str]:
    """The same for one agreement, read with its signature."""
    signature = getattr(agreement, "signature", None)
    links = changed(signature, evidence_of, _name(signature)) if signature else []
    return [*_row(agreement), *(f"Service agreements: {sentence}" for sentence in links)]


def _agreements() -> Iterator[str]:
    rows = ServiceAgreement.everything.select_related("signature").order_by("pk")
    for agreement in rows.iterator(chunk_size=500):
        yield from _row(agreement)


def _row(agreement: ServiceAgreement) -> Iterator[str]:
    """Its bytes, what stands beside them for pages and for counting, and who signed."""
    if agreement.content is None:
        # Signed before there was a chain: the hash is of the text.
        if fingerprint(agreement.text.encode()) != agreement.sha256:
            yield f"The text of agreement {agreement.pk} is not the text that was signed."
        return
    content = bytes(agreement.content)
    if fingerprint(content) != agreement.sha256:
        yield f"The text of agreement {agreement.pk} is not the text that was signed."
        return
    said = json.loads(content)
    beside = (agreement.fellow_id, agreement.version, agreement.terms, agreement.text)
    if (said["fellow"], said["version"], said["terms"], said["text"]) != beside:
        yield f"Agreement {agreement.pk} says something else than the text that was signed."
    yield from _signed(agreement)


def _signed(agreement: ServiceAgreement) -> Iterator[str]:
    signature = getattr(agreement, "signature", None)
    if signature is None:
        yield f"Agreement {agreement.pk} has no signature."
    elif (signature.sha256, signature.typed_name, signature.signed_at) != (
        agreement.sha256,
        agreement.typed_name,
        agreement.signed_at,
    ):
        yield f"Agreement {agreement.pk} says something else than its signature."


def _name(signature: AgreementSignature) -> str:
    return f"Signature {signature.serial}"
