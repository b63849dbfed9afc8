"""What a school's Instructional Leadership Team expects of a role."""

from django.db import transaction

from common.errors import demand
from pathways.models import IltExpectation, Offering
from pathways.policies import why_not_expectation
from people.models import School, User


@transaction.atomic
def write_expectation(*, school: School, offering: Offering, text: str, by: User) -> IltExpectation | None:
    """Set the expectations; empty text takes them away. What people signed keeps the words they saw."""
    demand(why_not_expectation(by, school))
    if not text.strip():
        IltExpectation.objects.filter(school=school, offering=offering).delete()
        return None
    written, _ = IltExpectation.objects.update_or_create(
        school=school, offering=offering, defaults={"text": text.strip()}
    )
    return written
