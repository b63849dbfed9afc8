"""Offerings, deliverables, expectations and stipend policies of the demo. Amounts and dates are invented."""

from datetime import date, datetime, timedelta

from pathways.models import IltExpectation, Offering, Pathway, ProgramYear, Role, ScopeItem
from pathways.services import draft_offering
from pathways.services.offerings import publish
from people.models import School, User
from stipends.models import StipendPolicy
from stipends.states import PolicyState

EXPECTATION = "Lead one improvement cycle a semester, report on it to the ILT, and host colleagues twice."
AMOUNTS = {"team-lead": 300_000, "peer-coach": 500_000, "senior-peer-coach": 650_000}
USUAL_AMOUNT = 250_000
# The guide's literal rule with make-ups at full credit is the product's default; the demo pays in proportion.
RULE = {
    "weights_bp": [6000, 2500, 1500],
    "attendance": {"kind": "proportional"},
    "credit": {"kind": "bands", "full": "17/20", "half": "1/2"},
    "excused": "exclude",
    "make_up_credit": "1",
    "make_up_limit": None,
    "deliverables": "weighted",
    "proration": "service_days",
    "leave": "exclude_days",
    "incomplete_year": "earned_to_date",
    "whole": "components",
    "minimum_attendance": None,
}
# In days; the others take late work whenever it comes, as long as the year is not over.
LATE_DAYS = {"arts-lead": 21, "family-engagement-lead": 30}
FOCUS = ("Knowing our students", "Reading across subjects", "Using evidence", "Planning for next year")


def make_offerings(
    year: ProgramYear, *, opens: date, closes: date, by: User, now: datetime
) -> list[Offering]:
    """Each role that people apply for, offered and published with the program's usual prompts and deliverables."""
    offerings = []
    for role in Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP).select_related("pathway"):
        offering = draft_offering(
            role=role,
            year=year,
            opens=opens,
            closes=closes,
            cosign_by=closes + timedelta(days=14),
            answer_by=closes + timedelta(days=45),
        )
        offering.late_days = LATE_DAYS.get(role.slug)
        offering.save(update_fields=["late_days"])
        # What people sign names the version, so the row in hand has to know it.
        offering.published_version, _ = publish(pk=offering.pk, by=by, now=now)
        offerings.append(offering)
    return offerings


def make_expectations(offerings: list[Offering], schools: list[School]) -> None:
    """What each school's ILT expects of each role."""
    IltExpectation.objects.bulk_create(
        IltExpectation(school=school, offering=offering, text=EXPECTATION)
        for offering in offerings
        for school in schools
    )


def make_policies(year: ProgramYear, *, preparer: User, publisher: User, now: datetime) -> None:
    """A stipend policy for each leadership role of the year, drafted in the morning and published at noon."""
    roles = Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP)
    StipendPolicy.objects.bulk_create(
        StipendPolicy(
            role=role,
            year=year,
            annual_cents=AMOUNTS.get(role.slug, USUAL_AMOUNT),
            rule=RULE,
            state=PolicyState.PUBLISHED,
            drafted_by=preparer,
            drafted_at=now + timedelta(hours=10),
            published_by=publisher,
            published_at=now + timedelta(hours=12),
        )
        for role in roles
    )


def make_scope(year: ProgramYear) -> None:
    """A scope and sequence for each role and for school leaders: every focus for two months of sessions."""
    first, second = year.starts.year, year.ends.year
    months = [date(first, month, 1) for month in (8, 9, 10, 11)] + [
        date(second, month, 1) for month in (1, 2, 3, 4)
    ]
    roles: list[Role | None] = [*Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP), None]
    ScopeItem.objects.bulk_create(
        ScopeItem(
            year=year,
            month=month,
            focus=FOCUS[number // 2],
            role=role,
            text=(
                "Bring an example from your school, and take one step back to its leadership team."
                if role
                else "Bring how your school stands, and plan the next step with your leadership team."
            ),
        )
        for number, month in enumerate(months)
        for role in roles
    )
