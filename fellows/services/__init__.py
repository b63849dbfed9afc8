"""Verbs on fellows and on their service."""

from fellows.services.cohorts import change_cohort, open_cohort
from fellows.services.fellows import (
    keep_milestone,
    move,
    nominate,
    plan_milestone,
    reach_milestone,
    suspend,
)
from fellows.services.service import (
    accept_service,
    answer_link,
    correct_service,
    decide_similarity,
    report_service,
    send_link,
    sign_agreement,
)

__all__ = [
    "accept_service",
    "answer_link",
    "change_cohort",
    "correct_service",
    "decide_similarity",
    "keep_milestone",
    "move",
    "nominate",
    "open_cohort",
    "plan_milestone",
    "reach_milestone",
    "report_service",
    "send_link",
    "sign_agreement",
    "suspend",
]
