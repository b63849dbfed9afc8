"""Cells of a file as values. What cannot be read is noted with its line and column, and reading goes on."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from common.addresses import PLAIN, same_address
from common.counting import counted
from common.names import stored, why_refused
from common.reading import written_day
from people.rules.roster import At, Wrong

LONGEST_ID, LONGEST_NAME, LONGEST_ADDRESS, LONGEST_SCHOOL = 100, 100, 254, 200
YEARS = range(1900, 2200)
SHARE = "Write a share of a full position above 0 and at most 2, with at most three decimals, like 0.5."
DAY = "There is no such day. Write it like 2027-02-28 or 2/28/2027."


class Cells:
    """The cells of one line, by the names of their columns; `wrong` gathers what cannot be read, of all lines."""

    def __init__(self, at: At, told: Mapping[str, str], wrong: list[Wrong]) -> None:
        self.at, self.told, self.wrong = at, told, wrong

    def fail(self, column: str, words: str) -> None:
        self.wrong.append(Wrong(self.at, column, self.told.get(column, "")[:60], words))

    def text(self, column: str) -> str:
        """As it stands, without spaces around it; "" when the column is not there."""
        return self.told.get(column, "").strip()

    def id(self, column: str) -> str:
        """An id of another program: any signs that can be seen, leading zeros kept."""
        found = self.text(column)
        if len(found) > LONGEST_ID or not found.isprintable():
            self.fail(column, f"Write an id of at most {LONGEST_ID} signs.")
            return ""
        return found

    def name(self, column: str) -> str:
        """A name, or a part of one, as it is stored."""
        found = self.text(column)
        refused = why_refused(found)
        if refused or len(stored(found)) > LONGEST_NAME:
            self.fail(column, refused or f"Write a name of at most {LONGEST_NAME} letters.")
            return ""
        return stored(found)

    def line(self, column: str, most: int = LONGEST_SCHOOL) -> str:
        """A line of words: the name of a school, of a community."""
        found = stored(self.text(column))
        if len(found) > most:
            self.fail(column, f"Write at most {most} letters.")
        return found[:most]

    def address(self, column: str) -> str:
        """An address as it is stored; "" where none is written."""
        found = self.text(column)
        address = same_address(found)
        if found and (not address or len(address) > LONGEST_ADDRESS):
            self.fail(
                column, PLAIN if "@" in found else "This is no email address. Correct it, or leave it empty."
            )
            return ""
        return address

    def day(self, column: str) -> date | None:
        """2027-02-28 or 2/28/2027; None where none is written."""
        found = self.text(column)
        if not found:
            return None
        try:
            day = written_day(found)
        except ValueError:
            self.fail(column, DAY)
            return None
        if day.year not in YEARS:
            self.fail(column, "Write a day between 1900 and 2199.")
            return None
        return day

    def moment(self, column: str) -> str:
        """When a roster changed the row, in UTC; "" where it does not say."""
        found = self.text(column)
        if not found:
            return ""
        try:
            moment = datetime.fromisoformat(found)
        except ValueError:
            self.fail(column, "Write a date and time such as 2027-02-28T08:00:00.000Z.")
            return ""
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()

    def share(self, column: str) -> str | None:
        """A full-time share with three decimals; None where none is written."""
        found = self.text(column).replace(",", ".")
        if not found:
            return None
        try:
            share = Decimal(found)
            plain = share.is_finite() and 0 < share <= 2 and share == round(share, 3)
        except InvalidOperation:
            plain = False
        if not plain:
            self.fail(column, SHARE)
            return None
        return f"{Decimal(found):.3f}"

    def code(self, column: str) -> str:
        """The state's code of a school: 14 digits."""
        found = self.text(column)
        if re.fullmatch(r"\d{14}", found, re.ASCII):
            return found
        how_many = f"{counted(len(found), 'digit')}; a" if found.isdigit() else "A"
        self.fail(
            column, f"{how_many} CDS code has 14 digits. A spreadsheet drops zeros: save the column as text."
        )
        return ""

    def choice(self, column: str, words: tuple[str, ...], default: str = "") -> str:
        """One of some words, in any case and with spaces or underscores."""
        found = "_".join(self.text(column).casefold().replace("_", " ").split())
        if not found and default:
            return default
        if found in words:
            return found
        said = ", ".join(word.replace("_", " ") for word in words)
        self.fail(column, f"Write one of these: {said}.")
        return ""

    def grade(self, column: str) -> int:
        """A grade from TK (-1) and K (0) to 12."""
        found = self.text(column).upper()
        grade = {"TK": -1, "K": 0}.get(found)
        if grade is None and re.fullmatch(r"-1|\d{1,2}", found, re.ASCII) and int(found) <= 12:
            grade = int(found)
        if grade is None:
            self.fail(column, "Write a grade: TK, K, or 1 to 12.")
            return 0
        return grade
