"""Who signs where there is no principal, and who acts for a principal who is away."""

from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from common.errors import DomainError, demand
from people.models import ActingSigner, Delegation, Hat, School, User
from people.policies import today, why_not
from people.services.letters import tell_person
from people.services.told import ONE_DAY, UPSIDE_DOWN, tell
from people.states import DelegationAction, SignerAction

# One person acts for another so long, then they are asked anew.
LONGEST = timedelta(days=366)
ONESELF = (
    "Nobody appoints themselves to sign for a school. Ask another registrar or program manager to do it."
)
NAMES_ONESELF = "Nobody names themselves to act for a principal. The principal names you, or other staff do."
Ending = TypeVar("Ending", ActingSigner, Delegation, Hat)


@transaction.atomic
def appoint_acting_signer(
    *, school: School, person: User, starts: date, ends: date, by: User
) -> ActingSigner:
    """`person` signs for the school in `[starts, ends)` on days it has no principal, and is told by mail.

    Raises DomainError for oneself and when someone else is appointed in that time.
    """
    demand(why_not(by, SignerAction.APPOINT))
    if person.pk == by.pk:
        raise DomainError(ONESELF)
    if ends <= starts:
        raise DomainError(UPSIDE_DOWN, at="last_day")
    School.objects.select_for_update().get(pk=school.pk)
    if ActingSigner.objects.filter(school=school, starts__lt=ends, ends__gt=starts).exists():
        raise DomainError(
            f"Someone signs for {school} in that time already. Change the days.", at="first_day"
        )
    appointed = ActingSigner.objects.create(
        school=school, person=person, appointed_by=by, starts=starts, ends=ends
    )
    tell(SignerAction.APPOINT, person, by, school=school, first_day=starts, ends=ends)
    tell_person("signer", person, by, school=school, starts=starts, last_day=ends - ONE_DAY)
    return appointed


@transaction.atomic
def end_acting_signer(*, pk: int, by: User, day: date) -> bool:
    """From `day` on the person no longer signs for the school under this. Twice is harmless.

    Answers whether it had not begun and was cancelled. Raises DomainError for a day before it began, and for one that
    was cancelled.
    """
    appointed = still(ActingSigner.objects.select_related("person", "school"), pk)
    demand(why_not(by, SignerAction.END))
    before = appointed.ends
    cancelled = end_on(appointed, day, "appointment")
    if cancelled or appointed.ends != before:
        school, person, first = appointed.school, appointed.person, appointed.starts
        tell(SignerAction.END, person, by, school=school, first_day=first, ends=appointed.ends)
    return cancelled


def check_period(starts: date, ends: date) -> None:
    """Raises DomainError for days that make no period, and for one of more than a year: whoever is away longer is no
    principal any more, and somebody is appointed."""
    if ends <= starts:
        raise DomainError(UPSIDE_DOWN, at="last_day")
    if ends - starts > LONGEST:
        raise DomainError(
            "Somebody acts for a principal for a year at most. Choose an earlier last day.", at="last_day"
        )


@transaction.atomic
def delegate(*, principal: User, to: User, starts: date, ends: date, by: User) -> Delegation:
    """`to` acts for the principal in `[starts, ends)`, and is told by mail where staff named them.

    Raises DomainError where whoever names is to act, for the principal themselves, for days that make no period of a
    year at most, and when someone is named in that time.
    """
    demand(why_not(by, DelegationAction.GIVE, principal))
    if to.pk == by.pk != principal.pk:
        raise DomainError(NAMES_ONESELF)
    if to.pk == principal.pk or not to.is_active:
        raise DomainError("Name someone else, who has an account here.")
    check_period(starts, ends)
    User.objects.select_for_update().get(pk=principal.pk)
    if Delegation.objects.filter(principal=principal, starts__lt=ends, ends__gt=starts).exists():
        raise DomainError(f"Somebody acts for {principal} in that time already. That has to end first.")
    given = Delegation.objects.create(principal=principal, delegate=to, starts=starts, ends=ends)
    tell(DelegationAction.GIVE, to, by, principal=principal, first_day=starts, ends=ends)
    # Whom the principal asked said yes themselves.
    if by != principal:
        tell_person("delegate", to, by, principal=principal, starts=starts, last_day=ends - ONE_DAY)
    return given


@transaction.atomic
def end_delegation(*, pk: int, by: User, day: date) -> bool:
    """From `day` on nobody acts for the principal under this. Twice is harmless.

    Answers whether it had not begun and was cancelled. Raises DomainError for a day before it began, and for one that
    was cancelled.
    """
    given = still(Delegation.objects.select_related("principal", "delegate"), pk)
    demand(why_not(by, DelegationAction.END, given))
    return _end_delegation(given, day, by)


@transaction.atomic
def end_own_delegation(*, pk: int, by: User) -> bool:
    """From today on nobody acts under this, for `by` or by them. Twice is harmless.

    Answers whether it had not begun and was cancelled. Raises DomainError, the same for one that was cancelled as for
    that of somebody else.
    """
    own = Delegation.objects.select_related("principal", "delegate").filter(Q(principal=by) | Q(delegate=by))
    return _end_delegation(still(own, pk), today(), by)


def _end_delegation(given: Delegation, day: date, by: User) -> bool:
    before = given.ends
    cancelled = end_on(given, day, "delegation")
    if cancelled or given.ends != before:
        days = {"first_day": given.starts, "ends": given.ends}
        tell(DelegationAction.END, given.delegate, by, principal=given.principal, **days)
        if by == given.delegate:
            tell_person("delegate_stopped", given.principal, by)
    return cancelled


def still(rows: "QuerySet[Ending]", pk: int) -> Ending:
    """The row, locked. Raises DomainError when it is gone: another window cancelled it."""
    found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise DomainError("This was ended already.")
    return found


def end_on(row: ActingSigner | Delegation | Hat, day: date, what: str) -> bool:
    """End what began, from `day` on; it stays on record. What begins today or later, and is taken back before its
    first day is over, never counted and leaves no row: answers whether it was that.

    Raises DomainError when it began before today and `day` is not after its first day.
    """
    if row.ends is not None and row.ends <= day:
        return False
    if row.starts < day:
        row.ends = day
        row.save(update_fields=["ends"])
        return False
    if row.starts < today():
        raise DomainError(f"This {what} began on {row.starts:%B %-d, %Y}. Choose that day or a later one.")
    row.delete()
    return True
