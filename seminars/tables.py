"""The calendar as a list: its columns, each once, for its page and its files."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.clock import local_date
from common.counting import counted
from common.states import in_words
from common.ui.components import badge
from common.ui.lists import Column, state, to
from seminars.models import Resource, Session
from seminars.states import ResourceState

NONE_YET = "None yet"


def _event(row: Session) -> str:
    return row.event.title if row.required else f"{row.event.title}, optional"


def _where(row: Session) -> str:
    return row.place or ("Online" if row.video_link else "To be announced")


def _my_mark(row: Any) -> str:
    if row.my_mark:
        return in_words(row.my_mark)
    return NONE_YET if row.asks_me else ""


def _my_mark_drawn(row: Any) -> SafeString | str:
    if not row.my_mark:
        return format_html('<span class="quiet">{}</span>', NONE_YET) if row.asks_me else ""
    if row.my_minutes is None:
        return badge(row.my_mark)
    return format_html(
        "{} {} of {}", badge(row.my_mark), row.my_minutes, counted(row.required_minutes, "minute")
    )


SESSIONS = (
    Column("Session", lambda row: row.title, leads=to("seminars:detail"), below=_event, sort=("title",)),
    Column("Event", lambda row: row.event.title, on_page=False),
    Column("Asked", lambda row: "" if row.required else "optional", on_page=False),
    Column("When", lambda row: row.starts_at, sort=("starts_at",)),
    Column("Where", _where),
    state("State", lambda row: row.state),
    Column("My mark", _my_mark, drawn=_my_mark_drawn),
    Column("My minutes", lambda row: row.my_minutes, on_page=False),
)


def _tags(row: Resource) -> str:
    parts = (row.cohort, row.scope_item, row.session)
    return ", ".join(str(part) for part in parts if part is not None)


def _what(row: Resource) -> str:
    return in_words(row.state) if row.state == ResourceState.TAKEN_DOWN else row.where_it_is


RESOURCES = (
    Column("Resource", lambda row: row.title, leads=to("seminars:resource"), sort=("title",)),
    Column("Good for", lambda row: row.good_for),
    Column("With", lambda row: row.with_whom),
    Column("Belongs to", _tags),
    Column("What it is", _what),
    Column("Shared by", lambda row: row.person.name),
    Column("On", lambda row: local_date(row.shared_at), look="nowrap", sort=("shared_at",)),
)
