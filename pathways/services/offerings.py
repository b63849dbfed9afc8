"""Offerings: published word for word, changed only by a new version, and kept open longer on record."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, NotAllowed
from pathways.models import Offering, OfferingEvent, OfferingVersion
from pathways.policies import may_manage_offering
from pathways.queries import offering_content
from people.models import User


@transaction.atomic
def publish(*, pk: int, by: User, now: datetime | None = None) -> OfferingVersion:
    """Freeze what the offering says today as its next version, which new applicants see and sign.

    Publishing again without a change answers the version that stands. People keep the version they signed.
    """
    offering = _locked(pk, by)
    content = offering_content(offering)
    standing = offering.published_version
    if standing is not None and standing.content == content:
        return standing
    missing = [
        prompt for prompt in ("time", "mindset", "skillset", "experience") if not offering.prompts.get(prompt)
    ]
    if missing:
        raise DomainError(f"Write the question on {' and '.join(missing)} before publishing.")
    latest = offering.versions.order_by("-number").values_list("number", flat=True).first() or 0
    moment = now or timezone.now()
    version = OfferingVersion.objects.create(
        offering=offering, number=latest + 1, content=content, published_by=by, published_at=moment
    )
    offering.published_version = version
    offering.save(update_fields=["published_version"])
    OfferingEvent.objects.create(
        offering=offering, action="publish", by=by, at=moment, note=f"Version {version.number}"
    )
    return version


@transaction.atomic
def extend(*, pk: int, by: User, until: date, reason: str, now: datetime | None = None) -> Offering:
    """Take applications longer, through the day `until`. Each extension stays in the history.

    Raises DomainError for a day that is not later than the present last day, or without a reason.
    """
    offering = _locked(pk, by)
    if until <= offering.last_day:
        raise DomainError(f"Choose a day after {offering.last_day:%B %-d, %Y}, the present last day.")
    if not reason.strip():
        raise DomainError("Say why the window is extended. The reason stays on record.")
    was = offering.last_day
    offering.extended_to = until
    offering.save(update_fields=["extended_to"])
    OfferingEvent.objects.create(
        offering=offering,
        action="extend",
        by=by,
        at=now or timezone.now(),
        note=f"From {was:%B %-d, %Y} to {until:%B %-d, %Y}. {reason.strip()}",
    )
    return offering


def _locked(pk: int, by: User) -> Offering:
    offerings = Offering.objects.select_for_update(of=("self",))
    offering = offerings.select_related("role", "year", "published_version").get(pk=pk)
    if not may_manage_offering(by, offering.role.pathway_id):
        raise NotAllowed("Only a program manager of this pathway may do this.")
    return offering
