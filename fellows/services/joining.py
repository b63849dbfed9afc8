"""What the plan of a cohort is to one fellow: carried out for whoever is in it, and for whoever joins it later."""

from datetime import datetime

from fellows.models import Fellow, FellowEvent, Milestone
from fellows.queries.plans import ForFellow, what_joining_does
from fellows.rules.plans import Change
from fellows.states import Action
from notifications.services import cancel
from people.models import User


def give_plan(fellow: Fellow, *, by: User | None, at: datetime) -> None:
    """Whoever joins a cohort whose plan was applied gets its milestones, as it was applied last; `by` None: by itself.
    Nothing where it never was. The cohort must be held."""
    does = what_joining_does(fellow)
    if does is not None:
        carry_out(does, by, at)


def carry_out(row: ForFellow, by: User | None, at: datetime) -> None:
    """Make, move and take off what the plan changes for this fellow, each with a line of history."""
    first = Milestone.objects.filter(fellow=row.fellow, attempt=1)
    new = [one for one in row.applied.changes if one.was is None]
    Milestone.objects.bulk_create(
        Milestone(fellow=row.fellow, kind=one.kind, due=one.due, follows_plan=True) for one in new
    )
    for one in row.applied.changes:
        if one.was is None:
            continue
        known = first.get(kind=one.kind)
        cancel(topic=f"milestone-{known.pk}")
        if one.due is None:
            known.delete()
        else:
            known.due = one.due
            known.save(update_fields=["due"])
    FellowEvent.objects.bulk_create(_event(row.fellow, change, by, at) for change in row.applied.changes)


def _event(fellow: Fellow, change: Change, by: User | None, moment: datetime) -> FellowEvent:
    if change.due is None:
        action = Action.TAKE_OFF_MILESTONE
    else:
        action = Action.MOVE_MILESTONE if change.was else Action.PLAN_MILESTONE
    return FellowEvent(
        fellow=fellow,
        action=action,
        from_state=fellow.state,
        to_state=fellow.state,
        by=by,
        at=moment,
        milestone=change.kind,
        attempt=1,
        day=change.due,
        was_due=change.was,
    )
