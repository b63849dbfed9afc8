from dashboard.queries.ahead import Ahead, ahead
from dashboard.queries.waiting import Waiting, waiting_for

__all__ = ["Ahead", "Waiting", "ahead", "waiting_for"]
