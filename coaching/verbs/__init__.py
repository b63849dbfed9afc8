"""What is done in coaching, said once."""

from coaching.verbs.cycles import CYCLE, next_step
from coaching.verbs.support import SUPPORT, requests_seen

__all__ = ["CYCLE", "SUPPORT", "next_step", "requests_seen"]
