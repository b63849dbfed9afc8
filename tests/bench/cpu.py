"""CPU of this process plus its PostgreSQL backend, in nanoseconds."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def _backend_ns() -> int:
    """Time on a processor of the backend of this connection; zero where it is on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    file = Path(f"/proc/{pid}/schedstat")
    return int(file.read_text().split()[0]) if file.exists() else 0


def cpu_ms(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that `work` takes, here and in the database."""
    before, own = _backend_ns(), time.process_time_ns()
    work()
    own = time.process_time_ns() - own
    return (own + _backend_ns() - before) / 1e6
