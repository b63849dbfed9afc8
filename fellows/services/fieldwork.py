"""Verbs on hours of fieldwork: logged by the fellow, accepted or sent back by somebody else."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from common.states import step
from fellows.models import Fellow, FieldworkEntry, FieldworkEvent, Milestone
from fellows.policies import why_not_fieldwork
from fellows.queries.fieldwork import pace_of, who_may_supervise
from fellows.rules.hours import MOST_MINUTES
from fellows.services.fellows import locked, record
from fellows.states import FIELDWORK_MOVES, Action, FieldworkAction, FieldworkState
from notifications.services import cancel, queue
from people.models import User
from people.services.told import only_one

TWICE = "You logged exactly this already."


@dataclass(frozen=True, slots=True)
class Did:
    """What a fellow did on a day, for so many minutes, and who saw it."""

    day: date
    minutes: int
    what: str
    supervisor: User


@transaction.atomic
def log_hours(*, pk: int, did: Did, by: User, now: datetime | None = None) -> FieldworkEntry:
    """The fellow logs what they did; it counts once somebody else accepts it. The very same again is answered as it is.

    Raises DomainError for a day ahead or outside the cohort, for more than a day holds, and for a supervisor who leads
    no school today.
    """
    moment = now or timezone.now()
    fellow = locked(pk)
    demand(why_not_fieldwork(by, FieldworkAction.LOG, fellow))
    what = did.what.strip()
    same = {"day": did.day, "minutes": did.minutes, "what": what}
    kept = fellow.fieldwork.exclude(state=FieldworkState.TAKEN_BACK).filter(**same).first()
    if kept is not None:
        return kept
    _refuse_wrong(fellow, did, moment)
    row = FieldworkEntry.objects.create(fellow=fellow, **same, supervisor=did.supervisor, logged_at=moment)
    _record(row, FieldworkAction.LOG, by, moment, before="")
    return row


@transaction.atomic
def correct_hours(*, pk: int, did: Did, by: User, now: datetime | None = None) -> FieldworkEntry:
    """The fellow corrects hours that wait or came back; they wait anew. Raises DomainError as `log_hours` does, and
    where exactly this is logged already."""
    moment = now or timezone.now()
    row = _locked(pk)
    demand(why_not_fieldwork(by, FieldworkAction.CORRECT, row))
    _refuse_wrong(row.fellow, did, moment, without=row)
    before, row.state = row.state, step(FIELDWORK_MOVES, FieldworkState(row.state), FieldworkAction.CORRECT)
    row.day, row.minutes, row.what, row.supervisor = did.day, did.minutes, did.what.strip(), did.supervisor
    with only_one(TWICE, at="what"):
        row.save(update_fields=["day", "minutes", "what", "supervisor", "state"])
    _record(row, FieldworkAction.CORRECT, by, moment, before=before)
    cancel(topic=_topic(row))
    return row


@transaction.atomic
def accept_hours(*, pk: int, by: User, now: datetime | None = None) -> FieldworkEntry:
    """The supervisor or a program manager accepts hours. Once as many are accepted as the plan of the cohort asks for,
    the milestone of fieldwork is reached."""
    moment = now or timezone.now()
    row = _moved(pk, FieldworkAction.ACCEPT, by, moment, "")
    if pace_of(row.fellow, local_date(moment)).complete:
        _reach(row.fellow, by, moment)
    return row


@transaction.atomic
def send_back_hours(*, pk: int, note: str, by: User, now: datetime | None = None) -> FieldworkEntry:
    """Hours go back to the fellow with words, by mail too. Accepted ones as well, until the hours are complete."""
    moment = now or timezone.now()
    if not note.strip():
        raise DomainError("Write what is not right.", at="note")
    row = _moved(pk, FieldworkAction.SEND_BACK, by, moment, note.strip())
    queue(
        to=row.fellow.person,
        template="fellows/hours_sent_back",
        context={"entry": row, "words": note.strip(), "by": by},
        dedupe_key=f"hours-back-{row.pk}-{row.events.count()}",
        topic=_topic(row),
    )
    return row


@transaction.atomic
def take_back_hours(*, pk: int, by: User, now: datetime | None = None) -> FieldworkEntry:
    """The fellow logged hours by mistake: they count no more."""
    row = _moved(pk, FieldworkAction.TAKE_BACK, by, now or timezone.now(), "")
    cancel(topic=_topic(row))
    return row


def _moved(pk: int, action: FieldworkAction, by: User, moment: datetime, note: str) -> FieldworkEntry:
    row = _locked(pk)
    demand(why_not_fieldwork(by, action, row))
    before = FieldworkState(row.state)
    if before is FieldworkState.ACCEPTED and (done := _reached(row.fellow)) is not None:
        raise DomainError(
            f"The hours are complete since {done:%B %-d, %Y}, so what was accepted stays accepted."
        )
    row.state = step(FIELDWORK_MOVES, before, action)
    row.save(update_fields=["state"])
    _record(row, action, by, moment, before=before, note=note)
    return row


def _locked(pk: int) -> FieldworkEntry:
    """The entry, and its fellow first: whoever accepts another entry of theirs waits, so that the sum is right."""
    fellow = locked(FieldworkEntry.objects.values_list("fellow", flat=True).get(pk=pk))
    row = FieldworkEntry.objects.select_for_update(of=("self",)).select_related("supervisor").get(pk=pk)
    row.fellow = fellow
    return row


def _refuse_wrong(fellow: Fellow, did: Did, moment: datetime, without: FieldworkEntry | None = None) -> None:
    cohort, today = fellow.cohort, local_date(moment)
    if did.day > today:
        raise DomainError("Log hours once they are done.", at="day")
    if not cohort.starts <= did.day < cohort.ends:
        raise DomainError(
            f"The {cohort} lasts from {cohort.starts:%B %-d, %Y} to {cohort.last_day:%B %-d, %Y}. "
            "Choose a day in it.",
            at="day",
        )
    others = fellow.fieldwork.filter(day=did.day).exclude(state=FieldworkState.TAKEN_BACK)
    if without is not None:
        others = others.exclude(pk=without.pk)
    so_far = others.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    if not 1 <= did.minutes <= MOST_MINUTES - so_far:
        raise DomainError("A day has 24 hours, with what you logged for it already.", at="hours")
    if not did.what.strip():
        raise DomainError("Write what you did.", at="what")
    if not who_may_supervise(fellow, today, without).filter(pk=did.supervisor.pk).exists():
        raise DomainError(
            "A supervisor leads a school today, and is never you. Choose one of the list.", at="supervisor"
        )


def _reached(fellow: Fellow) -> date | None:
    found = fellow.milestones.filter(kind=Milestone.Kind.FIELDWORK, reached_on__isnull=False)
    return found.values_list("reached_on", flat=True).first()


def _reach(fellow: Fellow, by: User, moment: datetime) -> None:
    if _reached(fellow) is not None:
        return
    kind, day = Milestone.Kind.FIELDWORK, local_date(moment)
    milestone, _ = Milestone.objects.get_or_create(fellow=fellow, kind=kind, attempt=1)
    milestone.reached_on = day
    milestone.save(update_fields=["reached_on"])
    record(fellow, Action.REACH_MILESTONE, by, moment, milestone=kind, attempt=1, day=day)
    cancel(topic=f"milestone-{milestone.pk}")


def _topic(row: FieldworkEntry) -> str:
    return f"hours-back-{row.pk}"


def _record(
    row: FieldworkEntry,
    action: FieldworkAction,
    by: User,
    at: datetime,
    *,
    before: str,
    note: str = "",
) -> None:
    FieldworkEvent.objects.create(
        entry=row,
        action=action,
        from_state=before,
        to_state=row.state,
        by=by,
        at=at,
        note=note,
        day=row.day,
        minutes=row.minutes,
    )
