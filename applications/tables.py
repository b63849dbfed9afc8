"""Lists of applications: their columns, each once, for pages and files."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from applications.models import Application
from applications.states import State
from common.clock import local_date
from common.states import in_words
from common.ui.components import badge
from common.ui.lists import Column, in_file, to


def _signer(row: Application) -> object:
    if row.signer is None:
        return "Nobody yet" if row.state == State.SUBMITTED else ""
    return row.signer.name


def _signer_drawn(row: Application) -> object:
    return NOBODY if row.signer is None and row.state == State.SUBMITTED else _signer(row)


def _role(row: Application) -> SafeString:
    year = row.offering.year.label
    return format_html('{}, <span class="nowrap">{}</span>', row.offering.role.name, year)


NOBODY = mark_safe("<strong>Nobody yet</strong>")
LIST = (
    Column("Applicant", lambda row: row.person.name, leads=to("applications:detail")),
    Column("Role", lambda row: row.offering.role.name, drawn=_role),
    Column("Year", lambda row: row.offering.year.label, on_page=False),
    Column("School", lambda row: row.school.name),
    Column("State", lambda row: in_words(row.state), drawn=lambda row: badge(row.state), sort=("state",)),
    Column("Signer", _signer, drawn=_signer_drawn),
    Column("Changed", lambda row: local_date(row.changed_at), look="nowrap", sort=("changed_at",)),
)
APPLICATIONS = in_file(LIST)
