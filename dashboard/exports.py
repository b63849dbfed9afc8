"""The numbers of the overview as rows of a file."""

from collections.abc import Iterator

from dashboard.queries.reports import Section


def section_rows(section: Section) -> Iterator[tuple[str, ...]]:
    """The headings, then a row a bar, as it reads on the page."""
    yield (section.what, section.how_many)
    for row in section.rows:
        yield (row.label, row.text)
