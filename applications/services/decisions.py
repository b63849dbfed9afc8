"""Decisions are staged on a panel and released together; places are counted under a lock."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from applications.models import Application, Decision
from applications.policies import not_decided, why_not
from applications.queries.panel import fingerprint_of
from applications.queries.places import Pool, pool_of
from applications.rules.reasons import fits, speaks_of
from applications.services.moves import (
    ask_leader_again,
    check_applied_for,
    lock_places,
    locked,
    locked_with_places,
    move,
    record,
)
from applications.services.offers import check_first_day, first_day_of, give_offer
from applications.states import Action, Beside, Care, DecisionAction, ReviewState, State
from common.clock import local_date
from common.errors import DomainError, LookFirst, demand
from notifications.services import queue
from pathways.models import Offering
from people.models import School, User


@transaction.atomic
def stage(
    *,
    pk: int,
    by: User,
    outcome: str,
    reason: str,
    words: str = "",
    rank: int | None = None,
    starts: date | None = None,
    unread: str = "",
) -> Decision:
    """Note what is to be decided; nobody is told before the release. Staging again replaces what was staged.

    `starts`: the day the offered role begins; None leaves it to the release (rules.days). `unread`: why it is
    decided though nobody has read it; kept in the history, which the applicant does not see.
    Raises DomainError for an unknown outcome or reason, a reason that does not explain the outcome, "other"
    without words, and for an offer or a place on the waitlist that no review stands behind and no `unread` explains.
    """
    application = locked_with_places(pk)
    if outcome not in Decision.Outcome.values:
        raise DomainError("Choose offer, waitlist or decline.")
    demand(why_not(by, Care.STAGE, application))
    _check_choice(application, outcome, reason, words)
    if outcome != Decision.Outcome.DECLINE:
        _check_read(application, by, unread)
    decision, _ = Decision.objects.update_or_create(
        application=application,
        released_at=None,
        defaults={
            "outcome": outcome,
            "reason": reason,
            "words": words.strip(),
            "rank": rank if outcome == Decision.Outcome.WAITLIST else None,
            "starts": _first_day(application, outcome, starts),
            "staged_by": by,
            "staged_at": timezone.now(),
        },
    )
    return decision


def _first_day(application: Application, outcome: str, starts: date | None) -> date | None:
    """The chosen day of an offer; nothing else has one, and a fellow begins with the cohort."""
    if outcome != Decision.Outcome.OFFER or starts is None or application.offering.fills is not None:
        return None
    check_first_day(application.offering.year, starts)
    return starts


def _check_choice(application: Application, outcome: str, reason: str, words: str) -> None:
    if outcome != Decision.Outcome.DECLINE:
        check_applied_for(application.offering)
    if application.state == State.WAITLISTED and outcome == Decision.Outcome.WAITLIST:
        raise DomainError("This is on the waitlist already.")
    if reason not in Decision.Reason.values:
        raise DomainError("Choose a reason from the list.")
    network = application.offering.role.pathway.makes_fellows
    if not fits(outcome, reason) or not speaks_of(reason, network=network):
        raise DomainError(
            f"“{Decision.Reason(reason).label.capitalize()}” does not explain this outcome, which stands beside it in "
            "the mail. Choose another reason, or “other” with words of your own."
        )
    if reason == Decision.Reason.RENEWED and not renews(application):
        raise DomainError("This renews no role. Choose another reason.")
    if reason == Decision.Reason.OTHER and not words.strip():
        raise DomainError("Write the reason when you choose “other”.")


def renews(application: Application) -> bool:
    """Whether it carries a role on that was not ended early since: that is decided about without a fresh reading."""
    return application.renews is not None and application.renews.stands


def _check_read(application: Application, by: User, unread: str) -> None:
    """The waitlist moves up by itself, so a place on it is an offer to come."""
    if renews(application) or application.reviews.filter(state=ReviewState.SUBMITTED).exists():
        return
    if not unread.strip():
        raise DomainError(
            "Nobody has read this application. Ask someone to read it first, or say why it is decided "
            "without a review."
        )
    record(application, Beside.STAGE_UNREAD, by=by, now=timezone.now(), note=unread.strip())


@transaction.atomic
def unstage(*, pk: int, by: User) -> Application:
    """Take a staged decision off the panel. Raises DomainError when nothing is staged (any more)."""
    application = locked_with_places(pk)
    demand(why_not(by, Care.UNSTAGE, application))
    application.decisions.filter(released_at=None).delete()
    return application


@transaction.atomic
def take_off(*, pk: int, by: User) -> Application:
    """Take this decision off the panel. Raises DomainError when it was released: what is staged anew stays."""
    application = Decision.objects.values_list("application_id", flat=True).get(pk=pk)
    locked_with_places(application)
    demand(why_not(by, DecisionAction.UNSTAGE, Decision.objects.get(pk=pk)))
    return unstage(pk=application, by=by)


@transaction.atomic
def release(*, offering_pk: int, by: User, now: datetime | None = None, seen: str | None = None) -> int:
    """Release everything staged for an offering, all or nothing, one mail each. Answers how many.

    `seen` is the fingerprint of what was on the screen (queries.panel); None skips that check.
    Of two people releasing at once the second is told. Raises DomainError when a school would get more offers
    than it has places, LookFirst when something else is staged now than was seen.
    """
    now = now or timezone.now()
    lock_places(offering_pk)
    offerings = Offering.objects.select_related("role__pathway", "year", "published_version")
    offering = offerings.get(pk=offering_pk)
    demand(not_decided(by, offering, "release decisions"))
    staged = Decision.objects.filter(application__offering=offering, released_at=None)
    decisions = list(staged.select_related("application__school").order_by("application_id"))
    if not decisions:
        raise DomainError("Nothing is staged. Someone may have released it just now.")
    default = first_day_of(offering, None, local_date(now))
    staged_now = fingerprint_of(decisions, default=default)
    if seen is not None and seen != staged_now:
        raise LookFirst(
            "Something else is staged now than you saw. Look it over again, then release; nothing was released.",
            lines=(),
            seen=staged_now,
        )
    _check_places(offering, decisions)
    for decision in decisions:
        _release(decision, by, now)
    return len(decisions)


def _offers(wanted: int) -> str:
    return "1 offer is" if wanted == 1 else f"{wanted} offers are"


def _check_places(offering: Offering, decisions: list[Decision]) -> None:
    asked: dict[str, list[School]] = {}
    network = offering.role.pathway.makes_fellows
    schools = [row.application.school for row in decisions if row.outcome == Decision.Outcome.OFFER]
    for school in sorted(schools, key=lambda one: one.sort_name):
        asked.setdefault("" if network else str(school.pk), []).append(school)
    for same in asked.values():
        _check_pool(
            pool_of(offering, same[0]), len(same), "Stage fewer offers" + ("" if network else " there")
        )


def _check_pool(pool: Pool, wanted: int, what_to_do: str) -> None:
    if wanted > pool.free:
        raise DomainError(
            f"{pool.name} has {pool.free} of {pool.places} places free, and {_offers(wanted)} staged. "
            f"{what_to_do}; nothing was released."
        )


def _release(decision: Decision, by: User, now: datetime) -> None:
    application = locked(decision.application_id)
    decision.released_by, decision.released_at = by, now
    if decision.outcome == Decision.Outcome.WAITLIST and decision.rank is None:
        decision.rank = _last_rank(application) + 1
    decision.save(update_fields=["released_by", "released_at", "rank"])
    if decision.outcome == Decision.Outcome.OFFER:
        give_offer(application, decision, by=by, now=now)
        return
    move(application, Action(decision.outcome), by=by, now=now, decision=decision)
    queue(
        to=application.person,
        template=f"applications/{application.state}",
        context={"application": application, "decision": decision},
        dedupe_key=f"decision-{decision.pk}",
    )


def _last_rank(application: Application) -> int:
    network = application.offering.role.pathway.makes_fellows
    ranked = Decision.objects.filter(
        **({} if network else {"application__school": application.school_id}),
        application__offering=application.offering_id,
        released_at__isnull=False,
        rank__isnull=False,
    )
    return ranked.order_by("-rank").values_list("rank", flat=True).first() or 0


@transaction.atomic
def reopen(*, pk: int, by: User, words: str, now: datetime | None = None) -> Application:
    """Staff open a decided application again, with a reason: a new decision follows, the old one stays."""
    now = now or timezone.now()
    application = locked_with_places(pk)
    demand(why_not(by, Action.REOPEN, application, now=now))
    if not words.strip():
        raise DomainError("Give a reason for opening this again. It stays on record.")
    # Where a school did not support it, the signatures are void since then; elsewhere they stand.
    move(application, Action.REOPEN, by=by, now=now, note=words.strip(), starts=None)
    ask_leader_again(application, by)
    return application
