"""Hats of Partnership staff, put on and taken off with dates."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from common.errors import DomainError, demand
from people.models import Hat, School, User
from people.policies import why_not
from people.services.signers import end_on, still
from people.states import HatAction


@transaction.atomic
def wear_hat(
    *,
    person: User,
    kind: Hat.Kind,
    starts: date,
    by: User,
    ends: date | None = None,
    schools: Sequence[School] = (),
) -> Hat:
    """`person` does this for the Partnership from `starts`; `ends` is the first day they no longer do.

    Raises DomainError when they wear it already or the days make no period.
    """
    demand(why_not(by, HatAction.GIVE))
    if ends is not None and ends <= starts:
        raise DomainError("The last day cannot be before the first.")
    # Where no such hat is worn yet there is none to hold, so the person is.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    worn = Hat.objects.filter(person=person, kind=kind)
    if any(_meet(hat, starts, ends) for hat in worn):
        raise DomainError(f"{person} is {kind.label} in that time already.")
    hat = Hat.objects.create(person=person, kind=kind, starts=starts, ends=ends)
    hat.schools.set(schools)
    return hat


@transaction.atomic
def lose_hat(*, pk: int, by: User, day: date) -> bool:
    """Take a hat off; from `day` on it counts for nothing, at the next page already. Twice is harmless.

    Answers whether it had not begun and was cancelled. Raises DomainError for a day before it began, and for one that
    was cancelled.
    """
    demand(why_not(by, HatAction.TAKE_OFF))
    return end_on(still(Hat.objects.all(), pk), day, "hat")


def _meet(hat: Hat, starts: date, ends: date | None) -> bool:
    """Whether two half-open periods share a day."""
    return (ends is None or hat.starts < ends) and (hat.ends is None or starts < hat.ends)
