"""The next cohort of fellows fills: an offering that is open, and an application in each hand it passes through."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from applications import services
from applications.models import Application
from applications.services import When, plan_interview
from applications.states import State
from common.clock import local_date
from demo.cast import Cast
from demo.papers import freeze, make_applications, sign
from demo.reading import read_and_decide
from fellows.models import Fellow, FellowCohort, Milestone, UclaStep
from fellows.queries.plans import what_applying_does
from fellows.services import apply_plan, draft_applications, move, nominate, plan_milestone, save_plan
from fellows.services.plans import mark_of_applying
from fellows.states import Action
from pathways.models import Offering
from pathways.services import publish
from people.models import User

SIZE = 8
# Of those who applied, the first at the school of the demo's principal, who is asked to recommend.
STATES = (
    State.SUBMITTED,
    State.SUBMITTED,
    State.IN_REVIEW,
    State.IN_REVIEW,
    State.IN_REVIEW,
    State.OFFERED,
    State.OFFERED,
)
SEEN = "She listened first, then brought two groups to one plan. Wants more practice saying no."
OFFICE = "UCLA’s admissions office, by mail"
# Days after a cohort begins on which UCLA said so.
SAID = {"applied": -120, "interview": -95, "admitted": -63, "enrolled": -3}


def make_intake(
    cast: Cast, *, start: date, plan: Mapping[str, int], hours: int, today: date, now: datetime
) -> None:
    """The cohort of next summer; nothing once it has begun."""
    begins = date(start.year + 1, 6, 21)
    if today >= begins - timedelta(days=30):
        return
    manager = cast.named["manager"]
    cohort = FellowCohort.objects.create(
        name=f"Cohort of {begins.year}", starts=begins, ends=date(begins.year + 1, 8, 21), places=SIZE
    )
    offering = _offering(cohort, manager, today, now)
    rows = _applications(cast, offering, now)
    accepted = rows[-1]
    services.accept(pk=accepted.pk, by=accepted.person, now=now)
    _interview(rows, offering, cast, now)
    late = _selected(cast, cohort, [row.person_id for row in rows], now)
    _plan(cohort, late, plan, hours, manager, today, now)


def _interview(rows: list[Application], offering: Offering, cast: Cast, now: datetime) -> None:
    """One was yesterday: both who saw it have scores to enter; one who did enters theirs for another applicant."""
    manager, coach = cast.named["manager"], cast.named["coach"]
    asked = [row for row in rows if row.state == State.IN_REVIEW]
    given = {"offering_pk": offering.pk, "by": manager, "interviewers": [manager, coach]}
    planned = now - timedelta(hours=40)
    yesterday = local_date(now) - timedelta(days=1)
    seen = plan_interview(
        when=When(yesterday, time(15, 30), "Partnership office, Boyle Heights"),
        applicants=[row.pk for row in asked[:2]],
        now=planned,
        **given,
    )
    plan_interview(
        when=When(yesterday + timedelta(days=9), time(16), "https://example.org/interview"),
        applicants=[row.pk for row in asked[2:]],
        now=planned,
        **given,
    )
    scores = {"time": 3, "mindset": 4, "skillset": 3, "experience": 3}
    review = seen.reviews.filter(reviewer=coach).order_by("pk").first()
    services.score(review_pk=review.pk, by=coach, scores=scores, comment=SEEN, now=now - timedelta(hours=1))


def _selected(cast: Cast, cohort: FellowCohort, applied: list[int], now: datetime) -> Fellow:
    """Somebody who was nominated and selected weeks ago, without an application here."""
    manager, known = cast.named["manager"], set(Fellow.objects.values_list("person", flat=True))
    person = next(one for one in cast.teachers[3:] if one.pk not in known and one.pk not in applied)
    fellow = nominate(person=person, cohort=cohort, by=manager, now=now - timedelta(days=58))
    return move(pk=fellow.pk, action=Action.SELECT, by=manager, now=now - timedelta(days=50))


def _plan(
    cohort: FellowCohort,
    late: Fellow,
    plan: Mapping[str, int],
    hours: int,
    manager: User,
    today: date,
    now: datetime,
) -> None:
    """The plan of the cohort, applied to who is selected; one of them was to apply at UCLA already."""
    due = {kind: cohort.starts + timedelta(days=days) for kind, days in plan.items()}
    save_plan(pk=cohort.pk, due=due, hours=hours, by=manager, now=now - timedelta(days=30))
    seen = mark_of_applying(what_applying_does(cohort))
    apply_plan(pk=cohort.pk, by=manager, seen=seen, now=now - timedelta(days=29))
    why = "She applies for the scholarship, which closes earlier."
    moved = {"kind": Milestone.Kind.APPLIED, "due": today - timedelta(days=3), "reason": why}
    plan_milestone(pk=late.pk, by=manager, now=now - timedelta(days=20), **moved)


def _offering(cohort: FellowCohort, manager: User, today: date, now: datetime) -> Offering:
    """Open for three more weeks, as far as its year goes."""
    offering = draft_applications(pk=cohort.pk, by=manager, now=now)
    last = offering.year.last_day
    for name, days in (("opens", -40), ("closes", 21), ("cosign_by", 28), ("answer_by", 45)):
        setattr(offering, name, min(today + timedelta(days=days), last))
    offering.save(update_fields=["opens", "closes", "cosign_by", "answer_by"])
    offering.published_version, _ = publish(pk=offering.pk, by=manager, now=now - timedelta(days=41))
    return offering


def _applications(cast: Cast, offering: Offering, now: datetime) -> list[Application]:
    fellows = set(Fellow.objects.values_list("person", flat=True))
    free = [person for person in cast.teachers[3:] if person.pk not in fellows]
    here = [person for person in free if cast.school_of[person.pk] == cast.schools[0]][-1:]
    people = [*here, *[one for one in reversed(free) if one not in here][: len(STATES) - 1]]
    cohort, manager, at = offering.fills, cast.named["manager"], now - timedelta(days=5)
    rows = make_applications(
        [
            Application(
                person=person,
                offering=offering,
                school=cast.school_of[person.pk],
                state=state,
                signer=cast.principals[cast.school_of[person.pk].pk],
                answer_by=offering.answer_by if state == State.OFFERED else None,
                starts=cohort.starts if state == State.OFFERED else None,
            )
            for person, state in zip(people, STATES, strict=True)
        ],
        at=at,
        manager=manager,
    )
    both = {row.pk for row in rows if row.state != State.SUBMITTED}
    sign(freeze(rows, at=at), principals=cast.principals, at=at, cosigned=both)
    readers = [manager, cast.named["coach"]]
    read_and_decide([row for row in rows if row.pk in both], readers=readers, manager=manager, at=at)
    return rows


def tell_of_ucla(fellows: list[Fellow], manager: User, now: datetime) -> None:
    """What UCLA said of fellows who came as far as being enrolled."""
    UclaStep.objects.bulk_create(
        UclaStep(
            fellow=fellow,
            step=step,
            on=fellow.cohort.starts + timedelta(days=days),
            said_by=OFFICE,
            recorded_by=manager,
            recorded_at=min(now, datetime.combine(fellow.cohort.starts, time(17), tzinfo=now.tzinfo)),
        )
        for fellow in fellows
        for step, days in SAID.items()
    )
