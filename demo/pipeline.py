"""Applications for the next year in every state, so that each hat finds work waiting."""

from datetime import datetime, timedelta

from applications.models import Application
from applications.states import State as ApplicationState
from demo.cast import Cast
from demo.papers import freeze, make_applications, sign
from demo.reading import read_and_decide
from pathways.models import Cohort, Offering
from people.models import User

STATES = (
    ["submitted"] * 6
    + ["cosigned"] * 5
    + ["in_review"] * 7
    + ["draft"] * 4
    + ["offered"] * 3
    + ["declined", "withdrawn"]
)
SIGNED_BY_BOTH = {"cosigned", "in_review", "offered", "declined"}


def make_pipeline(cast: Cast, offerings: list[Offering], people: list[User], *, now: datetime) -> None:
    """An application each, states in turn."""
    cohorts = list(Cohort.objects.select_related("role"))
    applications = []
    for index, person in enumerate(people):
        offering = offerings[index % 3]
        school = cast.school_of[person.pk]
        choices = [one for one in cohorts if one.role_id == offering.role_id and one.serves(school)]
        state = STATES[index % len(STATES)]
        applications.append(
            Application(
                person=person,
                offering=offering,
                school=school,
                cohort=choices[index % len(choices)] if choices else None,
                state=state,
                signer=None if state == ApplicationState.DRAFT else cast.principals[school.pk],
                answer_by=offering.answer_by if state == ApplicationState.OFFERED else None,
                starts=offering.year.starts if state == ApplicationState.OFFERED else None,
            )
        )
    saved = make_applications(applications, at=now - timedelta(days=4), manager=cast.named["manager"])
    beyond = [
        application
        for application in saved
        if application.state not in {ApplicationState.DRAFT, ApplicationState.WITHDRAWN}
    ]
    records = freeze(beyond, at=now - timedelta(days=4))
    both = {application.pk for application in beyond if application.state in SIGNED_BY_BOTH}
    sign(records, principals=cast.principals, at=now - timedelta(days=4), cosigned=both)
    in_review = [
        row
        for row in beyond
        if row.state in {ApplicationState.IN_REVIEW, ApplicationState.OFFERED, ApplicationState.DECLINED}
    ]
    readers = [cast.named["manager"], cast.named["coach"]]
    read_and_decide(in_review, readers=readers, manager=readers[0], at=now - timedelta(days=4))
