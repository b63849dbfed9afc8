"""The shapes in which coaching is planned, written down and looked through."""

from coaching.forms.coaches import DealForm
from coaching.forms.cycles import ASKS, CadenceFilter, DaysForm, PlanForm, StepForm, WordsForm
from coaching.forms.support import (
    AnswerForm,
    AskOnForm,
    AssignForm,
    CloseForm,
    DeclineForm,
    SettleForm,
    SupportForm,
)
from coaching.forms.visits import VisitForm

__all__ = [
    "ASKS",
    "AnswerForm",
    "AskOnForm",
    "AssignForm",
    "CadenceFilter",
    "CloseForm",
    "DaysForm",
    "DealForm",
    "DeclineForm",
    "PlanForm",
    "SettleForm",
    "StepForm",
    "SupportForm",
    "VisitForm",
    "WordsForm",
]
