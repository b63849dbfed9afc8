from applications.models.applications import Application, ApplicationEvent
from applications.models.renewals import RenewalDeclined, RenewalInvitation
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
    "RenewalDeclined",
    "RenewalInvitation",
    "Review",
    "Signature",
    "SignatureChain",
    "SignatureVoid",
    "SignedPlacement",
]
