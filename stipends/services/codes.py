"""Funds and the codes of the books: every change is a row, and nothing that was written goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import DomainError, LookFirst, demand
from pathways.models import ProgramYear, Role
from people.models import User
from stipends.models import AccountCode, Fund, FundEvent
from stipends.policies import why_not_codes
from stipends.queries import codes_of
from stipends.states import FundAction


@dataclass(frozen=True, slots=True)
class Coded:
    """What was typed for a role, a channel, or a side of substitutes: the codes by which the books know it."""

    account: str
    role: Role | None = None
    channel: str = ""
    substitutes: str = ""
    fund: Fund | None = None
    program: str = ""

    @property
    def key(self) -> int | str:
        """As a code that was written tells its kind."""
        return self.role.pk if self.role else self.channel or self.substitutes

    @property
    def said(self) -> tuple[str, int | None, str]:
        return self.account, self.fund.pk if self.fund else None, self.program


@transaction.atomic
def add_fund(*, code: str, name: str, by: User, now: datetime | None = None) -> Fund:
    """A fund of this code. Raises DomainError when there is one already."""
    demand(why_not_codes(by))
    try:
        with transaction.atomic():
            fund = Fund.objects.create(code=code.strip(), name=name.strip())
    except IntegrityError:
        known = Fund.objects.filter(code__iexact=code.strip()).first()
        if known is None:
            raise DomainError("Write a code and a name.") from None
        raise DomainError(f"There is a fund of this code already: {known}.", at="code") from None
    _record(fund, FundAction.ADD, by, now)
    return fund


@transaction.atomic
def rename_fund(*, pk: int, name: str, by: User, now: datetime | None = None) -> Fund:
    """Its name from now on; files that were made keep theirs. The same name again changes nothing."""
    demand(why_not_codes(by))
    fund = Fund.objects.select_for_update(of=("self",)).get(pk=pk)
    if not name.strip():
        raise DomainError("Write what the fund is called.", at="name")
    if fund.name == name.strip():
        return fund
    fund.name = name.strip()
    fund.save(update_fields=["name"])
    _record(fund, FundAction.RENAME, by, now)
    return fund


def _record(fund: Fund, action: FundAction, by: User, now: datetime | None) -> None:
    FundEvent.objects.create(fund=fund, action=action, by=by, at=now or timezone.now(), name=fund.name)


@transaction.atomic
def write_codes(
    *,
    year: ProgramYear,
    rows: Sequence[Coded],
    by: User,
    seen: str | None = None,
    now: datetime | None = None,
) -> list[AccountCode]:
    """The rows that say something else than what counts now become what counts in this year; those are answered.
    Files that were made keep the codes of then.

    `seen` is the mark of the codes that were on the screen (None: nobody looked). Raises LookFirst when others were
    written since, and DomainError for a role without a fund.
    """
    demand(why_not_codes(by))
    # Two who write at once: the second looks at what the first wrote.
    ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(pk=year.pk)
    found = codes_of(year.pk)
    if seen is not None and seen != found.mark:
        raise LookFirst(
            "Codes of this year were written while you looked at them. Look at them once more, then save.",
            lines=[f"{one.of}: {one.account}" for one in found.all],
            seen=found.mark,
        )
    known = {row.key: row for row in found.all}
    moment = now or timezone.now()
    return [_write(year, row, by, moment) for row in rows if _is_new(row, known)]


def _is_new(row: Coded, known: dict[int | str, AccountCode]) -> bool:
    before = known.get(row.key)
    return before is None or row.said != (before.account, before.fund_id, before.program)


def _write(year: ProgramYear, row: Coded, by: User, at: datetime) -> AccountCode:
    if row.role and row.fund is None:
        raise DomainError(f"Choose the fund that pays {row.role}.")
    if row.substitutes == AccountCode.Substitutes.COST and row.fund is None:
        raise DomainError("Choose the fund that pays substitutes.")
    return AccountCode.objects.create(
        year=year,
        role=row.role,
        channel=row.channel,
        substitutes=row.substitutes,
        account=row.account,
        fund=row.fund,
        program=row.program,
        by=by,
        at=at,
    )
