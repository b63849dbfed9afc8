from fellows.models.fellows import TRIED_AGAIN, Fellow, FellowCohort, FellowEvent, Milestone
from fellows.models.fieldwork import FieldworkEntry, FieldworkEvent
from fellows.models.plans import MOST_HOURS, CohortMilestone
from fellows.models.service import (
    SchoolSimilarity,
    ServiceAgreement,
    ServiceLink,
    ServiceRecord,
    ServiceRecordEvent,
    Suspension,
)

__all__ = [
    "MOST_HOURS",
    "TRIED_AGAIN",
    "CohortMilestone",
    "Fellow",
    "FellowCohort",
    "FellowEvent",
    "FieldworkEntry",
    "FieldworkEvent",
    "Milestone",
    "SchoolSimilarity",
    "ServiceAgreement",
    "ServiceLink",
    "ServiceRecord",
    "ServiceRecordEvent",
    "Suspension",
]
