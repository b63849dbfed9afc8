"""Support side by side: a leader asks, staff assign, a coach comes and answers, the leader closes."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from coaching.models import SupportEvent, SupportRequest, SupportWord
from coaching.policies import why_not_support
from coaching.queries import coaches
from coaching.states import SUPPORT_MOVES, SupportAction, SupportState
from common.clock import local_date
from common.errors import DomainError, LookFirst, demand
from common.states import step
from notifications.services import queue
from pathways.models import Placement
from people.models import User

D = SupportAction
ENDS = (D.CLOSE, D.WITHDRAW, D.DECLINE, D.SETTLE)


@transaction.atomic
def ask(
    *,
    placement_pk: int,
    by: User,
    about: str,
    words: str = "",
    needed_by: date | None = None,
    now: datetime | None = None,
) -> SupportRequest:
    """A leader asks for somebody beside them.

    Raises DomainError for a role that is over or not yet begun, a day that is past, and for what is asked already.
    """
    moment = now or timezone.now()
    day = local_date(moment)
    placement = Placement.objects.select_related("person", "year").get(pk=placement_pk)
    demand(why_not_support(by, D.ASK, placement))
    over = placement.ends is not None and placement.ends <= day
    if over or not placement.starts <= day < placement.year.ends:
        raise DomainError("Support is for leaders in their year. This role is not held today.")
    if needed_by is not None and needed_by < day:
        raise DomainError("This day is over. Choose another, or leave it empty.", at="needed_by")
    if needed_by is not None and needed_by >= placement.year.ends:
        raise DomainError(f"Choose a day of {placement.year}, or leave it empty.", at="needed_by")
    row = SupportRequest(
        placement=placement, about=about.strip(), words=words.strip(), needed_by=needed_by, asked_at=moment
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise DomainError(
            "You asked for this already, and it is open. Open that one.", at="about"
        ) from refused
    _tell(row, D.ASK, by, moment, before="")
    return row


def coach_shown(row: SupportRequest) -> str:
    """The mark of who is assigned, as a page shows it."""
    return f"coach-{row.coach_id}"


@transaction.atomic
def assign(
    *, pk: int, by: User, coach: User, seen: str | None = None, now: datetime | None = None
) -> SupportRequest:
    """This coach comes, instead of whoever was assigned before. Both coaches and the leader get a mail. The same coach
    twice changes nothing. `seen`: whom the page showed as coach (`coach_shown`).

    Raises DomainError for somebody without the hat of a coach, and for the leader who asked; LookFirst where somebody
    else was assigned meanwhile.
    """
    moment, row = now or timezone.now(), _locked(pk)
    demand(why_not_support(by, D.ASSIGN, row))
    if row.coach_id == coach.pk:
        return row
    if not coaches(local_date(moment)).filter(pk=coach.pk).exists():
        raise DomainError(f"{coach.name} does not wear the hat of a coach. Choose another.", at="coach")
    if coach.pk == row.placement.person_id:
        raise DomainError("Nobody supports themselves. Choose another coach.", at="coach")
    if seen is not None and row.coach is not None and seen != coach_shown(row):
        raise LookFirst(
            f"{row.coach.name} was assigned meanwhile. Press once more if {coach.name} comes instead.",
            lines=[],
            seen=coach_shown(row),
        )
    before, row.coach = row.coach, coach
    event = _move(row, D.ASSIGN, by, moment, coach=coach)
    told = [(coach, "coaching/support_yours"), (row.placement.person, "coaching/support_coach")]
    if before is not None and before.is_active:
        told.append((before, "coaching/support_moved"))
    for to, template in told:
        queue(
            to=to,
            template=template,
            context={"row": row},
            dedupe_key=f"support-{row.pk}-{event.pk}-{to.pk}",
        )
    return row


@transaction.atomic
def answer(*, pk: int, by: User, words: str, now: datetime | None = None) -> SupportRequest:
    """The coach says that it is done, in words for the leader, who gets a mail without them. Raises DomainError without
    words."""
    row = _locked(pk)
    demand(why_not_support(by, D.ANSWER, row))
    if not words.strip():
        raise DomainError("Say in a line what you two did.", at="words")
    event = _move(row, D.ANSWER, by, now)
    _say(row, event, words)
    _mail(row, row.placement.person, "coaching/support_answered", event)
    return row


@transaction.atomic
def close(*, pk: int, by: User, words: str, now: datetime | None = None) -> SupportRequest:
    """The leader closes it with a word for the coach. Raises DomainError without one."""
    row = _locked(pk)
    demand(why_not_support(by, D.CLOSE, row))
    if not words.strip():
        raise DomainError("Say in a line whether it helped.", at="words")
    _say(row, _move(row, D.CLOSE, by, now), words)
    return row


@transaction.atomic
def ask_on(*, pk: int, by: User, words: str, now: datetime | None = None) -> SupportRequest:
    """It is not done for the leader: the coach, who gets a mail, comes again. Raises DomainError without words."""
    row = _locked(pk)
    demand(why_not_support(by, D.ASK_ON, row))
    if not words.strip():
        raise DomainError("Say in a line what you still need.", at="words")
    event = _move(row, D.ASK_ON, by, now)
    _say(row, event, words)
    assert row.coach is not None
    _mail(row, row.coach, "coaching/support_asked_on", event)
    return row


@transaction.atomic
def withdraw(*, pk: int, by: User, now: datetime | None = None) -> SupportRequest:
    """The leader needs it no more. Who was assigned gets a mail."""
    row = _locked(pk)
    demand(why_not_support(by, D.WITHDRAW, row))
    event = _move(row, D.WITHDRAW, by, now)
    if row.coach is not None:
        _mail(row, row.coach, "coaching/support_withdrawn", event)
    return row


@transaction.atomic
def decline(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SupportRequest:
    """Staff cannot give it, and say why to the leader. Raises DomainError without a reason."""
    return _settled(pk, D.DECLINE, by, reason, now)


@transaction.atomic
def settle(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SupportRequest:
    """Staff close it without the leader's word, with a reason the leader reads. Raises DomainError without one."""
    return _settled(pk, D.SETTLE, by, reason, now)


