"""Lists of coaching: their columns, each once, for pages and files."""

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from coaching.policies import why_not
from coaching.queries import EXTRA, WINDOWS, Owed, days_unseen, owed, to_do
from coaching.states import Beside
from common.clock import day_in_words, local_date
from common.counting import counted
from common.states import in_words
from common.ui.components import badge
from common.ui.lists import Column, state, to
from pathways.models import PeerWork, Placement
from people.models import User


def extra_columns(day: date) -> tuple[Column, ...]:
    """A cycle beyond the two (rows of `extra`), with what comes next in it on `day`."""
    return (
        Column("Leader", lambda row: row.placement.person.name, leads=to("coaching:detail")),
        Column("Coach", lambda row: row.coach.name),
        Column("By", lambda row: row.due),
        Column("Next", lambda row: to_do(row.state, row.since, day)),
    )


def _beside(row: Any) -> str:
    """What a Senior Peer Coach did beside, in numbers; empty for a Peer Coach."""
    if row.role.peer_work != PeerWork.PEERS:
        return ""
    told = (
        f"{counted(row.visitors, 'visitor')} confirmed",
        f"{counted(row.exemplars, 'recording')} shown",
        f"{counted(row.visited, 'Peer Coach', 'Peer Coaches')} coached",
    )
    return ", ".join(told)


def _waits(row: Any) -> str:
    if not row.release_waits:
        return ""
    return "proposed, waits" if row.release_minutes is None else "another number waits"


PEERS = (
    Column("Peer Coach", lambda row: row.person.name, leads=to("coaching:peer"), sort=("person__sort_name",)),
    Column("Role, school", lambda row: row.role.name, below=lambda row: row.school.name, in_file=False),
    Column("Role", lambda row: row.role.name, on_page=False),
    Column("School", lambda row: row.school.name, on_page=False, sort=("school__sort_name",)),
    Column(
        "Minutes a week",
        lambda row: "not confirmed" if row.release_minutes is None else row.release_minutes,
        below=_waits,
        look="number",
        sort=("release_minutes",),
    ),
    Column("Waits", _waits, on_page=False),
    Column("Teachers", lambda row: row.teachers, look="number", sort=("teachers",)),
    Column("Coached", lambda row: row.coached, look="number", sort=("coached",)),
    Column("Cycles", lambda row: row.cycles, look="number", sort=("cycles",)),
    Column("PD", lambda row: row.pd, look="number", sort=("pd",)),
    Column("As Senior Peer Coach", _beside),
)
NOT_PLANNED = mark_safe('<span class="quiet">Not planned yet</span>')
PLAN = to("coaching:new")
CYCLE = to("coaching:detail", "cycle_id")
ONE = to("coaching:one")


SUPPORT_COLUMNS = (
    Column("About", lambda row: row.about, leads=to("coaching:support_one"), sort=("about",)),
    Column("Leader", lambda row: row.placement.person.name, below=lambda row: row.placement.school.name),
    Column("Role", lambda row: row.placement.role.name, on_page=False),
    Column("School", lambda row: row.placement.school.name, on_page=False),
    Column("Asked", lambda row: local_date(row.asked_at), sort=("asked_at",)),
    Column("Needed by", lambda row: row.needed_by, sort=("needed_by",)),
    Column("Coach", lambda row: row.coach.name if row.coach else "Nobody yet"),
    state("State", lambda row: row.state),
)


def unseen_columns(day: date) -> tuple[Column, ...]:
    """A leader whom nobody saw for long, with their coach and how long it is."""
    return (
        Column("Leader", lambda row: row.person.name, leads=to("coaching:one"), sort=("person__sort_name",)),
        Column("Role", lambda row: row.role.name, below=lambda row: row.school.name),
        Column("School", lambda row: row.school.name, on_page=False),
        Column("Coach", lambda row: ", ".join(one.coach.name for one in row.dealt) or "Nobody yet"),
        Column("Seen last", lambda row: row.seen_on or "Not yet", sort=("unseen_since",)),
        Column("Days", lambda row: days_unseen(row, day), look="num"),
    )


def leader_columns(day: date, user: User) -> tuple[Column, ...]:
    """A leader with the two cycles the year owes them, as they stand on `day`; on the page with what `user` may
    plan."""
    columns = [
        Column("Leader", lambda row: row.person.name, drawn=lambda row: _leader(user, row)),
        Column("Role, school", lambda row: row.role.name, below=lambda row: row.school.name, in_file=False),
        Column("Role", lambda row: row.role.name, on_page=False),
        Column("School", lambda row: row.school.name, on_page=False),
    ]
    for number, name in enumerate(WINDOWS.values()):
        columns += _cycle(number, name, day, user)
    return tuple(columns)


def _cycle(number: int, name: str, day: date, user: User) -> list[Column]:
    def of(row: Placement) -> Owed:
        return owed(row, day)[number]

    return [
        Column(name, lambda row: in_words(of(row).standing), drawn=lambda row: _owed(user, row, of(row))),
        Column(f"{name} by", lambda row: of(row).due, on_page=False),
        Column(f"{name} next", lambda row: of(row).to_do if of(row).cycle_id else "", on_page=False),
    ]


def _leader(user: User, row: Placement) -> str:
    """For the leader it leads to what took place between the two; coaches come there from My leaders."""
    name = row.person.name
    if row.person_id == user.pk:
        return format_html('<a class="usa-link" href="{}">{}</a>', ONE(row), name)
    if not _plans(user, row):
        return name
    return format_html("{}<br>{}", name, _link(_plan(row, EXTRA), "Extra cycle", f" with {name}"))


def _owed(user: User, row: Placement, one: Owed) -> SafeString:
    """How it stands, and what leads on: to the cycle, or to planning it."""
    whose = f": {one.name}, {row.person.name}"
    if one.cycle_id:
        on = _link(CYCLE(one), one.to_do, whose)
    elif _plans(user, row):
        on = _link(_plan(row, one.window), "Plan it", whose)
    else:
        on = NOT_PLANNED
    return format_html("{} by {}<br>{}", badge(one.standing), day_in_words(one.due), on)


def _plans(user: User, row: Placement) -> bool:
    return why_not(user, Beside.PLAN, row) is None


def _plan(row: Placement, window: str) -> str:
    return f"{PLAN(row)}?window={window}"


def _link(url: str, words: str, whose: str) -> SafeString:
    told = '<a class="usa-link" href="{}">{}<span class="usa-sr-only">{}</span></a>'
    return format_html(told, url, words, whose)
