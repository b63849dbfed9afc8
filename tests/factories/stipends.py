"""Stipend policies and the evidence of a year: 180 service days, eleven sessions, two deliverables."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from pathways.models import Attestation, ProgramYear, ServiceDay
from people.models import Hat, Post, School, User
from seminars.models import Attendance, Session
from stipends.models import (
    AccountCode,
    Budget,
    BudgetRow,
    Dispute,
    Fund,
    Overpayment,
    PayrollLayout,
    SchoolAllowance,
    StipendLine,
    StipendPolicy,
    StipendRun,
    SubstituteTerms,
)
from stipends.rules.layouts import Drawn, Fact, Layout
from stipends.services import draft_layout, publish_layout
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, teacher_at
from tests.factories.seminars import AttendanceFactory, EventFactory, SessionFactory

NOW = datetime(2027, 6, 20, 18, tzinfo=UTC)
FIRST_DAY = date(2026, 8, 13)
INSTITUTE = [date(2026, 8, day) for day in (3, 4, 5, 6)]
WINTER = date(2027, 1, 9)
SEMINARS = [
    date(2026, 9, 16),
    date(2026, 10, 14),
    date(2026, 11, 11),
    date(2027, 2, 10),
    date(2027, 3, 10),
    date(2027, 4, 14),
]
PROPORTIONAL = {
    "weights_bp": [6000, 2500, 1500],
    "attendance": {"kind": "proportional"},
    "credit": {"kind": "bands", "full": "17/20", "half": "1/2"},
    "excused": "absent",
    "make_up_credit": "1",
    "make_up_limit": None,
    "deliverables": "weighted",
    "proration": "service_days",
    "leave": "exclude_days",
    "incomplete_year": "earned_to_date",
    "whole": "components",
    "minimum_attendance": None,
}


def preparer(**fields):  # type: ignore[no-untyped-def]
    """Finance, prepares."""
    return HatFactory(kind=Hat.Kind.PREPARER, person=UserFactory(**fields)).person


def approver(**fields):  # type: ignore[no-untyped-def]
    """Finance, approves."""
    return HatFactory(kind=Hat.Kind.APPROVER, person=UserFactory(**fields)).person


class StipendPolicyFactory(DjangoModelFactory):
    """Published: $3,000 a year, in proportion to attendance; `draft=True` is not published yet."""

    class Meta:
        model = StipendPolicy

    class Params:
        draft = factory.Trait(state="draft", published_by=None, published_at=None)

    role = factory.SubFactory(RoleFactory)
    year = factory.SubFactory(ProgramYearFactory)
    annual_cents = 300_000
    rule = factory.LazyFunction(lambda: deepcopy(PROPORTIONAL))
    state = "published"
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2026, 7, 1, tzinfo=UTC)
    published_by = factory.SubFactory(UserFactory)
    published_at = datetime(2026, 7, 2, tzinfo=UTC)


class FundFactory(DjangoModelFactory):
    """A fund as an office numbers it."""

    class Meta:
        model = Fund

    code = factory.Sequence(lambda number: f"4{number:03d}")
    name = factory.Sequence(lambda number: f"Fund {number}")


def coded(year: ProgramYear, *roles) -> Fund:  # type: ignore[no-untyped-def]
    """Codes of the books for these roles and all channels, the roles paid by one fund, which is answered."""
    fund, by = FundFactory(), preparer()
    of_roles = [
        AccountCode(
            year=year, role=role, account=f"1100-{number:02d}", fund=fund, program="TL", by=by, at=NOW
        )
        for number, role in enumerate(roles, 1)
    ]
    of_channels = [
        AccountCode(year=year, channel=channel, account=f"9500-{number:02d}", by=by, at=NOW)
        for number, channel in enumerate(Post.Channel.values, 1)
    ]
    AccountCode.objects.bulk_create([*of_roles, *of_channels])
    return fund


def published_budget(year: ProgramYear, *roles, cents: int = 500_000) -> Budget:  # type: ignore[no-untyped-def]
    """A published version with the same amount for each role."""
    budget = Budget.objects.create(
        year=year,
        version=Budget.objects.filter(year=year).count() + 1,
        written_by=preparer(),
        written_at=NOW,
        published_by=approver(),
        published_at=NOW,
    )
    BudgetRow.objects.bulk_create(BudgetRow(budget=budget, role=role, cents=cents) for role in roles)
    return budget


class StipendRunFactory(DjangoModelFactory):
    """A draft of the final run."""

    class Meta:
        model = StipendRun

    year = factory.SubFactory(ProgramYearFactory)
    kind = StipendRun.Kind.FINAL
    prepared_by = factory.LazyFunction(preparer)
    prepared_at = NOW


class StipendLineFactory(DjangoModelFactory):
    """A line that pays $1; its hashes are only shaped like hashes."""

    class Meta:
        model = StipendLine

    run = factory.SubFactory(StipendRunFactory)
    placement = factory.SubFactory(PlacementFactory)
    person = factory.SelfAttribute("placement.person")
    role = factory.SelfAttribute("placement.role")
    school = factory.SelfAttribute("placement.school")
    status = StipendLine.Status.PAYABLE
    earned_cents = amount_cents = 100
    cells: list[object] = []
    inputs = "{}"
    inputs_sha256 = sha256 = "0" * 64


def approved_line(*, kind: str = "instalment", **fields) -> StipendLine:  # type: ignore[no-untyped-def]
    """A line of a run, of an installment unless told otherwise, that has been approved."""
    line: StipendLine = StipendLineFactory(run__kind=kind, **fields)
    run = line.run
    run.state, run.approved_by, run.approved_at = "approved", approver(), NOW
    run.snapshot_sha256 = "0" * 64
    run.save()
    return line


class OverpaymentFactory(DjangoModelFactory):
    """$675.00 that an approved line of its placement found, and nobody has done anything about."""

    class Meta:
        model = Overpayment

    class Params:
        number = factory.Sequence(lambda n: n % 90 + 1)

    placement = factory.SubFactory(PlacementFactory)
    line = factory.LazyAttribute(
        lambda o: approved_line(placement=o.placement, run__year=o.placement.year, run__number=o.number)
    )
    found_at = NOW
    found_cents = open_cents = 67_500


class DisputeFactory(DjangoModelFactory):
    """A leader says that an amount is wrong."""

    class Meta:
        model = Dispute

    placement = factory.SubFactory(PlacementFactory)
    about = "amount"
    words = "It should be more."
    opened_at = NOW


def calendar(year: ProgramYear, later: timedelta = timedelta()) -> None:
    """180 service days: weekdays from 13 August on, or so much `later`."""
    weekdays = (FIRST_DAY + later + timedelta(days=n) for n in range(400))
    days = [day for day in weekdays if day.weekday() < 5][:180]
    ServiceDay.objects.bulk_create(ServiceDay(year=year, day=day) for day in days)


def sessions(year: ProgramYear) -> list[Session]:
    """Four days of Summer Institute, a Winter Institute and six seminars: 2,880 minutes, all still open."""
    plan = [("summer_institute", day, 360) for day in INSTITUTE]
    plan += [("winter_institute", WINTER, 360)] + [("seminar", day, 180) for day in SEMINARS]
    return [
        SessionFactory(
            event=EventFactory(year=year, kind=kind),
            title=f"{kind.replace('_', ' ').title()} {day:%b %d}",
            starts_at=datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
            required_minutes=minutes,
        )
        for kind, day, minutes in sorted(plan, key=lambda row: row[1])
    ]


class Year:
    """A year with a published policy, its sessions and two deliverables; `leader()` adds people who did it all."""

    def __init__(self, **rule: object) -> None:
        """`rule`: parts of the policy that are other than usual."""
        self.year = ProgramYearFactory()
        calendar(self.year)
        self.policy = StipendPolicyFactory(year=self.year, rule=deepcopy(PROPORTIONAL) | rule)
        self.role = self.policy.role
        self.sessions = sessions(self.year)
        offering = OfferingFactory(role=self.role, year=self.year)
        self.deliverables = [DeliverableFactory(offering=offering) for _ in range(2)]
        self.staff = UserFactory()

    def leader(self, *, missed=(), delivered: int = 2, attested: bool | None = True, **fields):  # type: ignore[no-untyped-def]
        """A placement; `missed` holds numbers of sessions, from 0."""
        placement = PlacementFactory(role=self.role, year=self.year, **fields)
        Attendance.objects.bulk_create(
            Attendance(
                session=session,
                person=placement.person,
                mark="absent" if number in missed else "present",
                marked_at=NOW,
            )
            for number, session in enumerate(self.sessions)
            if placement.starts <= session.starts_at.date() < placement.ends
        )
        for number, deliverable in enumerate(self.deliverables):
            state = "accepted" if number < delivered else "open"
            by = self.staff if state == "accepted" else None
            DeliverableRecordFactory(placement=placement, deliverable=deliverable, state=state, decided_by=by)
        if attested is not None:
            words = "" if attested else "The expectations were not met."
            by = self.staff
            Attestation.objects.create(placement=placement, met=attested, words=words, by=by, at=NOW)
        return placement

    def close(self) -> None:
        """All rosters."""
        Session.objects.filter(event__year=self.year).update(state="closed", closed_at=NOW)


class SubstituteTermsFactory(DjangoModelFactory):
    """Published for 2026-27: 80% of $243.12 a day; `draft=True` is not published yet."""

    class Meta:
        model = SubstituteTerms

    class Params:
        draft = factory.Trait(state="draft", published_by=None, published_at=None)

    starts, ends = date(2026, 7, 1), date(2027, 7, 1)
    rate, coverage = Decimal("243.12"), Decimal("0.8")
    state = "published"
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2026, 6, 1, tzinfo=UTC)
    published_by = factory.SubFactory(UserFactory)
    published_at = datetime(2026, 6, 2, tzinfo=UTC)


class SchoolAllowanceFactory(DjangoModelFactory):
    """Published: at most 40 days and $5,200; `draft=True` is not published yet."""

    class Meta:
        model = SchoolAllowance

    class Params:
        draft = factory.Trait(state="draft", published_by=None, published_at=None)

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(ProgramYearFactory)
    units, budget_cents = Decimal(40), 520_000
    state = "published"
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2026, 6, 1, tzinfo=UTC)
    published_by = factory.SubFactory(UserFactory)
    published_at = datetime(2026, 6, 2, tzinfo=UTC)


# What the office of our tests wants: its own names, a constant, and semicolons.
OFFICE_LAYOUT = Layout(
    (
        Drawn(Fact.CONSTANT, "Company", "0417"),
        Drawn(Fact.EXTERNAL_ID, "Pers No"),
        Drawn(Fact.FULL_NAME, "Employee"),
        Drawn(Fact.AMOUNT, "Earnings"),
        Drawn(Fact.FIRST_DAY, "Pay date"),
        Drawn(Fact.LAST_DAY, "Until"),
        Drawn(Fact.PAID_ON, "Paid out"),
        Drawn(Fact.REFERENCE, "Warrant"),
    ),
    Fact.EXTERNAL_ID,
    delimiter="semicolon",
    amounts="dollars",
    dates="us",
)


def layout_draft(name: str = "District payroll", layout: Layout = OFFICE_LAYOUT) -> PayrollLayout:
    return draft_layout(name=name, layout=layout, by=preparer(), now=NOW)


def layout_by_two(name: str = "District payroll", layout: Layout = OFFICE_LAYOUT) -> PayrollLayout:
    """A layout one person of finance drafted and another published."""
    draft = layout_draft(name, layout)
    return publish_layout(pk=draft.pk, by=approver(), now=NOW)


def seminar(school: School, *, teachers: int = 1, **fields) -> Session:  # type: ignore[no-untyped-def]
    """A half day on Wednesday, October 14, 2026, its roster closed; so many teachers of the school were there."""
    session: Session = SessionFactory(**fields)
    for _ in range(teachers):
        AttendanceFactory(session=session, person=teacher_at(school))
    session.state, session.closed_at = "closed", session.ends_at
    session.save()
    return session


def clerk_at(school: School, **fields) -> User:  # type: ignore[no-untyped-def]
    """Keeps the office of a school."""
    person: User = PostFactory(school=school, person=UserFactory(**fields), position="clerk").person
    return person
