"""Verbs on assistance until it is approved: the budget of a cohort, awards drafted, proposed, approved by a second
person, canceled and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, LookFirst, demand, demand_reason
from common.money import dollars
from common.states import step
from fellows.models import AssistanceBudget, Award, AwardEvent, Disbursement, Fellow, FellowCohort
from fellows.policies import why_not_award, why_not_budget
from fellows.queries.assistance import (
    budget_of,
    mark_of_award,
    money_of,
    parts_of,
    with_parts,
    written_in,
)
from fellows.rules.assistance import Part, lacking, too_early, total_of
from fellows.states import (
    ASSISTED,
    AWARD_MOVES,
    DISBURSEMENT_MOVES,
    TOLD_OF,
    AwardAction,
    AwardState,
    DisbursementState,
    State,
)
from notifications.services import cancel, queue
from people.models import User

ELSEWHERE = "This award was changed in another window meanwhile. Nothing was saved yet. It reads now:"
OTHERWISE = "This award reads otherwise than it was shown. Nothing was approved yet. It reads now:"
PAST = "{} is past, so nothing can be paid on it. Choose {} or a later day."
NO_BUDGET = "The {cohort} has no budget for assistance yet. Write one first."


@dataclass(frozen=True, slots=True)
class Given:
    """What is written in an award: what for, why, and when each part is due."""

    purpose: str
    reason: str
    parts: tuple[Part, ...]


@transaction.atomic
def set_budget(
    *, pk: int, cents: int, by: User, reason: str = "", seen: str = "", now: datetime | None = None
) -> AssistanceBudget:
    """From now on assistance of this cohort may cost so much in all; what it was before stays on record. `seen` is the
    number of the budget that was shown. Raises DomainError for less than is approved already, and LookFirst when
    another window wrote one meanwhile."""
    demand(why_not_budget(by))
    cohort = _held(pk)
    stands = budget_of(pk)
    if stands is not None and stands.cents == cents:
        return stands
    if stands is not None and seen != str(stands.pk):
        raise LookFirst(
            "Somebody wrote a budget meanwhile. Nothing was saved yet. It is now:",
            lines=[dollars(stands.cents), "Save again to put yours in its place."],
            seen=str(stands.pk),
        )
    approved = money_of(pk).approved
    if cents < approved:
        raise DomainError(f"{dollars(approved)} is approved already. Write at least that.", at="cents")
    return AssistanceBudget.objects.create(
        cohort=cohort, cents=cents, reason=reason.strip(), by=by, at=now or timezone.now()
    )


@transaction.atomic
def draft_award(
    *, pk: int, given: Given, by: User, replaces: Disbursement | None = None, now: datetime | None = None
) -> Award:
    """A draft for this fellow; `replaces`: a payment that came back, which it makes again. Raises DomainError for a
    schedule that is none, for a day that is past, and where nothing more is given to them."""
    fellow, moment = Fellow.objects.held(pk), now or timezone.now()
    demand(why_not_award(by, AwardAction.DRAFT, fellow))
    _check(given, local_date(moment))
    award = Award.objects.create(
        fellow=fellow,
        purpose=given.purpose,
        reason=given.reason.strip(),
        cents=total_of(given.parts),
        replaces=replaces,
    )
    _schedule(award, given.parts)
    record_award(award, AwardAction.DRAFT, by, moment, before="", cents=award.cents)
    return award


@transaction.atomic
def change_award(*, pk: int, given: Given, by: User, seen: str = "", now: datetime | None = None) -> Award:
    """The draft is written anew. Raises LookFirst when another window changed it meanwhile, and DomainError for a day
    that is past and for another amount than came back, where it pays that again."""
    award, moment = locked_award(pk), now or timezone.now()
    demand(why_not_award(by, AwardAction.CHANGE, award))
    _check(given, local_date(moment))
    if award.replaces is not None and total_of(given.parts) != award.replaces.cents:
        raise DomainError(
            f"This pays {dollars(award.replaces.cents)} again, which came back. Keep that amount.",
            at="cents_1",
        )
    before = written_in(award.purpose, award.reason, parts_of(award))
    if before == written_in(given.purpose, given.reason.strip(), given.parts):
        return award
    _look_first(award, seen, f"{ELSEWHERE}", "Save again to put yours in its place.")
    award.disbursements.all().delete()
    award.purpose, award.reason, award.cents = given.purpose, given.reason.strip(), total_of(given.parts)
    award.save(update_fields=["purpose", "reason", "cents"])
    _schedule(award, given.parts)
    _move(award, AwardAction.CHANGE, by, moment, cents=award.cents)
    return award


@transaction.atomic
def propose_award(*, pk: int, by: User, now: datetime | None = None) -> Award:
    """It waits for a second person. Raises DomainError for more than the budget of the cohort still holds, and where
    the day of a part passed since it was drafted."""
    award, moment = locked_award(pk), now or timezone.now()
    demand(why_not_award(by, AwardAction.PROPOSE, award))
    _demand_ahead(award, local_date(moment))
    _demand_funds(award)
    award.proposed_by, award.proposed_at = by, moment
    cancel(topic=_topic(award))
    _move(award, AwardAction.PROPOSE, by, award.proposed_at, cents=award.cents)
    return award


@transaction.atomic
def approve_award(*, pk: int, by: User, seen: str, now: datetime | None = None) -> Award:
    """A second person gives it: its parts are paid when they are due, and the fellow is told by mail. Raises LookFirst
    unless exactly this was `seen`, DomainError without a signed agreement, for a part that was due before it was
    proposed, and for more than the budget holds."""
    award = locked_award(pk)
    demand(why_not_award(by, AwardAction.APPROVE, award))
    _demand_proposed_in_time(award)
    _look_first(award, seen or "nothing", OTHERWISE, "Approve it if it is right so.")
    _demand_funds(award)
    award.approved_by, award.approved_at = by, now or timezone.now()
    _move(award, AwardAction.APPROVE, by, award.approved_at, cents=award.cents)
    queue(
        to=award.fellow.person,
        template="fellows/assistance_approved",
        context={"award": award, "parts": list(award.disbursements.all())},
        dedupe_key=f"assistance-approved-{award.pk}",
        topic=_topic(award),
    )
    return award


@transaction.atomic
def send_back_award(*, pk: int, note: str, by: User, now: datetime | None = None) -> Award:
    """It is a draft again, and whoever proposed it gets the words by mail. Raises DomainError without words."""
    award = locked_award(pk)
    demand(why_not_award(by, AwardAction.SEND_BACK, award))
    if not note.strip():
        raise DomainError("Write what should change.", at="note")
    _move(award, AwardAction.SEND_BACK, by, now or timezone.now(), note=note.strip())
    assert award.proposed_by is not None
    queue(
        to=award.proposed_by,
        template="fellows/assistance_sent_back",
        context={"award": award, "words": note.strip(), "by": by},
        dedupe_key=f"assistance-back-{award.pk}-{award.events.count()}",
        topic=_topic(award),
    )
    return award


@transaction.atomic
def cancel_award(*, pk: int, note: str, by: User, now: datetime | None = None) -> Award:
    """Put aside for good what nobody approved. Raises DomainError without a reason."""
    return _over(pk, AwardAction.CANCEL, note, by, now)


@transaction.atomic
def end_award(*, pk: int, note: str, by: User, now: datetime | None = None) -> Award:
    """What payroll was not asked to pay yet is paid no more, and the fellow is told by mail; what was sent stays.
    Raises DomainError without a reason, and where nothing of it is left to end."""
    return _over(pk, AwardAction.END, note, by, now)


def end_assistance(fellow: Fellow, by: User, at: datetime, note: str) -> None:
    """A fellowship that is over gets nothing more: what was not approved is canceled, what was approved ends. Called
    with the fellow held, after its state changed."""
    if State(fellow.state) in ASSISTED:
        return
    open_ones = Award.objects.filter(
        fellow=fellow, state__in=(AwardState.DRAFT, AwardState.PROPOSED, AwardState.APPROVED)
    )
    for award in with_parts(open_ones).order_by("pk").select_for_update(of=("self",)):
        award.fellow = fellow
        approved = award.state == AwardState.APPROVED
        if approved and not _unsent(award):
            continue
        action = AwardAction.END if approved else AwardAction.CANCEL
        _finish(award, action, by, at, note, fellow_state=fellow.state)


def _over(pk: int, action: AwardAction, note: str, by: User, now: datetime | None) -> Award:
    award = locked_award(pk)
    demand(why_not_award(by, action, award))
    why = demand_reason(note, at="note")
    if action is AwardAction.END and not _unsent(award):
        raise DomainError("Payroll was asked to pay all of it already, so there is nothing to end.")
    _finish(award, action, by, now or timezone.now(), why)
    return award


def _unsent(award: Award) -> int:
    """What of it payroll was not asked to pay, in cents."""
    return sum(row.cents for row in award.disbursements.all() if row.state == DisbursementState.APPROVED)


def _finish(
    award: Award, action: AwardAction, by: User, at: datetime, note: str, fellow_state: str = ""
) -> None:
    told, unsent = award.state in TOLD_OF, _unsent(award)
    cancel(topic=_topic(award))
    cents = unsent if told else award.cents
    _move(award, action, by, at, note=note, cents=cents, fellow_state=fellow_state)
    if told:
        queue(
            to=award.fellow.person,
            template="fellows/assistance_ended",
            context={"award": award, "cents": unsent, "words": note, "left": bool(fellow_state)},
            dedupe_key=f"assistance-ended-{award.pk}",
        )


def _move(
    award: Award,
    action: AwardAction,
    by: User,
    at: datetime,
    *,
    note: str = "",
    cents: int | None = None,
    fellow_state: str = "",
) -> None:
    """Save the award in its next state by the table, its parts with it, and a line of history. The only place that sets
    the state of an award."""
    before, award.state = award.state, step(AWARD_MOVES, AwardState(award.state), action)
    award.save(update_fields=["state", "proposed_by", "proposed_at", "approved_by", "approved_at"])
    for (was, did), after in DISBURSEMENT_MOVES.items():
        if did is action:
            award.disbursements.filter(state=was).update(state=after)
    record_award(award, action, by, at, before=before, note=note, cents=cents, fellow_state=fellow_state)


def record_award(
    award: Award,
    action: AwardAction,
    by: User,
    at: datetime,
    *,
    before: str | None = None,
    note: str = "",
    cents: int | None = None,
    disbursement: Disbursement | None = None,
    was_day: date | None = None,
    fellow_state: str = "",
) -> None:
    """A line of the history of an award; without `before` its state did not change. `note` as somebody typed it."""
    day = (
        None
        if disbursement is None
        else disbursement.came_back_on or disbursement.paid_on or disbursement.due
    )
    AwardEvent.objects.create(
        award=award,
        action=action,
        from_state=award.state if before is None else before,
        to_state=award.state,
        by=by,
        at=at,
        note=note,
        cents=cents,
        disbursement=disbursement,
        day=day,
        was_day=was_day,
        fellow_state=fellow_state,
    )


def _held(cohort_id: int) -> FellowCohort:
    """The cohort, held: nobody else takes from its budget, or writes another, until this is done."""
    return FellowCohort.objects.select_for_update(no_key=True).get(pk=cohort_id)


def locked_award(pk: int) -> Award:
    """The award with its schedule, held; its cohort and its fellow first, in the order in which a fellowship ends:
    whoever ends it waits."""
    fellow_id, cohort = Award.objects.values_list("fellow", "fellow__cohort").get(pk=pk)
    _held(cohort)
    fellow = Fellow.objects.held(fellow_id)
    award: Award = with_parts(Award.objects.all()).select_for_update(of=("self",)).get(pk=pk)
    award.fellow = fellow
    return award


def _schedule(award: Award, parts: Sequence[Part]) -> None:
    Disbursement.objects.bulk_create(
        Disbursement(award=award, due=part.due, cents=part.cents)
        for part in sorted(parts, key=lambda one: one.due)
    )


def _check(given: Given, today: date) -> None:
    if words := lacking(given.parts):
        raise DomainError(words, at="cents_1")
    if not given.reason.strip():
        raise DomainError("Say why. The second person reads it.", at="reason")
    if given.purpose not in Award.Purpose.values:
        raise DomainError("Choose what it is for.", at="purpose")
    for number in too_early(given.parts, today):
        raise DomainError(
            PAST.format(*map(day_in_words, (given.parts[number].due, today))), at=f"due_{number + 1}"
        )


def _demand_ahead(award: Award, today: date) -> None:
    parts = parts_of(award)
    for number in too_early(parts, today):
        raise DomainError(
            f"A part of it is due on {day_in_words(parts[number].due)}, which is past, so nothing can be paid on that "
            f"day. Change the draft: give that part a day from {day_in_words(today)} on. Then propose it."
        )


def _demand_proposed_in_time(award: Award) -> None:
    """A day that passes while it waits for the second person is no fault: payroll pays it next."""
    assert award.proposed_at is not None
    parts = parts_of(award)
    for number in too_early(parts, local_date(award.proposed_at)):
        raise DomainError(
            f"A part of it is due on {day_in_words(parts[number].due)}, before it was proposed. Send it back, so that "
            "its day is changed."
        )


def _look_first(award: Award, seen: str, words: str, then: str) -> None:
    mark = mark_of_award(award)
    if seen and mark not in seen.split():
        said = written_in(award.purpose, award.reason, parts_of(award))
        raise LookFirst(words, lines=[*said, then], seen=mark)


def _demand_funds(award: Award) -> None:
    """The cohort is held: what others take meanwhile is known here."""
    cohort = award.fellow.cohort
    money = money_of(cohort.pk)
    if money.budget is None:
        raise DomainError(NO_BUDGET.format(cohort=cohort))
    if not money.holds(award.cents):
        raise DomainError(
            f"The budget of the {cohort} still holds {dollars(money.left)}, and this award is {dollars(award.cents)}. "
            "Make it smaller, or have the budget raised first."
        )


def _topic(award: Award) -> str:
    return f"assistance-{award.pk}"
