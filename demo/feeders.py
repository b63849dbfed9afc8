"""Which school's students go on to which: within a community, from each school to those that begin where it ends."""

from datetime import datetime

from pathways.models import Feeder
from people.models import School, User


def make_feeders(schools: list[School], *, by: User, at: datetime) -> None:
    """Every school with those of its community that take the grades after its last one."""
    Feeder.objects.bulk_create(
        Feeder(lower=lower, upper=upper, added_by=by, added_at=at)
        for lower in schools
        for upper in schools
        if lower.community == upper.community
        and lower.highest_grade < upper.highest_grade
        and lower.highest_grade + 1 >= upper.lowest_grade > lower.lowest_grade
    )
