"""Fellows' cohorts: one in training, one just graduated, and alumni in service."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import typst

from common.clock import day_begins
from common.uploads import Accepted
from demo.agreements import make_versions, sign
from demo.assistance import make_assistance
from demo.cast import Cast, call
from demo.intake import make_intake, tell_of_ucla
from demo.supplemental import make_sessions_for_fellows
from fellows.models import (
    AgreementVersion,
    CohortMilestone,
    Fellow,
    FellowCohort,
    FieldworkEntry,
    Milestone,
    ServiceRecord,
)
from fellows.queries.plans import plan_of, what_applying_does
from fellows.rules.dates import add_months
from fellows.services import add_proof, apply_plan, save_plan
from fellows.services.plans import mark_of_applying
from fellows.states import FieldworkState, ServiceState, State
from pathways.models import ProgramYear
from people.models import User

SIZE = 8
HOURS = 240
# Of those who study: who is late with the first cycle and behind with hours, and who tries it again.
LATE, AGAIN = 2, 7
FIRST_CYCLE = Milestone.Kind.CALAPA_1
FIVE_YEARS = 60
PAPER = b"""#set document(title: "Letter")
= Letter of the Commission
The Clear credential was granted. The number of the document is cut off.
"""
WORK = (
    "Walked classrooms with the principal and wrote down what we saw",
    "Led the data meeting of the grade team",
    "Planned the next day of professional development",
    "Met families about attendance",
)
# Days after the cohort begins when each milestone is due.
DUE = {
    "applied": -117,
    "admitted": -60,
    "enrolled": 0,
    "term_summer": 67,
    "term_fall": 172,
    "calapa_1": 140,
    "term_winter": 270,
    "calapa_2": 277,
    "fieldwork": 340,
    "calapa_3": 347,
    "term_spring": 354,
    "program": 410,
    "degree": 420,
    "recommended": 430,
    "certificate": 450,
    "preliminary": 480,
}


def make_fellows(cast: Cast, *, start: date, today: date, now: datetime) -> None:
    """Cohorts of the last six years; the demo fellow graduated and has begun to serve."""
    people = [cast.named["fellow"], *cast.teachers[-SIZE * 6 :]]
    version = make_versions(cast.named, first=start.year - 7, now=now)
    for back in range(6):
        cohort = FellowCohort.objects.create(
            name=f"Cohort of {start.year - back}",
            starts=date(start.year - back, 6, 22),
            ends=date(start.year - back + 1, 8, 22),
            places=SIZE,
        )
        # The demo fellow belongs to the cohort that has served for about two years.
        members = people[1 + back * SIZE : 1 + (back + 1) * SIZE]
        if back == 3:
            members = [people[0], *members[1:]]
        _cohort(cohort, members, cast, today, now, version)
        if back == 0:
            _go_on(cohort, cast, today, now)
    _proof(Fellow.objects.get(person=cast.named["fellow"]), today, now)
    make_intake(cast, start=start, plan=DUE, hours=HOURS, today=today, now=now)
    make_assistance(cast, today=today, now=now)


def _go_on(cohort: FellowCohort, cast: Cast, today: date, now: datetime) -> None:
    """Those who study: sessions of their own, a plan one day of which was moved, and one who can be signed in as."""
    fellows = list(cohort.fellows.select_related("person").order_by("pk"))
    call(fellows[-1].person, "studying")
    year = ProgramYear.objects.get(starts__lte=today, ends__gt=today)
    make_sessions_for_fellows(fellows, year, today=today, leads=cast.named["manager"])
    by, due = cast.named["manager"], {line.kind: line.due for line in plan_of(cohort)}
    due[Milestone.Kind.CALAPA_3] += timedelta(days=7)
    moved = {"reason": "The commission moved its last day.", "now": now - timedelta(days=12)}
    save_plan(pk=cohort.pk, due=due, hours=HOURS, by=by, **moved)
    seen = mark_of_applying(what_applying_does(cohort))
    apply_plan(pk=cohort.pk, by=by, seen=seen, now=now - timedelta(days=12) + timedelta(minutes=4))


def _proof(fellow: Fellow, today: date, now: datetime) -> None:
    """The demo fellow holds a Clear credential since last week; a program manager has to record it."""
    clear = Milestone.objects.create(fellow=fellow, kind=Milestone.Kind.CLEAR, due=today + timedelta(days=30))
    at = now - timedelta(days=6)
    add_proof(pk=clear.pk, by=fellow.person, file=Accepted("pdf", typst.compile(PAPER)), now=at)


def _cohort(
    cohort: FellowCohort,
    people: list[User],
    cast: Cast,
    today: date,
    now: datetime,
    version: AgreementVersion,
) -> None:
    graduated = cohort.ends if cohort.ends <= today else None
    serving = graduated is not None and date(graduated.year + 1, 7, 1) <= today
    state = "serving" if serving else "graduated" if graduated else "enrolled"
    fellows = Fellow.objects.bulk_create(
        Fellow(person=person, cohort=cohort, state=State.SELECTED, graduated_on=graduated)
        for person in people
    )
    # Of those who still study two have not signed yet.
    sign(fellows if graduated else fellows[:-2], version)
    Fellow.objects.filter(cohort=cohort).update(state=state)
    tell_of_ucla(fellows, cast.named["manager"], now)
    CohortMilestone.objects.bulk_create(
        CohortMilestone(
            cohort=cohort,
            kind=kind,
            due=cohort.starts + timedelta(days=days),
            hours=HOURS if kind == Milestone.Kind.FIELDWORK else None,
        )
        for kind, days in DUE.items()
    )
    Milestone.objects.bulk_create(
        milestone
        for number, fellow in enumerate(fellows)
        for kind, days in DUE.items()
        for milestone in _milestone(fellow, kind, cohort.starts + timedelta(days=days), today, number)
    )
    if graduated is None and cohort.starts <= today:
        _fieldwork(fellows, cast, today, now)
    if serving:
        _service(fellows, cast, graduated, today)


def _milestone(fellow: Fellow, kind: str, due: date, today: date, number: int) -> Iterator[Milestone]:
    """Reached a few days before it was due; of those who study, one is late and one tries a cycle again."""
    row = Milestone(fellow=fellow, kind=kind, due=due, follows_plan=True)
    studies = fellow.graduated_on is None
    if due < today and not (studies and kind == FIRST_CYCLE and number in (LATE, AGAIN)):
        row.reached_on = due - timedelta(days=3)
        if kind == Milestone.Kind.PRELIMINARY:
            row.expires_on = add_months(row.reached_on, FIVE_YEARS)
    if due < today and studies and kind == FIRST_CYCLE and number == AGAIN:
        row.not_passed_on = due
        yield Milestone(fellow=fellow, kind=kind, attempt=2, due=today + timedelta(days=20))
    yield row


def _fieldwork(fellows: list[Fellow], cast: Cast, today: date, now: datetime) -> None:
    """A morning and an afternoon a week since the cohort began; the latest week waits for the principal of the demo.
    One of the fellows logs half as much."""
    entries = []
    for number, fellow in enumerate(fellows):
        weeks = (today - fellow.cohort.starts).days // 7
        for week in range(0, weeks, 2 if number == LATE else 1):
            day = fellow.cohort.starts + timedelta(days=7 * week + number % 5)
            latest = week >= weeks - 2
            entries.append(
                FieldworkEntry(
                    fellow=fellow,
                    day=day,
                    minutes=5 * 60 + 30,
                    what=WORK[week % len(WORK)],
                    supervisor=cast.named["principal"],
                    state=FieldworkState.LOGGED if latest else FieldworkState.ACCEPTED,
                    logged_at=min(now, day_begins(day) + timedelta(hours=17)),
                )
            )
    FieldworkEntry.objects.bulk_create(entries)


def _service(fellows: list[Fellow], cast: Cast, graduated: date, today: date) -> None:
    """Service since the first 1 July after graduation; most verified and accepted, some waiting."""
    ServiceRecord.objects.bulk_create(
        ServiceRecord(
            fellow=fellow,
            school=cast.school_of[fellow.person_id],
            employer="Los Angeles Unified School District",
            site=cast.school_of[fellow.person_id].name,
            position="Assistant principal" if index % 2 else "Coordinator",
            fte_thousandths=600 if index == 5 else 1000,
            starts=date(graduated.year + 1, 7, 1),
            state=ServiceState.REPORTED if index == 4 else ServiceState.ACCEPTED,
            verifier_email="principal@example.org",
            # The demo fellow, the first of theirs, has not said this year that it is still right.
            confirmed_on=None if index == 4 else _confirmed(graduated, this_year=index > 0, today=today),
            reported_at=datetime.combine(date(graduated.year + 1, 8, 1), datetime.min.time()).astimezone(),
        )
        for index, fellow in enumerate(fellows)
    )


def _confirmed(graduated: date, *, this_year: bool, today: date) -> date:
    """Until when the site said yes: in the last June, or in the April before it, since when it is asked again."""
    june = date(today.year, 6, 10) if today >= date(today.year, 6, 10) else date(today.year - 1, 6, 10)
    first = date(graduated.year + 1, 8, 6)
    return max(first, june if this_year else june.replace(month=4, day=20))
