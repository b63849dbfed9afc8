"""Who turned what over, and when: for whoever presses a step that somebody did in another window."""

from datetime import datetime

from django.db.models import QuerySet

from common.clock import in_words
from common.models import Event
from dashboard.queries import steps
from pathways.models import GoalEvent, OfferingEvent, ProgramYear, ProgramYearEvent, ScopeEvent
from pathways.states import GoalAction, OfferingAction, YearAction
from people.models import User
from stipends.models import StipendPolicyEvent
from stipends.queries import last_rate_drafted
from stipends.states import PolicyAction


def _of(key: str, year: ProgramYear) -> "QuerySet[Event] | None":
    events: dict[str, QuerySet[Event]] = {
        steps.CALENDAR: ProgramYearEvent.objects.filter(year=year, action=YearAction.SET_CALENDAR),
        steps.OFFERINGS: OfferingEvent.objects.filter(offering__year=year, action=OfferingAction.DRAFT),
        steps.GOALS: GoalEvent.objects.filter(goal__year=year, action=GoalAction.COPY),
        steps.SCOPE: ScopeEvent.objects.filter(year=year),
        steps.POLICIES: StipendPolicyEvent.objects.filter(policy__year=year, action=PolicyAction.DRAFT),
    }
    return events.get(key)


def who_did(key: str, year: ProgramYear) -> str:
    """A sentence: who did the last of this step, and when. Empty where nobody did, or no history is kept. Two queries
    at most."""
    by, at = _last(key, year)
    return f"Last by {by.name}, {in_words(at)}" if by and at else ""


def _last(key: str, year: ProgramYear) -> tuple[User | None, datetime | None]:
    # Rates have no history of their own: each is drafted once, and says by whom.
    if key == steps.RATES:
        return last_rate_drafted(year) or (None, None)
    events = _of(key, year)
    last = events.select_related("by").order_by("-at", "-pk").first() if events is not None else None
    return (last.by, last.at) if last is not None else (None, None)
