"""Recording what a file of an office says: first it is shown what it would record, then exactly that is recorded."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from common.errors import DomainError, LookFirst
from common.tables import MOST_BYTES
from people.models import User
from stipends.imports import confirmations_of
from stipends.rules.layouts import Layout
from stipends.services import Confirmed, Found, Key

# What was looked at is looked at again after a working day.
LONGEST_LOOK = timedelta(hours=10)


def records(
    *,
    name: str,
    keys: tuple[Key, ...],
    first: str,
    look: Callable[..., Found],
    shown: Callable[[str, Found], list[str]],
    does: Callable[..., object],
    layouts: Callable[[int], Sequence[Layout]] = lambda pk: (),
) -> Callable[..., str]:
    """The service of a verb that records a file: `keys` are by what its rows may say whose money it is, `look` and
    `does` are the services that look at rows and record them, `first` is said of what is `shown`. Answers as what the
    file was read. `layouts` are those in which the office got its files, by the row."""

    def record(*, pk: int, by: User, paid_on: date, file: UploadedFile | None = None, seen: str = "") -> str:
        """A file is first shown: raises LookFirst with what it would record."""
        salt = f"{name}-{pk}-{by.pk}"
        if file is not None:
            told = confirmations_of(file.read(MOST_BYTES + 1), layouts(pk), keys)
            found = look(pk=pk, rows=told.rows, by=by, paid_on=paid_on)
            mark = signing.dumps([list(map(_kept, told.rows)), told.found], salt=salt, compress=True)
            raise LookFirst(first, lines=shown(told.found, found), seen=mark)
        try:
            rows, words = signing.loads(seen, salt=salt, max_age=LONGEST_LOOK)
        except signing.BadSignature:
            raise DomainError("What you looked at is too old. Choose the file again.", at="file") from None
        does(pk=pk, rows=[_read(row) for row in rows], by=by, paid_on=paid_on)
        return str(words)

    return record


def _kept(row: Confirmed) -> list[Any]:
    """A row as the page carries it."""
    day = row.paid_on.isoformat() if row.paid_on else ""
    return [row.row, row.line_id, row.amount_cents, row.reference, row.key, row.whose, day]


def _read(kept: list[Any]) -> Confirmed:
    """The same row, come back."""
    number, line, cents, reference, key, whose, day = kept
    return Confirmed(
        number, line, cents, reference, Key(key), whose, date.fromisoformat(day) if day else None
    )
