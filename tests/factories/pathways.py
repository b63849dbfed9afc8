"""Years, roles, offerings and placements. Dates lie around the year 2026-27 unless a test says otherwise."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import factory
from django.db import transaction
from django.db.models import F
from factory.django import DjangoModelFactory

from pathways.models import (
    Cohort,
    Deliverable,
    DeliverableRecord,
    EngagementAnswer,
    EngagementAssessment,
    Feeder,
    GoalNote,
    IltExpectation,
    Offering,
    OfferingVersion,
    Pathway,
    Placement,
    ProgramEvent,
    ProgramYear,
    Role,
    SchoolAssignment,
    SchoolGoal,
)
from pathways.rules.engagement import STATEMENTS
from tests.factories.people import SchoolFactory, UserFactory
from tests.owner import past_the_guards

PROMPTS = {
    "time": "When will you do this work?",
    "mindset": "How do you see the growth of colleagues?",
    "skillset": "What do you do well with adults?",
    "experience": "What have you led before?",
}


class ProgramYearFactory(DjangoModelFactory):
    """2026-27; `first=2025` makes 2025-26. Asked twice for one year it answers the same row."""

    class Meta:
        model = ProgramYear
        django_get_or_create = ("label",)

    class Params:
        first = 2026

    label = factory.LazyAttribute(lambda o: f"{o.first}-{(o.first + 1) % 100:02}")
    starts = factory.LazyAttribute(lambda o: date(o.first, 7, 1))
    ends = factory.LazyAttribute(lambda o: date(o.first + 1, 7, 1))


class PathwayFactory(DjangoModelFactory):
    class Meta:
        model = Pathway

    slug = factory.Sequence(lambda n: f"pathway-{n}")
    name = factory.Sequence(lambda n: f"Pathway {n:03}")
    leads = "the work of a team"


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    pathway = factory.SubFactory(PathwayFactory)
    name = factory.Sequence(lambda n: f"Role {n:03}")
    slug = factory.Sequence(lambda n: f"role-{n}")


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    role = factory.SubFactory(RoleFactory)
    name = factory.Sequence(lambda n: f"Cohort {n}")
    lowest_grade = 6
    highest_grade = 12


class OfferingFactory(DjangoModelFactory):
    """Published and open for all of 2026; `published=False` leaves it a draft."""

    class Meta:
        model = Offering
        skip_postgeneration_save = True

    role = factory.SubFactory(RoleFactory)
    year = factory.SubFactory(ProgramYearFactory)
    opens = date(2026, 1, 1)
    closes = date(2026, 12, 31)
    cosign_by = date(2027, 1, 15)
    answer_by = date(2027, 1, 31)
    prompts = PROMPTS
    teacher_commitment = "I engage fully in the role."
    principal_commitment = "The school gives time, resources and space."

    @factory.post_generation
    def published(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.published_version = OfferingVersion.objects.create(
                offering=self,
                number=1,
                content={},
                published_by=None,
                published_at=datetime(2025, 12, 1, tzinfo=UTC),
            )
            self.save()


class IltExpectationFactory(DjangoModelFactory):
    class Meta:
        model = IltExpectation

    school = factory.SubFactory(SchoolFactory)
    offering = factory.SubFactory(OfferingFactory)
    text = "Joins the ILT on the first Tuesday of each month."


class SchoolGoalFactory(DjangoModelFactory):
    """From 260 to 600, pursued."""

    class Meta:
        model = SchoolGoal

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(ProgramYearFactory)
    area = "arts"
    wanted = factory.Sequence(lambda n: f"Students in {n} arts courses or more")
    measure = "Students enrolled, from the schedule"
    start = Decimal("260.0")
    target = Decimal("600.0")


class GoalNoteFactory(DjangoModelFactory):
    class Meta:
        model = GoalNote

    goal = factory.SubFactory(SchoolGoalFactory)
    day = date(2026, 10, 1)
    number = Decimal("318.0")
    words = "After schedule changes"
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 10, 1, 20, tzinfo=UTC)


class ProgramEventFactory(DjangoModelFactory):
    """A workshop of 80 seats, planned for March 13, 2027."""

    class Meta:
        model = ProgramEvent

    kind = "parent_college"
    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(ProgramYearFactory)
    title = factory.Sequence(lambda n: f"Paths after high school, part {n}")
    day = date(2027, 3, 13)
    seats = 80


class PlacementFactory(DjangoModelFactory):
    """A placement for the whole of its year, served at its school.

    Two signatures are behind every placement of the product; a test of what comes after does not need them,
    so the promise of the database is set aside while this inserts. Tests of the promise do not use it.
    """

    class Meta:
        model = Placement
        skip_postgeneration_save = True

    person = factory.SubFactory(UserFactory)
    role = factory.SubFactory(RoleFactory)
    year = factory.SubFactory(ProgramYearFactory)
    school = factory.SubFactory(SchoolFactory)
    starts = factory.LazyAttribute(lambda o: o.year.starts)
    ends = factory.LazyAttribute(lambda o: o.year.ends)
    commitment_sha256 = factory.Sequence(lambda n: sha256(b"placement %d" % n).hexdigest())

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        with transaction.atomic():
            with past_the_guards():
                placement = super()._create(model_class, *args, **kwargs)
            # Every other guard of a placement is asked.
            own = {field.attname: F(field.attname) for field in Placement._meta.concrete_fields}
            del own["id"], own["commitment_sha256"], own["commitment_in_force"]
            Placement.objects.filter(pk=placement.pk).update(**own)
        return placement

    @factory.post_generation
    def assigned(self, create, extracted, **kwargs):
        if create and extracted is not False:
            SchoolAssignment.objects.create(
                placement=self, school=self.school, starts=self.starts, ends=self.ends
            )


class DeliverableFactory(DjangoModelFactory):
    class Meta:
        model = Deliverable

    offering = factory.SubFactory(OfferingFactory)
    title = factory.Sequence(lambda n: f"Deliverable {n}")
    evidence = ["note"]
    due = date(2027, 3, 1)


class DeliverableRecordFactory(DjangoModelFactory):
    class Meta:
        model = DeliverableRecord

    placement = factory.SubFactory(PlacementFactory)
    deliverable = factory.SubFactory(DeliverableFactory)


class AssessmentFactory(DjangoModelFactory):
    """Of October, with an answer of `score` to each statement."""

    class Meta:
        model = EngagementAssessment
        skip_postgeneration_save = True

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(ProgramYearFactory)
    day = date(2026, 10, 1)
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 10, 1, 20, tzinfo=UTC)

    @factory.post_generation
    def score(self, create, extracted, **kwargs):
        for statement in STATEMENTS:
            EngagementAnswer.objects.create(assessment=self, statement=statement, score=extracted or 2)


class FeederFactory(DjangoModelFactory):
    class Meta:
        model = Feeder

    lower = factory.SubFactory(SchoolFactory)
    upper = factory.SubFactory(SchoolFactory)
    added_by = factory.SubFactory(UserFactory)
    added_at = datetime(2026, 8, 3, 20, tzinfo=UTC)
