"""Rows of the overview and of the lists behind its numbers, as files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from coaching.exports import leader_columns
from coaching.queries import owing
from common.downloads import Columns
from common.states import in_words
from dashboard.queries import reports
from fellows.exports import FELLOWS
from fellows.models import Fellow
from pathways.exports import placement_columns
from pathways.models import Placement, ProgramYear
from pathways.queries import Filters, placement_list
from people.models import User
from stipends.exports import APPROVED_LINES
from stipends.queries import approved_lines

APPLICATIONS: Columns = {
    "Applicant": lambda row: row.person.name,
    "Role": lambda row: row.offering.role.name,
    "School": lambda row: row.school.name,
    "State": lambda row: in_words(row.state),
}
DELIVERABLES: Columns = {
    "Leader": lambda row: row.placement.person.name,
    "Role": lambda row: row.placement.role.name,
    "Deliverable": lambda row: row.deliverable.title,
    "School": lambda row: row.placement.school.name,
    "Due": lambda row: row.deliverable.due,
    "State": lambda row: in_words(row.state),
}
ATTENDANCE: Columns = {
    "Name": lambda row: row.person.name,
    "Email": lambda row: row.person.email,
    "Mark": lambda row: in_words(row.mark),
    "Minutes": lambda row: row.minutes,
}


MARKS: Columns = {"Session": lambda row: row.session.title, **ATTENDANCE}


def section_file(name: str, user: User, year: ProgramYear, day: date) -> tuple[Columns, "QuerySet[Any]"]:
    """The columns of a section's file, and the rows behind all its numbers: those `user` sees on the lists they lead
    to."""
    held = Placement.objects.visible_to(user)
    files: dict[str, Callable[[], tuple[Columns, QuerySet[Any]]]] = {
        "funnel": lambda: (APPLICATIONS, reports.applications(user, year.label, "")),
        "coaching": lambda: (leader_columns(day), owing(year, held)),
        "deliverables": lambda: (DELIVERABLES, reports.deliverables(user, year.label, "", day=day)),
        "attendance": lambda: (MARKS, reports.marks(user, year)),
        "budget": lambda: (
            placement_columns(user, day),
            placement_list(user, Filters(year_id=year.pk)),
        ),
        "paid": lambda: (APPROVED_LINES, approved_lines(user, year)),
        "fellows": lambda: (FELLOWS, Fellow.objects.visible_to(user).select_related("person", "cohort")),
    }
    return files[name]()
