"""Action steps: taken on in a cycle, looked back at on their day. Said to nobody but the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from coaching.models import ActionStep, CameOf, CoachingCycle
from coaching.policies import why_not_step
from coaching.rules import LOOK_AGAIN
from common.clock import local_date
from common.errors import DomainError, demand
from people.models import User

# Longer nobody means: a mistyped year.
LATEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step the leader takes on: a few words, the day on which the two look back, and the field it was typed in."""

    words: str
    look_back: date | None
    field: str = ""


def take_on(cycle: CoachingCycle, steps: Sequence[Taken], today: date, now: datetime) -> None:
    """Writes these steps down; what stands there already in the same words is left alone, so that twice is harmless.

    Raises DomainError for a step without a day to look back, for a day that is over, and one a year ahead or more.
    """
    there = set(cycle.action_steps.values_list("words", flat=True)) if steps else set()
    for step in steps:
        at = step.field.replace("step", "back")
        if step.look_back is None:
            raise DomainError("Choose the day on which the two of you look back at this step.", at=at)
        if step.look_back < today:
            raise DomainError("This day is over. Choose the day on which you will look back.", at=at)
        if step.look_back > today + LATEST:
            raise DomainError("That is more than a year ahead. Check the year of this day.", at=at)
        if step.words not in there:
            ActionStep.objects.create(cycle=cycle, words=step.words, look_back=step.look_back, written_at=now)
        there.add(step.words)


@transaction.atomic
def look_back(*, pk: int, by: User, came_of: str, now: datetime | None = None) -> ActionStep:
    """What came of a step, said by its coach or its leader: done, let go, or (`later`) not yet. Not yet is looked at
    again two weeks on. What was said by mistake is taken up again (`open`). Said twice it changes nothing.

    Raises DomainError when something else was said of it already.
    """
    today = local_date(now or timezone.now())
    steps = ActionStep.objects.select_related("cycle__placement").select_for_update(of=("self",))
    step = steps.get(pk=pk)
    demand(why_not_step(by, step))
    if came_of == "open":
        step.came_of, step.looked_on, step.looked_by = "", None, None
        step.save(update_fields=["came_of", "looked_on", "looked_by"])
        return step
    if step.came_of == came_of or (came_of == "later" and step.look_back == today + LOOK_AGAIN):
        return step
    if step.came_of:
        said = f"You two said already what came of it: {step.get_came_of_display().lower()}."
        raise DomainError(f"{said} Take it up again to say something else.")
    if came_of == "later":
        step.look_back = today + LOOK_AGAIN
    else:
        step.came_of, step.looked_on, step.looked_by = str(CameOf(came_of)), today, by
    step.save(update_fields=["look_back", "came_of", "looked_on", "looked_by"])
    return step
