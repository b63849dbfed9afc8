from pathways.verbs.deliverables import DELIVERABLE
from pathways.verbs.events import PROGRAM_EVENT
from pathways.verbs.goals import GOAL
from pathways.verbs.offerings import OFFERING
from pathways.verbs.placements import CHANGES, MISTAKES, PLACEMENT, WORD

__all__ = ["CHANGES", "DELIVERABLE", "GOAL", "MISTAKES", "OFFERING", "PLACEMENT", "PROGRAM_EVENT", "WORD"]
