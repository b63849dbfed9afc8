from stipends.models.assistance import (
    AssistanceBatch,
    AssistanceConfirmation,
    AssistanceExport,
    AssistanceExportDownload,
    AssistanceLine,
    AssistanceReturn,
    PaidDisbursement,
)
from stipends.models.batches import ClaimBatch
from stipends.models.budgets import Budget, BudgetRow
from stipends.models.changes import StatementChange
from stipends.models.claims import ClaimEvent, ClaimLine, SubstituteClaim, claims_for
from stipends.models.codes import AccountCode, Fund, FundEvent
from stipends.models.confirmations import ClaimConfirmation, LineConfirmation
from stipends.models.cover import NamedSubstitute
from stipends.models.disputes import Dispute, DisputeEvent
from stipends.models.exports import (
    OFFICE,
    ClaimExport,
    ClaimExportDownload,
    Export,
    ExportDownload,
    KeptFile,
)
from stipends.models.histories import StipendRunEvent
from stipends.models.layouts import LayoutColumn, PayrollLayout
from stipends.models.overpayments import CameBack, Overpayment, OverpaymentEvent, TakenOff
from stipends.models.paydays import Payday, PaydayEvent
from stipends.models.policies import PolicyExamples, StipendPolicy, StipendPolicyEvent, published
from stipends.models.refusals import RefusedLine, RunRefusal
from stipends.models.runs import RunChunk, StipendLine, StipendRun
from stipends.models.substitutes import SchoolAllowance, SubstituteTerms, schools_of
from stipends.models.years import PaidServiceDay, PaidYear

__all__ = [
    "OFFICE",
    "AccountCode",
    "AssistanceBatch",
    "AssistanceConfirmation",
    "AssistanceExport",
    "AssistanceExportDownload",
    "AssistanceLine",
    "AssistanceReturn",
    "Budget",
    "BudgetRow",
    "CameBack",
    "ClaimBatch",
    "ClaimConfirmation",
    "ClaimEvent",
    "ClaimExport",
    "ClaimExportDownload",
    "ClaimLine",
    "Dispute",
    "DisputeEvent",
    "Export",
    "ExportDownload",
    "Fund",
    "FundEvent",
    "KeptFile",
    "LayoutColumn",
    "LineConfirmation",
    "NamedSubstitute",
    "Overpayment",
    "OverpaymentEvent",
    "PaidDisbursement",
    "PaidServiceDay",
    "PaidYear",
    "Payday",
    "PaydayEvent",
    "PayrollLayout",
    "PolicyExamples",
    "RefusedLine",
    "RunChunk",
    "RunRefusal",
    "SchoolAllowance",
    "StatementChange",
    "StipendLine",
    "StipendPolicy",
    "StipendPolicyEvent",
    "StipendRun",
    "StipendRunEvent",
    "SubstituteClaim",
    "SubstituteTerms",
    "TakenOff",
    "claims_for",
    "published",
    "schools_of",
]
