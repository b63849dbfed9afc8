from applications.admin.applications import ApplicationAdmin, ApplicationEventAdmin
from applications.admin.evidence import (
    CommitmentRecordAdmin,
    CosignCodeAdmin,
    CosignLinkAdmin,
    RecommendationAdmin,
    SignatureAdmin,
    SignatureChainAdmin,
    SignatureVoidAdmin,
)
from applications.admin.interviews import GroupInterviewAdmin
from applications.admin.pulses import (
    CommitmentPulseAdmin,
    PulseAnswerAdmin,
    PulseEventAdmin,
    PulsePairAdmin,
    PulsePairEventAdmin,
)
from applications.admin.renewals import RenewalDeclinedAdmin, RenewalInvitationAdmin
from applications.admin.reviews import DecisionAdmin, ReviewAdmin

__all__ = [
    "ApplicationAdmin",
    "ApplicationEventAdmin",
    "CommitmentPulseAdmin",
    "CommitmentRecordAdmin",
    "CosignCodeAdmin",
    "CosignLinkAdmin",
    "DecisionAdmin",
    "GroupInterviewAdmin",
    "PulseAnswerAdmin",
    "PulseEventAdmin",
    "PulsePairAdmin",
    "PulsePairEventAdmin",
    "RecommendationAdmin",
    "RenewalDeclinedAdmin",
    "RenewalInvitationAdmin",
    "ReviewAdmin",
    "SignatureAdmin",
    "SignatureChainAdmin",
    "SignatureVoidAdmin",
]
