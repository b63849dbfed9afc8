"""Sessions as calendar programs read them (RFC 5545; the link to join as RFC 7986 has it)."""

from collections.abc import Iterable
from datetime import UTC

import icalendar
from django.urls import reverse

from seminars.queries import Entry
from seminars.states import State


def calendar_file(entries: Iterable[Entry], base_url: str) -> bytes:
    """A calendar of these sessions, without marks. Links begin with `base_url`. The same sessions give the same
    bytes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Teacher Leader Pathways//Seminars//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Teacher Leader Pathways")
    for entry in entries:
        calendar.add_component(_event(entry, base_url))
    return bytes(calendar.to_ical())


def _event(entry: Entry, base_url: str) -> icalendar.Event:
    session, event = entry.session, icalendar.Event()
    cancelled = session.state == State.CANCELLED
    # Programs go by these: the same UID is the same entry, a higher number is a later word on it.
    event.add("uid", f"session-{entry.first}@teacher-leader-pathways")
    event.add("sequence", entry.changes)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    event.add("summary", f"{session.title} ({session.event.title})")
    event.add("url", base_url + reverse("seminars:detail", args=[session.pk]))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    link = "" if cancelled else session.video_link
    if session.place or link:
        event.add("location", session.place or link)
    if link:
        event.add("description", f"Join online: {link}")
        event.add("conference", link, parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"})
    return event
