"""Verbs on service: reported by the fellow, confirmed by the site, accepted by staff."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.addresses import same_address
from common.clock import local_date
from common.errors import DomainError, demand
from common.names import cleaned, same, same_key
from common.states import step
from fellows.models import (
    Fellow,
    SchoolSimilarity,
    ServiceLink,
    ServiceRecord,
    ServiceRecordEvent,
)
from fellows.policies import why_not, why_not_similar
from fellows.queries import DEAD_LINK
from fellows.services.codes import link_with_code
from fellows.services.fellows import locked
from fellows.states import ITEMS, SERVICE_MOVES, ServiceAction, ServiceState
from notifications.services import cancel, owe_to_address, queue
from people.models import School, User
from people.queries import addresses_of, signer_for

LINK_LIVES = timedelta(days=21)


@dataclass(frozen=True)
class Served:
    """Where somebody served. `ends` is the first day after it, None while it lasts."""

    school: School | None
    employer: str
    site: str
    position: str
    fte_thousandths: int
    starts: date
    ends: date | None
    verifier_email: str = ""


@transaction.atomic
def report_service(*, pk: int, served: Served, by: User, now: datetime | None = None) -> ServiceRecord:
    """A graduate reports where they serve; the site is asked to confirm it.

    At a school with a principal the principal is asked, whatever address was given.
    """
    moment = now or timezone.now()
    fellow = locked(pk)
    demand(why_not(by, ServiceAction.REPORT, fellow))
    row = ServiceRecord(fellow=fellow, reported_at=moment)
    _write(row, served, fellow, moment)
    # Pressed twice, the second press finds the report of the first: the fellow is locked.
    same = {name: getattr(row, name) for name in ("school", "site", "position", "starts", "ends")}
    if fellow.service_records.filter(**same).exists():
        raise DomainError("You reported this service already. Correct that report if something is wrong.")
    row.save()
    record_service(row, ServiceAction.REPORT, by, moment, before="")
    cancel(topic=f"service-report-{fellow.pk}")
    ask_site(row, moment)
    return row


@transaction.atomic
def correct_service(*, pk: int, served: Served, by: User, now: datetime | None = None) -> ServiceRecord:
    """The fellow, or a program manager with them, corrects what the site disagreed with; the site is asked again. The
    fellow is told of what somebody else corrected. Raises DomainError when nothing
    is corrected: the site would only be asked the same once more."""
    moment = now or timezone.now()
    row = locked_record(pk)
    demand(why_not(by, ServiceAction.CORRECT, row))
    before, row.vouched, row.confirmed_on = row.state, False, None
    row.state = step(SERVICE_MOVES, ServiceState(row.state), ServiceAction.CORRECT)
    said = _said(row)
    _write(row, served, row.fellow, moment)
    if _said(row) == said:
        raise DomainError(
            "Nothing is different yet. Change what is not right; if the site is mistaken, ask your program manager."
        )
    row.save()
    record_service(row, ServiceAction.CORRECT, by, moment, before=before)
    ask_site(row, moment)
    if by.pk != row.fellow.person_id:
        queue(
            to=row.fellow.person,
            template="fellows/service_corrected",
            context={"record": row, "by": by},
            dedupe_key=f"service-corrected-{row.pk}-{row.events.count()}",
        )
    return row


@transaction.atomic
def send_link(*, pk: int, by: User, now: datetime | None = None) -> ServiceLink:
    """Ask the site again with a new link; the one before stops working. The fellow or a program manager."""
    moment = now or timezone.now()
    row = locked_record(pk)
    demand(why_not(by, ServiceAction.ASK, row))
    link = ask_site(row, moment)
    if link is None:
        raise DomainError("Nobody is known who could confirm this. Give the address of the school's office.")
    record_service(row, ServiceAction.ASK, by, moment, before=row.state)
    return link


def answer_link(
    *, token: str, code: str, typed_name: str, disagreements: Mapping[str, str], now: datetime | None = None
) -> ServiceRecord:
    """The site agrees with every item, or says which are wrong and what is right. A link answers once, with the digits
    that were mailed last (`send_code`).

    What a signer the network knows confirms counts at once; what anybody else confirms, once staff accept it.
    Every dead link is refused in the same words. Raises DomainError for wrong digits, and counts them.
    """
    moment = now or timezone.now()
    found = link_with_code(token=token, code=code, now=moment)
    return _answer(found, typed_name, disagreements, moment)


@transaction.atomic
def _answer(
    found: ServiceLink, typed_name: str, disagreements: Mapping[str, str], moment: datetime
) -> ServiceRecord:
    row = locked_record(found.record_id)
    # Held by the record's lock: of two answers at once the second finds the link used.
    if not ServiceLink.objects.filter(pk=found.pk, used_at=None, expires_at__gt=moment).update(
        used_at=moment
    ):
        raise DomainError(DEAD_LINK)
    action = ServiceAction.DISPUTE if disagreements else ServiceAction.VERIFY
    before = row.state
    row.state = step(SERVICE_MOVES, ServiceState(row.state), action)
    row.disagreement = {item: words for item, words in disagreements.items() if item in ITEMS}
    agrees = action is ServiceAction.VERIFY
    row.vouched = agrees and found.signer_id is not None
    row.confirmed_on = local_date(moment) if agrees else None
    row.save(update_fields=["state", "disagreement", "vouched", "confirmed_on"])
    record_service(row, action, None, moment, before=before, typed_name=typed_name, link=found, by_code=True)
    queue(
        to=row.fellow.person,
        template="fellows/service_answered",
        context={"record": row, "agrees": not disagreements},
        dedupe_key=f"service-answered-{found.pk}",
    )
    return row


@transaction.atomic
def accept_service(*, pk: int, by: User, now: datetime | None = None) -> ServiceRecord:
    """Staff accept confirmed service."""
    row = locked_record(pk)
    demand(why_not(by, ServiceAction.ACCEPT, row))
    before = row.state
    row.state = step(SERVICE_MOVES, ServiceState(row.state), ServiceAction.ACCEPT)
    row.save(update_fields=["state"])
    record_service(row, ServiceAction.ACCEPT, by, now or timezone.now(), before=before)
    return row


@transaction.atomic
def decide_similarity(
    *,
    school_name: str,
    similar: bool,
    reasons: str,
    by: User,
    since: date | None = None,
    now: datetime | None = None,
) -> SchoolSimilarity:
    """Decide, with reasons, whether service at a school outside the network counts from the day `since` on, which may
    be past or ahead; without one for all days that no other decision is about. Raises DomainError without reasons,
    for a later decision without a day, and for a second one of the day."""
    demand(why_not_similar(by))
    if not reasons.strip():
        raise DomainError("Write the reasons of this decision.")
    day = local_date(now or timezone.now())
    name = cleaned(school_name)
    if (
        since is None
        and SchoolSimilarity.objects.filter(school_key=same_key(name)).exclude(decided_on=day).exists()
    ):
        raise DomainError(
            "This school was decided about before. Say from which day this decision counts.", at="since"
        )
    said = {
        "school_name": name,
        "similar": similar,
        "reasons": reasons.strip(),
        "decided_by": by,
        "since": since,
    }
    row, new = SchoolSimilarity.objects.get_or_create(
        school_key=same_key(name), decided_on=day, defaults=said
    )
    if not new:
        raise DomainError("This school was decided about today already. A new decision can be made tomorrow.")
    return row


def locked_record(pk: int) -> ServiceRecord:
    """The report, held until the transaction ends."""
    records = ServiceRecord.objects.select_for_update(of=("self",))
    return records.select_related("fellow__person", "fellow__cohort", "school", "paper__by").get(pk=pk)


def _refuse_wrong(served: Served, fellow: Fellow, today: date) -> None:
    """Days nobody can have served, and two places at once."""
    if served.starts > today:
        raise DomainError("Report service once it has begun.")
    begins = fellow.cohort.starts
    if served.starts < begins:
        raise DomainError(
            f"Service is owed after the fellowship, which began on {begins:%B %-d, %Y}: "
            "give that day or a later one as the first day, even if you were there before."
        )
    if served.ends is not None and served.ends <= served.starts:
        raise DomainError("The last day comes after the first one.")
    if served.ends is not None and served.ends > today + timedelta(days=1):
        raise DomainError("The last day lies ahead. Leave it empty while it lasts.")
    if served.school is not None and not same(served.site, served.school.name):
        raise DomainError(
            f"You chose {served.school.name} and wrote “{served.site}”: give one of the two. "
            "For a place outside the network choose “Another school or office”."
        )


def _write(row: ServiceRecord, served: Served, fellow: Fellow, now: datetime) -> None:
    _refuse_wrong(served, fellow, local_date(now))
    for name, value in asdict(served).items():
        if name != "school":
            setattr(row, name, value)
    row.school = served.school
    signer = _known_signer(row, local_date(now))
    if signer is not None:
        row.verifier_email = signer.email
    if same_address(row.verifier_email) in addresses_of(fellow.person):
        raise DomainError("Somebody else must confirm your service: give the address of the principal or HR.")


def _known_signer(row: ServiceRecord, day: date) -> User | None:
    """Whom the network knows to sign for the school on that day; never the fellow."""
    signer = signer_for(row.school, day) if row.school else None
    return None if signer == row.fellow.person else signer


def _said(row: ServiceRecord) -> dict[str, object]:
    """What the record says and whom it asks."""
    return {field.name: getattr(row, field.name) for field in fields(Served)}


def ask_site(row: ServiceRecord, now: datetime) -> ServiceLink | None:
    """A new link by mail; only its hash is kept, and earlier ones end. A school that has a signer by now is asked
    through the signer."""
    signer = _known_signer(row, local_date(now))
    if signer is not None and row.verifier_email != signer.email:
        row.verifier_email = signer.email
        row.save(update_fields=["verifier_email"])
    if not row.verifier_email:
        return None
    row.links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    link = ServiceLink.objects.create(
        record=row,
        token_sha256=sha256(token.encode()).hexdigest(),
        sent_to=row.verifier_email,
        signer=signer,
        created_at=now,
        expires_at=now + LINK_LIVES,
    )
    owe_to_address(
        to_email=row.verifier_email,
        template="fellows/verify_service",
        context={"record": row, "token": token, "days": LINK_LIVES.days},
        dedupe_key=f"service-link-{link.pk}",
        topic=f"service-link-{row.pk}",
        secret=True,
    )
    return link


def record_service(
    row: ServiceRecord, action: ServiceAction, by: User | None, at: datetime, *, before: str, **facts: Any
) -> None:
    """A line of the history of a report."""
    ServiceRecordEvent.objects.create(
        record=row, action=action, from_state=before, to_state=row.state, by=by, at=at, **facts
    )
