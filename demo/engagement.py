"""How schools engage families: assessed when the year begins and again in November, most a step further."""

from datetime import date, timedelta

from demo.year import at
from pathways.models import EngagementAnswer, EngagementAssessment, Placement, ProgramYear
from pathways.rules.engagement import MOST, STATEMENTS
from people.models import School, User

# Days after the first of the year.
DAYS = (48, 135)
WORDS = ("The front office speaks Spanish; nobody speaks K’iche’.", "Two parents sit on the ILT now.")


def make_assessments(
    year: ProgramYear,
    schools: list[School],
    principals: dict[int, User],
    placements: list[Placement],
    *,
    today: date,
) -> None:
    """Two of each school whose principal is there, by its Family Engagement Lead; of every fifth the first alone.
    That of the people one signs in as is not assessed in the year in progress."""
    leads = {one.school_id: one.person for one in placements if one.role.slug == "family-engagement-lead"}
    rows = [
        (number, index, school, year.starts + timedelta(days=after))
        for index, school in enumerate(schools)
        if school.pk in principals
        for number, after in enumerate(DAYS)
        if (index or year.ends <= today) and (number == 0 or index % 5 != 4)
    ]
    made = EngagementAssessment.objects.bulk_create(
        EngagementAssessment(
            school=school,
            year=year,
            day=day,
            words=WORDS[number],
            by=leads.get(school.pk, principals[school.pk]),
            at=at(day, 16),
        )
        for number, _, school, day in rows
        if day <= today
    )
    told = [row for row in rows if row[3] <= today]
    EngagementAnswer.objects.bulk_create(
        EngagementAnswer(assessment=one, statement=statement, score=_score(place, index, number))
        for one, (number, index, *_) in zip(made, told, strict=True)
        for place, statement in enumerate(STATEMENTS)
    )


def _score(place: int, index: int, number: int) -> int:
    begun = 1 + (place + index) % 3
    # Of one statement in six it went down, of half of them a step up.
    moved = -1 if (place + index) % 6 == 5 else (place + index) % 2
    return min(max(begun + moved * number, 1), MOST)
