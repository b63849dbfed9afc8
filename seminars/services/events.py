"""An event of sessions is changed: its kind, its title and the school that hosts it, for all of its sessions."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from people.models import User
from seminars.models import Event, Session, SessionEvent
from seminars.policies import why_not
from seminars.states import Planning, State

EVENT_CHANGED = (
    "Somebody changed this event since you opened the page. Nothing was saved yet. Save again to keep what stands "
    "in the fields here."
)
KIND_STAYS = (
    "A roster of this event is closed and counts for pay, so its kind stays. Open the roster again, with a reason, to "
    "change it."
)


def mark_of_event(event: Event) -> str:
    """What a page says of the event it showed: another one once its kind, title or school is changed."""
    return mark_of(json.dumps([event.kind, event.title, event.school_id]))


@transaction.atomic
def change_event(
    *, pk: int, by: User, what: Mapping[str, Any], shown: str, reason: str = "", now: datetime | None = None
) -> Event:
    """The event of the session `pk` says this now: `what` it is, of kind, title and school. Answers as `keep_event`
    does.

    Raises LookFirst when another window changed it since the page with the mark `shown`, NotAllowed unless each of its
    sessions is theirs to plan, and as `keep_event` does.
    """
    session = Session.objects.get(pk=pk)
    event = Event.objects.select_related("year").select_for_update(of=("self",)).get(pk=session.event_id)
    demand(why_not(by, Planning.CHANGE_EVENT, session))
    if mark_of_event(event) != shown:
        raise LookFirst(EVENT_CHANGED, lines=(), seen=mark_of_event(event))
    for name, value in what.items():
        setattr(event, name, value)
    return keep_event(event=event, by=by, reason=reason, now=now)


@transaction.atomic
def keep_event(*, event: Event, by: User, reason: str = "", now: datetime | None = None) -> Event:
    """Save a new event, or what was changed of one, with a line in the history of each of its sessions. The same again
    writes nothing.

    Raises DomainError for another kind once a roster of it is closed, and for a title that another event of its year
    has.
    """
    was = Event.objects.select_for_update().filter(pk=event.pk).first()
    # Held, so that no roster of it closes meanwhile.
    sessions = list(Session.objects.select_for_update(no_key=True).filter(event=event.pk).order_by("pk"))
    if was and was.kind != event.kind and any(one.state == State.CLOSED for one in sessions):
        raise DomainError(KIND_STAYS, at="kind")
    _save(event)
    event.unchanged = was is not None and mark_of_event(was) == mark_of_event(event)
    if was and not event.unchanged:
        line = {"by": by, "at": now or timezone.now(), "note": reason.strip(), **_facts(was, event)}
        SessionEvent.objects.bulk_create(
            SessionEvent(
                session=one,
                action=Planning.CHANGE_EVENT,
                from_state=one.state,
                to_state=one.state,
                **line,
            )
            for one in sessions
        )
    return event


def _save(event: Event) -> None:
    try:
        with transaction.atomic():
            event.save()
    except IntegrityError:
        if not Event.objects.filter(year=event.year_id, title=event.title).exclude(pk=event.pk).exists():
            raise
        raise DomainError(
            f"{event.year} has another event of this title. Give this one another.", at="title"
        ) from None


def _facts(was: Event, event: Event) -> dict[str, Any]:
    """What it was and is, of what changed."""
    return {
        f"event_{name}{suffix}": getattr(row, name)
        for name in ("kind", "title", "school")
        if getattr(was, name) != getattr(event, name)
        for suffix, row in (("_was", was), ("", event))
    }
