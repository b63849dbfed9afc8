"""Verbs on a fellow: from nomination to the end of service. Each writes a line of history."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from common.clock import local_date
from common.counting import agreeing, counted
from common.errors import DomainError, demand, demand_reason
from common.states import step
from fellows.models import Fellow, FellowCohort, FellowEvent, Suspension
from fellows.policies import (
    why_not,
    why_not_apart,
    why_not_back_in,
    why_not_over,
    why_not_twice,
    why_not_unsigned,
)
from fellows.queries import ledger, terms_of
from fellows.queries.agreements import in_force
from fellows.queries.board import EARNED
from fellows.queries.cohorts import open_offers
from fellows.rules.dates import add_months, first_graduation, first_july
from fellows.services.assistance import end_assistance
from fellows.services.joining import give_plan
from fellows.states import FOR_A_REASON, MOVES, STUDYING, Action, State
from notifications.services import queue
from pathways.models import OPEN_TO, Offering
from pathways.services import place_freed
from people.models import Post, User

MOST_MONTHS_AFTER = 15 * 12
TOLD = {Action.SELECT, Action.GRADUATE, Action.FULFIL, *FOR_A_REASON}
WHY_OVER = "Write why the fellowship ends. The fellow reads it in a mail, and it stays in the history."


@transaction.atomic
def nominate(*, person: User, cohort: FellowCohort, by: User, now: datetime | None = None) -> Fellow:
    """Nominate somebody with a post at a network school who is no fellow now. Program managers, never themselves."""
    moment = now or timezone.now()
    # Held, so that nobody is nominated for two cohorts at once.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    demand(why_not(by, Action.NOMINATE, Fellow(person=person, cohort=cohort)))
    demand(why_not_twice(person, cohort))
    day = local_date(moment)
    posts = Post.objects.on(day).filter(person=person, position__in=OPEN_TO)
    if not posts.filter(school__memberships__starts__lte=day).exists():
        raise DomainError(
            f"{person} has no position as teacher, counselor, coordinator or coach at a network school today."
        )
    fellow, new = Fellow.objects.get_or_create(person=person, cohort=cohort)
    if not new:
        demand(why_not_back_in(fellow))
        raise DomainError(f"{person} is in this cohort already.")
    record(fellow, Action.NOMINATE, by, moment)
    return fellow


@transaction.atomic
def move(
    *,
    pk: int,
    action: Action,
    by: User,
    on: date | None = None,
    note: str = "",
    now: datetime | None = None,
    **facts: Any,
) -> Fellow:
    """The one door to a fellow's state. `on`: the day of graduation, asked for `GRADUATE` alone; `facts`: columns of
    the line of history.

    Raises NoSuchMove, or DomainError when places, the date or the ledger stand in the way, and where what ends a
    fellowship early says no reason.
    """
    moment = now or timezone.now()
    if action in (Action.SELECT, Action.WITHDRAW):
        hold_places(Fellow.everybody.values_list("cohort", flat=True).get(pk=pk))
    fellow = locked(pk)
    demand(why_not(by, action, fellow))
    if action in FOR_A_REASON and not note.strip():
        raise DomainError(WHY_OVER, at="note")
    before = State(fellow.state)
    after = step(MOVES, before, action)
    _check(fellow, action, on, moment)
    fellow.state = after
    if action is Action.GRADUATE:
        fellow.graduated_on = on
    fellow.save(update_fields=["state", "graduated_on"])
    record(fellow, action, by, moment, before=before, note=note, **facts)
    _carry_on(fellow, action, by, moment, note)
    if action in TOLD:
        tell(fellow, action, moment, **_ended(action, before, note))
    if action is Action.WITHDRAW and before in STUDYING and fellow.cohort.offering is not None:
        place_freed(offering=fellow.cohort.offering, now=moment)
    return fellow


def _carry_on(fellow: Fellow, action: Action, by: User, moment: datetime, note: str) -> None:
    if action is Action.SELECT:
        give_plan(fellow, by=by, at=moment)
    end_assistance(fellow, by, moment, note)


def _ended(action: Action, before: State, note: str) -> dict[str, Any]:
    if action not in FOR_A_REASON:
        return {}
    return {"why": note.strip(), "before": before if action is Action.WITHDRAW else ""}


def tell(fellow: Fellow, action: Action, now: datetime, **ended: Any) -> None:
    """Owe the fellow a mail that says where the fellowship stands now; `ended`: of one that ended early, `why`, and of
    one that was withdrawn what stood `before`."""
    signs = action is Action.SELECT and in_force(local_date(now)) is not None
    queue(
        to=fellow.person,
        template="fellows/moved",
        context={
            "fellow": fellow,
            "state": fellow.state.replace("_", " "),
            "signs": signs,
            "day": local_date(now),
            **ended,
        },
        dedupe_key=f"fellow-{fellow.pk}-{fellow.state}",
    )


@transaction.atomic
def suspend(
    *, pk: int, category: str, starts: date, months: int, by: User, now: datetime | None = None
) -> Suspension:
    """Suspend a fellow's service; the deadline moves by the months. At most so many altogether as the agreement says
    that this fellow signed."""
    fellow = locked(pk)
    demand(why_not(by, Action.SUSPEND, fellow))
    assert fellow.graduated_on is not None
    if starts < fellow.graduated_on:
        raise DomainError(
            f"Service begins after graduation on {_day(fellow.graduated_on)}. Choose a later day."
        )
    refuse_far_day(fellow, starts)
    _check_months(fellow, months)
    demand(why_not_apart(fellow, starts, add_months(starts, months)))
    row = Suspension.objects.create(
        fellow=fellow, category=category, starts=starts, months=months, approved_by=by
    )
    record(fellow, Action.SUSPEND, by, now or timezone.now(), day=starts, months=months)
    return row


@transaction.atomic
def take_back_suspension(*, pk: int, by: User, reason: str, now: datetime | None = None) -> Suspension:
    """A suspension that was recorded by mistake moves no day any more; that it was recorded, who took it back and why
    stays. Raises DomainError without a reason, and for a fellow who owes no service any more."""
    moment = now or timezone.now()
    fellow = locked(Suspension.objects.values_list("fellow", flat=True).get(pk=pk))
    row = Suspension.objects.select_related("fellow").get(pk=pk)
    demand(why_not(by, Action.TAKE_BACK_SUSPENSION, row))
    row.taken_back_by, row.taken_back_at, row.why_back = by, moment, demand_reason(reason)
    row.save(update_fields=["taken_back_by", "taken_back_at", "why_back"])
    action, why = Action.TAKE_BACK_SUSPENSION, row.why_back
    record(fellow, action, by, moment, note=why, day=row.starts, months=row.months)
    return row


def locked(pk: int) -> Fellow:
    """The fellow, held until the transaction ends. Raises DomainError for one who was taken back meanwhile."""
    fellow = Fellow.everybody.held(pk)
    if State(fellow.state) is State.TAKEN_BACK:
        raise DomainError(f"{fellow.person} was taken over by mistake, and taken back meanwhile.")
    return fellow


def record(
    fellow: Fellow,
    action: Action,
    by: User | None,
    at: datetime,
    *,
    before: State | None = None,
    note: str = "",
    **facts: Any,
) -> None:
    """A line of the fellow's history: `note` as somebody typed it, `facts` in its columns."""
    FellowEvent.objects.create(
        fellow=fellow,
        action=action,
        from_state=(before or State(fellow.state)),
        to_state=fellow.state,
        by=by,
        at=at,
        note=note,
        **facts,
    )


