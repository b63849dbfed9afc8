"""What is done in coaching, said once."""

from coaching.verbs.cycles import CYCLE, next_step

__all__ = ["CYCLE", "next_step"]
