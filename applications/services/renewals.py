"""A role goes on for another year: staff invite, its holder writes from what they wrote last, both sign anew, and it is
decided about without a fresh reading."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from applications.models import Application, Decision, RenewalDeclined, RenewalInvitation
from applications.policies import not_decided
from applications.queries.drafts import written_last
from applications.rules.checklist import CRITERIA
from applications.services.decisions import stage
from applications.services.drafts import start
from applications.services.moves import lock_places
from applications.states import State
from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from notifications.services import queue
from pathways.models import Offering, Placement
from pathways.queries.renewals import Renewable, renewable, renewals_of
from people.models import User

NOBODY = "Tick whom you invite."
GONE = "Somebody you ticked is no longer on this list. Look at it again; nobody was invited."
NOT_YOURS = "You hold no role that can be renewed here. Apply for it instead."
PARTS = ("role__after_role", "role__pathway", "year", "published_version")


@transaction.atomic
def invite_to_renew(
    *, offering_pk: int, placements: Collection[int], by: User, now: datetime | None = None
) -> int:
    """Owe each holder of these placements a mail that asks them to renew. Answers how many are asked for the first
    time; who was asked before is not asked again.

    Raises DomainError while nobody can apply for the offering, and when somebody may not renew, with the reason; then
    nobody was invited.
    """
    moment = now or timezone.now()
    # Pressed twice at once, the second waits here.
    lock_places(offering_pk)
    offering = Offering.objects.select_related(*PARTS).get(pk=offering_pk)
    demand(not_decided(by, offering, "invite to renew"))
    _check_open(offering, local_date(moment))
    chosen = _chosen(renewable(offering, local_date(moment)), placements)
    asked = set(offering.renewal_invitations.values_list("placement", flat=True))
    new = [row for row in chosen if row.pk not in asked]
    for placement in new:
        _invite(placement, offering, by, moment)
    return len(new)


def _check_open(offering: Offering, day: date) -> None:
    if Offering.objects.open_on(day).filter(pk=offering.pk).exists():
        return
    if offering.published_version_id is None:
        raise DomainError(f"{offering} is not published. Publish it, then invite.")
    if offering.opens > day:
        raise DomainError(f"{offering} opens on {day_in_words(offering.opens)}. Invite from that day on.")
    raise DomainError(f"{offering} closed on {day_in_words(offering.last_day)}. Extend it, then invite.")


def _chosen(rows: list[Renewable], placements: Collection[int]) -> list[Placement]:
    by_pk = {row.placement.pk: row for row in rows}
    if not placements:
        raise DomainError(NOBODY)
    if not by_pk.keys() >= set(placements):
        raise DomainError(GONE)
    chosen = [by_pk[pk] for pk in sorted(set(placements))]
    refused = [f"{row.placement.person}: {row.why_not}" for row in chosen if row.why_not]
    if refused:
        raise DomainError(f"Nobody was invited. {' '.join(refused)}")
    return [row.placement for row in chosen]


def _invite(placement: Placement, offering: Offering, by: User, now: datetime) -> None:
    RenewalInvitation.objects.create(placement=placement, offering=offering, invited_by=by, invited_at=now)
    queue(
        to=placement.person,
        template="applications/renew",
        context={
            "placement": placement,
            "offering": offering,
            "by": by,
            "wrote": written_last(placement) is not None,
        },
        dedupe_key=f"renew-{placement.pk}-{offering.pk}",
    )


@transaction.atomic
def decline_renewal(*, person: User, offering_pk: int, now: datetime | None = None) -> None:
    """Whoever was invited does not go on: nothing asks them any more, and managers read it. Said twice is once; until
    the offering closes they may still renew.

    Raises DomainError for who was not invited, and for who began already.
    """
    begun = Application.objects.filter(person=person, offering=offering_pk).exclude(state=State.WITHDRAWN)
    if begun.exists():
        raise DomainError("You began to apply for this role. Withdraw that application instead.")
    invited = RenewalInvitation.objects.filter(placement__person=person, offering=offering_pk)
    if not invited.exists():
        raise DomainError("Nobody invited you to renew this role, so there is nothing to say no to.")
    for invitation in invited:
        RenewalDeclined.objects.get_or_create(invitation=invitation, defaults={"at": now or timezone.now()})


@transaction.atomic
def renew(*, person: User, offering_pk: int) -> Application:
    """The draft by which the person's role goes on, at their school and in their cohort, with what they wrote last.
    Asked again, the same one. Raises DomainError for who holds no role to renew, and as `start` does."""
    offering = Offering.objects.select_related(*PARTS).get(pk=offering_pk)
    placement = renewals_of(person, [offering], local_date(timezone.now())).get(offering.pk)
    known = Application.objects.filter(person=person, offering=offering, renews__isnull=False).first()
    if known is not None:
        return known
    if placement is None:
        raise DomainError(NOT_YOURS)
    application = start(
        person=person, offering_pk=offering.pk, school=placement.school, cohort=placement.cohort
    )
    earlier = written_last(placement)
    if earlier is not None and not application.answers:
        application.answers = {name: earlier.answers.get(name, "") for name in CRITERIA}
        application.save(update_fields=["answers", "changed_at"])
    return application


@transaction.atomic
def stage_renewals(*, offering_pk: int, by: User) -> int:
    """Stage an offer for every renewal both have signed and nobody has decided about; answers how many. Nobody is told
    before the release, which counts the places. Raises DomainError when there is none."""
    lock_places(offering_pk)
    offering = Offering.objects.select_related("role__pathway").get(pk=offering_pk)
    demand(not_decided(by, offering, "decide about renewals"))
    staged = Decision.objects.filter(application__offering=offering, released_at=None)
    waiting = Application.objects.filter(offering=offering, state=State.IN_REVIEW, renews__isnull=False)
    rows = [
        row
        for row in waiting.exclude(person=by)
        .exclude(pk__in=staged.values("application"))
        .select_related("renews")
        .order_by("pk")
        if row.renews is not None and row.renews.stands
    ]
    if not rows:
        raise DomainError("No renewal waits to be decided about.")
    for row in rows:
        stage(pk=row.pk, by=by, outcome=Decision.Outcome.OFFER, reason=Decision.Reason.RENEWED)
    return len(rows)
