"""How a test has a version of the service agreement, and signs it."""

from datetime import UTC, date, datetime

from common.canonical import fingerprint
from common.clock import local_date
from common.signing import Ceremony
from common.standing import Standing
from fellows.models import AgreementVersion, Fellow, ServiceAgreement
from fellows.queries.agreements import frozen_for, in_force
from fellows.services import sign_agreement
from tests.factories.fellows import AgreementVersionFactory
from tests.factories.people import UserFactory

NOW = datetime(2025, 7, 10, 17, tzinfo=UTC)
TODAY = date(2025, 7, 10)


def version_in(state: Standing) -> AgreementVersion:
    """A version of the agreement in this state."""
    told = {
        Standing.DRAFT: {},
        Standing.PUBLISHED: {"published": True},
        Standing.RETIRED: {"published": True, "state": state},
        Standing.DISCARDED: {"state": state},
    }[state]
    if state in (Standing.RETIRED, Standing.DISCARDED):
        told |= {"ended_by": UserFactory(), "ended_at": NOW, "ended_because": "A better one is here."}
    row: AgreementVersion = AgreementVersionFactory(**told)
    return row


def ceremony_for(fellow: Fellow, now: datetime = NOW, **parts: object) -> Ceremony:
    """Everything a signature on the version of that day needs; any part can be replaced."""
    version = in_force(local_date(now))
    given = {
        "typed_name": fellow.person.name,
        "consent": True,
        "sha256": fingerprint(frozen_for(fellow, version)) if version else "",
        "proof": "password",
        "proved_at": now,
        "ip": "192.0.2.7",
        "user_agent": "A browser",
    }
    return Ceremony(**{**given, **parts})


def signs(fellow: Fellow, now: datetime = NOW, **parts: object) -> ServiceAgreement:
    """The fellow signs the version of that day."""
    return sign_agreement(
        pk=fellow.pk, by=fellow.person, ceremony=ceremony_for(fellow, now, **parts), now=now
    )
