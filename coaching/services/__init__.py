"""What is done in coaching: cycles, visits, who coaches whom, the work of Peer Coaches."""

from coaching.services.coaches import deal_out
from coaching.services.cycles import DATED, Words, move, plan, topic, write
from coaching.services.release import Free, confirm_release_time, say_release_time
from coaching.services.schoolwide import Led, record_pd, take_back_pd
from coaching.services.teachers import (
    Round,
    add_teacher,
    end_teacher,
    record_cycle,
    record_talk,
    take_back_cycle,
    take_back_teacher,
)
from coaching.services.visits import Seen, record_visit, take_back_visit

__all__ = [
    "DATED",
    "Free",
    "Led",
    "Round",
    "Seen",
    "Words",
    "add_teacher",
    "confirm_release_time",
    "deal_out",
    "end_teacher",
    "move",
    "plan",
    "record_cycle",
    "record_pd",
    "record_talk",
    "record_visit",
    "say_release_time",
    "take_back_cycle",
    "take_back_pd",
    "take_back_teacher",
    "take_back_visit",
    "topic",
    "write",
]
