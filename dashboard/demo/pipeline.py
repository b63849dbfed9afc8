"""Applications for the next year in every state, so that each hat finds work waiting."""

from datetime import datetime, timedelta

from applications.models import Application, Decision, Review
from dashboard.demo.cast import Cast
from dashboard.demo.papers import freeze, make_applications, sign
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
    """An application each, states in turn; the demo leader asks to go on, which the demo principal signs."""
    cohorts = list(Cohort.objects.select_related("role"))
    applications = []
    for index, person in enumerate(people):
        offering = offerings[index % 3] if index else offerings[0]
        choices = [cohort for cohort in cohorts if cohort.role_id == offering.role_id]
        school = cast.school_of[person.pk]
        state = STATES[index % len(STATES)]
        applications.append(
            Application(
                person=person,
                offering=offering,
                school=school,
                cohort=choices[index % len(choices)] if choices else None,
                state=state,
                signer=None if state == "draft" else cast.principals[school.pk],
                answer_by=offering.answer_by if state == "offered" else None,
            )
        )
    saved = make_applications(applications, at=now - timedelta(days=4), manager=cast.named["manager"])
    beyond = [application for application in saved if application.state not in {"draft", "withdrawn"}]
    records = freeze(beyond, at=now - timedelta(days=4))
    both = {application.pk for application in beyond if application.state in SIGNED_BY_BOTH}
    sign(records, principals=cast.principals, at=now - timedelta(days=4), cosigned=both)
    _reviews(cast, beyond, now)


def _reviews(cast: Cast, applications: list[Application], now: datetime) -> None:
    manager = cast.named["manager"]
    in_review = [row for row in applications if row.state in {"in_review", "offered", "declined"}]
    reviews = []
    for index, application in enumerate(in_review):
        # Nothing is decided before its readers have answered.
        done = application.state != "in_review" or index % 3 != 0
        scores = (
            {"time": 3, "mindset": 2 + index % 3, "skillset": 3, "experience": 1 + index % 4} if done else {}
        )
        if done:
            application.score_hundredths = sum(scores.values()) * 25
        reviews.append(
            Review(
                application=application,
                reviewer=manager,
                state="submitted" if done else "assigned",
                comment="Clear about time; wants more practice leading adults." if done else "",
                assigned_at=now - timedelta(hours=19),
                submitted_at=now - timedelta(hours=10) if done else None,
                **scores,
            )
        )
    Review.objects.bulk_create(reviews)
    Application.objects.bulk_update(in_review, ["score_hundredths"], batch_size=1000)
    Decision.objects.bulk_create(
        Decision(
            application=row,
            outcome="offer" if row.state == "offered" else "decline",
            reason="strongest" if row.state == "offered" else "places",
            staged_by=manager,
            staged_at=now - timedelta(hours=7),
            released_by=manager,
            released_at=now - timedelta(hours=6),
        )
        for row in in_review
        if row.state in {"offered", "declined"}
    )
