"""What is done in coaching: cycles, visits, who coaches whom."""

from coaching.services.coaches import deal_out
from coaching.services.cycles import DATED, Words, move, plan, topic, write
from coaching.services.visits import Seen, record_visit, take_back_visit

__all__ = [
    "DATED",
    "Seen",
    "Words",
    "deal_out",
    "move",
    "plan",
    "record_visit",
    "take_back_visit",
    "topic",
    "write",
]
