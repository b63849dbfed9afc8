from pathways.verbs.deliverables import DELIVERABLE
from pathways.verbs.offerings import OFFERING
from pathways.verbs.placements import CHANGES, PLACEMENT, WORD

__all__ = ["CHANGES", "DELIVERABLE", "OFFERING", "PLACEMENT", "WORD"]
