"""Verbs on the service agreement: its versions are drafted, published and retired; a fellow signs one."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import connection, transaction
from django.utils import timezone

from common.canonical import fingerprint
from common.chains import append
from common.clock import local_date
from common.errors import DomainError, DoneAlready, demand, demand_reason
from common.names import cleaned
from common.signing import CONSENT_VERSION, Ceremony, check_ceremony
from common.states import step
from fellows.models import (
    AgreementChain,
    AgreementSignature,
    AgreementVersion,
    Fellow,
    ServiceAgreement,
)
from fellows.policies import why_not, why_not_version
from fellows.queries.agreements import INTENT, WRITTEN, frozen_for, in_force, next_number
from fellows.queries.evidence import evidence_of
from fellows.rules.agreement import agreement_text, kept_as, names_money
from fellows.rules.service import MOST_SUSPENDED_MONTHS, MOST_YEARS
from fellows.services.fellows import locked, record
from fellows.states import VERSION_MOVES, Action, VersionAction, VersionState
from notifications.services import cancel, queue
from people.models import User
from people.services.told import look_first

# Of the lock under which versions are counted.
VERSIONS = 720413
DEEDS = ("state", "published_by", "published_at", "ended_by", "ended_at", "ended_because")
NONE_YET = "No service agreement is published yet. Your program manager publishes one first."
TEXT_CHANGED = "The agreement has changed since you opened it. Read it again, then sign."


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is written in a version: its terms, the paragraph of counsel, and from which day it is signed."""

    signed_from: date
    required_years: Decimal
    window_years: int | None
    granularity: str
    half_year_counts: bool
    fte: str
    fte_threshold: Decimal | None
    similar_schools: bool
    most_suspended_months: int
    legal_basis: str
    for_paper: bool = False


@transaction.atomic
def draft_version(*, wording: Wording, by: User, now: datetime | None = None) -> AgreementVersion:
    """The next version, as a draft. Raises DomainError for terms that cannot be kept."""
    demand(why_not_version(by, VersionAction.DRAFT))
    said = _checked(wording)
    # Two who save at once get two versions.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSIONS])
    return AgreementVersion.objects.create(
        number=next_number(), drafted_by=by, drafted_at=now or timezone.now(), **asdict(said)
    )


@transaction.atomic
def change_version(
    *, pk: int, wording: Wording, by: User, seen: str = "", now: datetime | None = None
) -> AgreementVersion:
    """A draft is written anew; whoever wrote it last does not publish it. Raises LookFirst when another window changed
    it meanwhile."""
    row = _locked(pk)
    demand(why_not_version(by, VersionAction.CHANGE, row))
    said = _checked(wording)
    if all(getattr(row, name) == value for name, value in asdict(said).items()):
        return row
    look_first(row, WRITTEN, seen)
    for name, value in asdict(said).items():
        setattr(row, name, value)
    row.drafted_by, row.drafted_at = by, now or timezone.now()
    row.save(update_fields=[*WRITTEN, "drafted_by", "drafted_at"])
    return row


