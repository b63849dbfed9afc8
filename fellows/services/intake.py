"""People apply for a cohort: its offering is drafted, and whoever accepts the offer becomes a fellow of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from fellows.models import Fellow, FellowCohort
from fellows.policies import why_not_cohort, why_not_twice
from fellows.services.fellows import check_places, hold_places, record, tell
from fellows.services.joining import give_plan
from fellows.states import STUDYING, Action, State
from pathways.models import Offering, Pathway, ProgramYear, Role
from pathways.services import draft_role
from people.models import User


@transaction.atomic
def draft_applications(*, pk: int, by: User, now: datetime | None = None) -> Offering:
    """The offering by which people apply for this cohort, as a draft: what the latest one said, whole weeks later; the
    first one says what the guide says. Of the program year in which the cohort begins. Again, the same one.

    Raises DomainError without such a year or role, and where another cohort of that year has its offering.
    """
    demand(why_not_cohort(by))
    cohort = hold_places(pk)
    if cohort.offering is not None:
        return cohort.offering
    moment = now or timezone.now()
    offering = draft_role(role=_role(), year=_year_of(cohort), by=by, now=moment)
    other = FellowCohort.objects.filter(offering=offering).first()
    if other is not None:
        raise DomainError(
            f"People apply for the {other} by the offering of {offering.year} already. One cohort begins in a program "
            "year: correct the first day of one of them."
        )
    cohort.offering = offering
    cohort.save(update_fields=["offering"])
    return offering


def _role() -> Role:
    role = Role.objects.filter(pathway__kind=Pathway.Kind.FELLOWSHIP).order_by("position", "pk").first()
    if role is None:
        raise DomainError("The fellowship has no role that people apply for. An administrator adds one.")
    return role


def _year_of(cohort: FellowCohort) -> ProgramYear:
    year = ProgramYear.objects.filter(starts__lte=cohort.starts, ends__gt=cohort.starts).first()
    if year is None:
        raise DomainError(
            f"There is no program year on {cohort.starts:%B %-d, %Y}, when the {cohort} begins. Open that year first."
        )
    return year


@transaction.atomic
def begin_fellow(
    *, person: User, offering: Offering, commitment_sha256: str, by: User, now: datetime
) -> Fellow:
    """Whoever accepts the offer is a fellow of the cohort that the offering fills, selected; somebody who was nominated
    for it too is selected by this. The cohort's plan is theirs at once. The same commitment answers the same fellow.

    Raises DomainError where no place is free, and for who is a fellow of another cohort or left this one.
    """
    known = Fellow.objects.filter(commitment_sha256=commitment_sha256).select_related("cohort").first()
    if known is not None:
        return known
    cohort = hold_places(FellowCohort.objects.values_list("pk", flat=True).get(offering=offering))
    # Held as by whoever nominates, so that nobody is in two cohorts at once.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    demand(why_not_twice(person, cohort))
    fellow = Fellow.objects.select_for_update(no_key=True).filter(person=person, cohort=cohort).first()
    if fellow is not None and fellow.state in STUDYING:
        # Selected on paper meanwhile: what both signed is kept with it.
        return _signed(fellow, commitment_sha256)
    if fellow is not None and fellow.state != State.NOMINATED:
        raise DomainError(
            f"You left the {cohort}, and nobody joins the same cohort twice. You can apply for a later one."
        )
    check_places(cohort)
    fellow = fellow or Fellow(person=person, cohort=cohort)
    before, fellow.state = State(fellow.state), State.SELECTED
    fellow.commitment_sha256 = commitment_sha256
    fellow.save()
    record(fellow, Action.SELECT, by, now, before=before)
    give_plan(fellow, by=None, at=now)
    tell(fellow, Action.SELECT, now)
    return fellow


def _signed(fellow: Fellow, commitment_sha256: str) -> Fellow:
    fellow.commitment_sha256 = commitment_sha256
    fellow.save(update_fields=["commitment_sha256"])
    return fellow


def hold_cohort(*, offering_pk: int) -> None:
    """Nobody else takes or frees a place of the cohort this offering fills until the transaction ends."""
    cohort = FellowCohort.objects.filter(offering=offering_pk).values_list("pk", flat=True).first()
    if cohort is not None:
        hold_places(cohort)
