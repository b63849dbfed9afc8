from applications.verbs.applications import APPLICATION
from applications.verbs.pulses import PULSE_PAIR
from applications.verbs.reviews import DECISION, RELEASED, REVIEW

__all__ = ["APPLICATION", "DECISION", "PULSE_PAIR", "RELEASED", "REVIEW"]
