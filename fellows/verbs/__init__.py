"""What is done with fellows, their service, their hours and what they sign. Each is said here once."""

from fellows.verbs.agreements import VERSION
from fellows.verbs.alumni import OF_ALUMNI
from fellows.verbs.assistance import AWARD
from fellows.verbs.fellows import (
    ANEW,
    FELLOW,
    MILESTONE,
    MILESTONES,
    MOVES,
    OF_SERVICE,
    OF_UCLA,
    PROOF,
    SCAN,
    SERVICE,
    SUSPENSION,
)
from fellows.verbs.fieldwork import FIELDWORK
from fellows.verbs.papers import OF_PAPER, OF_TAKEOVER

__all__ = [
    "ANEW",
    "AWARD",
    "FELLOW",
    "FIELDWORK",
    "MILESTONE",
    "MILESTONES",
    "MOVES",
    "OF_ALUMNI",
    "OF_PAPER",
    "OF_SERVICE",
    "OF_TAKEOVER",
    "OF_UCLA",
    "PROOF",
    "SCAN",
    "SERVICE",
    "SUSPENSION",
    "VERSION",
]
