"""Hats of Partnership staff, put on and taken off with dates."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from common.errors import DomainError, demand
from people.models import Hat, School, User
from people.policies import why_not
from people.services.signers import end_on, still
from people.services.told import UPSIDE_DOWN, tell
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
    demand(why_not(by, HatAction.GIVE, person))
    if ends is not None and ends <= starts:
        raise DomainError(UPSIDE_DOWN, at="last_day")
    # Where no such hat is worn yet there is none to hold, so the person is.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    worn = Hat.objects.filter(person=person, kind=kind)
    if any(_meet(hat, starts, ends) for hat in worn):
        raise DomainError(f"{person} is {kind.label} in that time already.")
    hat = Hat.objects.create(person=person, kind=kind, starts=starts, ends=ends)
    hat.schools.set(schools)
    tell(HatAction.GIVE, person, by, kind=kind, first_day=starts, ends=ends)
    return hat


@transaction.atomic
def direct(*, pk: int, by: User, schools: Sequence[School]) -> Hat:
    """The schools a network director looks after, from the next page on. The same again changes nothing.

    Raises DomainError for a hat of another kind.
    """
    hat = still(Hat.objects.select_related("person"), pk)
    demand(why_not(by, HatAction.NARROW, hat))
    if hat.kind != Hat.Kind.DIRECTOR:
        raise DomainError("Only a network director looks after schools.")
    if set(hat.schools.values_list("pk", flat=True)) != {school.pk for school in schools}:
        hat.schools.set(schools)
        tell(HatAction.NARROW, hat.person, by, kind=hat.kind)
    return hat


@transaction.atomic
def lose_hat(*, pk: int, by: User, day: date) -> bool:
    """Take a hat off; from `day` on it counts for nothing, at the next page already. Twice is harmless.

    Answers whether it had not begun and was cancelled. Raises DomainError for a day before it began, and for one that
    was cancelled.
    """
    hat = still(Hat.objects.select_related("person"), pk)
    demand(why_not(by, HatAction.TAKE_OFF, hat))
    before = hat.ends
    cancelled = end_on(hat, day, "hat")
    if cancelled or hat.ends != before:
        tell(HatAction.TAKE_OFF, hat.person, by, kind=hat.kind, first_day=hat.starts, ends=hat.ends)
    return cancelled


def _meet(hat: Hat, starts: date, ends: date | None) -> bool:
    """Whether two half-open periods share a day."""
    return (ends is None or hat.starts < ends) and (hat.ends is None or starts < hat.ends)
