"""The digits that go to whoever answers for a site. A link may be passed on; who reads the mailbox it was sent to
proves it with six digits that work for a quarter of an hour."""

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from common.errors import DomainError
from fellows.models import ServiceLink
from fellows.queries import DEAD_LINK, link_of
from notifications.services import owe_to_address

CODE_LIVES = timedelta(minutes=15)
# Of one link: more mails nobody asks for, and more guesses nobody needs.
MOST_CODES, MOST_WRONG = 5, 10
NO_MORE = (
    "Digits were asked for or mistyped too often. Ask the person who needs your confirmation for a new link."
)
WRONG = (
    "These are not the digits of our newest mail, or their fifteen minutes are over. Look again, or have new ones "
    "mailed."
)


@transaction.atomic
def send_code(*, token: str, now: datetime | None = None) -> ServiceLink:
    """Mail six digits to the address the link went to; earlier ones stop working. Only their hash is kept.

    Raises DomainError for a dead link, and once too many were asked for.
    """
    moment = now or timezone.now()
    link = _live(token, moment)
    if link.codes_sent >= MOST_CODES or link.codes_wrong >= MOST_WRONG:
        raise DomainError(NO_MORE)
    digits = f"{secrets.randbelow(10**6):06}"
    link.code_hash, link.code_until = _hash(link, digits), moment + CODE_LIVES
    link.codes_sent += 1
    link.save(update_fields=["code_hash", "code_until", "codes_sent"])
    owe_to_address(
        to_email=link.sent_to,
        template="fellows/service_code",
        context={"record": link.record, "digits": digits, "minutes": CODE_LIVES.seconds // 60},
        dedupe_key=f"service-code-{link.pk}-{link.codes_sent}",
        topic=f"service-code-{link.pk}",
        secret=True,
        urgent=True,
    )
    return link


def link_with_code(*, token: str, code: str, now: datetime) -> ServiceLink:
    """The live link of this token. Raises DomainError unless these are the digits last mailed for it, within their
    time. A wrong try is counted, whatever becomes of the answer."""
    link, right = _tried(token, code, now)
    if not right:
        raise DomainError(WRONG, at="code")
    return link


@transaction.atomic
def _tried(token: str, code: str, now: datetime) -> tuple[ServiceLink, bool]:
    link = _live(token, now)
    if link.codes_wrong >= MOST_WRONG:
        raise DomainError(NO_MORE, at="code")
    lives = link.code_until is not None and now < link.code_until
    right = lives and compare_digest(_hash(link, code), link.code_hash)
    if not right:
        link.codes_wrong += 1
        link.save(update_fields=["codes_wrong"])
    return link, right


def _live(token: str, now: datetime) -> ServiceLink:
    """The link, locked. Raises DomainError for every dead one in the same words."""
    found = link_of(token, now)
    if found is None:
        raise DomainError(DEAD_LINK)
    return (
        ServiceLink.objects.select_related("record__fellow__person")
        .select_for_update(of=("self",))
        .get(pk=found.pk)
    )


def _hash(link: ServiceLink, digits: str) -> str:
    """With the key of this server: six digits alone are guessed from their hash in a second."""
    return salted_hmac("fellows.service_code", f"{link.pk}:{digits}", algorithm="sha256").hexdigest()
