"""Leaders are dealt out to coaches, by school or by hand; what runs goes along, and its words do not."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from coaching.models import CoachingCycle, CycleEvent, LeadersCoach
from coaching.policies import why_not_visit
from coaching.queries import coaches
from coaching.services.cycles import TEXTS, topic
from coaching.states import Beside, State, VisitAction
from common.clock import local_date
from common.errors import DomainError, demand
from common.models import Ids
from notifications.services import cancel, queue
from pathways.models import Placement
from people.models import User


@transaction.atomic
def deal_out(
    *, placement_pks: Collection[int], coach: User, by: User, now: datetime | None = None
) -> list[LeadersCoach]:
    """From today on this is the coach of these placements; whoever was before is so no more. Open cycles go along,
    without their words (`hand_over`); an extra one stays with another coach who still is one. Each leader whose coach
    is another now gets a mail, and so do the coaches they go to and come from. Those who have this coach already keep
    them, so that twice is harmless.

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
    before = LeadersCoach.objects.current().filter(placement__in=placements).select_related("coach")
    had = {row.placement_id: row.coach for row in before}
    anew = [one for one in placements if had.get(one.pk) != coach]
    _take_along(placements, had, coach, by, moment)
    LeadersCoach.objects.current().filter(placement__in=anew).update(until=day)
    dealt = [LeadersCoach(placement=one, coach=coach, since=day, by=by, at=moment) for one in anew]
    made = LeadersCoach.objects.bulk_create(dealt)
    _tell(made, had, coach)
    return dealt


def _take_along(
    placements: list[Placement], had: dict[int, User], coach: User, by: User, moment: datetime
) -> None:
    """The open cycles of these leaders go to their coach."""
    still = set(coaches(local_date(moment)).values_list("pk", flat=True))
    rows = CoachingCycle.objects.not_closed().filter(placement__in=placements).exclude(coach=coach)
    for cycle in rows.select_for_update(of=("self",)).order_by("pk"):
        whose = had.get(cycle.placement_id)
        theirs = whose is not None and whose.pk == cycle.coach_id
        if cycle.window != CoachingCycle.Window.EXTRA or theirs or cycle.coach_id not in still:
            hand_over(cycle, coach, by, moment)


def hand_over(cycle: CoachingCycle, coach: User, by: User, moment: datetime) -> CoachingCycle:
    """An open cycle, locked, goes on with this coach, who reads nothing of what another wrote: one that holds words is
    closed as far as it came, and another goes on from its next step, with the same last day. Answers that one."""
    cancel(topic=topic(cycle))
    said = {"action": Beside.HAND_OVER, "by": by, "at": moment, "coach": coach, "from_state": cycle.state}
    if not any(getattr(cycle, name) for name in TEXTS) and not cycle.action_steps.exists():
        cycle.coach = coach
        cycle.save(update_fields=["coach"])
        CycleEvent.objects.create(cycle=cycle, to_state=cycle.state, **said)
        return cycle
    goes_on = CoachingCycle(
        placement_id=cycle.placement_id,
        coach=coach,
        # Of that window in a moment, when the one before it is followed.
        window=CoachingCycle.Window.EXTRA,
        due=cycle.due,
        state=cycle.state,
        planned_on=local_date(moment),
    )
    goes_on.save()
    CycleEvent.objects.create(cycle=goes_on, to_state=cycle.state, **said)
    cycle.state, cycle.closed_at, cycle.followed_by = str(State.CLOSED), moment, goes_on
    cycle.save(update_fields=["state", "closed_at", "followed_by"])
    CycleEvent.objects.create(cycle=cycle, to_state=cycle.state, **said)
    goes_on.window = cycle.window
    goes_on.save(update_fields=["window"])
    return goes_on


def _tell(made: Iterable[LeadersCoach], had: dict[int, User], coach: User) -> None:
    """Each leader, the coach they go to, and those they come from."""
    rows = list(made)
    for row in rows:
        queue(
            to=row.placement.person,
            template="coaching/coach",
            context={"row": row},
            dedupe_key=f"coach-of-{row.pk}",
        )
    if not rows:
        return
    queue(
        to=coach,
        template="coaching/dealt",
        context={"rows": rows},
        dedupe_key=f"dealt-{rows[0].pk}-{coach.pk}",
    )
    left = sorted((row for row in rows if row.placement_id in had), key=lambda row: had[row.placement_id].pk)
    for _, of_one in groupby(left, key=lambda row: had[row.placement_id].pk):
        gone = list(of_one)
        queue(
            to=had[gone[0].placement_id],
            template="coaching/dealt_on",
            context={"rows": gone, "coach": coach},
            dedupe_key=f"dealt-{gone[0].pk}-on",
        )
