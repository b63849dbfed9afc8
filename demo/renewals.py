"""Three leaders go on for another year: all are invited, one signed, one signed with the school, one did not answer."""

from datetime import datetime

from django.utils import timezone

from applications.models import Application
from applications.queries.commitments import commitment_of, current_record
from applications.services import cosign, invite_to_renew, renew, submit
from common.canonical import fingerprint
from common.clock import local_date
from common.signing import Ceremony
from demo.cast import Cast
from demo.papers import ADDRESS
from pathways.models import Offering
from pathways.queries.renewals import renewable
from people.models import User

MANY = 3


def make_renewals(cast: Cast, offering: Offering, *, now: datetime) -> None:
    """The demo leader waits for the demo principal, the next one for the panel, the last one answers nothing yet.

    Through the services, which ask what every renewal is asked; `offering` is open now."""
    first = cast.named["leader"]
    may = [row.placement for row in renewable(offering, local_date(now)) if not row.why_not]
    chosen = sorted(may, key=lambda placement: (placement.person_id != first.pk, placement.pk))[:MANY]
    invite_to_renew(
        offering_pk=offering.pk,
        placements=[placement.pk for placement in chosen],
        by=cast.named["manager"],
        now=now,
    )
    for number, placement in enumerate(chosen[:2]):
        draft = renew(person=placement.person, offering_pk=offering.pk)
        sent = submit(pk=draft.pk, by=draft.person, ceremony=_ceremony(draft, draft.person))
        if number and sent.signer is not None:
            cosign(pk=sent.pk, by=sent.signer, ceremony=_ceremony(sent, sent.signer))


def _ceremony(application: Application, signer: User) -> Ceremony:
    """What is signed: the text that was frozen, or of a draft the text it will be."""
    record = current_record(application)
    sha256 = fingerprint(commitment_of(application)) if record is None else record.sha256
    return Ceremony(
        typed_name=signer.name,
        consent=True,
        sha256=sha256,
        proof="session",
        proved_at=timezone.now(),
        ip=ADDRESS,
        user_agent="demo",
    )
