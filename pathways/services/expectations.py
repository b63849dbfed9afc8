"""What a school's Instructional Leadership Team expects of a role."""

from collections.abc import Mapping

from django.db import transaction

from common.edits import ChangedElsewhere, merge
from common.errors import demand
from pathways.models import IltExpectation, Offering
from pathways.policies import why_not_expectation
from people.models import School, User


@transaction.atomic
def write_expectation(
    *, school: School, offering: Offering, text: str | None, by: User
) -> IltExpectation | None:
    """Set the expectations; empty text says that the school writes nothing, and None takes away that anything was
    decided. Answers what says something now. What people signed keeps the words they saw."""
    demand(why_not_expectation(by, school))
    mine = IltExpectation.objects.filter(school=school, offering=offering)
    said = (text or "").strip()
    before = IltExpectation.objects.filter(
        school=school, offering__role=offering.role_id, offering__year__starts__lt=offering.year.starts
    )
    if text is None:
        mine.delete()
        return None
    # An empty row keeps that somebody took words out, also those of an earlier year that would be filled in.
    if not said and not mine.exists() and not before.exclude(text="").exists():
        return None
    written, _ = mine.update_or_create(school=school, offering=offering, defaults={"text": said})
    return written if said else None


@transaction.atomic
def write_expectations(
    *, school: School, texts: Mapping[int, str], seen: Mapping[str, str], by: User
) -> list[IltExpectation]:
    """What the school expects of several roles, by the id of their offerings; answers those that say something now.

    `seen` are the marks (common.edits) of the texts the page showed: what it left alone stays as it is stored. Raises
    ChangedElsewhere when this page and another changed the same text.
    """
    demand(why_not_expectation(by, school))
    School.objects.select_for_update(no_key=True).only("pk").get(pk=school.pk)
    known = IltExpectation.objects.filter(school=school, offering__in=texts)
    stored = {str(pk): text for pk, text in known.values_list("offering_id", "text")}
    typed = {str(pk): text.strip() for pk, text in texts.items()}
    merged = merge(stored, typed, seen)
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    offerings = Offering.objects.select_related("year").in_bulk([int(pk) for pk in merged.kept])
    written = [
        write_expectation(school=school, offering=offerings[int(pk)], text=text, by=by)
        for pk, text in merged.kept.items()
    ]
    return [one for one in written if one is not None]
