"""Who plans program events, and who says that they were held."""

from common.errors import DomainError, NotAllowed
from common.states import no_move
from pathways.models import ProgramEvent, ProgramYear
from pathways.policies.goals import writes_goals
from pathways.states import EVENT_MOVES, ProgramEventAction, ProgramEventState
from people.models import School, User
from people.queries import hats

PLANNERS = (
    "Who plans this event, the principal, the assistant principals and the leaders of its school in that year, and "
    "program managers do this."
)
WIDE_PLANNERS = "Only program managers plan an event of the whole Partnership."


def why_not_event(
    user: User,
    action: ProgramEventAction,
    event: ProgramEvent | None = None,
    *,
    of: tuple[School | None, ProgramYear] | None = None,
) -> DomainError | None:
    """Why this person may not do this with an event, or plan one `of` a school (none: the Partnership) and year, in
    words; None when they may. Whoever plans an event moves it, says that it was held, and cancels it."""
    school, year = (event.school, event.year) if event is not None else of or (None, None)
    plans = event is not None and event.planners.filter(pk=user.pk).exists()
    writes = hats(user).manager or (
        school is not None and year is not None and writes_goals(user, school, year)
    )
    if not plans and not writes:
        return NotAllowed(PLANNERS if event is not None or school is not None else WIDE_PLANNERS)
    return no_move(EVENT_MOVES, ProgramEventState(event.state), action) if event is not None else None
