"""Forms of stipend runs and policies, and of what moves a stipend."""

from stipends.forms.asked import (
    AskedForm,
    AskedSessionForm,
    AskedYearForm,
    CancelSessionForm,
    MoveSessionForm,
    OwedForm,
)
from stipends.forms.policies import (
    DiscardForm,
    PolicyForm,
    PublishForm,
    RetireForm,
)
from stipends.forms.runs import (
    ApproveForm,
    ConfirmForm,
    LayoutForm,
    ReasonForm,
    RunAskForm,
    RunForm,
    SendBackForm,
)

__all__ = [
    "ApproveForm",
    "AskedForm",
    "AskedSessionForm",
    "AskedYearForm",
    "CancelSessionForm",
    "ConfirmForm",
    "DiscardForm",
    "LayoutForm",
    "MoveSessionForm",
    "OwedForm",
    "PolicyForm",
    "PublishForm",
    "ReasonForm",
    "RetireForm",
    "RunAskForm",
    "RunForm",
    "SendBackForm",
]
