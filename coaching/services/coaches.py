"""Leaders are dealt out to coaches, by school or by hand."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from coaching.models import LeadersCoach
from coaching.policies import why_not_visit
from coaching.queries import coaches
from coaching.states import VisitAction
from common.clock import local_date
from common.errors import DomainError, demand
from common.models import Ids
from notifications.services import queue
from pathways.models import Placement
from people.models import User


@transaction.atomic
def deal_out(
    *, placement_pks: Collection[int], coach: User, by: User, now: datetime | None = None
) -> list[LeadersCoach]:
    """From today on this is the coach of these placements; whoever was before is so no more. Each leader whose coach is
    another now gets a mail. Those who have this coach already are left alone, so that twice is harmless.

    Raises DomainError for somebody without the hat of a coach, and for a leader who would coach themselves.
    """
    demand(why_not_visit(by, VisitAction.DEAL_OUT))
    moment = now or timezone.now()
    day = local_date(moment)
    if not coaches(day).filter(pk=coach.pk).exists():
        raise DomainError(f"{coach.name} does not wear the hat of a coach. Choose another.", at="coach")
    rows = Placement.objects.visible_to(by).filter(pk__any_of=Ids(placement_pks)).order_by("pk")
    placements = list(rows.select_related("person").select_for_update(of=("self",)))
    if any(one.person_id == coach.pk for one in placements):
        raise DomainError(f"{coach.name} is one of these leaders. Nobody coaches themselves.", at="coach")
    have = LeadersCoach.objects.current().filter(placement__in=placements, coach=coach)
    kept = set(have.values_list("placement", flat=True))
    anew = [one for one in placements if one.pk not in kept]
    LeadersCoach.objects.current().filter(placement__in=anew).update(until=day)
    dealt = [LeadersCoach(placement=one, coach=coach, since=day, by=by, at=moment) for one in anew]
    for row in LeadersCoach.objects.bulk_create(dealt):
        queue(
            to=row.placement.person,
            template="coaching/coach",
            context={"row": row},
            dedupe_key=f"coach-of-{row.pk}",
        )
    return dealt
