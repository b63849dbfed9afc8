from fellows.views.fellows import detail, fellow_list, history, milestone, move, nominate, suspend
from fellows.views.links import answer
from fellows.views.outcomes import outcome_export, outcome_table
from fellows.views.service import accept, agreement, ask, correct, report, similarity

__all__ = [
    "accept",
    "agreement",
    "answer",
    "ask",
    "correct",
    "detail",
    "fellow_list",
    "history",
    "milestone",
    "move",
    "nominate",
    "outcome_export",
    "outcome_table",
    "report",
    "similarity",
    "suspend",
]
