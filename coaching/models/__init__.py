"""Coaching: who coaches whom, cycles and their action steps, support, visits; the work of Peer Coaches."""

from coaching.models.coaches import LeadersCoach
from coaching.models.cycles import STATES, CoachingCycle, CycleEvent, CycleQuerySet, CycleStep
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
from coaching.models.recordings import HTTPS, Audience, Consent, Recording, SeenInRecording
from coaching.models.seniors import CoachedPeer, HostedSeminar, PeerVisit, SeminarVisitor
from coaching.models.steps import ActionStep, CameOf
from coaching.models.support import SupportEvent, SupportRequest, SupportRequestQuerySet, SupportWord
from coaching.models.visits import Visit, VisitQuerySet, Where

__all__ = [
    "HTTPS",
    "LONGEST_FOCUS",
    "MOST_MINUTES",
    "MOST_WHO_CAME",
    "STATES",
    "ActionStep",
    "Audience",
    "CameOf",
    "CoachedPeer",
    "CoachedTeacher",
    "CoachingCycle",
    "Consent",
    "CycleEvent",
    "CycleQuerySet",
    "CycleStep",
    "HostedSeminar",
    "LeadersCoach",
    "PeerVisit",
    "Recording",
    "ReleaseTime",
    "SchoolwidePD",
    "SeenInRecording",
    "SeminarVisitor",
    "SupportEvent",
    "SupportRequest",
    "SupportRequestQuerySet",
    "SupportWord",
    "TeacherCycle",
    "Visit",
    "VisitQuerySet",
    "Where",
    "peer_coaches",
    "peers_read_by",
    "theirs_in_full",
]
