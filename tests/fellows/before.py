"""Fellows of before, as paper tells of them in tests."""

from datetime import UTC, date, datetime
from typing import Any

from fellows import services
from fellows.services import Before, Newcomer, OnPaper, PaperYear
from fellows.states import State
from pathways.models import ProgramYear
from people.models import School, SchoolMembership, User
from tests.factories.fellows import AgreementVersionFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import SchoolFactory, manager

NOW = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
S = State
GRADUATED = date(2017, 8, 18)


def year_of(first: int) -> ProgramYear:
    """A school year of before: nobody knows more of it than the number of its days."""
    return ProgramYearFactory(first=first, days_count=180)


def terms(**given: Any) -> Any:
    return AgreementVersionFactory(published=True, for_paper=True, granularity="year", **given)


def paper(version: Any, **given: Any) -> OnPaper:
    return OnPaper(version, **{"signed_on": date(2016, 3, 1), "kept": "Binder of 2016, office", **given})


def served(year: ProgramYear, **given: Any) -> PaperYear:
    said = {
        "school": None,
        "site": "Jordan High School",
        "employer": "The district",
        "position": "Assistant principal",
        "confirmed_by": "Dana Lee, principal",
        "signed_on": date(2021, 6, 30),
        "kept": "Binder of 2016",
    }
    return PaperYear(year=year, **{**said, **given})


def jordan(since: date) -> School:
    school: School = SchoolFactory(name="Jordan High School", member=False)
    SchoolMembership.objects.create(school=school, starts=since)
    return school


def alumna(version: Any, **given: Any) -> Before:
    """Who graduated in 2017 and serves."""
    said: dict[str, Any] = {
        "person": Newcomer("carmen@example.org", "Carmen", "Ortiz"),
        "cohort": 2016,
        "state": S.SERVING,
        "reason": "The binder of the cohort",
        "days": {S.SELECTED: date(2016, 3, 1), S.GRADUATED: GRADUATED},
        "agreement": paper(version),
    }
    return Before(**{**said, **given})


def take(before: Before, by: User | None = None) -> services.Taken:
    return services.take_over(before=before, by=by or manager(), now=NOW)
