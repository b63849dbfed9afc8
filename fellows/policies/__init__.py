"""Who may see fellows and decide on their service, each said once."""

from fellows.policies.assistance import sees_assistance, why_not_assisted, why_not_award, why_not_budget
from fellows.policies.endings import why_not_apart, why_not_over
from fellows.policies.fellows import (
    paper_of,
    sees_all,
    why_not,
    why_not_by_hand,
    why_not_cohort,
    why_not_due,
    why_not_fieldwork,
    why_not_plan,
    why_not_similar,
    why_not_tried_since,
    why_not_unsigned,
    why_not_version,
)
from fellows.policies.joining import why_not_back_in, why_not_twice
from fellows.policies.outcomes import why_not_alumni, why_not_freeze, why_not_led, why_not_write
from fellows.policies.takeover import paper_agreement

__all__ = [
    "paper_agreement",
    "paper_of",
    "sees_all",
    "sees_assistance",
    "why_not",
    "why_not_alumni",
    "why_not_apart",
    "why_not_assisted",
    "why_not_award",
    "why_not_back_in",
    "why_not_budget",
    "why_not_by_hand",
    "why_not_cohort",
    "why_not_due",
    "why_not_fieldwork",
    "why_not_freeze",
    "why_not_led",
    "why_not_over",
    "why_not_plan",
    "why_not_similar",
    "why_not_tried_since",
    "why_not_twice",
    "why_not_unsigned",
    "why_not_version",
    "why_not_write",
]
