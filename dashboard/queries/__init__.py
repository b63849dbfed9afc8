from dashboard.queries.ahead import Ahead, Rest, ahead, rest_of
from dashboard.queries.waiting import Waiting, waiting_for

__all__ = ["Ahead", "Rest", "Waiting", "ahead", "rest_of", "waiting_for"]
