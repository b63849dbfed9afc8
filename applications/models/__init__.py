from applications.models.applications import Application, ApplicationEvent
from applications.models.interviews import GroupInterview
from applications.models.pulses import (
    CommitmentPulse,
    PulseAnswer,
    PulseEvent,
    PulsePair,
    PulsePairEvent,
)
from applications.models.renewals import RenewalDeclined, RenewalInvitation
from applications.models.review import Decision, Review
from applications.models.signatures import (
    CommitmentRecord,
    CosignCode,
    CosignLink,
    Recommendation,
    Signature,
    SignatureChain,
    SignatureVoid,
    SignedPlacement,
)

__all__ = [
    "Application",
    "ApplicationEvent",
    "CommitmentPulse",
    "CommitmentRecord",
    "CosignCode",
    "CosignLink",
    "Decision",
    "GroupInterview",
    "PulseAnswer",
    "PulseEvent",
    "PulsePair",
    "PulsePairEvent",
    "Recommendation",
    "RenewalDeclined",
    "RenewalInvitation",
    "Review",
    "Signature",
    "SignatureChain",
    "SignatureVoid",
    "SignedPlacement",
]
