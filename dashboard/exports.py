"""Rows of the overview and of the lists behind its numbers, as files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from coaching.queries import owing
from coaching.tables import leader_columns
from common import money
from common.downloads import Columns
from common.ui.lists import in_file
from dashboard.queries import reports
from dashboard.tables import APPLICATIONS, ATTENDANCE, DELIVERABLES
from fellows.models import Fellow
from fellows.tables import FELLOWS
from pathways.models import Placement, ProgramYear
from pathways.queries import Filters, placement_list
from pathways.tables import placement_columns
from people.models import User
from people.queries import directed_by
from stipends.queries import approved_lines, paid_at
from stipends.tables import APPROVED_LINES

MARKS: Columns = {"Session": lambda row: row.session.title, **in_file(ATTENDANCE)}
SUMS: Columns = {
    "School": lambda row: row["school__name"],
    "Approved": lambda row: money.amount(row["cents"]),
}


def section_file(name: str, user: User, year: ProgramYear, day: date) -> tuple[Columns, "QuerySet[Any]"]:
    """The columns of a section's file, and the rows behind all its numbers: those `user` sees on the lists they lead
    to."""
    held = Placement.objects.visible_to(user)
    files: dict[str, Callable[[], tuple[Columns, QuerySet[Any]]]] = {
        "funnel": lambda: (in_file(APPLICATIONS), reports.applications(user, year.label, "")),
        "coaching": lambda: (in_file(leader_columns(day, user)), owing(year, day, held)),
        "deliverables": lambda: (in_file(DELIVERABLES), reports.deliverables(user, year.label, "", day=day)),
        "attendance": lambda: (MARKS, reports.marks(user, year)),
        "budget": lambda: (
            in_file(placement_columns(user, day)),
            placement_list(user, Filters(year_id=year.pk)),
        ),
        "paid": lambda: (in_file(APPROVED_LINES), approved_lines(user, year)),
        "schools": lambda: (SUMS, paid_at(directed_by(user, day), year)),
        "fellows": lambda: (
            in_file(FELLOWS),
            Fellow.objects.visible_to(user).select_related("person", "cohort"),
        ),
    }
    return files[name]()
