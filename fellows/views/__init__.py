from fellows.views.fellows import detail, fellow_list, history, nominate
from fellows.views.links import answer
from fellows.views.outcomes import outcome_table
from fellows.views.service import similarity

__all__ = [
    "answer",
    "detail",
    "fellow_list",
    "history",
    "nominate",
    "outcome_table",
    "similarity",
]
