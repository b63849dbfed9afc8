"""The step of turning a year over that drafts what substitutes are paid and what schools may claim."""

from datetime import date, timedelta

from common.clock import day_in_words
from common.counting import counted
from dashboard.queries.steps import RATES, Made, Step
from pathways.models import ProgramYear
from people.models import User
from people.queries import hats
from stipends.policies import why_not_rate
from stipends.queries import RatesToDraft, rates_to_carry
from stipends.states import RateAction

NAME = "Rates for substitutes"
ONE_DAY = timedelta(days=1)


def rates_step(user: User, year: ProgramYear, before: ProgramYear, today: date) -> Step:
    """What `year` lacks of the rates and limits of the year `before`. Who may not see them reads how many there are.
    Three queries."""
    rates = rates_to_carry(year, before, today)
    missing = len(rates.terms) + len(rates.limits)
    there = f"{counted(rates.terms_there, 'rate')}, {counted(rates.limits_there, 'limit')}"
    told = f"{there}, {missing:,} to draft" if missing else there
    done = not missing and rates.terms_there > 0
    if not hats(user).money:
        return Step(RATES, NAME, done, told, "Finance drafts and publishes these.", "", "")
    url, link = "/stipends/claims/terms/", "What a day of a substitute pays"
    if not missing:
        return Step(RATES, NAME, done, told, _nothing(rates, year, before, there), url, link)
    return Step(
        RATES,
        NAME,
        done,
        told,
        _lead(rates, before),
        url,
        link,
        _rows(rates),
        "Make the drafts",
        str(why_not_rate(user, RateAction.DRAFT) or ""),
        "A draft holds for nobody before a second person publishes it. What is there already stays as it is.",
    )


def _nothing(rates: RatesToDraft, year: ProgramYear, before: ProgramYear, there: str) -> str:
    """Why there is nothing to copy."""
    if not rates.had:
        has = f" {year} has {there}." if rates.terms_there or rates.limits_there else ""
        none = f"{before} had no rate and no limit, so there is nothing to copy."
        return f"{none}{has} Others are typed on the page below."
    return f"{year} has what {before} had: {there}. There is nothing left to copy.{_gone(rates)}"


def _lead(rates: RatesToDraft, before: ProgramYear) -> str:
    parts = [
        *([f"{counted(len(rates.terms), 'rate')} on the days a year later"] if rates.terms else []),
        *([f"the same limit for {counted(len(rates.limits), 'school')}"] if rates.limits else []),
    ]
    return f"From {before}: {' and '.join(parts)}.{_gone(rates)}"


def _gone(rates: RatesToDraft) -> str:
    left = counted(rates.left, "school with a limit", "schools with a limit")
    return f" {left} left the network: no draft for those." if rates.left else ""


def _rows(rates: RatesToDraft) -> tuple[Made, ...]:
    terms = [
        Made(
            one.before.says,
            str(one.before),
            f"{day_in_words(one.starts)} to {day_in_words(one.ends - ONE_DAY)}, a draft",
            one.key,
        )
        for one in rates.terms
    ]
    limits = [
        Made(str(one.before.school), one.before.says, f"{one.before.says}, a draft", one.key)
        for one in rates.limits
    ]
    return (*terms, *limits)
