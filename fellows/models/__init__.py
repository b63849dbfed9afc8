from fellows.models.fellows import Fellow, FellowCohort, FellowEvent, Milestone
from fellows.models.service import (
    SchoolSimilarity,
    ServiceAgreement,
    ServiceLink,
    ServiceRecord,
    ServiceRecordEvent,
    Suspension,
)

__all__ = [
    "Fellow",
    "FellowCohort",
    "FellowEvent",
    "Milestone",
    "SchoolSimilarity",
    "ServiceAgreement",
    "ServiceLink",
    "ServiceRecord",
    "ServiceRecordEvent",
    "Suspension",
]
