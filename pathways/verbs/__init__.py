from pathways.verbs.deliverables import DELIVERABLE
from pathways.verbs.offerings import OFFERING
from pathways.verbs.placements import PLACEMENT

__all__ = ["DELIVERABLE", "OFFERING", "PLACEMENT"]
