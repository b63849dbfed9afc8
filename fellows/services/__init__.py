"""Verbs on fellows and on their service."""

from fellows.services.agreements import (
    Wording,
    change_version,
    discard_version,
    draft_version,
    publish_version,
    retire_version,
    sign_agreement,
)
from fellows.services.alumni import answer_alumni, ask_yearly, say_role, still_same, write_to
from fellows.services.assistance import (
    Given,
    approve_award,
    cancel_award,
    change_award,
    draft_award,
    end_award,
    propose_award,
    send_back_award,
    set_budget,
)
from fellows.services.codes import send_code
from fellows.services.cohorts import change_cohort, open_cohort
from fellows.services.fellows import (
    move,
    nominate,
    suspend,
    take_back_suspension,
)
from fellows.services.fieldwork import (
    Did,
    accept_hours,
    correct_hours,
    log_hours,
    send_back_hours,
    take_back_hours,
)
from fellows.services.intake import begin_fellow, draft_applications, hold_cohort
from fellows.services.milestones import (
    keep_milestone,
    not_passed,
    plan_milestone,
    reach_milestone,
    undo_not_passed,
)
from fellows.services.papers import PaperYear, accept_paper, enter_years, take_back_paper
from fellows.services.parts import move_day, pay_again
from fellows.services.plans import apply_plan, save_plan
from fellows.services.proofs import add_proof, take_back_proof
from fellows.services.scans import add_scan, take_back_scan
from fellows.services.service import (
    accept_service,
    answer_link,
    correct_service,
    decide_similarity,
    report_service,
    send_link,
)
from fellows.services.snapshots import take_snapshot
from fellows.services.taken_back import take_back_agreement, take_back_fellow
from fellows.services.takeover import Before, Newcomer, OnPaper, Reached, Taken, take_over
from fellows.services.takeover_lines import FellowLine, LookAtFellows, take_over_lines
from fellows.services.ucla import record_ucla
from fellows.services.yearly import ended, still_right

__all__ = [
    "Before",
    "Did",
    "FellowLine",
    "Given",
    "LookAtFellows",
    "Newcomer",
    "OnPaper",
    "PaperYear",
    "Reached",
    "Taken",
    "Wording",
    "accept_hours",
    "accept_paper",
    "accept_service",
    "add_proof",
    "add_scan",
    "answer_alumni",
    "answer_link",
    "apply_plan",
    "approve_award",
    "ask_yearly",
    "begin_fellow",
    "cancel_award",
    "change_award",
    "change_cohort",
    "change_version",
    "correct_hours",
    "correct_service",
    "decide_similarity",
    "discard_version",
    "draft_applications",
    "draft_award",
    "draft_version",
    "end_award",
    "ended",
    "enter_years",
    "hold_cohort",
    "keep_milestone",
    "log_hours",
    "move",
    "move_day",
    "nominate",
    "not_passed",
    "open_cohort",
    "pay_again",
    "plan_milestone",
    "propose_award",
    "publish_version",
    "reach_milestone",
    "record_ucla",
    "report_service",
    "retire_version",
    "save_plan",
    "say_role",
    "send_back_award",
    "send_back_hours",
    "send_code",
    "send_link",
    "set_budget",
    "sign_agreement",
    "still_right",
    "still_same",
    "suspend",
    "take_back_agreement",
    "take_back_fellow",
    "take_back_hours",
    "take_back_paper",
    "take_back_proof",
    "take_back_scan",
    "take_back_suspension",
    "take_over",
    "take_over_lines",
    "take_snapshot",
    "undo_not_passed",
    "write_to",
]
