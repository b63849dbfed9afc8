"""Is the evidence whole? Every hash and every link of the chain is computed again."""

from collections.abc import Iterator
from heapq import merge
from operator import attrgetter
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from applications.models import (
    Application,
    CommitmentRecord,
    Recommendation,
    Signature,
    SignatureChain,
    SignatureVoid,
    SignedPlacement,
)
from applications.queries.commitments import read
from applications.states import BOTH, SIGNED_BY, State
from common.canonical import fingerprint
from common.chains import as_evidence, broken, changed
from pathways.models import SignedPaper

OTHER_TEXT = "Signature {} names another text than its record."


def evidence_of(link: Signature | SignatureVoid) -> dict[str, Any]:
    """Every field of a link that counts: who signed what, when and how; or who said, when and why, that it is void."""
    return _of_void(link) if isinstance(link, SignatureVoid) else _of_signature(link)


def _of_void(void: SignatureVoid) -> dict[str, Any]:
    """The signature by its MAC: the very one, not only its number."""
    return {
        "void": void.signature.mac,
        "reason": void.reason,
        "at": as_evidence(void.at),
        "by": void.by_id,
        "serial": void.serial,
    }


def _of_signature(signature: Signature) -> dict[str, Any]:
    return {
        "record": signature.record_id,
        "party": str(signature.party),
        "signer": signature.signer_id,
        "capacity": signature.capacity,
        "typed_name": signature.typed_name,
        "consent_version": signature.consent_version,
        "intent": signature.intent,
        "proof": signature.proof,
        "proved_at": as_evidence(signature.proved_at),
        "signed_at": as_evidence(signature.signed_at),
        "ip": str(signature.ip),
        "user_agent": signature.user_agent,
        "sha256": signature.sha256,
        # Only where there is one, as of all that was signed before.
        **({"recommendation": said} if (said := signature.recommendation_sha256) else {}),
        "serial": signature.serial,
    }


def differences() -> list[str]:
    """What is not as it was signed, in sentences; empty when all is whole. A fixed number of queries."""
    return [
        *broken(_links(), SignatureChain, evidence_of, _name),
        *_texts(),
        *_records(),
        *_recommendations(),
        *_superseded(),
        *_applications(),
        *_placements(),
        *_papers(),
    ]


def differences_of(record: CommitmentRecord) -> list[str]:
    """The same for one record: its bytes and its recommendation, and the MAC of each signature on it and of each void.
    Two queries."""
    found = _bytes_of(record)
    for written in _written().filter(record=record):
        found += _bytes_of_recommendation(written)
    for signature in record.signatures.select_related("void"):
        found += _link(signature)
        if signature.sha256 != record.sha256:
            found.append(OTHER_TEXT.format(signature.serial))
        void = getattr(signature, "void", None)
        if void is not None:
            found += _link(void)
    return found


def _name(link: Signature | SignatureVoid) -> str:
    return f"{'Void' if isinstance(link, SignatureVoid) else 'Signature'} {link.serial}"


def _link(link: Signature | SignatureVoid) -> list[str]:
    return changed(link, evidence_of, _name(link))


def _links() -> Iterator[Signature | SignatureVoid]:
    """All links in the order of their numbers."""
    signatures = Signature.objects.order_by("serial", "pk")
    voids = SignatureVoid.objects.order_by("serial", "pk").select_related("signature")
    both = (signatures.iterator(chunk_size=2000), voids.iterator(chunk_size=2000))
    return merge(*both, key=attrgetter("serial"))


def _texts() -> Iterator[str]:
    other = Signature.objects.exclude(sha256=F("record__sha256")).order_by("serial")
    yield from map(OTHER_TEXT.format, other.values_list("serial", flat=True))


def _bytes_of(record: CommitmentRecord) -> list[str]:
    if fingerprint(bytes(record.content)) != record.sha256:
        return [f"The text of record {record.pk} is not the text that was signed."]
    facts = read(bytes(record.content))
    # Which application a text is of, and whether it is its newest, decides what its signatures are worth.
    if (facts["application"], facts["number"]) != (record.application_id, record.number):
        return [f"Record {record.pk} is filed under another application or number than its text says."]
    return []


