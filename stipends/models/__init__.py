from stipends.models.exports import Export, ExportDownload
from stipends.models.policies import StipendPolicy, StipendPolicyEvent
from stipends.models.runs import RunChunk, StipendLine, StipendRun, StipendRunEvent

__all__ = [
    "Export",
    "ExportDownload",
    "RunChunk",
    "StipendLine",
    "StipendPolicy",
    "StipendPolicyEvent",
    "StipendRun",
    "StipendRunEvent",
]
