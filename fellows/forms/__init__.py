"""Shapes of what is typed about fellows."""

from fellows.forms.agreements import DiscardForm, PublishForm, RetireForm, VersionForm, wording_of
from fellows.forms.fellows import (
    AnswerForm,
    ApplyForm,
    CohortForm,
    CohortPlanForm,
    DueForm,
    FilterForm,
    GraduateForm,
    LeftForm,
    MilestoneForm,
    MoveForm,
    NominateForm,
    NotPassedForm,
    ReachedForm,
    ServiceForm,
    SimilarityForm,
    SuspendForm,
    served_of,
    typed_of,
)
from fellows.forms.fieldwork import HoursForm, SendBackForm
from fellows.forms.proofs import ProofForm

__all__ = [
    "AnswerForm",
    "ApplyForm",
    "CohortForm",
    "CohortPlanForm",
    "DiscardForm",
    "DueForm",
    "FilterForm",
    "GraduateForm",
    "HoursForm",
    "LeftForm",
    "MilestoneForm",
    "MoveForm",
    "NominateForm",
    "NotPassedForm",
    "ProofForm",
    "PublishForm",
    "ReachedForm",
    "RetireForm",
    "SendBackForm",
    "ServiceForm",
    "SimilarityForm",
    "SuspendForm",
    "VersionForm",
    "served_of",
    "typed_of",
    "wording_of",
]
