"""Service agreements of the world: a version that is signed, a draft of the next one, and what the fellow signed."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from fellows.models import AlumniLink, Fellow
from tests.architecture.assisted import assistance_of
from tests.factories.fellows import AgreementVersionFactory

OPENS = "a-secret-of-a-graduate"


def agreements_of(fellow: Fellow) -> dict[str, dict[str, Any]]:
    """Samples of addresses."""
    AgreementVersionFactory(published=True)
    now = timezone.now()
    AlumniLink.objects.create(
        fellow=fellow,
        token_sha256=sha256(OPENS.encode()).hexdigest(),
        sent_to=fellow.person.email,
        year=now.year,
        number=0,
        # Long ago, so that they are written to again.
        created_at=now - timedelta(days=20),
        expires_at=now + timedelta(days=20),
    )
    return {
        "fellows:alumni_answer": {"token": OPENS},
        "fellows:version": {"pk": AgreementVersionFactory().pk},
        "fellows:agreement_pdf": {"pk": fellow.agreements.filter(paper=None).get().pk},
    } | assistance_of(fellow)
