"""Applications with their frozen texts and signatures, many at a time, through the door of the evidence."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection

from applications.models import (
    Application,
    ApplicationEvent,
    CommitmentRecord,
    Recommendation,
    Signature,
)
from applications.queries.commitments import commitment_of, intents_of, recommendation_of
from applications.services.signatures import chain
from applications.states import Beside
from applications.states import State as ApplicationState
from common.canonical import fingerprint
from common.signing import CONSENT_VERSION
from people.models import User

BATCH = 2000
ADDRESS = "127.0.0.1"
RECOMMENDATION = (
    "She leads the data meetings of her grade, and colleagues follow her. "
    "She is ready to learn how a whole school is led."
)
ANSWERS = {
    "time": "My planning period and two afternoons a week are set aside for this role.",
    "mindset": "A colleague's question about wait time changed my lessons. I plan questions with my team.",
    "skillset": "I can lead a meeting that ends with a next step, and I read student work with others.",
    "experience": "I have led our grade level for two years; we rebuilt our writing units together.",
}


# What led to each state after the draft was begun, as the services write it: action, state after it, who, hours.
BOTH = (("submit", "submitted", "person", 0), ("cosign", "cosigned", "signer", 72))
READ = (*BOTH, ("start_review", "in_review", "manager", 76))
OFFERED = (*READ, ("offer", "offered", "manager", 90))
HISTORY: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    "submitted": BOTH[:1],
    "withdrawn": (*BOTH[:1], ("withdraw", "withdrawn", "person", 20)),
    "cosigned": BOTH,
    "in_review": READ,
    "offered": OFFERED,
    "declined": (*READ, ("decline", "declined", "manager", 90)),
    "accepted": (*OFFERED, ("accept", "accepted", "person", 94)),
}


def _history(application: Application, manager: User, at: datetime) -> Iterator[ApplicationEvent]:
    people = {"person": application.person, "signer": application.signer, "manager": manager}
    begun = at - timedelta(days=1)
    yield ApplicationEvent(
        application=application,
        action=Beside.START,
        from_state=ApplicationState.DRAFT,
        to_state=ApplicationState.DRAFT,
        by=people["person"],
        at=begun,
    )
    before = "draft"
    for action, after, who, hours in HISTORY.get(application.state, ()):
        yield ApplicationEvent(
            application=application,
            action=action,
            from_state=before,
            to_state=after,
            by=people[who],
            at=at + timedelta(hours=hours),
        )
        before = after


def make_applications(
    applications: Sequence[Application], *, at: datetime, manager: User
) -> list[Application]:
    """Save applications with answers, and the history that led to their states; `at` is when they were sent."""
    for application in applications:
        application.answers = dict(ANSWERS)
        if application.state != ApplicationState.DRAFT:
            application.submitted_at = at
    saved = Application.objects.bulk_create(applications, batch_size=BATCH)
    steps = (step for application in saved for step in _history(application, manager, at))
    ApplicationEvent.objects.bulk_create(steps, batch_size=BATCH)
    return list(saved)


def tell_the_planner() -> None:
    """Fresh tables look empty to PostgreSQL: without this every guard of a signature reads a whole table."""
    # By name: without names the catalogs that all databases of a server share would be locked until the end.
    names = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {names}")


def freeze(applications: Sequence[Application], *, at: datetime) -> dict[int, CommitmentRecord]:
    """The text each application's two parties sign, by application."""
    records = []
    for application in applications:
        content = commitment_of(application, 1)
        records.append(
            CommitmentRecord(
                application=application,
                number=1,
                content=content,
                sha256=fingerprint(content),
                frozen_at=at,
            )
        )
    saved = CommitmentRecord.objects.bulk_create(records, batch_size=BATCH)
    tell_the_planner()
    return {record.application_id: record for record in saved}


def sign(
    records: dict[int, CommitmentRecord], *, principals: dict[int, User], at: datetime, cosigned: set[int]
) -> None:
    """The teacher's signature on every record; the principal's on those of `cosigned` applications."""
    rows = []
    for record in records.values():
        application = record.application
        teachers, principals_intent = intents_of(application)
        rows.append(_signature(record, "teacher", application.person, teachers, at))
        if application.pk in cosigned:
            principal, later = principals[application.school_id], at + timedelta(days=3)
            row = _signature(record, "principal", principal, principals_intent, later)
            row.recommendation_sha256 = _recommended(record, later)
            rows.append(row)
    chain(rows)


def _recommended(record: CommitmentRecord, at: datetime) -> str:
    """The hash of the words in which the principal recommends, where the fellowship asks for them."""
    if not record.application.offering.role.pathway.makes_fellows:
        return ""
    content = recommendation_of(record, RECOMMENDATION)
    written = Recommendation.objects.create(
        record=record, content=content, sha256=fingerprint(content), frozen_at=at
    )
    return written.sha256


def _signature(record: CommitmentRecord, party: str, signer: User, intent: str, at: datetime) -> Signature:
    capacity = "applicant" if party == "teacher" else f"principal of {record.application.school}"
    return Signature(
        record=record,
        party=party,
        signer=signer,
        capacity=capacity[:120],
        typed_name=signer.name,
        consent_version=CONSENT_VERSION,
        intent=intent,
        proof="session",
        proved_at=at,
        signed_at=at,
        ip=ADDRESS,
        user_agent="demo",
        sha256=record.sha256,
    )
