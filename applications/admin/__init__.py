from applications.admin.applications import ApplicationAdmin, ApplicationEventAdmin
from applications.admin.evidence import (
    CommitmentRecordAdmin,
    CosignCodeAdmin,
    CosignLinkAdmin,
    SignatureAdmin,
    SignatureChainAdmin,
    SignatureVoidAdmin,
)
from applications.admin.renewals import RenewalDeclinedAdmin, RenewalInvitationAdmin
from applications.admin.reviews import DecisionAdmin, ReviewAdmin

__all__ = [
    "ApplicationAdmin",
    "ApplicationEventAdmin",
    "CommitmentRecordAdmin",
    "CosignCodeAdmin",
    "CosignLinkAdmin",
    "DecisionAdmin",
    "RenewalDeclinedAdmin",
    "RenewalInvitationAdmin",
    "ReviewAdmin",
    "SignatureAdmin",
    "SignatureChainAdmin",
    "SignatureVoidAdmin",
]
