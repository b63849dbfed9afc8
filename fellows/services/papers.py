"""Service of before the product, from paper: one program manager enters it, another accepts it; then it counts by the
same ledger as all other service."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand, demand_all, demand_reason
from common.names import cleaned, same
from common.states import step
from fellows.models import Fellow, PaperService, ServiceRecord
from fellows.policies import why_not
from fellows.queries import ledger
from fellows.queries.takeover import wrong_year
from fellows.services.fellows import locked, record
from fellows.services.proofs import refuse_number
from fellows.services.service import accept_service, locked_record, record_service
from fellows.states import MOVES, SERVICE_MOVES, Action, ServiceAction, ServiceState, State
from notifications.services import cancel, queue
from pathways.models import ProgramYear, ServiceDay
from people.models import School, User

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperYear:
    """A school year of service as paper tells of it. `days`: how many were served; None: all of the year."""

    year: ProgramYear
    school: School | None
    site: str
    employer: str
    position: str
    fte_thousandths: int = 1000
    days: int | None = None
    confirmed_by: str
    signed_on: date
    kept: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting came to: how many years, and why the fellow is not fulfilled although paper says so."""

    years: int
    fulfilled: bool
    lacking: str = ""


@transaction.atomic
def enter_years(
    *,
    pk: int,
    first: ProgramYear,
    last: ProgramYear,
    by: User,
    now: datetime | None = None,
    **said: Any,
) -> int:
    """Enter each school year from the first to the last, which paper tells alike; answers how many are new. Another
    program manager has to accept them.

    Raises DomainError as `enter_year` does, for years out of their order and for a number of days of several years.
    """
    fellow = locked(pk)
    demand(why_not(by, Action.PAPER_YEARS, fellow))
    if last.starts < first.starts:
        raise DomainError("The last school year comes after the first one.", at="last")
    if said.get("days") is not None and first != last:
        raise DomainError("Give a number of days for one school year at a time.", at="days")
    years = ProgramYear.objects.filter(starts__gte=first.starts, starts__lte=last.starts).order_by("starts")
    moment = now or timezone.now()
    return sum(enter_year(fellow, PaperYear(year=year, **said), by, moment) for year in years)


def enter_year(fellow: Fellow, said: PaperYear, by: User, moment: datetime) -> bool:
    """Whether it is new; the very same is on record once. The fellow must be locked.

    Raises DomainError for a year before service began, one that is not over or has no days here, for what is on record
    otherwise, and where it is not said who confirmed it and where the paper is.
    """
    if _known(fellow, said) is not None:
        return False
    demand(why_not(by, Action.PAPER_YEARS, fellow))
    _refuse(fellow, said, local_date(moment))
    row = ServiceRecord.objects.create(
        fellow=fellow,
        school=said.school,
        employer=said.employer.strip(),
        site=cleaned(said.site) or (said.school.name if said.school else ""),
        position=said.position.strip(),
        fte_thousandths=said.fte_thousandths,
        starts=said.year.starts,
        ends=said.year.ends,
        state=ServiceState.VERIFIED,
        confirmed_on=said.year.ends - ONE_DAY,
        reported_at=moment,
    )
    PaperService.objects.create(
        record=row,
        days=said.days,
        confirmed_by=said.confirmed_by.strip(),
        signed_on=said.signed_on,
        kept=said.kept.strip(),
        by=by,
        at=moment,
    )
    record_service(row, ServiceAction.ENTER, by, moment, before="")
    record(fellow, Action.PAPER_YEARS, by, moment, day=said.year.starts)
    cancel(topic=f"service-report-{fellow.pk}")
    return True


def _known(fellow: Fellow, said: PaperYear) -> ServiceRecord | None:
    """The same, as it is on record. Raises DomainError where that says otherwise."""
    site = cleaned(said.site) or (said.school.name if said.school else "")
    there = fellow.service_records.exclude(state=ServiceState.TAKEN_BACK).select_related("paper")
    for row in there.filter(starts__lt=said.year.ends):
        if (row.ends is not None and row.ends <= said.year.starts) or not same(row.site, site):
            continue
        paper = getattr(row, "paper", None)
        entered = (row.position, row.fte_thousandths, paper.days if paper else None, row.starts, row.ends)
        means = (said.position.strip(), said.fte_thousandths, said.days, said.year.starts, said.year.ends)
        if entered == means:
            return row
        raise DomainError(
            f"Service at {row.site} in {said.year} is on record otherwise: {row.position}, {row.fte_text}. Take that "
            "back on the page of the fellow first, or leave this year out.",
            at="year",
        )
    return None


