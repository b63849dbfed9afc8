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
    DraftForm,
    ExamplesForm,
    PaidForm,
    PolicyForm,
    PublishForm,
    RetireForm,
)
from stipends.forms.runs import (
    ApproveForm,
    ChangePaydayForm,
    ConfirmForm,
    LayoutForm,
    PaydayForm,
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
    "ChangePaydayForm",
    "ConfirmForm",
    "DiscardForm",
    "DraftForm",
    "ExamplesForm",
    "LayoutForm",
    "MoveSessionForm",
    "OwedForm",
    "PaidForm",
    "PaydayForm",
    "PolicyForm",
    "PublishForm",
    "ReasonForm",
    "RetireForm",
    "RunAskForm",
    "RunForm",
    "SendBackForm",
]
