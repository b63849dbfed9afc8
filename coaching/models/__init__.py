"""Coaching: who coaches whom, cycles, visits; the work of Peer Coaches."""

from coaching.models.coaches import LeadersCoach
from coaching.models.cycles import STATES, CoachingCycle, CycleEvent, CycleQuerySet
from coaching.models.peers import (
    LONGEST_FOCUS,
    MOST_MINUTES,
    MOST_WHO_CAME,
    CoachedTeacher,
    ReleaseTime,
    SchoolwidePD,
    TeacherCycle,
    peer_coaches,
    peers_read_by,
    theirs_in_full,
)
from coaching.models.visits import Visit, VisitQuerySet, Where

__all__ = [
    "LONGEST_FOCUS",
    "MOST_MINUTES",
    "MOST_WHO_CAME",
    "STATES",
    "CoachedTeacher",
    "CoachingCycle",
    "CycleEvent",
    "CycleQuerySet",
    "LeadersCoach",
    "ReleaseTime",
    "SchoolwidePD",
    "TeacherCycle",
    "Visit",
    "VisitQuerySet",
    "Where",
    "peer_coaches",
    "peers_read_by",
    "theirs_in_full",
]
