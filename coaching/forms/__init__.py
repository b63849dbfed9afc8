"""The shapes in which coaching is planned, written down and looked through."""

from coaching.forms.coaches import DealForm
from coaching.forms.cycles import ASKS, CadenceFilter, PlanForm, StepForm, WordsForm
from coaching.forms.support import AnswerForm, AssignForm, CloseForm, EndSupportForm, SupportForm
from coaching.forms.visits import VisitForm

__all__ = [
    "ASKS",
    "AnswerForm",
    "AssignForm",
    "CadenceFilter",
    "CloseForm",
    "DealForm",
    "EndSupportForm",
    "PlanForm",
    "StepForm",
    "SupportForm",
    "VisitForm",
    "WordsForm",
]
