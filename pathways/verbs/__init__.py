from pathways.verbs.placements import PLACEMENT

__all__ = ["PLACEMENT"]
