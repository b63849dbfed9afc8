"""Service agreements of the world: a version that is signed, a draft of the next one, and what the fellow signed."""

from typing import Any

from fellows.models import Fellow
from tests.architecture.assisted import assistance_of
from tests.factories.fellows import AgreementVersionFactory


def agreements_of(fellow: Fellow) -> dict[str, dict[str, Any]]:
    """Samples of addresses."""
    AgreementVersionFactory(published=True)
    return {
        "fellows:version": {"pk": AgreementVersionFactory().pk},
        "fellows:agreement_pdf": {"pk": fellow.agreements.get().pk},
    } | assistance_of(fellow)
