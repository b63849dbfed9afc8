"""The lists behind numbers of the overview: their columns, each once, for pages and files."""

from datetime import timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from common.states import in_words
from common.ui.components import badge
from common.ui.lists import Column, state, to

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
    return format_html("{} {} of {} minutes", badge(row.mark), row.minutes, row.session.required_minutes)
