"""What substitutes are paid and schools may claim in a year, as the year before it suggests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pathways.models import ProgramYear
from people.models import User
from people.queries import members
from stipends.models import SchoolAllowance, SubstituteTerms
from stipends.rules.carried import carried


@dataclass(frozen=True, slots=True)
class TermsToDraft:
    """Terms of the year before, and the days they would get: from `starts` up to before `ends`."""

    before: SubstituteTerms
    starts: date
    ends: date

    @property
    def key(self) -> str:
        """Names them as they were shown: these terms, from this day on."""
        return f"terms-{self.before.pk}-{self.starts:%Y%m%d}"


@dataclass(frozen=True, slots=True)
class LimitToDraft:
    """The limit of a school in the year before, which it would get again."""

    before: SchoolAllowance

    @property
    def key(self) -> str:
        """Names it as it was shown."""
        return f"limit-{self.before.pk}"


@dataclass(frozen=True, slots=True)
class RatesToDraft:
    """What a year lacks of the year before; how much of its own it has (drafts too: terms that hold a day of it, and
    schools with a limit), how many schools with a limit are no longer in the network, and whether the year before `had`
    any of it in force."""

    terms: tuple[TermsToDraft, ...]
    limits: tuple[LimitToDraft, ...]
    terms_there: int
    limits_there: int
    left: int
    had: bool


def rates_to_carry(year: ProgramYear, before: ProgramYear, today: date) -> RatesToDraft:
    """Terms in force in the year `before`, as many years later, on the days without terms or a draft of them; and the
    limit of each school that has none in this year, nor a draft, and is in the network when the year begins, or today
    where that is later. Three queries."""
    standing = list(SubstituteTerms.objects.standing().filter(ends__gt=before.starts).order_by("starts"))
    rows = SchoolAllowance.objects.standing().filter(year__in=[before, year]).select_related("school")
    limits = list(rows.order_by("school__sort_name", "school_id"))
    there = {limit.school_id for limit in limits if limit.year_id == year.pk}
    lacking = [
        one for one in limits if one.year_id == before.pk and one.in_force and one.school_id not in there
    ]
    stay = set(members(max(today, year.starts)).order_by().values_list("pk", flat=True))
    return RatesToDraft(
        tuple(_shifted(standing, year, before)),
        tuple(LimitToDraft(limit) for limit in lacking if limit.school_id in stay),
        sum(one.starts < year.ends and one.ends > year.starts for one in standing),
        len(there),
        sum(limit.school_id not in stay for limit in lacking),
        any(one.in_force and one.starts < before.ends for one in standing)
        or any(one.in_force and one.year_id == before.pk for one in limits),
    )


def _shifted(
    standing: list[SubstituteTerms], year: ProgramYear, before: ProgramYear
) -> Iterable[TermsToDraft]:
    taken, within = [(one.starts, one.ends) for one in standing], (year.starts, year.ends)
    for one in standing:
        if one.in_force and one.starts < before.ends:
            days, years = (one.starts, one.ends), year.starts.year - before.starts.year
            for starts, ends in carried(days, years, taken, within):
                yield TermsToDraft(one, starts, ends)


def last_rate_drafted(year: ProgramYear) -> tuple[User, datetime] | None:
    """Who drafted terms or a limit of this year last, and when, whatever became of it. Two queries."""
    terms = SubstituteTerms.objects.filter(starts__lt=year.ends, ends__gt=year.starts)
    limits = SchoolAllowance.objects.filter(year=year)
    found = [
        (row.drafted_at, row.drafted_by)
        for rows in (terms, limits)
        for row in rows.select_related("drafted_by").order_by("-drafted_at", "-pk")[:1]
    ]
    at, by = max(found, key=lambda one: one[0], default=(None, None))
    return (by, at) if by is not None and at is not None else None