@transaction.atomic
def publish_version(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> AgreementVersion:
    """Put a draft in force, by a program manager who did not write it. What was signed before stays as it is.

    Raises LookFirst when the draft reads otherwise than it was shown, and DomainError without a legal basis, or where
    an earlier version would be signed in its place.
    """
    row = _locked(pk)
    demand(why_not_version(by, VersionAction.PUBLISH, row))
    look_first(row, WRITTEN, seen)
    if not row.legal_basis:
        raise DomainError("The legal basis is missing. Write the paragraph of counsel into the draft first.")
    signed_here = AgreementVersion.objects.published().filter(for_paper=False)
    later = signed_here.filter(signed_from__gt=row.signed_from).first()
    if later is not None and not row.for_paper:
        raise DomainError(
            f"{later} is signed from {later.signed_from:%B %-d, %Y} on. Give this draft that day or a later one, or "
            "retire that version."
        )
    row.state = step(VERSION_MOVES, VersionState(row.state), VersionAction.PUBLISH)
    row.published_by, row.published_at = by, now or timezone.now()
    row.save(update_fields=DEEDS)
    return row


@transaction.atomic
def retire_version(*, pk: int, by: User, reason: str, now: datetime | None = None) -> AgreementVersion:
    """Nobody signs it any more, and the version before it is signed again; what was signed in it stays."""
    return _end(pk, VersionAction.RETIRE, by, reason, now)


@transaction.atomic
def discard_version(*, pk: int, by: User, reason: str, now: datetime | None = None) -> AgreementVersion:
    """Put a draft aside for good."""
    return _end(pk, VersionAction.DISCARD, by, reason, now)


@transaction.atomic
def sign_agreement(*, pk: int, by: User, ceremony: Ceremony, now: datetime | None = None) -> ServiceAgreement:
    """The fellow signs the version of today: the exact bytes are frozen, and the signature joins the chain.

    Raises DomainError when the text is another one by now, the name differs, the proof is old, or it is signed already.
    """
    moment = now or timezone.now()
    fellow = locked(pk)
    demand(why_not(by, Action.SIGN_AGREEMENT, fellow))
    version = _held(in_force(local_date(moment)))
    if fellow.agreements.filter(signed_version=version).exists():
        raise DoneAlready("You have signed this agreement already.")
    content = frozen_for(fellow, version)
    if fingerprint(content) != ceremony.sha256:
        raise DomainError(TEXT_CHANGED)
    proved_at = check_ceremony(ceremony, by, moment)
    agreement = _freeze(fellow, version, content, ceremony, moment)
    _sign(agreement, by, ceremony, proved_at)
    record(fellow, Action.SIGN_AGREEMENT, by, moment, agreement=agreement)
    cancel(topic=f"agreement-{fellow.pk}")
    queue(
        to=fellow.person,
        template="fellows/agreement_signed",
        context={"agreement": agreement, "fellow": fellow},
        dedupe_key=f"agreement-signed-{agreement.pk}",
    )
    return agreement


def _held(version: AgreementVersion | None) -> AgreementVersion:
    """The version that is signed, held so that nobody retires it meanwhile."""
    if version is None:
        raise DomainError(NONE_YET)
    held = AgreementVersion.objects.published().select_for_update(no_key=True).filter(pk=version.pk)
    if held.first() is None:
        raise DomainError(TEXT_CHANGED)
    return version


def _freeze(
    fellow: Fellow, version: AgreementVersion, content: bytes, ceremony: Ceremony, moment: datetime
) -> ServiceAgreement:
    return ServiceAgreement.objects.create(
        fellow=fellow,
        version=version.number,
        signed_version=version,
        terms=kept_as(version.terms),
        text=agreement_text(version.in_rules, fellow.person.name, fellow.cohort.name),
        content=content,
        sha256=ceremony.sha256,
        typed_name=cleaned(ceremony.typed_name),
        signed_at=moment,
    )


def _sign(agreement: ServiceAgreement, by: User, ceremony: Ceremony, proved_at: datetime) -> None:
    signature = AgreementSignature(
        agreement=agreement,
        signer=by,
        typed_name=agreement.typed_name,
        consent_version=CONSENT_VERSION,
        intent=INTENT,
        proof=ceremony.proof,
        proved_at=proved_at,
        signed_at=agreement.signed_at,
        ip=ceremony.ip,
        user_agent=ceremony.user_agent[:300],
        sha256=agreement.sha256,
    )
    append([signature], AgreementChain, evidence_of)


def _locked(pk: int) -> AgreementVersion:
    return AgreementVersion.objects.select_for_update(of=("self",)).get(pk=pk)


def _end(pk: int, action: VersionAction, by: User, reason: str, now: datetime | None) -> AgreementVersion:
    row = _locked(pk)
    demand(why_not_version(by, action, row))
    why = demand_reason(reason)
    row.state = step(VERSION_MOVES, VersionState(row.state), action)
    row.ended_by, row.ended_at, row.ended_because = by, now or timezone.now(), why
    row.save(update_fields=DEEDS)
    return row


def _checked(wording: Wording) -> Wording:
    """As it is kept: a share of full time only where posts count from one on. Refused: what no fellow could keep."""
    if not 0 < wording.required_years <= MOST_YEARS:
        raise DomainError(f"Ask for more than 0 and at most {MOST_YEARS} years.", at="required_years")
    window = wording.window_years
    if window is not None and not Fraction(wording.required_years) <= window <= MOST_YEARS:
        raise DomainError(
            f"Give at least as many years as are owed, and at most {MOST_YEARS}.", at="window_years"
        )
    if wording.half_year_counts and wording.granularity != "year":
        raise DomainError(
            "Half a year counts as a whole one only where service counts by the year.", at="half_year_counts"
        )
    if not 0 <= wording.most_suspended_months <= MOST_SUSPENDED_MONTHS:
        raise DomainError(f"Allow at most {MOST_SUSPENDED_MONTHS} months.", at="most_suspended_months")
    if names_money(wording.legal_basis):
        raise DomainError("The agreement names no amount of money. Leave it out.", at="legal_basis")
    return replace(wording, fte_threshold=_threshold(wording), legal_basis=wording.legal_basis.strip())


def _threshold(wording: Wording) -> Decimal | None:
    if wording.fte != "threshold":
        return None
    if wording.fte_threshold is None or not 0 < wording.fte_threshold <= 1:
        raise DomainError("Give the least share of full time, more than 0 and at most 1.", at="fte_threshold")
    return wording.fte_threshold
