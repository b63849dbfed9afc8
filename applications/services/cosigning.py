"""The second signature, and the two ways of not giving it. A code proves who opened the link."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from applications.models import (
    Application,
    CommitmentRecord,
    CosignCode,
    CosignLink,
    Recommendation,
    Signature,
)
from applications.policies import not_theirs, why_not
from applications.queries.commitments import current_record, intents_of, recommendation_of
from applications.services.in_office import confirm
from applications.services.moves import asked_of_policy, locked, move, not_signed_topic, record, tell_recorded
from applications.services.routing import ask_signer, close_links, hash_of
from applications.services.signatures import sign, void
from applications.services.submissions import TEXT_CHANGED
from applications.states import Action, Beside, State
from common.canonical import fingerprint
from common.clock import local_date
from common.codes import plain_code
from common.errors import DomainError, demand
from common.signing import CONSENT_VERSION, Ceremony, check_ceremony
from notifications.services import Letter, queue, queue_all
from pathways.policies import managers_of
from people.models import Post, User

CODE_LIVES = timedelta(minutes=10)
CODES_AN_HOUR = 5
# From all places together: whoever holds a forwarded link at one place leaves the signer at another one theirs.
CODES_OF_A_LINK = 40
LINKS_AN_HOUR = 5
TRIES = 5
LONGEST_RECOMMENDATION = 5_000
NO_WORDS = "Say in a few sentences why you recommend them: what you have seen of them as somebody who leads."


def live_link(token: str, now: datetime | None = None) -> CosignLink | None:
    """The link behind a token while it opens anything: not expired, revoked, superseded or tampered with.

    For all of these the answer is the same None, so that a page cannot tell them apart.
    """
    links = CosignLink.objects.filter(
        token_sha256=hash_of(token), revoked_at=None, expires_at__gt=now or timezone.now()
    )
    link = links.select_related("addressed_to", "record", "application").first()
    return link if link is not None and _opens(link) else None


def link_sent_to(token: str, person: User) -> CosignLink | None:
    """The link behind a token, dead or alive, for nobody but the person it was sent to."""
    return CosignLink.objects.filter(token_sha256=hash_of(token), addressed_to=person).first()


def _opens(link: CosignLink) -> bool:
    application = link.application
    current = current_record(application)
    return (
        application.state == State.SUBMITTED
        and application.signer_id == link.addressed_to_id
        and current is not None
        and current.pk == link.record_id
        and link.addressed_to.is_active
    )


@dataclass(frozen=True, slots=True)
class Asker:
    """Which browser asks for a code and from which place; both are kept as keyed digests."""

    browser: str = ""
    place: str = ""


NOBODY = Asker()


def _digest(link: CosignLink, what: str) -> str:
    return salted_hmac("cosign-asker", f"{link.pk}:{what}", algorithm="sha256").hexdigest()


def _code_hash(link: CosignLink, code: str) -> str:
    return salted_hmac("cosign-code", f"{link.pk}:{code}", algorithm="sha256").hexdigest()


class CodesUsedUp(DomainError):
    """No more codes for this link from this place for now; a fresh link may be mailed instead (`renew_link`)."""

    def __init__(self) -> None:
        super().__init__(
            "Five codes were sent in the last hour. Wait a while, sign in instead, or have a fresh link mailed."
        )


@transaction.atomic
def send_code(*, link: CosignLink, asker: Asker = NOBODY) -> None:
    """Owe the addressed person a mail with a code of eight digits; earlier codes of this browser stop working.

    A code works in the browser that asked for it, so that whoever else holds the link uses up none of the signer's.
    Raises CodesUsedUp after five codes in an hour from one place.
    """
    now = timezone.now()
    CosignLink.objects.select_for_update().get(pk=link.pk)
    if _used_up(link, asker, now):
        raise CodesUsedUp
    browser, place = _digest(link, asker.browser), _digest(link, asker.place)
    link.codes.filter(browser=browser, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = f"{secrets.randbelow(10**8):08d}"
    row = CosignCode.objects.create(
        link=link,
        browser=browser,
        place=place,
        code_sha256=_code_hash(link, code),
        created_at=now,
        expires_at=now + CODE_LIVES,
    )
    queue(
        to=link.addressed_to,
        template="applications/cosign_code",
        context={"code": code},
        dedupe_key=f"cosign-code-{row.pk}",
        topic=f"cosign-code-{link.pk}-{browser[:16]}",
        secret=True,
        urgent=True,
    )


def _used_up(link: CosignLink, asker: Asker, now: datetime) -> bool:
    lately = link.codes.filter(created_at__gt=now - timedelta(hours=1))
    here = lately.filter(place=_digest(link, asker.place)).count()
    return here >= CODES_AN_HOUR or lately.count() >= CODES_OF_A_LINK


@transaction.atomic
def renew_link(*, link: CosignLink, asker: Asker = NOBODY, now: datetime | None = None) -> None:
    """Owe the addressed person a mail with a fresh link, whose codes nobody has asked for yet; all earlier links die.

    For a signer whose codes somebody else used up, who has the link too and is at the same place, or at many: whoever
    presses, the fresh link is only in the signer's mailbox. Raises DomainError while codes can still be had, when the
    link is dead, and after five links in an hour.
    """
    moment = now or timezone.now()
    application = locked(link.application_id)
    alive = CosignLink.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=moment)
    if not alive.exists() or application.signer_id != link.addressed_to_id:
        raise DomainError("This link was replaced by a newer one. Look for a newer mail.")
    if not _used_up(link, asker, moment):
        raise DomainError("A code can still be sent to you. Have one sent, or sign in.")
    lately = application.cosign_links.filter(created_at__gt=moment - timedelta(hours=1)).count()
    if lately >= LINKS_AN_HOUR:
        raise DomainError("Several links were mailed in the last hour. Wait a while, or sign in instead.")
    close_links(application, moment)
    record(application, Beside.RENEW_LINK, by=None, now=moment)
    key = f"cosign-renewed-{application.pk}-{link.pk}"
    ask_signer(application, why="renewed", dedupe_key=key, now=moment, urgent=True)


def code_is_out(link: CosignLink, asker: Asker = NOBODY, now: datetime | None = None) -> bool:
    """Whether a code that this browser had mailed for this link still works."""
    return _good_codes(link, asker, now or timezone.now()).exists()


def _good_codes(link: CosignLink, asker: Asker, now: datetime) -> "QuerySet[CosignCode]":
    of_the_browser = CosignCode.objects.filter(link=link, browser=_digest(link, asker.browser))
    return of_the_browser.filter(used_at=None, expires_at__gt=now, tries__lt=TRIES)


def prove_by_code(*, link: CosignLink, code: str, asker: Asker = NOBODY) -> None:
    """Use up a code of this browser.

    Raises DomainError when it is not the one that was sent, too old, or tried too often.
    """
    # The try is committed before the refusal, or a refusal would give it back.
    if not _try_code(link, plain_code(code), asker):
        raise DomainError(
            "This code is not right, or it is too old. A code works for ten minutes and five tries; "
            "you can have a new one sent."
        )


@transaction.atomic
def _try_code(link: CosignLink, code: str, asker: Asker) -> bool:
    now = timezone.now()
    row = _good_codes(link, asker, now).select_for_update().order_by("-created_at").first()
    if row is None:
        return False
    row.tries += 1
    right = constant_time_compare(row.code_sha256, _code_hash(link, code))
    if right:
        row.used_at = now
    row.save(update_fields=["tries", "used_at"])
    return right


@transaction.atomic
def cosign(
    *, pk: int, by: User, ceremony: Ceremony, recommendation: str = "", now: datetime | None = None
) -> Application:
    """The principal signs the very text the teacher signed; for the fellowship also the `recommendation`, which is
    frozen with it. Sent twice, nothing changes.

    Raises NotAllowed for anyone who was not asked, DomainError when the text is not what was read, and for the
    fellowship without words.
    """
    now = now or timezone.now()
    application = locked(pk)
    demand(not_theirs(by, Action.COSIGN, application))
    record = current_record(application)
    if _signed_already(application, record, by):
        return application
    demand(why_not(by, Action.COSIGN, application, now=now))
    if record is None or record.sha256 != ceremony.sha256:
        raise DomainError(TEXT_CHANGED)
    _sign(application, record, by, ceremony, recommendation, now)
    close_links(application, now)
    _onward(application, record, by, now)
    _tell_both(application, record, by)
    return application


def _sign(
    application: Application,
    record: CommitmentRecord,
    by: User,
    ceremony: Ceremony,
    recommendation: str,
    now: datetime,
) -> None:
    written = _recommend(application, record, recommendation, now)
    proved_at = check_ceremony(ceremony, by, now)
    move(application, Action.COSIGN, by=by, now=now)
    sign(
        record=record,
        party=Signature.Party.PRINCIPAL,
        signer=by,
        capacity=capacity_of(application, by, now),
        typed_name=ceremony.typed_name,
        consent_version=CONSENT_VERSION,
        intent=intents_of(application)[1],
        proof=ceremony.proof,
        proved_at=proved_at,
        signed_at=now,
        ip=ceremony.ip,
        user_agent=ceremony.user_agent,
        recommendation_sha256=written.sha256 if written else "",
    )


def _recommend(
    application: Application, record: CommitmentRecord, words: str, now: datetime
) -> Recommendation | None:
    """Freeze the words in which somebody is recommended for the fellowship; a role asks for none."""
    if not application.offering.role.pathway.makes_fellows:
        return None
    said = words.strip()
    if not said:
        raise DomainError(NO_WORDS, at="recommendation")
    if len(said) > LONGEST_RECOMMENDATION:
        raise DomainError(
            f"A recommendation holds at most {LONGEST_RECOMMENDATION:,} characters. Shorten yours.",
            at="recommendation",
        )
    record.application = application
    content = recommendation_of(record, said)
    return Recommendation.objects.create(
        record=record, content=content, sha256=fingerprint(content), frozen_at=now
    )


def _onward(application: Application, record: CommitmentRecord, by: User, now: datetime) -> None:
    """What nobody has to read goes on by itself."""
    if application.in_office_id:
        confirm(application, record, by=by, now=now)
    elif application.renews_id:
        move(application, Action.START_REVIEW, by=None, now=now)


def _tell_both(application: Application, record: CommitmentRecord, by: User) -> None:
    for person in (application.person, by):
        queue(
            to=person,
            template="applications/cosigned",
            context={"application": application, "record": record, "signed_by": by},
            dedupe_key=f"cosigned-{record.pk}-{person.pk}",
        )


def _signed_already(application: Application, record: CommitmentRecord | None, by: User) -> bool:
    if record is None or application.state == State.SUBMITTED:
        return False
    mine = record.signatures.filter(party=Signature.Party.PRINCIPAL, signer=by, void=None)
    return mine.exists()


def capacity_of(application: Application, by: User, now: datetime) -> str:
    """As what this person signs for the school, in words."""
    school, signer = application.school, application.signer
    if signer is not None and signer.pk != by.pk:
        return f"Named by {signer} to act for them at {school}"
    principals = Post.objects.led(local_date(now)).filter(school=school)
    if principals.filter(person=by).exists():
        return f"Principal of {school}"
    return f"Acting signer for {school}"


@transaction.atomic
def send_back(*, pk: int, by: User, words: str, on_behalf: bool = False) -> Application:
    """Ask the applicant for changes, in words. Both will sign the changed text, so the signature is void.

    `on_behalf`: an administrator records what the signer said elsewhere.
    """
    ask = "Say what should change, so that the applicant can do it."
    return _refuse(pk, by, Action.SEND_BACK, words, ask, on_behalf)


@transaction.atomic
def decline_support(*, pk: int, by: User, words: str, on_behalf: bool = False) -> Application:
    """The school does not support this application, and says why. `on_behalf` as for `send_back`."""
    ask = "Give a reason. The applicant will read it."
    return _refuse(pk, by, Action.DECLINE_SUPPORT, words, ask, on_behalf)


def _refuse(pk: int, by: User, action: Action, words: str, ask: str, on_behalf: bool) -> Application:
    now = timezone.now()
    application = locked(pk)
    demand(not_theirs(by, asked_of_policy(action, on_behalf), application))
    if not words.strip():
        raise DomainError(ask)
    record = current_record(application)
    move(application, action, by=by, now=now, note=words.strip(), on_behalf=on_behalf)
    said = "asked for changes" if action is Action.SEND_BACK else "did not support it"
    tell_recorded(application, application.signer, by=by, words=words, said=said, on_behalf=on_behalf)
    if record is not None:
        void(record=record, reason=f"{action.replace('_', ' ')}: {words.strip()}", by=by, now=now)
    close_links(application, now)
    queue(
        to=application.person,
        template=f"applications/{application.state}",
        context={"application": application, "words": words.strip(), "by": by},
        dedupe_key=f"{application.state}-{application.events.count()}-{application.pk}",
    )
    if application.in_office_id:
        _tell_managers(application, by, words.strip(), now)
    return application


def _tell_managers(application: Application, by: User, words: str, now: datetime) -> None:
    """Of a role that is held already it is theirs to put right, not its holder's."""
    managers = managers_of(application.offering.role.pathway_id, local_date(now))
    queue_all(
        Letter(
            to=manager,
            template="applications/not_signed",
            context={"application": application, "words": words, "by": by},
            dedupe_key=f"not-signed-{application.pk}-{application.events.count()}-{manager.pk}",
            topic=not_signed_topic(application),
        )
        for manager in managers.exclude(pk__in=[by.pk, application.person_id])
    )
