"""Fellows of before the product, as paper tells of them: two who lead schools today, one who left and is silent."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import typst

from common.uploads import Accepted
from demo.agreements import COUNSEL
from demo.cast import Cast
from fellows.models import AgreementVersion, Role
from fellows.queries.alumni import UNKNOWN, graduates, known_now
from fellows.services import (
    Before,
    OnPaper,
    PaperYear,
    Reached,
    Wording,
    accept_paper,
    add_scan,
    draft_version,
    publish_version,
    say_role,
    still_same,
    take_back_fellow,
    take_over,
)
from fellows.states import State
from pathways.models import ProgramYear
from people.models import Post, School, User

FIRST, YEARS, DAYS = 2018, 4, 180
REASON = "The binder of the cohort of 2016, kept in the office."
KEPT = "Binder of 2016, office"
GRADUATED = date(2017, 8, 18)
SCAN = b"""#set document(title: "Agreement")
= Service agreement, signed in 2016
This is a demonstration: the paper and who signed it are invented.
"""


def make_before(cast: Cast, *, now: datetime) -> None:
    """Two alumnae of 2017 who are principals today: of one the years wait for the program manager, of the other they
    are accepted and service is fulfilled. And one who was released, and of whom nothing was heard since."""
    named, schools = cast.named, cast.schools
    years = [_year(FIRST + number) for number in range(YEARS)]
    version = _terms(named, now)
    for number, (enters, accepts) in enumerate((("admin", ""), ("manager", "admin"))):
        school = schools[number + 1]
        before = _alumna(cast.principals[school.pk], school, years, version)
        fellow = take_over(before=before, by=named[enters], now=now - timedelta(days=4)).fellow
        add_scan(
            pk=fellow.pk,
            by=named["manager"],
            file=Accepted("pdf", typst.compile(SCAN)),
            now=now - timedelta(days=4),
        )
        if accepts:
            accept_paper(pk=fellow.pk, by=named[accepts], now=now - timedelta(days=3))
    left = cast.teachers[-60]
    Post.objects.filter(person=left).update(ends=now.date() - timedelta(days=700))
    gone = Before(
        person=left,
        cohort=FIRST - 2,
        state=State.RELEASED,
        since=date(2020, 6, 30),
        reason=REASON,
        days={State.GRADUATED: GRADUATED},
        agreement=OnPaper(version, date(2016, 3, 4), KEPT),
    )
    take_over(before=gone, by=named["manager"], now=now - timedelta(days=4))
    _by_mistake(cast.teachers[-61], gone, named["manager"], now)
    _answers(now)


def _by_mistake(person: User, gone: Before, by: User, now: datetime) -> None:
    """Somebody of the same name was taken over, and taken back."""
    other = take_over(before=replace(gone, person=person), by=by, now=now - timedelta(days=3)).fellow
    why = "The binder means somebody else of this name."
    take_back_fellow(pk=other.pk, by=by, reason=why, now=now - timedelta(days=2))


def _answers(now: datetime) -> None:
    """Some graduates said this year that all is still right, one that they work elsewhere; of the others nothing was
    heard."""
    for number, fellow in enumerate(graduates()):
        known = known_now(fellow, now.date()).known
        if number % 3 == 0 and known.role != UNKNOWN:
            still_same(pk=fellow.pk, by=fellow.person, now=now - timedelta(days=7 * number))
        elif number % 3 and known.role == UNKNOWN and not known.place:
            said = {"role": Role.OFFICE, "place": "Region East, Los Angeles Unified"}
            say_role(pk=fellow.pk, by=fellow.person, **said, now=now - timedelta(days=500))


def _year(first: int) -> ProgramYear:
    """Of before, so that the number of its days is all that is known."""
    label = f"{first}-{(first + 1) % 100:02}"
    days = {"starts": date(first, 7, 1), "ends": date(first + 1, 7, 1)}
    year, _ = ProgramYear.objects.get_or_create(label=label, defaults=days)
    if year.days_count is None and not year.service_days.exists():
        year.days_count = DAYS
        year.save(update_fields=["days_count"])
    return year


def _terms(named: dict[str, User], now: datetime) -> AgreementVersion:
    """What the paper of 2016 said, written down by one and published by another."""
    wording = Wording(
        signed_from=date(2016, 1, 1),
        required_years=Decimal(4),
        window_years=None,
        granularity="year",
        half_year_counts=False,
        fte="full_time",
        fte_threshold=None,
        similar_schools=False,
        most_suspended_months=12,
        legal_basis=COUNSEL,
        for_paper=True,
    )
    version = draft_version(wording=wording, by=named["admin"], now=now - timedelta(days=9))
    return publish_version(pk=version.pk, by=named["manager"], now=now - timedelta(days=8))


def _alumna(person: User, school: School, years: list[ProgramYear], version: AgreementVersion) -> Before:
    served = [
        PaperYear(
            year=year,
            school=school,
            site=school.name,
            employer="Los Angeles Unified School District",
            position="Assistant principal",
            confirmed_by="Human resources, regional office",
            signed_on=date(FIRST + YEARS, 6, 24),
            kept=KEPT,
        )
        for year in years
    ]
    return Before(
        person=person,
        cohort=FIRST - 2,
        state=State.FULFILLED,
        since=date(FIRST + YEARS, 6, 30),
        reason=REASON,
        days={State.SELECTED: date(2016, 3, 4), State.GRADUATED: GRADUATED},
        milestones=[Reached("degree", date(2017, 8, 25)), Reached("clear", date(2019, 11, 4))],
        agreement=OnPaper(version, date(2016, 3, 4), KEPT),
        years=served,
    )
