"""Forms of stipend runs and policies, and of what moves a stipend."""

from stipends.forms.asked import (
    AskedForm,
    AskedSessionForm,
    AskedYearForm,
    CancelSessionForm,
    MoveSessionForm,
    OwedForm,
)
from stipends.forms.budgets import BudgetForm
from stipends.forms.codes import AccountCodeForm, CodesForm, FundAskForm, FundForm, FundNameForm
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
    "AccountCodeForm",
    "ApproveForm",
    "AskedForm",
    "AskedSessionForm",
    "AskedYearForm",
    "BudgetForm",
    "CancelSessionForm",
    "ChangePaydayForm",
    "CodesForm",
    "ConfirmForm",
    "DiscardForm",
    "DraftForm",
    "ExamplesForm",
    "FundAskForm",
    "FundForm",
    "FundNameForm",
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
