"""Faults of the database that pass by themselves, told from faults of a program or of its data."""

from enum import StrEnum

import psycopg2
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error, InterfaceError, OperationalError


class Fault(StrEnum):
    """BUSY: somebody else held what was needed. AWAY: no connection, or no free one. FULL: nothing can be written."""

    BUSY = "busy"
    AWAY = "away"
    FULL = "full"


# PostgreSQL's own numbers: the lock was not free in time, the statement took too long, two waited for each other, or
# changed the same at once.
BUSY = frozenset({"55P03", "57014", "40P01", "40001"})
# Shut down, crashed, starting; too many connections; a session that was ended.
AWAY = frozenset({"57P01", "57P02", "57P03", "57P05", "53300", "25P03"})
# No room on the disk, none in memory, a limit reached; only for reading; a disk that does not answer.
FULL = frozenset({"53000", "53100", "53200", "53400", "25006", "58030"})

# What staff read about work that was held up, without a path or a statement.
IN_WORDS = {
    Fault.BUSY: "Somebody else was working on the same records. It is tried again by itself.",
    Fault.AWAY: "The database did not answer. It is tried again by itself once it does.",
    Fault.FULL: (
        "The database has no room to write. Ask whoever runs the server to make room; then it goes on by itself."
    ),
}


def fault_of(error: BaseException | None) -> Fault | None:
    """Which passing fault an error is, or was caused by; None for every other error."""
    if not isinstance(error, Error | SessionInterrupted | psycopg2.Error):
        return None
    # Django says of every session it cannot save that it was deleted; why stands behind that.
    while error is not None:
        found = _fault(error)
        if found:
            return found
        error = error.__cause__ or error.__context__
    return None


def _fault(error: BaseException) -> Fault | None:
    # A COPY brings the driver's own error, everything else Django's around it.
    inner = error.__cause__ if isinstance(error, Error) else error
    code = getattr(inner, "pgcode", None)
    if code is None:
        # Without a number the server did not even answer, or hung up.
        silent = OperationalError | InterfaceError | psycopg2.OperationalError | psycopg2.InterfaceError
        return Fault.AWAY if isinstance(error, silent) else None
    for fault, codes in ((Fault.BUSY, BUSY), (Fault.AWAY, AWAY), (Fault.FULL, FULL)):
        if code in codes or (fault is Fault.AWAY and code.startswith("08")):
            return fault
    return None
