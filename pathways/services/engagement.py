"""The assessment of family engagement: kept once, taken back with a reason."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from pathways.models import (
    Deliverable,
    DeliverableRecord,
    EngagementAnswer,
    EngagementAssessment,
    Placement,
    ProgramYear,
)
from pathways.policies import why_not_assess, why_not_unassess
from pathways.rules.engagement import SCALE, STATEMENTS
from pathways.services.completing import complete_from
from pathways.services.evidence import evidence_gone
from people.models import School, User


@transaction.atomic
def assess(
    *,
    school: School,
    year: ProgramYear,
    by: User,
    day: date,
    scores: Mapping[str, int],
    words: str = "",
    now: datetime | None = None,
) -> EngagementAssessment:
    """Keeps the answers of a school, one to each statement (1 to 4). It completes what leaders of the school owe and
    completes itself from an assessment. Sent twice with the same answers it is kept once.

    Raises DomainError for a day to come or outside the year, a statement without an answer, and a day that has another
    assessment.
    """
    moment, words = now or timezone.now(), words.strip()
    demand(why_not_assess(by, school, year))
    if day > local_date(moment):
        raise DomainError("This day is still to come. Choose today or a day before it.", at="day")
    if not year.starts <= day < year.ends:
        raise DomainError(f"Choose a day within {year}.", at="day")
    for statement, words_of in STATEMENTS.items():
        if scores.get(statement) not in SCALE:
            raise DomainError(f"Choose one for “{words_of}”", at=statement)
    said = {"day": day, "words": words, "by": by, "year": year}
    try:
        with transaction.atomic():
            row = EngagementAssessment.objects.create(school=school, **said, at=moment)
    except IntegrityError as refused:
        return _there(school, said, scores, refused)
    answers = [EngagementAnswer(assessment=row, statement=one, score=scores[one]) for one in STATEMENTS]
    EngagementAnswer.objects.bulk_create(answers)
    _complete(row, by, moment)
    return row


def _there(
    school: School, said: Mapping[str, object], scores: Mapping[str, int], refused: IntegrityError
) -> EngagementAssessment:
    """What stands on that day already, where it says the same. Raises DomainError for anything else."""
    row = EngagementAssessment.objects.standing().filter(school=school, **said).first()
    if row is not None and dict(row.answers.values_list("statement", "score")) == dict(scores):
        return row
    raise DomainError(
        "That day has an assessment already. Choose another day, or take the other one back first.", at="day"
    ) from refused


def _complete(row: EngagementAssessment, by: User, now: datetime) -> None:
    held = Placement.objects.standing().filter(school=row.school, year=row.year)
    for placement in held.values_list("pk", flat=True):
        complete_from(
            placement_pk=placement,
            source=Deliverable.Source.ASSESSMENT,
            key=f"assessment-{row.pk}",
            said=f"The engagement of families was assessed on {row.day:%B} {row.day.day}.",
            by=by,
            day=row.day,
            now=now,
        )


@transaction.atomic
def take_back_assessment(
    *, pk: int, by: User, reason: str, now: datetime | None = None
) -> EngagementAssessment:
    """It was wrong: it counts no more, and stays readable with why. Raises DomainError without a reason, and where it
    was taken back already."""
    rows = EngagementAssessment.objects.select_related("school", "year").select_for_update(of=("self",))
    row = rows.get(pk=pk)
    demand(why_not_unassess(by, row))
    if not reason.strip():
        raise DomainError("Say what was wrong. The reason stays on record.", at="reason")
    if row.taken_back_at is not None:
        raise DomainError("This assessment was taken back already.")
    row.taken_back_at, row.taken_back_by, row.reason = now or timezone.now(), by, reason.strip()
    row.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
    rows = EngagementAssessment.objects.standing().filter(school=row.school, year=row.year)
    if not rows.exists():
        found = DeliverableRecord.objects.filter(
            placement__school=row.school,
            placement__year=row.year,
            deliverable__completes_from=Deliverable.Source.ASSESSMENT,
        )
        missing = f"{row.school} has no assessment of {row.year} any more."
        evidence_gone(found, missing=missing, by=by, now=row.taken_back_at)
    return row
