"""The lists behind numbers of the overview: their columns, each once, for pages and files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.clock import clock_in_words, local_date
from common.counting import counted
from common.states import in_words
from common.ui.components import badge
from common.ui.lists import Column, state, to
from common.ui.strip import Lane, Mark

APPLICATIONS = (
    Column("Applicant", lambda row: row.person.name, leads=to("applications:detail")),
    Column("Role", lambda row: row.offering.role.name),
    Column("School", lambda row: row.school.name),
    state("State", lambda row: row.state),
)
# Where applications stand, for who reads none of them.
STANDINGS = (Column("Applicant", lambda row: row.person.name), *APPLICATIONS[1:])
DELIVERABLES = (
    Column("Leader", lambda row: row.placement.person.name, below=lambda row: row.placement.role.name),
    Column("Role", lambda row: row.placement.role.name, on_page=False),
    Column("Deliverable", lambda row: row.deliverable.title, leads=to("pathways:deliverable")),
    Column("School", lambda row: row.placement.school.name),
    Column("Due", lambda row: row.deliverable.due),
    state("State", lambda row: row.state),
)
YEARS = (
    Column("Year", lambda row: row.label, leads=to("dashboard:year", "label"), sort=("starts",)),
    Column("First day", lambda row: row.school_starts or row.starts),
    Column("Last day", lambda row: row.school_ends - timedelta(days=1) if row.school_ends else row.last_day),
    Column("Service days", lambda row: row.served or row.days_count, look="number"),
)


def plan_columns(found: Mapping[int, Any]) -> tuple[Column, ...]:
    """The plan of a year; `found`: what stands in the way of each session, by its number."""
    return (
        *PLAN,
        # What was cancelled stands in nobody's way.
        Column("Meets", lambda row: ". ".join(found[row.pk].says) if row.pk in found else ""),
        replace(state("State", lambda row: row.state), below=lambda row: row.cancelled_because),
        Column("Why cancelled", lambda row: row.cancelled_because, on_page=False),
    )


PLAN = (
    Column(
        "Session",
        lambda row: row.title,
        leads=to("seminars:detail"),
        below=lambda row: row.event.title,
        sort=("title",),
    ),
    Column("Event", lambda row: row.event.title, on_page=False),
    Column(
        "When",
        lambda row: row.starts_at,
        below=lambda row: f"to {clock_in_words(row.ends_at)}",
        sort=("starts_at",),
    ),
    Column("Ends", lambda row: clock_in_words(row.ends_at), on_page=False),
    Column("For", lambda row: row.whom, below=lambda row: "" if row.required else "may come"),
    Column("Asked", lambda row: "" if row.required else "may come", on_page=False),
    Column("Led by", lambda row: ", ".join(person.name for person in row.facilitators.all()) or "Nobody yet"),
    Column("Where", lambda row: row.place or ("Online" if row.video_link else "To be announced")),
    Column("Works on", lambda row: row.scope_item.focus if row.scope_item else ""),
)
# What a search finds.
PEOPLE = (
    Column("Name", lambda row: row.name),
    Column("Email", lambda row: row.email),
    Column("Latest role", lambda row: row.role_words, drawn=lambda row: _latest(row)),
)
PLACEMENTS = (
    Column("Leader", lambda row: row.person.name, leads=to("pathways:placement")),
    Column("Role", lambda row: row.role.name),
    Column("School", lambda row: row.school.name),
    Column("Year", lambda row: row.year.label),
)
APPLIED = (
    Column("Applicant", lambda row: row.person.name, leads=to("applications:detail")),
    Column("Role", lambda row: f"{row.offering.role.name} {row.offering.year.label}"),
    Column("School", lambda row: row.school.name),
    state("State", lambda row: row.state),
)
HELD = to("pathways:placement", "role_pk")
NONE_YET = mark_safe('<span class="quiet">None yet</span>')
ATTENDANCE = (
    Column("Name", lambda row: row.person.name, drawn=lambda row: _addressed(row)),
    Column("Email", lambda row: row.person.email, on_page=False),
    Column("Mark", lambda row: in_words(row.mark), drawn=lambda row: _marked(row)),
    Column("Minutes", lambda row: row.minutes, on_page=False),
)


def _latest(row: Any) -> SafeString:
    """The placement a person holds or held last, with the way to it."""
    if not row.role_pk:
        return NONE_YET
    return format_html('<a class="usa-link" href="{}">{}</a>', HELD(row), row.role_words)


def _addressed(row: Any) -> SafeString:
    words = '{} <span class="quiet small text-normal">{}</span>'
    return format_html(words, row.person.name, row.person.email)


def _marked(row: Any) -> SafeString:
    if row.minutes is None:
        return badge(row.mark)
    return format_html(
        "{} {} of {}", badge(row.mark), row.minutes, counted(row.session.required_minutes, "minute")
    )


LOOK = {"closed": "done", "held": "now", "planned": "ahead"}


def lanes_of_plan(sessions: Iterable[Any]) -> list[Lane]:
    """The year of each audience: a line for every role that a session names, one for those that are for all, and one
    each for fellows and school leaders. `sessions` know their roles and cohorts."""
    lanes: dict[str, list[Mark]] = {}
    for session in sessions:
        asked = " of whoever may come" if not session.required else ""
        words = f"{session.title}{asked}: {in_words(session.state).lower()}"
        day = local_date(session.starts_at)
        mark = Mark(day, "session", LOOK[session.state], words, reverse("seminars:detail", args=[session.pk]))
        for name in _lanes(session):
            lanes.setdefault(name, []).append(mark)
    return [Lane(name, marks) for name, marks in sorted(lanes.items(), key=lambda lane: RANK.get(lane[0], 1))]


RANK = {"Every role": 0, "School leaders": 2, "Fellows": 3}


def _lanes(session: Any) -> list[str]:
    roles = dict.fromkeys(
        [
            *(role.name for role in session.roles.all()),
            *(cohort.role.name for cohort in session.cohorts.all()),
        ]
    )
    named = [
        *roles,
        *(["School leaders"] if session.school_leaders else []),
        *(["Fellows"] if session.fellows else []),
    ]
    return named or ["Every role"]
