"""Who plans program events, and who says that they were held."""

from common.errors import DomainError, NotAllowed
from common.states import no_move
from pathways.models import ProgramEvent, ProgramYear
from pathways.policies.goals import answers_for_school, writes_goals
from pathways.states import EVENT_MOVES, ProgramEventAction, ProgramEventState
from people.models import School, User
from people.queries import hats, today

PLANNERS = (
    "The principal, the assistant principals and the leaders of the school in that year, and program managers plan its "
    "events."
)
WIDE_PLANNERS = "Only program managers plan an event of the whole Partnership."
OF_PLANNERS = "Who plans this event, whoever signs for its school and program managers do this."
TO_COME = "Its day is still to come. If it was held on another day, move it first."


def why_not_event(
    user: User,
    action: ProgramEventAction,
    event: ProgramEvent | None = None,
    *,
    of: tuple[School | None, ProgramYear] | None = None,
) -> DomainError | None:
    """Why this person may not do this with an event, or plan one `of` a school (none: the Partnership) and year, in
    words; None when they may. Whoever plans an event moves it, says that it was held once its day came, and cancels
    it."""
    if event is None:
        return _may_not_plan(user, *(of or (None, None)))
    plans = event.planners.filter(pk=user.pk).exists()
    if not plans and not answers_for_school(user, event.school):
        return NotAllowed(OF_PLANNERS)
    refusal = no_move(EVENT_MOVES, ProgramEventState(event.state), action)
    if refusal is None and action is ProgramEventAction.HOLD and event.day > today():
        return DomainError(TO_COME)
    return refusal


def _may_not_plan(user: User, school: School | None, year: ProgramYear | None) -> NotAllowed | None:
    if hats(user).manager:
        return None
    if school is None or year is None:
        return NotAllowed(WIDE_PLANNERS)
    return None if writes_goals(user, school, year) else NotAllowed(PLANNERS)
