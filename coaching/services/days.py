"""The days of a coaching cycle put right. What was said before stays in its history."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coaching.models import CoachingCycle, CycleEvent, CycleStep
from coaching.policies import why_not
from coaching.states import Beside
from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from people.models import User

SAME = "These are the days it has. Change one, or go back: nothing was changed."


@transaction.atomic
def correct_days(*, pk: int, by: User, now: datetime | None = None, **days: date | None) -> CoachingCycle:
    """Puts right on which days steps of a cycle took place, a line of history for each day that changed. `days`: by
    the field of a step its day, of steps that were recorded; what is left out stays.

    Raises DomainError for a day to come, before the step it follows or outside the program year, for a step that was
    not recorded, and where nothing changes.
    """
    now = now or timezone.now()
    cycle = CoachingCycle.objects.select_related("placement__year").select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, Beside.CORRECT, cycle))
    changed = {CycleStep(name): day for name, day in days.items() if day and day != getattr(cycle, name)}
    if not changed:
        raise DomainError(SAME)
    for step, day in changed.items():
        was = getattr(cycle, step)
        if was is None:
            raise DomainError("This step was not recorded yet. Record it on the page of the cycle.", at=step)
        setattr(cycle, step, day)
        said = {"by": by, "at": now, "step": step, "day": day, "day_was": was}
        CycleEvent.objects.create(cycle=cycle, action=Beside.CORRECT, **said)
    _refuse_wrong_days(cycle, local_date(now))
    cycle.save(update_fields=list(changed))
    return cycle


def _refuse_wrong_days(cycle: CoachingCycle, today: date) -> None:
    year, before = cycle.placement.year, None
    for step in CycleStep:
        if (day := getattr(cycle, step)) is None:
            continue
        if day > today:
            raise DomainError("This day is still to come. Give the day on which it took place.", at=step)
        # A cycle may be planned before the year of its role begins.
        if day >= year.ends or (day < year.starts and step is not CycleStep.PLANNED):
            raise DomainError(f"Choose a day within {year}, the program year of this cycle.", at=step)
        if before is not None and day < before:
            words = f"The step before it was on {day_in_words(before)}. Choose that day or a later one."
            raise DomainError(words, at=step)
        before = day
