"""Leaders of a year: applications signed by both and accepted, and the placements that follow."""

from datetime import datetime

from applications.models import Application
from applications.states import State as ApplicationState
from demo.cast import Cast, call
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

CALLED = {
    "arts": "arts-lead",
    "culture": "restorative-college-culture-lead",
    "family": "family-engagement-lead",
}


def make_leaders(
    cast: Cast, year: ProgramYear, people: list[User], offerings: list[Offering], *, signed: datetime
) -> list[Placement]:
    """One placement a person, from the first day of the year, on a commitment both signed."""
    by_slug = {offering.role.slug: offering for offering in offerings}
    cohorts: dict[int, list[Cohort]] = {}
    for cohort in Cohort.objects.all():
        cohorts.setdefault(cohort.role_id, []).append(cohort)
    applications, roles = [], _roles(cast, people)
    for index, (person, slug) in enumerate(zip(people, roles, strict=True)):
        offering = by_slug[slug]
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


def _roles(cast: Cast, people: list[User]) -> list[str]:
    """What each of them leads. At the school of the people one signs in as somebody leads families, too."""
    # Seven has no common factor with twenty: each school gets a mix of roles.
    roles = [PATTERN[index * 7 % len(PATTERN)] for index in range(len(people))]
    here = [index for index, one in enumerate(people) if cast.school_of[one.pk] == cast.schools[0]]
    for wanted in CALLED.values():
        teams = [index for index in here[1:] if roles[index] == "team-lead"]
        if teams and wanted not in {roles[index] for index in here}:
            roles[teams[-1]] = wanted
    return roles


def call_leaders(cast: Cast, placements: list[Placement]) -> None:
    """One of each of these roles at that school, by a name that a reader of the demo can type."""
    here = [one for one in placements if one.school_id == cast.schools[0].pk]
    for name, slug in CALLED.items():
        one = next((row for row in here if row.role.slug == slug), None)
        if one is not None:
            call(one.person, name)


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
