"""The shapes in which coaching is planned, written down and looked through."""

from coaching.forms.coaches import DealForm
from coaching.forms.cycles import CadenceFilter, PlanForm, StepForm, WordsForm
from coaching.forms.visits import VisitForm

__all__ = ["CadenceFilter", "DealForm", "PlanForm", "StepForm", "VisitForm", "WordsForm"]
