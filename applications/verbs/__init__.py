from applications.verbs.applications import APPLICATION
from applications.verbs.reviews import DECISION, RELEASED, REVIEW

__all__ = ["APPLICATION", "DECISION", "RELEASED", "REVIEW"]