def _settled(pk: int, action: SupportAction, by: User, reason: str, now: datetime | None) -> SupportRequest:
    row = _locked(pk)
    demand(why_not_support(by, action, row))
    if not reason.strip():
        raise DomainError("Say why, so that the leader knows.", at="reason")
    event = _move(row, action, by, now, note=reason.strip())
    _mail(row, row.placement.person, "coaching/support_ended", event)
    return row


def _say(row: SupportRequest, event: SupportEvent, words: str) -> None:
    """Between the leader and the coach of now, for good."""
    assert row.coach is not None
    SupportWord.objects.create(event=event, coach=row.coach, words=words.strip())


def _mail(row: SupportRequest, to: User, template: str, event: SupportEvent) -> None:
    context = {"row": row, "event": event}
    queue(to=to, template=template, context=context, dedupe_key=f"support-{row.pk}-{event.pk}")


def _locked(pk: int) -> SupportRequest:
    rows = SupportRequest.objects.select_for_update(of=("self",)).select_related("placement__person", "coach")
    return rows.get(pk=pk)


def _move(
    row: SupportRequest, action: SupportAction, by: User, now: datetime | None, **told: object
) -> SupportEvent:
    """Takes the step, keeps the row, and tells it in the history."""
    moment, before = now or timezone.now(), row.state
    row.state = step(SUPPORT_MOVES, SupportState(before), action)
    row.ended_at = moment if action in ENDS else None
    row.save(update_fields=["state", "coach", "ended_at"])
    return _tell(row, action, by, moment, before=before, **told)


def _tell(
    row: SupportRequest, action: SupportAction, by: User, at: datetime, *, before: str, **told: object
) -> SupportEvent:
    states = {"from_state": before, "to_state": row.state}
    return SupportEvent.objects.create(request=row, action=action, by=by, at=at, **states, **told)
