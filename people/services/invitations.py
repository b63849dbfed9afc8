"""A principal asks somebody by address to act for them. Whether the address has an account is told to nobody: the same
is written, mailed and answered for any, and a name shows only once its owner said yes."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words
from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from people.models import Delegation, Invitation, User
from people.policies import why_not
from people.queries import addresses_of, person_at, today
from people.services.letters import letter, post_letters
from people.services.signers import check_period, delegate
from people.states import DelegationAction

ONE_DAY = timedelta(days=1)
GONE = "This was taken back, asked anew or answered already."


@transaction.atomic
def invite_delegate(
    *, principal: User, address: str, starts: date, ends: date, by: User, seen: str = ""
) -> Invitation:
    """Ask whoever owns `address` to act for the principal in `[starts, ends)`; a mail goes there, account or not.

    Asking the same address for other days replaces what was asked before: raises LookFirst, which says so, until it
    was seen. Raises DomainError for oneself, for days that make no period of a year at most or are past, and when
    somebody acts in that time already.
    """
    demand(why_not(by, DelegationAction.GIVE, principal))
    if address in addresses_of(principal):
        raise DomainError("Name someone else.")
    check_period(starts, ends)
    if ends <= today():
        raise DomainError("The last day is past. Choose today or a later day.")
    User.objects.select_for_update().get(pk=principal.pk)
    if Delegation.objects.filter(principal=principal, starts__lt=ends, ends__gt=starts).exists():
        raise DomainError("Someone acts for you in that time already. End that first.")
    before = Invitation.objects.filter(principal=principal, address=address).first()
    if before is not None:
        _replace(before, starts, ends, seen)
    # A row of its own: a page that shows the days of before answers for these no more.
    asked = Invitation.objects.create(
        principal=principal, address=address, starts=starts, ends=ends, asked_at=timezone.now()
    )
    told = {"principal": principal, "starts": starts, "last_day": ends - ONE_DAY}
    post_letters([letter("invitation", address, **told)])
    return asked


def _replace(asked: Invitation, starts: date, ends: date, seen: str) -> None:
    """What was asked of the same address goes. Raises LookFirst when those are other days that still count."""
    mark = mark_of(f"{asked.starts} {asked.ends}")
    if asked.ends > today() and (asked.starts, asked.ends) != (starts, ends) and seen != mark:
        days = f"{day_in_words(asked.starts)} through {day_in_words(asked.ends - ONE_DAY)}"
        raise LookFirst(
            f"{asked.address} is asked already. Nobody was asked anew yet.",
            lines=[
                f"The days asked for now are {days}. Nobody has said yes to them yet.",
                "Asked again, the new days take their place: nobody is asked for those of now any more.",
            ],
            seen=mark,
        )
    asked.delete()


@transaction.atomic
def accept_invitation(*, pk: int, by: User) -> Delegation:
    """The owner of the confirmed address acts for the principal from now on."""
    # First, as whoever asks does: two who lock in two orders wait for each other.
    User.objects.select_for_update(of=("self",)).filter(invitations_given=pk).first()
    asked = _asked_of(pk, by)
    principal = asked.principal
    given = delegate(principal=principal, to=by, starts=asked.starts, ends=asked.ends, by=principal)
    asked.delete()
    return given


@transaction.atomic
def decline_invitation(*, pk: int, by: User) -> None:
    """The owner of the confirmed address says no; the principal reads only that nobody acts for them."""
    _asked_of(pk, by).delete()


@transaction.atomic
def take_back_invitation(*, pk: int, by: User) -> bool:
    """The principal asks no longer; whether they still asked. Twice is harmless."""
    taken, _ = Invitation.objects.filter(pk=pk, principal=by).delete()
    return taken == 1


def _asked_of(pk: int, by: User) -> Invitation:
    asked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("principal").filter(pk=pk).first()
    )
    if asked is None or person_at(asked.address) != by:
        raise DomainError(GONE)
    return asked
