"""Leaders in office, as the rows of a table name them, and the papers that lie beside it."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from applications.services import LeaderLine, named_as
from common.archives import plain_parts, unpacked
from common.errors import DomainError
from common.judging import BROKEN_ARCHIVE
from common.tables import read_table

NEEDED = ("role", "school", "starts", "reason")
KNOWN = ("email", "external_id", "cohort", "school_code", "share", "paper", "signed_by", "signed_on")
LARGE = "{} unpacks to more than 50 MB. Take its papers over in parts."
BROKEN = "{} cannot be opened. Make it anew, without a password."
# What offices call them.
CALLED = {
    "first_day": "starts",
    "start": "starts",
    "start_date": "starts",
    "sourcedid": "external_id",
    "employee_id": "external_id",
    "cds_code": "school_code",
    "fte": "share",
}


def leader_lines(text: str) -> list[LeaderLine]:
    """The lines of a table of leaders. Raises DomainError for what is no such table."""
    table = read_table(text.encode(), needed=NEEDED, known=KNOWN, called=CALLED)
    return [
        LeaderLine(number=row.number, **{name: row.cells.get(name, "").strip() for name in (*NEEDED, *KNOWN)})
        for row in table.rows
    ]


def papers_of(files: "Sequence[IO[bytes]]") -> dict[str, bytes]:
    """The papers that were chosen, those of a zip one by one, by the name a line has for them. Raises DomainError for a
    zip that cannot be opened or is too large, and for two papers of one name."""
    found: dict[str, bytes] = {}
    for name, content in _papers(files):
        if named_as(name) in found:
            raise DomainError(f"Two papers are called {name}. Give each a name of its own.")
        found[named_as(name)] = content
    return found


def _papers(files: "Sequence[IO[bytes]]") -> Iterator[tuple[str, bytes]]:
    for file in files:
        name, content = PurePosixPath(str(file.name).replace("\\", "/")).name, file.read()
        if not content.startswith(b"PK"):
            yield name, content
            continue
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                for path, part in plain_parts(archive, large=LARGE.format(name)):
                    yield path.name, unpacked(archive, part)
        except BROKEN_ARCHIVE:
            raise DomainError(BROKEN.format(name)) from None
