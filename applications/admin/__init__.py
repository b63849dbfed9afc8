from applications.admin.applications import ApplicationAdmin, ApplicationEventAdmin
from applications.admin.evidence import (
    CommitmentRecordAdmin,
    CosignCodeAdmin,
    CosignLinkAdmin,
    SignatureAdmin,
    SignatureChainAdmin,
    SignatureVoidAdmin,
)
from applications.admin.renewals import RenewalInvitationAdmin
from applications.admin.reviews import DecisionAdmin, ReviewAdmin

__all__ = [
    "ApplicationAdmin",
    "ApplicationEventAdmin",
    "CommitmentRecordAdmin",
    "CosignCodeAdmin",
    "CosignLinkAdmin",
    "DecisionAdmin",
    "RenewalInvitationAdmin",
    "ReviewAdmin",
    "SignatureAdmin",
    "SignatureChainAdmin",
    "SignatureVoidAdmin",
]
