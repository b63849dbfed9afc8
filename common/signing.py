"""What every electronic signature takes: consent, the typed name, the text on the screen, and a fresh proof."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from common.errors import DomainError

if TYPE_CHECKING:
    from people.models import User

CONSENT_VERSION = "2026-1"
CONSENT = (
    "I agree to sign electronically. My typed name stands for my signature, I can read and print what I "
    "signed at any time, and I may ask the Partnership for a paper form instead."
)
FRESH = timedelta(minutes=30)


@dataclass(frozen=True)
class Ceremony:
    """How somebody signed: what they typed and ticked, what they saw, and how they proved who they are."""

    typed_name: str
    consent: bool
    sha256: str
    proof: str
    proved_at: datetime | None
    ip: str
    user_agent: str = ""


def check_ceremony(ceremony: Ceremony, signer: "User", now: datetime) -> datetime:
    """The moment of the proof, when everything a signature needs is there. Raises DomainError otherwise."""
    if not signer.is_called(ceremony.typed_name):
        raise DomainError(f"Type your name as it stands here: {signer.name}.")
    if not ceremony.consent:
        raise DomainError("Tick that you agree to sign electronically.")
    proved = ceremony.proved_at
    if proved is None or not now - FRESH <= proved <= now + timedelta(minutes=1):
        raise DomainError("It is a while since you proved who you are. Confirm that it is you, then sign.")
    return proved
