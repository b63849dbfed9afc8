"""Verbs on what substitutes are paid and what schools may claim: one person drafts, another publishes."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, LookFirst, demand
from pathways.models import ProgramYear
from pathways.queries import year_before
from people.models import School, User
from stipends.models import SchoolAllowance, SubstituteTerms
from stipends.policies import why_not_rate
from stipends.queries import rates_to_carry
from stipends.queries.limits import Limit, limit_to_publish, limits_to_publish
from stipends.queries.terms import publishing
from stipends.services.by_two import end, end_in_words, locked, publish
from stipends.states import RateAction, RateState

REPLACED = "Another one was published."
MEANWHILE = "Somebody published terms for days of these in this moment. Look at what these end now, and publish again."


def draft_terms(
    *,
    starts: date,
    ends: date,
    rate: Decimal,
    coverage: Decimal,
    by: User,
    day_cap_cents: int | None = None,
    now: datetime | None = None,
) -> SubstituteTerms:
    """What a day of a substitute is paid from `starts` up to before `ends`, as a draft."""
    demand(why_not_rate(by, RateAction.DRAFT))
    if ends <= starts:
        raise DomainError("The last day must not lie before the first.", at="last_day")
    return SubstituteTerms.objects.create(
        starts=starts,
        ends=ends,
        rate=rate,
        coverage=coverage,
        day_cap_cents=day_cap_cents,
        drafted_by=by,
        drafted_at=now or timezone.now(),
    )


def draft_allowance(
    *,
    school: School,
    year: ProgramYear,
    by: User,
    units: Decimal | None = None,
    budget_cents: int | None = None,
    now: datetime | None = None,
) -> SchoolAllowance:
    """How much a school may claim in a year, as a draft; None is no limit."""
    demand(why_not_rate(by, RateAction.DRAFT))
    return SchoolAllowance.objects.create(
        school=school,
        year=year,
        units=units,
        budget_cents=budget_cents,
        drafted_by=by,
        drafted_at=now or timezone.now(),
    )


@transaction.atomic
def carry_rates(
    *, year: ProgramYear, by: User, only: Collection[str] | None = None, now: datetime | None = None
) -> list[SubstituteTerms | SchoolAllowance]:
    """Drafts for this year of what held in the year before: its terms with their days as many years later, and the
    limits of the schools still in the network. A second person publishes them. `only` names them by the keys of
    `rates_to_carry`; without it all are meant. Again, none is made twice, and what stands is left alone."""
    demand(why_not_rate(by, RateAction.DRAFT))
    # Two who press at once wait for each other, also in years that share terms.
    list(ProgramYear.objects.select_for_update(no_key=True).order_by("pk"))
    before, moment = year_before(year), now or timezone.now()
    if before is None:
        return []
    rates = rates_to_carry(year, before, local_date(moment))
    made: list[SubstituteTerms | SchoolAllowance] = [
        draft_terms(
            starts=one.starts,
            ends=one.ends,
            rate=one.before.rate,
            coverage=one.before.coverage,
            day_cap_cents=one.before.day_cap_cents,
            by=by,
            now=moment,
        )
        for one in rates.terms
        if only is None or one.key in only
    ]
    made += [
        draft_allowance(
            school=one.before.school,
            year=year,
            units=one.before.units,
            budget_cents=one.before.budget_cents,
            by=by,
            now=moment,
        )
        for one in rates.limits
        if only is None or one.key in only
    ]
    return made


def publish_terms(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> SubstituteTerms:
    """Put a draft in force, by someone who did not write it. Terms in force on its first day, and before, end with the
    day before it; the draft keeps which these are and the end they had. Raises LookFirst with what that touches unless
    `seen` is the mark of it, and DomainError where others are in force on a later day of it, or where a claim was
    approved by the terms it would end for a day they would lose."""
    try:
        with transaction.atomic():
            terms = _alone_with_others(pk)
            demand(why_not_rate(by, RateAction.PUBLISH, terms))
            _end_before(terms, seen)
            return publish(terms, by, now, also=("cuts_short", "cut_from"))
    except IntegrityError:
        raise DomainError(publishing(terms).refusal or MEANWHILE) from None


def _alone_with_others(pk: int) -> SubstituteTerms:
    """The draft and the terms in force on its days, for this transaction alone, the oldest first: as whoever sends or
    approves a claim holds them."""
    draft = SubstituteTerms.objects.get(pk=pk)
    met = Q(state=RateState.PUBLISHED, starts__lt=draft.ends, ends__gt=draft.starts)
    rows = SubstituteTerms.objects.filter(Q(pk=pk) | met).order_by("pk").select_for_update(of=("self",))
    return next(one for one in rows if one.pk == pk)


def _end_before(terms: SubstituteTerms, seen: str) -> None:
    found = publishing(terms)
    if found.refusal:
        raise DomainError(found.refusal)
    if found.ends is None:
        return
    if seen != found.mark:
        words = "These terms end others early. Nothing was published yet. Look at what that touches, and send it again."
        raise LookFirst(words, lines=found.said, seen=found.mark)
    terms.cuts_short, terms.cut_from = found.ends, found.ends.ends
    found.ends.ends = terms.starts
    found.ends.save(update_fields=["ends"])


def hold_terms(days: Collection[date]) -> None:
    """Whatever terms are in force, or may come into force, on these days stays as it is until the transaction ends:
    whoever publishes, ends or retires some waits, and this for them."""
    if not days:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM stipends_substituteterms WHERE state = ANY(%s) AND starts <= %s AND ends > %s"
            " ORDER BY id FOR SHARE",
            [[str(RateState.DRAFT), str(RateState.PUBLISHED)], max(days), min(days)],
        )


@transaction.atomic
def publish_allowance(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> SchoolAllowance:
    """Put a draft in force, by someone who did not write it; what was in force for the school and year is retired.
    Raises LookFirst with that, and with what the school claims already, unless `seen` is the mark of it."""
    allowance = _alone(pk)
    demand(why_not_rate(by, RateAction.PUBLISH, allowance))
    found = limit_to_publish(allowance)
    if seen != found.mark:
        words = "A limit is in force, or something is claimed already. Nothing was published yet. Look at that, and"
        raise LookFirst(f"{words} send it again.", lines=found.said, seen=found.mark)
    return _replacing(allowance, by, now)


def _alone(pk: int) -> SchoolAllowance:
    """The draft for this transaction alone; whoever sends or approves a claim of its school waits, and reads the one
    limit or the other, not none."""
    school = SchoolAllowance.objects.values_list("school", flat=True).get(pk=pk)
    School.objects.select_for_update(no_key=True).get(pk=school)
    return locked(SchoolAllowance, pk)


def _replacing(allowance: SchoolAllowance, by: User, now: datetime | None) -> SchoolAllowance:
    before = SchoolAllowance.objects.published().filter(school=allowance.school_id, year=allowance.year_id)
    for one in before.select_for_update(of=("self",)):
        end(one, RateAction.RETIRE, by, REPLACED, now)
    return publish(allowance, by, now)


@transaction.atomic
def publish_allowances(
    *, year: ProgramYear, by: User, seen: str, now: datetime | None = None
) -> list[SchoolAllowance]:
    """Put all drafts of a year in force that others wrote, all or none; schools for which several wait are left out.
    Raises LookFirst where they are not those of the mark `seen`, and DomainError that names the one that cannot be
    published, and where there is none."""
    demand(why_not_rate(by, RateAction.PUBLISH))
    # Two who press at once: the second finds none left.
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    found = limits_to_publish(by, year)
    if not found.ready:
        raise DomainError(f"No draft of {year} waits for you.")
    if seen != found.mark:
        words = f"The drafts of {year} are others than this page showed. Nothing was published. Look at them, and send"
        raise LookFirst(f"{words} it again.", lines=(), seen=found.mark)
    return [_published(one, by, now) for one in sorted(found.ready, key=lambda one: one.draft.school_id)]


def _published(shown: Limit, by: User, now: datetime | None) -> SchoolAllowance:
    """As the page showed it: what is claimed in this moment is looked at first."""
    try:
        allowance = _alone(shown.draft.pk)
        demand(why_not_rate(by, RateAction.PUBLISH, allowance))
        if limit_to_publish(allowance).used != shown.used:
            raise DomainError("Its school claimed something in this moment. Look at it, and publish again.")
        return _replacing(allowance, by, now)
    except DomainError as refusal:
        raise DomainError(f"{shown.draft}: {refusal} Nothing was published.") from None


@transaction.atomic
def retire_terms(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SubstituteTerms:
    """Take terms out of force; lines that were approved keep them."""
    return end_in_words(locked(SubstituteTerms, pk), RateAction.RETIRE, by, reason, now, why_not_rate)


@transaction.atomic
def discard_terms(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SubstituteTerms:
    """Put a draft aside for good."""
    return end_in_words(locked(SubstituteTerms, pk), RateAction.DISCARD, by, reason, now, why_not_rate)


@transaction.atomic
def retire_allowance(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SchoolAllowance:
    """Take a limit away."""
    return end_in_words(locked(SchoolAllowance, pk), RateAction.RETIRE, by, reason, now, why_not_rate)


@transaction.atomic
def discard_allowance(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SchoolAllowance:
    """Put a draft aside for good."""
    return end_in_words(locked(SchoolAllowance, pk), RateAction.DISCARD, by, reason, now, why_not_rate)
