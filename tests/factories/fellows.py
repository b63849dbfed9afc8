"""Fellows, their agreements and their service. Dates lie around a graduation in June 2024."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from applications.models import GroupInterview
from common.canonical import fingerprint
from common.standing import Standing
from fellows import services
from fellows.models import (
    AgreementVersion,
    Fellow,
    FellowCohort,
    FellowTakenOver,
    FieldworkEntry,
    Milestone,
    MilestoneProof,
    PaperAgreement,
    PaperScan,
    PaperService,
    ServiceAgreement,
    ServiceRecord,
    Suspension,
)
from fellows.states import CONFIRMED, ServiceState, State
from notifications.models import Message
from pathways.models import Pathway, ServiceDay
from tests.factories.files import PDF
from tests.factories.pathways import OfferingFactory, PathwayFactory, RoleFactory
from tests.factories.people import SchoolFactory, UserFactory

# As agreements were signed before versions were rows.
BEFORE = {
    "required_years": "4",
    "window_years": 6,
    "granularity": "semester",
    "half_year_counts": False,
    "fte": "threshold",
    "fte_threshold": "1/2",
}
GRADUATION = date(2024, 6, 14)
REPORTED = datetime(2025, 7, 1, 17, 0, tzinfo=UTC)


class FellowCohortFactory(DjangoModelFactory):
    class Meta:
        model = FellowCohort

    name = factory.Sequence(lambda n: f"Cohort {n}")
    starts = date(2023, 6, 1)
    ends = date(2024, 8, 1)


def fellowship_offering(**fields):  # type: ignore[no-untyped-def]
    """An open offering of the fellowship in 2026-27; it fills the Cohort of 2027, which has two places."""
    pathway = PathwayFactory(kind=Pathway.Kind.FELLOWSHIP)
    offering = OfferingFactory(role=RoleFactory(pathway=pathway, name="Leadership Fellow"))
    given = {"starts": date(2027, 6, 21), "ends": date(2028, 8, 19), "places": 2, "name": "Cohort of 2027"}
    FellowCohortFactory(offering=offering, **(given | fields))
    return offering


def interview_sample():  # type: ignore[no-untyped-def]
    """The numbers in the addresses of a group interview that is long ahead."""
    given = {"day": date(2027, 6, 1), "begins": time(15, 30), "place": "Moore Hall", "planned_at": REPORTED}
    row = GroupInterview.objects.create(offering=fellowship_offering(), planned_by=UserFactory(), **given)
    return {"pk": row.pk, "offering_pk": row.offering_id}


class FellowFactory(DjangoModelFactory):
    """Nominated; `serving=True` graduated in June 2024 and serves, `signed=True` has signed the agreement."""

    class Meta:
        model = Fellow
        skip_postgeneration_save = True

    class Params:
        graduate = factory.Trait(state=State.GRADUATED, graduated_on=GRADUATION)
        serving = factory.Trait(state=State.SERVING, graduated_on=GRADUATION)

    person = factory.SubFactory(UserFactory)
    cohort = factory.SubFactory(FellowCohortFactory)

    @factory.post_generation
    def taken_back(self, create, extracted, **told):
        """Who is taken back was taken over, and says by whom and why."""
        if create and self.state == State.TAKEN_BACK:
            by = UserFactory()
            back = {"taken_back_by": by, "taken_back_at": REPORTED, "why_back": "A mistake"}
            FellowTakenOver.objects.create(
                fellow=self, reason="Paper", state=State.SERVING, by=by, at=REPORTED, **back
            )

    @factory.post_generation
    def signed(self, create, extracted, **terms):
        """`signed__granularity="day"` signs other terms."""
        if create and (extracted or terms):
            ServiceAgreement.objects.create(
                fellow=self,
                version=2,
                terms={**BEFORE, **terms},
                text="Words",
                sha256=fingerprint(b"Words"),
                typed_name=self.person.name,
                signed_at=REPORTED,
            )


class AgreementVersionFactory(DjangoModelFactory):
    """A draft of the usual terms; `published=True` is signed since 2020."""

    class Meta:
        model = AgreementVersion

    class Params:
        published = factory.Trait(
            state=Standing.PUBLISHED,
            published_by=factory.SubFactory(UserFactory),
            published_at=datetime(2020, 1, 3, 18, 0, tzinfo=UTC),
        )

    number = factory.Sequence(lambda n: n + 10)
    drafted_by = factory.SubFactory(UserFactory)
    drafted_at = datetime(2020, 1, 2, 18, 0, tzinfo=UTC)
    signed_from = date(2020, 1, 1)
    required_years = Decimal("4.0")
    window_years = 6
    granularity = "semester"
    fte = "threshold"
    fte_threshold = Decimal("0.500")
    legal_basis = "The law that counsel names."


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    fellow = factory.SubFactory(FellowFactory)
    kind = Milestone.Kind.CALAPA_1
    due = date(2026, 3, 1)


class ProofFactory(DjangoModelFactory):
    """The letter of a degree, added by the fellow."""

    class Meta:
        model = MilestoneProof

    milestone = factory.SubFactory(MilestoneFactory, kind=Milestone.Kind.DEGREE)
    file = factory.LazyFunction(lambda: ContentFile(PDF, "letter.pdf"))
    added_by = factory.SelfAttribute("milestone.fellow.person")
    added_at = datetime(2026, 2, 20, 18, 0, tzinfo=UTC)


def paper_of(fellow: Fellow) -> PaperAgreement:
    """The agreement on paper of this fellow, put on record."""
    agreement = ServiceAgreement.objects.create(
        fellow=fellow,
        version=3,
        terms=BEFORE,
        text="On paper",
        sha256=fingerprint(b"On paper"),
        typed_name="",
        signed_at=REPORTED,
    )
    told = {"terms_of": AgreementVersionFactory(published=True, for_paper=True), "kept": "Binder of 2016"}
    return PaperAgreement.objects.create(
        agreement=agreement, signed_on=date(2016, 3, 1), by=UserFactory(), at=REPORTED, **told
    )


class SuspensionFactory(DjangoModelFactory):
    """Half a year, of somebody who serves."""

    class Meta:
        model = Suspension

    fellow = factory.SubFactory(FellowFactory, serving=True)
    category = Suspension.Category.FAMILY
    starts = date(2026, 1, 1)
    months = 6
    approved_by = factory.SubFactory(UserFactory)


class ScanFactory(DjangoModelFactory):
    """A scan of the agreement on paper of a fellow who serves."""

    class Meta:
        model = PaperScan

    class Params:
        fellow = factory.SubFactory(FellowFactory, serving=True)

    paper = factory.LazyAttribute(lambda scan: paper_of(scan.fellow))
    file = factory.LazyFunction(lambda: ContentFile(PDF, "agreement.pdf"))
    added_by = factory.SubFactory(UserFactory)
    added_at = datetime(2026, 2, 20, 18, 0, tzinfo=UTC)


# What a fellow has and pages lead to.
OF_FELLOWS = {"scan": ScanFactory, "suspension": SuspensionFactory}


class FieldworkFactory(DjangoModelFactory):
    """An hour and a half in October 2023 that waits; each says something else."""

    class Meta:
        model = FieldworkEntry

    fellow = factory.SubFactory(FellowFactory, state=State.ENROLLED)
    day = date(2023, 10, 2)
    minutes = 90
    what = factory.Sequence(lambda n: f"Walked classrooms, round {n}")
    supervisor = factory.SubFactory(UserFactory)
    logged_at = datetime(2023, 10, 2, 22, 0, tzinfo=UTC)


class ServiceRecordFactory(DjangoModelFactory):
    """Full time at a network school since July 2024, accepted; `reported=True` waits for the site."""

    class Meta:
        model = ServiceRecord

    class Params:
        reported = factory.Trait(state=ServiceState.REPORTED)
        # By an address the fellow gave; `vouched=True`: by a signer the network knows.
        verified = factory.Trait(state=ServiceState.VERIFIED)
        disputed = factory.Trait(state=ServiceState.DISPUTED)

    fellow = factory.SubFactory(FellowFactory, serving=True, signed=True)
    school = factory.SubFactory(SchoolFactory)
    employer = "The district"
    site = factory.LazyAttribute(lambda o: o.school.name if o.school else "Elsewhere Academy")
    position = "Assistant principal"
    starts = date(2024, 7, 1)
    state = ServiceState.ACCEPTED
    verifier_email = "office@example.org"
    # As if the site had answered long after all that is tried here.
    confirmed_on = factory.LazyAttribute(lambda o: date(2040, 1, 1) if o.state in CONFIRMED else None)
    reported_at = REPORTED


class PaperServiceFactory(DjangoModelFactory):
    """What stands on paper about service that is confirmed."""

    class Meta:
        model = PaperService

    record = factory.SubFactory(ServiceRecordFactory, verified=True)
    confirmed_by = "Dana Lee, principal"
    signed_on = date(2025, 6, 30)
    kept = "Binder of 2016"
    by = factory.SubFactory(UserFactory)
    at = REPORTED


def calendar_of(year, days=180):  # type: ignore[no-untyped-def]
    """The first `days` weekdays of a program year as its service days."""
    weekdays = (year.starts + timedelta(n) for n in range(365))
    chosen = [day for day in weekdays if day.weekday() < 5][:days]
    ServiceDay.objects.bulk_create([ServiceDay(year=year, day=day) for day in chosen])
    return chosen


def digits_of(token, now=None):  # type: ignore[no-untyped-def]
    """The digits that are mailed now to whoever has this link."""
    link = services.send_code(token=token, now=now)
    return Message.objects.filter(topic=f"service-code-{link.pk}").latest("pk").subject[:6]


def answer_link(*, token, now=None, **said):  # type: ignore[no-untyped-def]
    """A site answers, with the digits it was mailed for it."""
    return services.answer_link(token=token, code=digits_of(token, now), now=now, **said)
