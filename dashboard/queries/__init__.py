from dashboard.queries.ahead import Ahead, Rest, ahead, rest_of
from dashboard.queries.head import forget, head_of, keep, waiting_count
from dashboard.queries.waiting import Waiting, waiting_for

__all__ = [
    "Ahead",
    "Rest",
    "Waiting",
    "ahead",
    "forget",
    "head_of",
    "keep",
    "rest_of",
    "waiting_count",
    "waiting_for",
]
