from pathways.models.asked import Deliverable
from pathways.models.attestations import Attestation
from pathways.models.catalogue import OPEN_TO, Cohort, Pathway, PathwayManager, PeerWork, Role, managed
from pathways.models.deliverables import DeliverableEvent, DeliverableRecord
from pathways.models.earlier import EarlierYear, SignedPaper, TakenOver
from pathways.models.engagement import EngagementAnswer, EngagementAssessment
from pathways.models.events import MOST_SEATS, ProgramEvent, ProgramEventLine
from pathways.models.evidence_files import EvidenceFile
from pathways.models.feeders import Feeder
from pathways.models.goals import GoalEvent, GoalNote, NoteTakenBack, SchoolGoal, schools_read_by
from pathways.models.offerings import (
    DAYS_IN_WORDS,
    IltExpectation,
    Offering,
    OfferingEvent,
    OfferingVersion,
    SchoolPlaces,
)
from pathways.models.placements import (
    NEAR_THE_END,
    Leave,
    Placement,
    PlacementEvent,
    SchoolAssignment,
    serving,
    standing,
)
from pathways.models.years import (
    CalendarEntry,
    ProgramYear,
    ProgramYearEvent,
    ScopeEvent,
    ScopeItem,
    ServiceDay,
)

__all__ = [
    "DAYS_IN_WORDS",
    "MOST_SEATS",
    "NEAR_THE_END",
    "OPEN_TO",
    "Attestation",
    "CalendarEntry",
    "Cohort",
    "Deliverable",
    "DeliverableEvent",
    "DeliverableRecord",
    "EarlierYear",
    "EngagementAnswer",
    "EngagementAssessment",
    "EvidenceFile",
    "Feeder",
    "GoalEvent",
    "GoalNote",
    "IltExpectation",
    "Leave",
    "NoteTakenBack",
    "Offering",
    "OfferingEvent",
    "OfferingVersion",
    "Pathway",
    "PathwayManager",
    "PeerWork",
    "Placement",
    "PlacementEvent",
    "ProgramEvent",
    "ProgramEventLine",
    "ProgramYear",
    "ProgramYearEvent",
    "Role",
    "SchoolAssignment",
    "SchoolGoal",
    "SchoolPlaces",
    "ScopeEvent",
    "ScopeItem",
    "ServiceDay",
    "SignedPaper",
    "TakenOver",
    "managed",
    "schools_read_by",
    "serving",
    "standing",
]