def _records() -> Iterator[str]:
    for record in CommitmentRecord.objects.order_by("pk").iterator(chunk_size=500):
        yield from _bytes_of(record)


def _written() -> "QuerySet[Recommendation]":
    """Recommendations, each with whether a signature names it."""
    signatures = Signature.objects.filter(recommendation_sha256=OuterRef("sha256"), record=OuterRef("record"))
    return Recommendation.objects.select_related("record").annotate(signed=Exists(signatures)).order_by("pk")


def _bytes_of_recommendation(written: Any) -> list[str]:
    """Whether it is what was written, about the text it is filed with, and signed by whoever recommends."""
    name = f"The recommendation of record {written.record_id}"
    if fingerprint(bytes(written.content)) != written.sha256:
        return [f"{name} is not what was signed."]
    if read(written.content)["record"] != written.record.sha256:
        return [f"{name} is about another text."]
    return [] if written.signed else [f"{name} is signed by nobody."]


def _recommendations() -> Iterator[str]:
    """Those that are other than they were signed, and signatures whose recommendation is gone."""
    for written in _written().iterator(chunk_size=500):
        yield from _bytes_of_recommendation(written)
    there = Exists(Recommendation.objects.filter(sha256=OuterRef("recommendation_sha256")))
    gone = Signature.objects.exclude(recommendation_sha256="").filter(~there).order_by("serial")
    for serial in gone.values_list("serial", flat=True):
        yield f"The recommendation that signature {serial} is on is missing."


def _superseded() -> Iterator[str]:
    newest = Max("record__application__records__number")
    standing = Signature.objects.filter(void=None).annotate(newest=newest)
    for serial in standing.filter(record__number__lt=F("newest")).values_list("serial", flat=True):
        yield f"Signature {serial} is on an older text and should be void."


def _applications() -> Iterator[str]:
    """Applications in a state that asks for other signatures on their newest text than stand there."""
    standing = Signature.objects.filter(void=None, record__application=OuterRef("pk"))
    signed = {party: Exists(standing.filter(party=party)) for party in sorted(BOTH)}
    applications = Application.objects.exclude(state=State.WITHDRAWN).order_by("pk")
    for row in applications.annotate(**signed).values("pk", "state", *signed).iterator(chunk_size=2000):
        parties = {party for party in signed if row[party]}
        if parties != SIGNED_BY[State(row["state"])]:
            whose = " and ".join(sorted(parties)) or "nobody"
            yield f"Application {row['pk']} is {row['state']}, and the signatures that stand are of {whose}."


def _placements() -> Iterator[str]:
    """Placements whose text does not bear both signatures, neither void, or is about something else."""
    whole = (
        Signature.objects.filter(void=None)
        .values("sha256")
        .annotate(parties=Count("party", distinct=True))
        .filter(parties=2)
        .values("sha256")
    )
    theirs = CommitmentRecord.objects.filter(
        sha256=OuterRef("commitment_sha256"),
        application__person=OuterRef("person"),
        application__offering__role=OuterRef("role"),
        application__offering__year=OuterRef("year"),
    )
    placements = SignedPlacement.objects.exclude(commitment_sha256="").order_by("pk")
    for pk in placements.filter(~Exists(theirs), commitment_sha256__in=whole).values_list("pk", flat=True):
        yield f"Placement {pk} rests on a text of another person, role or year."
    for pk in placements.filter(~Q(commitment_sha256__in=whole)).values_list("pk", flat=True):
        yield f"Placement {pk} has no two valid signatures."


def _papers() -> Iterator[str]:
    """Placements that stand on paper: it is there, and its file is the one that was handed in."""
    on_paper = SignedPlacement.objects.filter(commitment_sha256="", commitment_in_force=True).order_by("pk")
    for pk in on_paper.filter(papers=None).values_list("pk", flat=True):
        yield f"Placement {pk} has neither signatures nor a paper."
    for paper in SignedPaper.objects.order_by("pk").iterator():
        try:
            with paper.file.open("rb") as file:
                same = fingerprint(file.read()) == paper.sha256
        except FileNotFoundError:
            yield f"The file of paper {paper.pk} is missing."
            continue
        if not same:
            yield f"The file of paper {paper.pk} is another one than was handed in."
