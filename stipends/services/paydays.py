"""When a year pays: planned, changed and taken back, each with a line of history."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words
from common.errors import DomainError, demand
from pathways.models import ProgramYear
from people.models import User
from stipends.models import Payday, PaydayEvent
from stipends.models.paydays import KIND
from stipends.policies import why_not
from stipends.states import PaydayAction


@transaction.atomic
def plan_payday(
    *, year: ProgramYear, kind: str, number: int, step: dict[str, str] | None, pay_on: date, by: User
) -> Payday:
    """Leaders of the year read from now on when this payment comes and what it pays.

    Raises DomainError when it is planned already, for a day outside the year and the half year after it, and for a
    final payment that is not the balance.
    """
    demand(why_not(by, PaydayAction.PLAN))
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    payday = Payday(year=year, kind=kind, number=number, step=step or {}, pay_on=pay_on)
    _check(payday)
    there = Payday.objects.filter(year=year, kind=kind, number=number).first()
    if there is not None:
        raise DomainError(
            f"{there.name} is planned already, for {day_in_words(there.pay_on)}. Change it there."
        )
    payday.save()
    _record(PaydayAction.PLAN, payday, by)
    return payday


@transaction.atomic
def change_payday(*, pk: int, by: User, step: dict[str, str] | None, pay_on: date) -> Payday:
    """Another day, or another share. The same again changes nothing. Raises DomainError as planning one does, and once
    a run made the payment."""
    payday = _locked(pk)
    demand(why_not(by, PaydayAction.CHANGE, payday))
    if (payday.step, payday.pay_on) == (step or {}, pay_on):
        return payday
    payday.step, payday.pay_on = step or {}, pay_on
    _check(payday)
    payday.save(update_fields=["step", "pay_on"])
    _record(PaydayAction.CHANGE, payday, by)
    return payday


@transaction.atomic
def drop_payday(*, pk: int, by: User) -> str:
    """The payment is not planned any more; history keeps what it was. Answers its name."""
    payday = _locked(pk)
    demand(why_not(by, PaydayAction.DROP, payday))
    _record(PaydayAction.DROP, payday, by)
    payday.delete()
    return str(payday)


def _locked(pk: int) -> Payday:
    found = Payday.objects.select_for_update(of=("self",)).select_related("year").filter(pk=pk).first()
    if found is None:
        raise DomainError("This payment was taken back already.")
    return found


def _check(payday: Payday) -> None:
    year = payday.year
    if not year.starts <= payday.pay_on < _end(year.ends):
        words = f"Choose a day from {day_in_words(year.starts)}, at most half a year after the end of {year}."
        raise DomainError(words, at="pay_on")
    if payday.kind == KIND.FINAL and (payday.step or payday.number != 1):
        raise DomainError(
            "The final payment is one, and pays what was earned, less what was paid.", at="pays"
        )


def _end(ends: date) -> date:
    """A year ends on 30 June; what is left of it is paid within that calendar year."""
    return date(ends.year + 1, 1, 1)


def _record(action: PaydayAction, payday: Payday, by: User) -> None:
    PaydayEvent.objects.create(
        year=payday.year,
        action=action,
        payment=f"{payday.name}, {payday.in_words}",
        pay_on=payday.pay_on,
        by=by,
        at=timezone.now(),
    )