def _refuse(fellow: Fellow, said: PaperYear, today: date) -> None:
    assert fellow.graduated_on is not None
    refuse_number(said.kept, at="kept")
    demand_all(
        DomainError(words, at=at)
        for at, words in (
            *_wrong_year(fellow.graduated_on, said, today),
            *_wrong_place(said),
            *_wrong_paper(fellow, said, today),
        )
    )


def _wrong_year(graduated: date, said: PaperYear, today: date) -> Iterator[tuple[str, str]]:
    if wrong := wrong_year(said.year.starts.year, graduated, today):
        yield "year", wrong
        return
    total = said.year.days_count or ServiceDay.objects.filter(year=said.year).count()
    if not total:
        yield (
            "year",
            f"Nobody entered how many service days {said.year} had. Enter the number on the page of that year; no more "
            "is needed of a year of before.",
        )
    elif said.days is not None and not 1 <= said.days <= total:
        yield "days", f"{said.year} had {total} service days. Write 1 to {total}, or nothing for all."


def _wrong_place(said: PaperYear) -> Iterator[tuple[str, str]]:
    if not (said.site.strip() or said.school):
        yield "site", "Say at which school or office it was."
    if not said.employer.strip():
        yield "employer", "Say who the employer was."
    if not said.position.strip():
        yield "position", "Say which position it was."


def _wrong_paper(fellow: Fellow, said: PaperYear, today: date) -> Iterator[tuple[str, str]]:
    if not said.confirmed_by.strip():
        yield "confirmed_by", "Say who confirmed it on paper."
    elif same(said.confirmed_by, fellow.person.name):
        yield "confirmed_by", "Somebody else confirms service: the principal or human resources."
    if not said.kept.strip():
        yield "kept", "Say where the paper is kept."
    if said.signed_on > today:
        yield "signed_on", f"{day_in_words(said.signed_on)} lies ahead. Write the day on the paper."


@transaction.atomic
def accept_paper(*, pk: int, by: User, now: datetime | None = None) -> Accepted:
    """Accept all service on paper of a fellow that others entered. Who is fulfilled on paper is that here now, if the
    ledger says so too. The fellow gets a mail.

    Raises SomeoneElse for whoever entered it all.
    """
    moment = now or timezone.now()
    fellow = locked(pk)
    demand(why_not(by, Action.ACCEPT_PAPER, fellow))
    rows = (
        ServiceRecord.objects.to_accept(by)
        .filter(fellow=fellow, paper__isnull=False)
        .order_by("starts", "pk")
    )
    numbers = list(rows.values_list("pk", flat=True))
    for number in numbers:
        accept_service(pk=number, by=by, now=moment)
    record(fellow, Action.ACCEPT_PAPER, by, moment)
    done = _fulfil(fellow, len(numbers), by, moment)
    queue(
        to=fellow.person,
        template="fellows/on_paper",
        context={"fellow": fellow, "years": len(numbers), "fulfilled": done.fulfilled},
        dedupe_key=f"fellow-on-paper-{fellow.pk}-{numbers[-1]}",
    )
    return done


def _fulfil(fellow: Fellow, years: int, by: User, moment: datetime) -> Accepted:
    taken = getattr(fellow, "taken_over", None)
    if taken is None or taken.state != State.FULFILLED or State(fellow.state) is not State.SERVING:
        return Accepted(years, False)
    account = ledger(fellow, local_date(moment))
    if account.standing != "fulfilled":
        lacking = account.note or (
            f"On paper service is fulfilled, and {account.credited_text} of {account.required_text} years count so far."
        )
        return Accepted(years, False, lacking)
    fellow.state = step(MOVES, State.SERVING, Action.FULFIL)
    fellow.save(update_fields=["state"])
    record(fellow, Action.FULFIL, by, moment, before=State.SERVING, day=taken.since)
    return Accepted(years, True)


@transaction.atomic
def take_back_paper(*, pk: int, by: User, reason: str, now: datetime | None = None) -> ServiceRecord:
    """Service that was entered from paper by mistake counts no longer; that it did stays on record. Raises DomainError
    without a reason."""
    row = locked_record(pk)
    demand(why_not(by, ServiceAction.TAKE_BACK, row))
    why = demand_reason(reason)
    before = row.state
    row.state = step(SERVICE_MOVES, ServiceState(row.state), ServiceAction.TAKE_BACK)
    row.confirmed_on = None
    row.save(update_fields=["state", "confirmed_on"])
    record_service(row, ServiceAction.TAKE_BACK, by, now or timezone.now(), before=before, note=why)
    return row
