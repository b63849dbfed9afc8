"""Drafts of offerings: those of a year at once, from the year before or from the guide. Nobody reads one before it is
published."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from pathways.models import Deliverable, Offering, OfferingEvent, ProgramYear, Role, SchoolPlaces
from pathways.models.asked import SLACK
from pathways.policies import why_not_drafting
from pathways.queries import DAYS, WORDS, roles_to_offer
from pathways.queries.guide import guide, of_role
from pathways.rules.calendar import weeks_between, weeks_later
from pathways.rules.windows import lasting
from pathways.states import OfferingAction
from people.models import User

# Before a year begins: when people may begin to apply, and until when.
OPENS, CLOSES = timedelta(days=150), timedelta(days=90)
TO_SIGN, TO_ANSWER, WINDOW = timedelta(days=14), timedelta(days=45), timedelta(days=60)
ASKED = ("title", "asks", "evidence", "weight", "accepted_by", "required", "completes_from", "event_kind")


@dataclass(frozen=True, slots=True)
class DraftToMake:
    """An offering that nobody drafted yet: its role, the latest one before it whose words it takes (None: it takes the
    guide's), and its days by name."""

    role: Role
    before: Offering | None
    days: dict[str, date | None]


def to_draft(roles: Iterable[Role], year: ProgramYear, today: date) -> list[DraftToMake]:
    """What drafting these roles would make, in their order; nothing is made. Three queries."""
    wanted = list(roles)
    earlier = Offering.objects.filter(role__in=wanted, year__starts__lt=year.starts).select_related("year")
    latest = earlier.order_by("role_id", "-year__starts").distinct("role_id")
    known = {one.role_id: one for one in latest.prefetch_related("deliverables", "school_places")}
    return [_planned(role, known.get(role.pk), year, today) for role in wanted]


def _planned(role: Role, before: Offering | None, year: ProgramYear, today: date) -> DraftToMake:
    if before is None:
        return DraftToMake(role, None, {**usual_days(year, today)})
    # An extension was one of its year.
    was = {name: getattr(before, name) for name in DAYS}
    by = weeks_later(
        [was["opens"], was["closes"]], _weeks(before, year), *lasting(year.starts, year.last_day)
    )
    return DraftToMake(role, before, {name: day and day + by for name, day in was.items()})


def _weeks(before: Offering, year: ProgramYear) -> timedelta:
    return weeks_between(before.year.starts, year.starts)


@transaction.atomic
def draft_year(
    *, year: ProgramYear, by: User, only: Collection[int] | None = None, now: datetime | None = None
) -> list[Offering]:
    """A draft for each role people apply for, of the pathways `by` manages, that has no offering in this year: all that
    the latest one before it said, whole weeks later, each day on its weekday; without one, what the guide says. Again,
    none is made twice. `only` names roles by their ids; without it all are meant.

    Raises DomainError for a year that is over.
    """
    demand(why_not_drafting(by))
    moment = now or timezone.now()
    if year.ends <= local_date(moment):
        raise DomainError(f"The program year {year} is over, so nobody applies for it any more.")
    # Two people at once make each draft once.
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    roles = [role for role in roles_to_offer(by, year) if only is None or role.pk in only]
    made = [_draft(draft, year) for draft in to_draft(roles, year, local_date(moment))]
    for offering in made:
        OfferingEvent.objects.create(offering=offering, action=OfferingAction.DRAFT, by=by, at=moment)
    return made


@transaction.atomic
def draft_role(*, role: Role, year: ProgramYear, by: User, now: datetime | None = None) -> Offering:
    """A draft for this role, as `draft_year` makes them for all roles of leaders. One that is there already is answered
    as it is.

    Raises NotAllowed for who does not manage the pathway, DomainError for a year that is over.
    """
    demand(why_not_drafting(by, role.pathway_id))
    moment = now or timezone.now()
    if year.ends <= local_date(moment):
        raise DomainError(f"The program year {year} is over, so nobody applies for it any more.")
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    known = Offering.objects.filter(role=role, year=year).first()
    if known is not None:
        return known
    offering = _draft(to_draft([role], year, local_date(moment))[0], year)
    OfferingEvent.objects.create(offering=offering, action=OfferingAction.DRAFT, by=by, at=moment)
    return offering


def _draft(draft: DraftToMake, year: ProgramYear) -> Offering:
    if draft.before is None:
        return draft_offering(role=draft.role, year=year, **cast("dict[str, date]", draft.days))
    return _after(draft.before, year, draft.days)


def usual_days(year: ProgramYear, today: date) -> dict[str, date]:
    """Days for an offering that none came before: in the spring before its year, or from today on."""
    opens = max(year.starts - OPENS, today)
    closes = min(max(year.starts - CLOSES, opens + WINDOW), year.last_day)
    return {"opens": opens, "closes": closes, "cosign_by": closes + TO_SIGN, "answer_by": closes + TO_ANSWER}


def draft_offering(
    *, role: Role, year: ProgramYear, opens: date, closes: date, cosign_by: date, answer_by: date
) -> Offering:
    """An offering of the role, not yet published, with the questions, promises and deliverables of the guide.

    One that exists already is answered as it is.
    """
    own = of_role(role.slug)
    promised = own.get("commitments", guide()["commitments"])
    offering, made = Offering.objects.get_or_create(
        role=role,
        year=year,
        defaults={
            "opens": opens,
            "closes": closes,
            "cosign_by": cosign_by,
            "answer_by": answer_by,
            "places_per_school": own.get("several", 1),
            "prompts": dict(own.get("prompts", guide()["prompts"])),
            "eligibility": own.get("eligibility", ""),
            "teacher_commitment": promised["teacher"],
            "principal_commitment": promised["principal"],
        },
    )
    if made:
        Deliverable.objects.bulk_create(
            _of_guide(offering, year, item) for item in own.get("deliverables", [])
        )
    return offering


def _of_guide(offering: Offering, year: ProgramYear, item: dict[str, Any]) -> Deliverable:
    month, day = item["due"]
    # The months of a program year run from July to June.
    due = date(year.starts.year + (month < year.starts.month), month, day)
    return Deliverable(
        offering=offering,
        title=item["title"],
        asks=item["asks"],
        evidence=item["evidence"],
        due=due,
        weight=item["weight"],
        accepted_by=item["by"],
        completes_from=item.get("completes_from", ""),
        event_kind=item.get("event_kind", ""),
    )


def _after(before: Offering, year: ProgramYear, days: dict[str, date | None]) -> Offering:
    words = {name: getattr(before, name) for name in (*WORDS, "rubric")}
    offering = Offering.objects.create(role_id=before.role_id, year=year, **days, **words)
    by = _weeks(before, year)
    Deliverable.objects.bulk_create(
        Deliverable(
            offering=offering,
            due=item.due + weeks_later([item.due], by, year.starts, year.last_day + SLACK),
            **{name: getattr(item, name) for name in ASKED},
        )
        for item in before.deliverables.all()
    )
    SchoolPlaces.objects.bulk_create(
        SchoolPlaces(offering=offering, school_id=own.school_id, places=own.places)
        for own in before.school_places.all()
    )
    return offering
