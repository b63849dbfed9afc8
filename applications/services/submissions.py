"""Sending an application: check, freeze, sign, route, tell. And taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.models import Application, CommitmentRecord, Signature
from applications.policies import not_theirs, why_not
from applications.queries.commitments import (
    commitment_of,
    current_record,
    intents_of,
    next_number,
)
from applications.queries.drafts import checklist, completed_years, in_network, why_not_open_to
from applications.services.moves import (
    ask_leader_again,
    check_applied_for,
    check_told,
    locked,
    locked_with_places,
    move,
    tell_recorded,
)
from applications.services.offers import fill_place
from applications.services.routing import ask_signer, close_links, signer_of
from applications.services.signatures import sign
from applications.states import Action, State
from common.canonical import fingerprint
from common.clock import is_past, local_date
from common.errors import DomainError, demand
from common.signing import CONSENT_VERSION, Ceremony, check_ceremony
from notifications.services import queue
from pathways.models import Offering
from people.models import User

TEXT_CHANGED = "The text changed since you opened this page. Read it again, then sign."


@transaction.atomic
def submit(*, pk: int, by: User, ceremony: Ceremony, now: datetime | None = None) -> Application:
    """Freeze the exact text, sign it as the teacher, ask the school's signer. Sent twice, nothing changes.

    Raises DomainError when something is missing, the window is closed, or the text is not what was read.
    """
    now = now or timezone.now()
    application = locked(pk)
    demand(not_theirs(by, Action.SUBMIT, application))
    if _sent_already(application, ceremony.sha256):
        return application
    demand(why_not(by, Action.SUBMIT, application, now=now))
    _check_complete(application, now)
    proved_at = check_ceremony(ceremony, by, now)
    record = _frozen(application, ceremony.sha256, now)
    sign(
        record=record,
        party=Signature.Party.TEACHER,
        signer=by,
        capacity=_capacity(application),
        typed_name=ceremony.typed_name,
        consent_version=CONSENT_VERSION,
        intent=intents_of(application)[0],
        proof=ceremony.proof,
        proved_at=proved_at,
        signed_at=now,
        ip=ceremony.ip,
        user_agent=ceremony.user_agent,
    )
    signer = signer_of(application, now)
    move(application, Action.SUBMIT, by=by, now=now, signer=signer, submitted_at=now, nudged_at=None)
    ask_signer(application, why="asked", dedupe_key=f"cosign-asked-{record.pk}", now=now)
    _receipt(application, record, by)
    return application


def _capacity(application: Application) -> str:
    role = f"{application.offering.role} at {application.school}"
    return role if application.in_office_id else f"Applicant for {role}"


def _sent_already(application: Application, sha256: str) -> bool:
    record = current_record(application)
    return application.state == State.SUBMITTED and record is not None and record.sha256 == sha256


def _check_complete(application: Application, now: datetime) -> None:
    day, offering = local_date(now), application.offering
    check_applied_for(offering)
    if application.in_office_id:
        return
    again = application.submitted_at is not None and not is_past(offering.cosign_by, now)
    if not again and not Offering.objects.open_on(day).filter(pk=offering.pk).exists():
        raise DomainError(
            f"The window closed on {offering.last_day:%B %-d, %Y}, so this can no longer be sent."
        )
    if not in_network(application.school, day):
        raise DomainError(f"{application.school} is not part of the network now.")
    if refusal := why_not_open_to(application.person, offering, application.school, day):
        raise DomainError(refusal)
    if (
        offering.role.after_role_id
        and completed_years(application.person, offering) < offering.role.after_years
    ):
        raise DomainError(f"{offering.role} asks for completed years in another role first.")
    missing = checklist(application)
    if missing:
        raise DomainError(" ".join(["Not everything is there yet.", *(item.sentence for item in missing)]))


def _frozen(application: Application, sha256: str, now: datetime) -> CommitmentRecord:
    number = next_number(application)
    content = commitment_of(application, number)
    if fingerprint(content) != sha256:
        raise DomainError(TEXT_CHANGED)
    return CommitmentRecord.objects.create(
        application=application, number=number, content=content, sha256=sha256, frozen_at=now
    )


def _receipt(application: Application, record: CommitmentRecord, by: User) -> None:
    queue(
        to=by,
        template="applications/submitted",
        context={"application": application, "record": record},
        dedupe_key=f"submitted-{record.pk}",
    )


@transaction.atomic
def revise(*, pk: int, by: User) -> Application:
    """A returned application becomes a draft again. Of who holds the role already a manager corrected it: the leader
    gets a mail that asks them to sign anew."""
    application, now = locked(pk), timezone.now()
    move(application, Action.REVISE, by=by, now=now)
    ask_leader_again(application, by)
    return application


@transaction.atomic
def withdraw(*, pk: int, by: User, words: str = "", on_behalf: bool = False) -> Application:
    """The applicant takes it back, at any time before accepting. A place it held goes to the waitlist.

    Asked again, nothing changes. `on_behalf`: an administrator records what the applicant said elsewhere;
    `words` say how.
    """
    now = timezone.now()
    application = locked_with_places(pk)
    check_told(application, Action.WITHDRAW, by=by, words=words, on_behalf=on_behalf)
    if application.state == State.WITHDRAWN:
        return application
    held_a_place = application.state == State.OFFERED
    move(application, Action.WITHDRAW, by=by, now=now, note=words, on_behalf=on_behalf)
    tell_recorded(
        application, application.person, by=by, words=words, said="withdrew it", on_behalf=on_behalf
    )
    close_links(application, now)
    application.decisions.filter(released_at=None).delete()
    if held_a_place:
        fill_place(application, now)
    return application