def _day(day: date | None) -> str:
    return f"{day:%B %-d, %Y}" if day else ""


def refuse_far_day(fellow: Fellow, day: date) -> None:
    """Raises DomainError for a day far from the fellow's cohort."""
    refuse_day_far_from(fellow.cohort, day)


def refuse_day_far_from(cohort: FellowCohort, day: date, at: str = "") -> None:
    """A year before the cohort begins somebody may be admitted; long after it a credential may expire."""
    first, last = add_months(cohort.starts, -12), add_months(cohort.ends, MOST_MONTHS_AFTER)
    if not first <= day <= last:
        raise DomainError(
            f"Choose a day from {_day(first)} to {_day(last)}: the {cohort} begins on {_day(cohort.starts)}.",
            at=at,
        )


def _check(fellow: Fellow, action: Action, on: date | None, now: datetime) -> None:
    """What must be so before a move; a refusal says what to do."""
    if action is Action.SELECT:
        check_places(fellow.cohort, open_offers(fellow.cohort))
    if action is Action.GRADUATE:
        _check_graduation(fellow, on, local_date(now))
    if action is Action.BEGIN_SERVICE and fellow.graduated_on is not None:
        begins = first_july(fellow.graduated_on)
        if local_date(now) < begins:
            raise DomainError(
                f"Service begins on {_day(begins)}, the first July 1 on or after graduation. Record it from that day "
                "on."
            )
    if action in (Action.END_UNFULFILLED, Action.FULFIL):
        _check_served(fellow, action, local_date(now))


