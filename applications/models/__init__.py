from applications.models.applications import Application, ApplicationEvent
from applications.models.renewals import RenewalInvitation
from applications.models.review import Decision, Review
from applications.models.signatures import (
    CommitmentRecord,
    CosignCode,
    CosignLink,
    Signature,
    SignatureChain,
    SignatureVoid,
    SignedPlacement,
)

__all__ = [
    "Application",
    "ApplicationEvent",
    "CommitmentRecord",
    "CosignCode",
    "CosignLink",
    "Decision",
    "RenewalInvitation",
    "Review",
    "Signature",
    "SignatureChain",
    "SignatureVoid",
    "SignedPlacement",
]
