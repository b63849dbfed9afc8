"""Leaders of a year: applications signed by both and accepted, and the placements that follow."""

from datetime import datetime

from applications.models import Application
from applications.states import State as ApplicationState
from demo.cast import Cast
from demo.papers import BATCH, freeze, make_applications, sign
from demo.reading import read_and_decide
from pathways.models import Cohort, Offering, Placement, PlacementEvent, ProgramYear, SchoolAssignment
from pathways.states import PlacementAction
from people.models import User

# Of twenty leaders: eleven lead teams, four coach peers, the others lead arts, culture and families.
PATTERN = (
    ["team-lead"] * 11
    + ["peer-coach"] * 3
    + ["senior-peer-coach"]
    + ["arts-lead"] * 2
    + ["restorative-college-culture-lead"] * 2
    + ["family-engagement-lead"]
)


def make_leaders(
    cast: Cast, year: ProgramYear, people: list[User], offerings: list[Offering], *, signed: datetime
) -> list[Placement]:
    """One placement a person, from the first day of the year, on a commitment both signed."""
    by_slug = {offering.role.slug: offering for offering in offerings}
    cohorts: dict[int, list[Cohort]] = {}
    for cohort in Cohort.objects.all():
        cohorts.setdefault(cohort.role_id, []).append(cohort)
    applications = []
    for index, person in enumerate(people):
        # Seven has no common factor with twenty: each school gets a mix of roles.
        offering = by_slug[PATTERN[index * 7 % len(PATTERN)]]
        school = cast.school_of[person.pk]
        choices = [cohort for cohort in cohorts.get(offering.role_id, []) if cohort.serves(school)]
        applications.append(
            Application(
                person=person,
                offering=offering,
                school=school,
                cohort=choices[index % len(choices)] if choices else None,
                state=ApplicationState.ACCEPTED,
                signer=cast.principals[school.pk],
                starts=year.starts,
            )
        )
    saved = make_applications(applications, at=signed, manager=cast.named["manager"])
    records = freeze(saved, at=signed)
    sign(records, principals=cast.principals, at=signed, cosigned={application.pk for application in saved})
    readers = [cast.named["manager"], cast.named["coach"]]
    read_and_decide(saved, readers=readers, manager=readers[0], at=signed)
    return _placements(year, saved, {pk: record.sha256 for pk, record in records.items()}, signed)


def _placements(
    year: ProgramYear, applications: list[Application], hashes: dict[int, str], at: datetime
) -> list[Placement]:
    placements = Placement.objects.bulk_create(
        (
            Placement(
                person=application.person,
                role=application.offering.role,
                year=year,
                cohort=application.cohort,
                school=application.school,
                starts=year.starts,
                ends=year.ends,
                commitment_sha256=hashes[application.pk],
            )
            for application in applications
        ),
        batch_size=BATCH,
    )
    SchoolAssignment.objects.bulk_create(
        (SchoolAssignment(placement=row, school=row.school, starts=year.starts) for row in placements),
        batch_size=BATCH,
    )
    PlacementEvent.objects.bulk_create(
        (
            PlacementEvent(
                placement=row, action=PlacementAction.BEGIN, by=row.person, at=at, school=row.school
            )
            for row in placements
        ),
        batch_size=BATCH,
    )
    return list(placements)
