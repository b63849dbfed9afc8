"""Who may see that a cycle happened, and who may read what was said."""

from coaching.models import CoachingCycle
from pathways.models import Placement
from people.models import Hat, User
from people.queries import hats


def may_plan_any(user: User) -> bool:
    """Program managers and academic-team coaches plan cycles."""
    worn = hats(user)
    return bool(worn.manager or worn.has(Hat.Kind.COACH))


def may_plan(user: User, placement: Placement) -> bool:
    """Those who plan cycles at all, never for themselves."""
    return may_plan_any(user) and placement.person_id != user.pk


def may(user: User, action: str, cycle: CoachingCycle) -> bool:
    """`read_notes`: coach and leader only, administrators neither. `move`, `write`: the coach.

    `record`: administrators, that a step took place."""
    if action == "read_notes":
        return user.pk in {cycle.coach_id, cycle.placement.person_id}
    if action == "record":
        # That a step took place, never what was said; on the word of the coach.
        return hats(user).superuser and user.pk != cycle.placement.person_id
    return action in {"move", "write"} and user.pk == cycle.coach_id
