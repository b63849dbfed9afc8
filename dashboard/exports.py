"""Rows of the overview and of the lists behind its numbers, as files."""

from collections.abc import Iterator

from common.downloads import Columns
from common.states import in_words
from dashboard.queries.reports import Section

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


def section_rows(section: Section) -> Iterator[tuple[str, ...]]:
    """The headings, then a row a bar, as it reads on the page."""
    yield (section.what, section.how_many)
    for row in section.rows:
        yield (row.label, row.text)
