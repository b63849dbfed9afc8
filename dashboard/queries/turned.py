"""Who turned what over, and when: for whoever presses a step that somebody did in another window."""

from django.db.models import QuerySet

from common.clock import in_words
from common.models import Event
from dashboard.queries import turning
from pathways.models import OfferingEvent, ProgramYear, ProgramYearEvent, ScopeEvent
from pathways.states import OfferingAction, YearAction
from stipends.models import StipendPolicyEvent
from stipends.states import PolicyAction


def _of(key: str, year: ProgramYear) -> "QuerySet[Event] | None":
    events: dict[str, QuerySet[Event]] = {
        turning.CALENDAR: ProgramYearEvent.objects.filter(year=year, action=YearAction.SET_CALENDAR),
        turning.OFFERINGS: OfferingEvent.objects.filter(offering__year=year, action=OfferingAction.DRAFT),
        turning.SCOPE: ScopeEvent.objects.filter(year=year),
        turning.POLICIES: StipendPolicyEvent.objects.filter(policy__year=year, action=PolicyAction.DRAFT),
    }
    return events.get(key)


def who_did(key: str, year: ProgramYear) -> str:
    """A sentence: who did the last of this step, and when. Empty where nobody did, or no history is kept. One query."""
    events = _of(key, year)
    last = events.select_related("by").order_by("-at", "-pk").first() if events is not None else None
    return f"Last by {last.by.name}, {in_words(last.at)}" if last is not None and last.by else ""
