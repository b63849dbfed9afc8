"""The service agreement of the demo: a version that is signed, fellows who signed it, and a draft of the next one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection

from common.canonical import fingerprint
from common.clock import day_begins
from common.signing import Ceremony
from demo.papers import ADDRESS
from fellows.models import AgreementVersion, Fellow
from fellows.queries.agreements import frozen_for
from fellows.services import Wording, draft_version, publish_version, sign_agreement
from people.models import User

# Days before the cohort begins on which its fellows are selected.
SELECTED = timedelta(days=170)
COUNSEL = (
    "Invented for this demo. Counsel writes here by which law this agreement holds and what follows from it; the"
    " product keeps the paragraph and computes nothing from it."
)
# Of whom nobody's mail of today tells.
MAILS = """
UPDATE notifications_message m SET state = 'sent', sent_at = a.signed_at
FROM fellows_serviceagreement a WHERE m.dedupe_key = 'agreement-signed-' || a.id
"""


def make_versions(named: dict[str, User], *, first: int, now: datetime) -> AgreementVersion:
    """Version 1, which all cohorts sign, and a draft in which one thing differs, that the manager reads next."""
    then = day_begins(date(first, 10, 1)) + timedelta(hours=10)
    usual = Wording(
        signed_from=date(first, 10, 15),
        required_years=Decimal(4),
        window_years=6,
        granularity="semester",
        half_year_counts=False,
        fte="threshold",
        fte_threshold=Decimal("0.5"),
        similar_schools=True,
        most_suspended_months=36,
        legal_basis=COUNSEL,
    )
    version = draft_version(wording=usual, by=named["manager"], now=then)
    publish_version(pk=version.pk, by=named["admin"], now=then + timedelta(days=7))
    draft_version(
        wording=replace(usual, signed_from=now.date() + timedelta(days=60), most_suspended_months=24),
        by=named["admin"],
        now=now - timedelta(days=2),
    )
    return AgreementVersion.objects.get(pk=version.pk)


def sign(fellows: list[Fellow], version: AgreementVersion) -> None:
    """Each signs within the week in which they were selected."""
    for index, fellow in enumerate(fellows):
        day = fellow.cohort.starts - SELECTED + timedelta(days=index % 5)
        at = day_begins(day) + timedelta(hours=16)
        ceremony = Ceremony(
            typed_name=fellow.person.name,
            consent=True,
            sha256=fingerprint(frozen_for(fellow, version)),
            proof="password",
            proved_at=at,
            ip=ADDRESS,
            user_agent="demo",
        )
        sign_agreement(pk=fellow.pk, by=fellow.person, ceremony=ceremony, now=at)
    with connection.cursor() as cursor:
        cursor.execute(MAILS)
