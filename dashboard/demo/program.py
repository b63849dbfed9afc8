"""Offerings, deliverables, expectations and stipend policies of the demo. Amounts and dates are invented."""

from datetime import date, datetime, timedelta

from django.utils.text import Truncator

from pathways.models import (
    Deliverable,
    IltExpectation,
    Offering,
    OfferingVersion,
    Pathway,
    ProgramYear,
    Role,
    ScopeItem,
)
from people.models import School, User
from stipends.models import StipendPolicy

PROMPTS = {
    "time": "When in your week will this role happen, and what will you set aside for it?",
    "mindset": "Tell us about a time colleagues changed how you teach. What did you do differently?",
    "skillset": "Which skills will your team notice you bring, and which do you want to grow?",
    "experience": "What have you led at your school, formally or not, and what came of it?",
}
TEACHER_COMMITMENT = (
    "I take part in every institute day and seminar, complete both coaching cycles, deliver what is listed "
    "for this role, and work with the administration as a full member of the Instructional Leadership Team."
)
PRINCIPAL_COMMITMENT = (
    "The school gives this leader the time, the resources and the space the role needs: release for "
    "institutes and seminars, a place on the Instructional Leadership Team, and room to lead colleagues."
)
EXPECTATION = "Lead one improvement cycle a semester, report on it to the ILT, and host colleagues twice."
DELIVERABLES = {
    "team-lead": ("Team curriculum plan", "Formative assessment cycle", "Year-end team reflection"),
    "peer-coach": (
        "Coaching roster and schedule",
        "In-depth coaching cycle portfolio",
        "Schoolwide PD contribution",
    ),
    "arts-lead": (
        "Arts strategic plan update",
        "School arts event",
        "Partnership-wide arts event contribution",
    ),
    "restorative-college-culture-lead": (
        "Culture team action plan",
        "Restorative practice review",
        "College access activity",
    ),
    "family-engagement-lead": (
        "Family engagement assessment",
        "Family Action Team plan",
        "Parent College workshop",
    ),
}
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
FOCUS = ("Knowing our students", "Reading across subjects", "Using evidence", "Planning for next year")


def make_offerings(
    year: ProgramYear, *, opens: date, closes: date, by: User, now: datetime
) -> list[Offering]:
    """Each role offered in the year, published, with deliverables and what every school expects."""
    roles = list(Role.objects.select_related("pathway"))
    offerings = Offering.objects.bulk_create(
        Offering(
            role=role,
            year=year,
            opens=opens,
            priority_by=closes - timedelta(days=14),
            closes=closes,
            cosign_by=closes + timedelta(days=14),
            answer_by=closes + timedelta(days=45),
            places_per_school=6 if role.slug == "team-lead" else 1,
            eligibility="A post at a network school in the program year.",
            prompts=PROMPTS,
            expectations="Attend all required sessions and complete the deliverables of the role.",
            teacher_commitment=TEACHER_COMMITMENT,
            principal_commitment=PRINCIPAL_COMMITMENT,
        )
        for role in roles
    )
    versions = OfferingVersion.objects.bulk_create(
        OfferingVersion(
            offering=offering, number=1, content=_content(offering), published_by=by, published_at=now
        )
        for offering in offerings
    )
    for offering, version in zip(offerings, versions, strict=True):
        offering.published_version = version
    Offering.objects.bulk_update(offerings, ["published_version"])
    Deliverable.objects.bulk_create(
        Deliverable(
            offering=offering,
            title=title,
            asks=Truncator(f"{title}: what you planned, what you did, what changed.").chars(180),
            due=year.starts + timedelta(days=days),
            accepted_by="principal" if index == 2 else "staff",
        )
        for offering in offerings
        if offering.role.pathway.kind == Pathway.Kind.LEADERSHIP
        for index, (title, days) in enumerate(
            zip(DELIVERABLES[offering.role.pathway.slug], (110, 225, 320), strict=True)
        )
    )
    return offerings


def _content(offering: Offering) -> dict[str, object]:
    names = (
        "eligibility",
        "prompts",
        "expectations",
        "teacher_commitment",
        "principal_commitment",
        "places_per_school",
    )
    return {name: getattr(offering, name) for name in names} | {"role": offering.role.name}


def make_expectations(offerings: list[Offering], schools: list[School]) -> None:
    """What each school's ILT expects of each role."""
    IltExpectation.objects.bulk_create(
        IltExpectation(school=school, offering=offering, text=EXPECTATION)
        for offering in offerings
        for school in schools
    )


def make_policies(year: ProgramYear, *, preparer: User, publisher: User, now: datetime) -> None:
    """A published stipend policy for each leadership role of the year."""
    roles = Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP)
    StipendPolicy.objects.bulk_create(
        StipendPolicy(
            role=role,
            year=year,
            annual_cents=AMOUNTS.get(role.slug, USUAL_AMOUNT),
            rule=RULE,
            state="published",
            drafted_by=preparer,
            drafted_at=now,
            published_by=publisher,
            published_at=now,
        )
        for role in roles
    )


def make_scope(year: ProgramYear) -> None:
    """A quarter-by-quarter scope and sequence for each role and for school leaders."""
    months = [
        date(year.starts.year, 8, 1),
        date(year.starts.year, 10, 1),
        date(year.ends.year, 1, 1),
        date(year.ends.year, 3, 1),
    ]
    roles: list[Role | None] = [*Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP), None]
    ScopeItem.objects.bulk_create(
        ScopeItem(
            year=year,
            month=month,
            focus=focus,
            role=role,
            text=f"{focus}: what {role.name if role else 'school leaders'} bring to the ILT and take back.",
        )
        for month, focus in zip(months, FOCUS, strict=True)
        for role in roles
    )
