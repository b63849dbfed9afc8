from fellows.models.agreements import AgreementChain, AgreementSignature, AgreementVersion, ServiceAgreement
from fellows.models.alumni import AlumniAnswer, AlumniLink, Role
from fellows.models.assistance import Award, AwardEvent, Disbursement
from fellows.models.budgets import AssistanceBudget
from fellows.models.days import FirstOfMay
from fellows.models.fellows import (
    NEXT_AT_UCLA,
    TRIED_AGAIN,
    Fellow,
    FellowCohort,
    FellowEvent,
    Milestone,
)
from fellows.models.fieldwork import FieldworkEntry, FieldworkEvent
from fellows.models.plans import MOST_HOURS, CohortMilestone, CohortPlanEvent
from fellows.models.proofs import FOLDER, PROVEN, MilestoneProof
from fellows.models.scans import SCANS, PaperScan
from fellows.models.service import (
    SchoolSimilarity,
    ServiceLink,
    ServiceRecord,
    ServiceRecordEvent,
    Suspension,
)
from fellows.models.snapshots import OutcomeSnapshot
from fellows.models.takeover import FellowTakenOver, PaperAgreement, PaperService
from fellows.models.ucla import UclaStep

__all__ = [
    "FOLDER",
    "MOST_HOURS",
    "NEXT_AT_UCLA",
    "PROVEN",
    "SCANS",
    "TRIED_AGAIN",
    "AgreementChain",
    "AgreementSignature",
    "AgreementVersion",
    "AlumniAnswer",
    "AlumniLink",
    "AssistanceBudget",
    "Award",
    "AwardEvent",
    "CohortMilestone",
    "CohortPlanEvent",
    "Disbursement",
    "Fellow",
    "FellowCohort",
    "FellowEvent",
    "FellowTakenOver",
    "FieldworkEntry",
    "FieldworkEvent",
    "FirstOfMay",
    "Milestone",
    "MilestoneProof",
    "OutcomeSnapshot",
    "PaperAgreement",
    "PaperScan",
    "PaperService",
    "Role",
    "SchoolSimilarity",
    "ServiceAgreement",
    "ServiceLink",
    "ServiceRecord",
    "ServiceRecordEvent",
    "Suspension",
    "UclaStep",
]
