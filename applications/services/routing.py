"""Who is asked to sign: links, nudges, reminders, and asking someone else."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from applications.models import Application, CommitmentRecord, CosignLink
from applications.policies import ASKING, why_not
from applications.queries.asking import topic_of, vouched_for
from applications.queries.commitments import current_record
from applications.services.moves import locked, record
from applications.states import Care
from common.clock import local_date
from common.errors import DomainError, demand
from notifications.services import cancel, queue
from people.models import Hat, User
from people.queries import hats, signer_for

# The mail that asks.
ASKS = "applications/cosign"
LINK_LIVES = timedelta(days=14)
# Within this time another press of "ask again" is a slip: the mail may not even have arrived.
JUST_NOW = timedelta(minutes=15)


def hash_of(token: str) -> str:
    """What is kept of a token. A token has 256 random bits, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def signer_of(application: Application, now: datetime) -> User | None:
    """The signer of the school on that day, never the applicant; nobody is a task for staff."""
    signer = signer_for(application.school, local_date(now))
    return None if signer is None or signer.pk == application.person_id else signer


def mint_link(application: Application, to: CommitmentRecord, now: datetime) -> str:
    """A fresh link for the person who was asked; the token itself is only in the answer."""
    assert application.signer is not None, "a link is minted for the signer"
    token = secrets.token_urlsafe(32)
    CosignLink.objects.create(
        application=application,
        record=to,
        addressed_to=application.signer,
        token_sha256=hash_of(token),
        created_at=now,
        expires_at=now + LINK_LIVES,
    )
    return token


def asking(application: Application, *, token: str, why: str, named: bool) -> dict[str, object]:
    """What the mail that asks for a signature is filled with. `named`: the applicant's name may stand in it."""
    return {"application": application, "token": token, "why": why, "named": named}


def ask_signer(
    application: Application, *, why: str, dedupe_key: str, now: datetime, urgent: bool = False
) -> None:
    """Owe the mail that asks for the signature, with a fresh link in it. `why`: asked, nudge, reminder or renewed.
    `urgent`: the signer sits before the page and waits for it."""
    frozen = current_record(application)
    if application.signer is None or frozen is None:
        return
    token = mint_link(application, frozen, now)
    named = application.person_id in vouched_for([application.person_id])
    queue(
        to=application.signer,
        template=ASKS,
        context=asking(application, token=token, why=why, named=named),
        dedupe_key=dedupe_key,
        topic=topic_of(application),
        secret=True,
        urgent=urgent,
    )


def close_links(application: Application, now: datetime) -> None:
    """Kill every link, and the mails that would still bring one."""
    application.cosign_links.filter(revoked_at=None).update(revoked_at=now)
    cancel(topic=topic_of(application))


def end_links_of(*, person: User, now: datetime) -> list[int]:
    """Kill every link that was sent to this person; answers which. What waits for them waits on their desk."""
    alive = CosignLink.objects.filter(addressed_to=person, revoked_at=None)
    found = list(alive.order_by("pk").values_list("pk", flat=True))
    alive.update(revoked_at=now)
    return found


@transaction.atomic
def nudge(*, pk: int, by: User) -> Application:
    """The applicant reminds the signer, once, a day or more after the last mail that asked them."""
    now = timezone.now()
    application = locked(pk)
    demand(why_not(by, Care.NUDGE, application, now=now))
    application.nudged_at = now
    application.save(update_fields=["nudged_at", "changed_at"])
    record(application, Care.NUDGE, by=by, now=now)
    frozen = current_record(application)
    number = frozen.number if frozen else 0
    ask_signer(application, why="nudge", dedupe_key=f"cosign-nudge-{pk}-{number}", now=now)
    return application


@transaction.atomic
def reroute(*, pk: int, by: User, to: User | None = None, words: str = "") -> Application:
    """Staff ask the right person: the school's signer of today, or, where there is none who may, `to`.

    Earlier links die. Raises DomainError when nobody can be asked, and when the same person was asked just now.
    """
    now = timezone.now()
    application = locked(pk)
    demand(why_not(by, Care.REROUTE, application, now=now))
    signer = signer_of(application, now) or _checked(application, to)
    asked = application.events.filter(action__in=ASKING, at__gt=now - JUST_NOW)
    if signer.pk == application.signer_id and asked.exists():
        raise DomainError(f"{signer} was asked just now. Ask again in a quarter of an hour, not before.")
    application.signer = signer
    application.save(update_fields=["signer", "changed_at"])
    close_links(application, now)
    record(application, Care.REROUTE, by=by, now=now, note=words, asked=signer)
    key = f"cosign-rerouted-{pk}-{application.events.filter(action=Care.REROUTE).count()}"
    ask_signer(application, why="asked", dedupe_key=key, now=now)
    return application


def _checked(application: Application, to: User | None) -> User:
    """Someone other than the school's signer: a director or manager of the Partnership, not the applicant."""
    if to is None:
        raise DomainError(
            f"Nobody signs for {application.school} today. Appoint an acting signer, or choose a director."
        )
    worn = hats(to, local_date(timezone.now()))
    if to.pk == application.person_id or not (worn.manager or worn.has(Hat.Kind.DIRECTOR)):
        raise DomainError("Choose a network director or a program manager other than the applicant.")
    return to
