"""Feeders: said and ended by staff."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import DomainError, demand
from pathways.models import Feeder
from pathways.policies import why_not_feed
from people.models import School, User


@transaction.atomic
def add_feeder(*, lower: School, upper: School, by: User, now: datetime | None = None) -> Feeder:
    """Students of `lower` go on to `upper`. Raises DomainError for one school twice, for a school whose students are
    older, where the grades of the two do not follow, and for what is said already."""
    demand(why_not_feed(by))
    if lower.pk == upper.pk:
        raise DomainError("Choose another school: no school goes on to itself.", at="upper")
    if lower.highest_grade > upper.highest_grade:
        raise DomainError(
            "Students of that school are younger. Choose the two the other way round.", at="upper"
        )
    if lower.highest_grade + 1 < upper.lowest_grade:
        raise DomainError(
            f"Grades do not follow: {lower.name} has {lower.grades}, {upper.name} has {upper.grades}.",
            at="upper",
        )
    try:
        with transaction.atomic():
            return Feeder.objects.create(
                lower=lower, upper=upper, added_by=by, added_at=now or timezone.now()
            )
    except IntegrityError as refused:
        raise DomainError("That stands here already.", at="upper") from refused


@transaction.atomic
def end_feeder(*, pk: int, by: User, now: datetime | None = None) -> Feeder:
    """It is so no more. Twice changes nothing."""
    demand(why_not_feed(by))
    row = Feeder.objects.select_for_update(of=("self",)).select_related("lower", "upper").get(pk=pk)
    if row.ended_at is None:
        row.ended_by, row.ended_at = by, now or timezone.now()
        row.save(update_fields=["ended_by", "ended_at"])
    return row
