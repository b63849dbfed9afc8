"""The demo: a program year around today, a complete one before it, the next one taking applications.

The same seed makes the same people and the same year. Names, amounts and dates are invented.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from common.clock import day_begins, local_date
from demo import (
    before,
    calendar,
    careers,
    claims,
    completing,
    engagement,
    events,
    feeders,
    fellowship,
    goals,
    histories,
    in_office,
    layouts,
    leaders,
    money,
    peers,
    pipeline,
    program,
    pulses,
    renewals,
    resources,
    work,
    year,
)
from demo.cast import Cast, make_people, make_schools
from demo.papers import tell_the_planner
from pathways.imports import load_program
from pathways.models import Placement, ProgramYear
from people.models import User

PEOPLE, LEADERS, LAST_YEAR, APPLICANTS = 400, 160, 60, 54
Say = Callable[[str], None]


@transaction.atomic
def build(*, seed: int, scale: int, today: date, say: Say) -> None:
    """Fill an empty database. `scale` 50 makes 20,000 people and 8,000 placements in the current year."""
    _take_time()
    now = timezone.now()
    say("Schools and people")
    load_program()
    cast = make_people(make_schools(), seed=seed, count=PEOPLE * scale, today=today)
    start = calendar.year_start(today)
    feeders.make_feeders(cast.schools, by=cast.named["registrar"], at=now - timedelta(days=90))
    # Alumni began to serve years ago: their service is counted over the calendars of those years.
    for back in range(6, 1, -1):
        calendar.make_year(start.replace(year=start.year - back))
    last, this, following = (calendar.make_year(start.replace(year=start.year + step)) for step in (-1, 0, 1))
    say(f"Last year, {last}")
    teachers = [cast.named["leader"], *cast.teachers[3:]]
    _year(cast, last, teachers[: LAST_YEAR * scale], today=today, seed=seed)
    say(f"This year, {this}")
    leading = _year(cast, this, teachers[: LEADERS * scale], today=today, seed=seed, in_office_too=now)
    peers.make_peers(cast, this, today=today)
    say(f"Applications for {following}, fellows")
    _applicants(cast, following, teachers, today=today, scale=scale)
    _fellows(cast, start, today, now)
    tell_the_planner()
    say("Stipends of last year")
    money.make_codes([last, this], cast.named["preparer"], now=now)
    money.make_last_runs(last, cast.named, now=now)
    for budgeted in (last, this):
        money.make_budget(budgeted, cast.named, now=now)
    money.make_paydays(this, cast.named)
    layouts.make_layouts(cast.named, now=now)
    money.make_projection(this, cast.named, now=now)
    money.make_disputes(this, cast.named, now=now)
    claims.make_claims(cast, this, scale=scale, now=now)
    resources.make_resources(this, leading, cast.named, today=today)
    say("Work for each of the named people")
    work.make_work(cast.named, this, today=today, now=now)
    say("What happened when")
    _histories(cast, now)


def _fellows(cast: Cast, start: date, today: date, now: datetime) -> None:
    """The fellowship: its cohorts, the intake of the next one, what UCLA said, what alumni became."""
    fellowship.make_fellows(cast, start=start, today=today, now=now)
    careers.make_careers(cast, today=today, now=now)


def _histories(cast: Cast, now: datetime) -> None:
    """Of all that was made in bulk; what comes after writes its own."""
    histories.tell_histories(cast.named["manager"])
    before.make_before(cast, now=now)
    careers.make_decisions(cast.named["manager"], today=local_date(now), now=now)


def _take_time() -> None:
    """Until the end of the transaction: a large demo computes longer between two statements than a page ever may."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")


def _year(
    cast: Cast,
    of: ProgramYear,
    people: list[User],
    *,
    today: date,
    seed: int,
    in_office_too: datetime | None = None,
) -> list[Placement]:
    """Its leaders and all they did. With `in_office_too`, a moment, the last of them are taken over then."""
    manager, coach = cast.named["manager"], cast.named["coach"]
    signed = day_begins(of.starts - timedelta(days=60))
    days = {"opens": of.starts - timedelta(days=150), "closes": of.starts - timedelta(days=90)}
    offerings = program.make_offerings(of, **days, by=manager, now=signed)
    program.make_expectations(offerings, cast.schools)
    program.make_policies(of, preparer=cast.named["preparer"], publisher=cast.named["approver"], now=signed)
    program.make_scope(of)
    applied = people if in_office_too is None else people[: -in_office.MANY]
    placements = leaders.make_leaders(cast, of, applied, offerings, signed=signed)
    if in_office_too is not None:
        lead = next(offering for offering in offerings if offering.role.slug == "team-lead")
        placements += in_office.make_in_office(cast, people[-in_office.MANY :], lead, now=in_office_too)
    sessions = year.make_sessions(of, today=today, facilitator=coach)
    year.make_attendance(placements, sessions, seed=seed, facilitator=coach)
    # The demo coach has the school of the people one signs in as.
    coaches = sorted(User.objects.filter(hats__kind="coach"), key=lambda one: one != coach)
    year.make_coaching(placements, coaches, year=of, today=today)
    year.make_deliverables(placements, today=today, manager=manager)
    engagement.make_assessments(of, cast.schools, cast.principals, placements, today=today)
    goals.make_goals(of, cast.schools, cast.principals, placements, today=today)
    events.make_events(of, cast.schools, cast.principals, placements, manager=manager, today=today)
    if of.starts <= today < of.ends:
        _goes_on(cast, of, placements, coaches, today=today)
    if of.ends <= today:
        year.make_attestations(placements, cast.principals, day=of.ends - timedelta(days=20))
    return placements


def _goes_on(
    cast: Cast, of: ProgramYear, placements: list[Placement], coaches: list[User], *, today: date
) -> None:
    """What stands open in the year in progress alone."""
    leaders.call_leaders(cast, placements)
    year.make_visits(placements, coaches, today=today, by=cast.named["manager"])
    pulses.make_pulse(of, placements, cast.principals, named=cast.named, today=today)
    completing.make_completions(of, manager=cast.named["manager"], today=today)


def _applicants(cast: Cast, following: ProgramYear, teachers: list[User], *, today: date, scale: int) -> None:
    offerings = program.make_offerings(
        following,
        opens=today - timedelta(days=30),
        closes=today + timedelta(days=45),
        by=cast.named["manager"],
        now=timezone.now(),
    )
    program.make_expectations(offerings, cast.schools)
    # Applicants are teachers who lead nothing this year.
    applicants = teachers[LEADERS * scale :][: APPLICANTS * scale - 1]
    # The demo teacher finds a draft to finish and an offer to answer.
    for state in ("draft", "offered"):
        applicants.insert(pipeline.STATES.index(state), cast.named["teacher"])
    pipeline.make_pipeline(cast, offerings, applicants, now=timezone.now())
    lead = next(offering for offering in offerings if offering.role.slug == "team-lead")
    renewals.make_renewals(cast, lead, now=timezone.now())


def is_demo_only() -> bool:
    """Whether the database holds nobody, so that the demo harms no one."""
    return not User.objects.exists()


def local_today() -> date:
    return local_date(timezone.now())