def _check_served(fellow: Fellow, action: Action, day: date) -> None:
    account = ledger(fellow, day)
    served = account.standing == "fulfilled"
    if action is Action.FULFIL and not served:
        raise DomainError(
            f"{account.remaining_text} years of service remain. They must be served and confirmed first."
        )
    if action is Action.END_UNFULFILLED:
        demand(why_not_over(fellow, day))
        if served:
            raise DomainError(
                "Nothing remains to be served, so this service is fulfilled: record that instead."
            )


def _check_graduation(fellow: Fellow, on: date | None, today: date) -> None:
    """A day of graduation that can be (rules.md §5): what the program earns may come later."""
    if on is None or on > today:
        raise DomainError("Give the day of graduation, today or earlier.", at="on")
    first = first_graduation(fellow.cohort.starts)
    if on < first:
        raise DomainError(
            f"The {fellow.cohort} began on {_day(fellow.cohort.starts)}, and nobody graduates within eleven months. "
            f"Choose a day from {_day(first)} on.",
            at="on",
        )
    reached = fellow.milestones.exclude(kind__in=EARNED).filter(reached_on__gt=on)
    last = reached.order_by("-reached_on", "-pk").first()
    if last is not None:
        raise DomainError(
            f"The milestone “{last.get_kind_display()}” was reached on {_day(last.reached_on)}, and nobody graduates "
            "before that. Choose that day or a later one.",
            at="on",
        )


def _check_months(fellow: Fellow, months: int) -> None:
    demand(why_not_unsigned(fellow, "A suspension"))
    most = terms_of(fellow).most_suspended_months
    left = most - (fellow.suspensions.kept().aggregate(months=Sum("months"))["months"] or 0)
    if not most:
        raise DomainError("By the agreement this fellow signed, service cannot be suspended.")
    if not 1 <= months <= left:
        raise DomainError(
            f"At most {counted(most, 'month')} may be suspended; {counted(left, 'is left', 'are left')}. Choose fewer."
        )


def hold_places(cohort_pk: int) -> FellowCohort:
    """The cohort, held until the transaction ends with the offering it is filled by: nobody else takes or frees a
    place. The offering first, as whoever decides about applications holds them."""
    filled_by = FellowCohort.objects.values_list("offering", flat=True).get(pk=cohort_pk)
    Offering.objects.select_for_update(no_key=True).only("pk").filter(pk=filled_by).first()
    return FellowCohort.objects.select_for_update(no_key=True).get(pk=cohort_pk)


def check_places(cohort: FellowCohort, offered: int = 0) -> None:
    """Raises DomainError where no place of the cohort is free; ask with the places held."""
    held = cohort.fellows.holding_a_place().count()
    if held + offered < cohort.places:
        return
    if held < cohort.places:
        raise DomainError(
            f"The {cohort} has {counted(cohort.places - held, 'place')} left, and as many are offered to applicants. "
            "Wait for their answers, or raise its places."
        )
    all_places = agreeing(cohort.places, "The only place", f"All {cohort.places:,} places")
    raise DomainError(f"{all_places} of the {cohort} {agreeing(cohort.places, 'is', 'are')} taken.")
