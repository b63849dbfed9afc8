"""The small world of the journey: one school, an open role, a year around today, and people with their hats."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from common.clock import local_date
from pathways.imports import load_program
from pathways.models import Offering, ProgramYear, Role
from pathways.services import draft_offering, publish
from people.models import Hat, School, User
from seminars.models import Session
from tests.factories.applications import ApplicationFactory
from tests.factories.fellows import FellowFactory, MilestoneFactory, ServiceRecordFactory, calendar_of
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import IltExpectationFactory, ProgramYearFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, principal_of
from tests.factories.seminars import EventFactory, SessionFactory
from tests.factories.stipends import PROPORTIONAL, StipendPolicyFactory, approver, preparer

# By hand, from the rules of money. $3,275 for the year; weights 60, 25 and 15 %; attendance in proportion, to the
# minute. Needed: 4 days of 360 and a Winter Institute of 360, six seminars of 180: 2,880 minutes. Ana misses one
# seminar (180) and stays 250 of 360 minutes on one day: 2,880 - 180 - 110 = 2,590 minutes.
#   attendance    327,500 x 60 % x 2590/2880 = 176,713.541... cents
#   deliverables  327,500 x 25 % x 1/4       =  20,468.75    cents (accepted weight 1 of 1 + 1 + 2)
#   attestation   327,500 x 15 %             =  49,125       cents
# The sum, 246,307.29..., rounds to 246,307. The floors sum to 246,306; the cent left goes to the largest
# fraction, .75.
ANNUAL_CENTS = 327_500
EARNED = "$2,463.07"
CELLS = ("Attendance: $1,767.13", "Deliverables: $204.69", "Attestation: $491.25")
MISSED, PARTIAL, MINUTES = "Seminar 3", "Summer Institute, day 2", 250
PLAN = [("summer_institute", f"Summer Institute, day {n}", 360) for n in (1, 2, 3, 4)]
PLAN += [("seminar", f"Seminar {n}", 180) for n in (1, 2, 3)]
PLAN += [("winter_institute", "Winter Institute", 360)]
PLAN += [("seminar", f"Seminar {n}", 180) for n in (4, 5, 6)]


@dataclass
class World:
    """Who and what there is before the first page is read."""

    school: School
    offering: Offering
    principal: User
    manager: User
    reader: User
    facilitator: User
    coach: User
    preparer: User
    approver: User
    fellow: User


def someone(given: str, family: str, **fields: Any) -> dict[str, Any]:
    """How a person of the journey is called; all can sign in."""
    return {"given_name": given, "family_name": family, "verified": True, **fields}


def build() -> World:
    """The world. Its year begins today, so that a placement accepted today lasts all of it."""
    load_program()
    now = timezone.now()
    school = SchoolFactory(name="Roosevelt Senior High School", level=School.Level.HIGH)
    staff = manager(**someone("Mina", "Castillo"))
    coach = HatFactory(kind=Hat.Kind.COACH, person=UserFactory(**someone("Ida", "Okafor"))).person
    world = World(
        school=school,
        offering=open_offering(local_date(first_moment(now)), staff),
        principal=principal_of(school, **someone("Joy", "Rivera")),
        manager=staff,
        reader=manager(**someone("Max", "Reader")),
        facilitator=UserFactory(**someone("Nora", "Lindqvist")),
        coach=coach,
        preparer=preparer(**someone("Paul", "Preston")),
        approver=approver(**someone("Alma", "Voss")),
        fellow=fellow(now),
    )
    IltExpectationFactory(school=school, offering=world.offering)
    rule = {**PROPORTIONAL, "credit": {"kind": "exact"}}
    policy = {"role": world.offering.role, "year": world.offering.year}
    StipendPolicyFactory(**policy, annual_cents=ANNUAL_CENTS, rule=rule, published_at=now)
    cohort = world.offering.role.cohorts.first()
    for number in range(3):
        person = UserFactory(given_name=f"Leader{number}", family_name="Others")
        ApplicationFactory(accepted=True, person=person, offering=world.offering, cohort=cohort)
    return world


def first_moment(now: datetime) -> datetime:
    """When the first session starts: all of them lie within the last twelve minutes, or since midnight."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(midnight, now - timedelta(minutes=12))


def open_offering(day: date, staff: User) -> Offering:
    """Team Lead of a year that begins on this day, published and open."""
    year = ProgramYear.objects.create(
        label=f"{day.year}-{(day.year + 1) % 100:02}", starts=day, ends=day + timedelta(days=365)
    )
    calendar_of(year)
    offering = draft_offering(
        role=Role.objects.get(slug="team-lead"),
        year=year,
        opens=day - timedelta(days=9),
        closes=day + timedelta(days=30),
        cosign_by=day + timedelta(days=45),
        answer_by=day + timedelta(days=60),
    )
    publish(pk=offering.pk, by=staff)
    return Offering.objects.select_related("role", "year").get(pk=offering.pk)


def sessions(world: World) -> list[Session]:
    """Eleven sessions one after another, all over by now and still planned."""
    now = timezone.now()
    first = first_moment(now)
    length = (now - first) / (len(PLAN) + 1)
    year = world.offering.year
    titles = {kind: kind.replace("_", " ").title() for kind, _, _ in PLAN}
    events = {kind: EventFactory(year=year, kind=kind, title=title) for kind, title in titles.items()}
    return [
        SessionFactory(
            event=events[kind],
            title=title,
            planned=True,
            starts_at=first + number * length,
            ends_at=first + (number + 1) * length,
            required_minutes=minutes,
            facilitated_by=world.facilitator,
        )
        for number, (kind, title, minutes) in enumerate(PLAN)
    ]


def fellow(now: datetime) -> User:
    """A graduate who has served one accepted year of four; a milestone is due within a week."""
    day = local_date(now)
    # The first year of July and June in which they could serve; the one after it is over by now, too.
    first = day.year - 2 if day.month > 6 else day.year - 3
    for served in (first, first + 1):
        calendar_of(ProgramYearFactory(first=served))
    person = UserFactory(**someone("Lena", "Ortiz"))
    one = FellowFactory(serving=True, signed=True, person=person, graduated_on=date(first, 6, 14))
    ServiceRecordFactory(fellow=one, starts=date(first, 7, 1), ends=date(first + 1, 7, 1))
    ReminderRuleFactory(what="milestone", days_before=7)
    MilestoneFactory(fellow=one, due=day + timedelta(days=6))
    return one.person
