"""An account is closed: what gave its person a right, or waited for them to have one, ends with it."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.errors import demand
from people.models import ActingSigner, Delegation, Hat, Invitation, PostRequest, User
from people.policies import today, why_not
from people.services.told import tell
from people.states import AccountAction, DelegationAction, HatAction, RequestState, SignerAction


@transaction.atomic
def deactivate(*, pk: int, by: User, reason: str = "") -> User:
    """The person cannot sign in. Every browser is signed out for good: the password, links to choose one and codes
    that were sent (`User.was_closed_since`) end too, so that nothing of before signs in when the account is opened
    again. Hats, appointments to sign, delegations both ways, open invitations and an open request end today; posts,
    placements and pay stay as they are.

    Raises DomainError for oneself, so that an administrator is always left, and for an account that is closed already.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.DEACTIVATE, person))
    person.is_active = False
    # Sessions and links to choose a password hold its hash: another one ends them, as a changed password does.
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    tell(AccountAction.DEACTIVATE, person, by, note=reason)
    _end_rights(person, by)
    Invitation.objects.filter(principal=person).delete()
    asked = PostRequest.objects.filter(person=person, state=str(RequestState.ASKED))
    asked.update(state=str(RequestState.TAKEN_BACK), decided_by=by, decided_at=timezone.now())
    return person


def _end_rights(person: User, by: User) -> None:
    ahead = Q(ends=None) | Q(ends__gt=today())
    for hat in Hat.objects.filter(ahead, person=person):
        tell(HatAction.TAKE_OFF, person, by, kind=hat.kind, first_day=hat.starts, ends=_end(hat))
    for one in ActingSigner.objects.filter(ahead, person=person).select_related("school"):
        school, first = one.school, one.starts
        tell(SignerAction.END, person, by, school=school, first_day=first, ends=_end(one))
    both = Delegation.objects.filter(Q(principal=person) | Q(delegate=person))
    for given in both.filter(ahead).select_related("principal", "delegate"):
        principal, first = given.principal, given.starts
        tell(DelegationAction.END, given.delegate, by, principal=principal, first_day=first, ends=_end(given))


def _end(row: Hat | ActingSigner | Delegation) -> date | None:
    """The first day it no longer holds. What has not begun, or began today, never counted and leaves no row; told is
    when it was to end."""
    day = today()
    if row.starts >= day:
        row.delete()
        return row.ends
    row.ends = day
    row.save(update_fields=["ends"])
    return day
