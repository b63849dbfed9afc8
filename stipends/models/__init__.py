from stipends.models.budgets import Budget, BudgetRow
from stipends.models.changes import StatementChange
from stipends.models.codes import AccountCode, Fund, FundEvent
from stipends.models.confirmations import LineConfirmation
from stipends.models.exports import Export, ExportDownload, KeptFile
from stipends.models.histories import StipendRunEvent
from stipends.models.paydays import Payday, PaydayEvent
from stipends.models.policies import PolicyExamples, StipendPolicy, StipendPolicyEvent, published
from stipends.models.refusals import RefusedLine, RunRefusal
from stipends.models.runs import RunChunk, StipendLine, StipendRun
from stipends.models.years import PaidServiceDay, PaidYear

__all__ = [
    "AccountCode",
    "Budget",
    "BudgetRow",
    "Export",
    "ExportDownload",
    "Fund",
    "FundEvent",
    "KeptFile",
    "LineConfirmation",
    "PaidServiceDay",
    "PaidYear",
    "Payday",
    "PaydayEvent",
    "PolicyExamples",
    "RefusedLine",
    "RunChunk",
    "RunRefusal",
    "StatementChange",
    "StipendLine",
    "StipendPolicy",
    "StipendPolicyEvent",
    "StipendRun",
    "StipendRunEvent",
    "published",
]
