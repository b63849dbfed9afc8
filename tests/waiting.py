"""Two at once, in a known order: the second begins while the first has not ended, and waits for it."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction

from common.errors import DomainError
from tests.conftest import wait_until

# Whoever waits for this session, or for one that waits for it. Not by pg_stat_activity: a transaction reads that once
# and then sees it unchanged.
BEHIND = """
WITH waiting AS (SELECT DISTINCT pid, pg_blocking_pids(pid) AS blockers FROM pg_locks WHERE NOT granted),
    next AS (SELECT pid FROM waiting WHERE pg_backend_pid() = ANY(blockers))
SELECT count(*) FROM waiting WHERE pid IN (SELECT pid FROM next)
    OR EXISTS (SELECT 1 FROM next WHERE next.pid = ANY(waiting.blockers))
"""


def behind() -> int:
    """How many sessions wait for what this one holds, one behind the other counted too."""
    with connection.cursor() as cursor:
        cursor.execute(BEHIND)
        return int(cursor.fetchone()[0])


class Other(threading.Thread):
    """`act` in a session of its own, which is patient; `answer` is what it gave, or how it was refused."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__()
        self.act = act
        self.answer: Any = None

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '30s'")
            self.answer = self.act()
        except (DomainError, DatabaseError) as refusal:
            self.answer = refusal
        finally:
            connection.close()


def second_after(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` answers, or how it is refused, when it begins before `first` is done; it must wait for it."""
    other = Other(second)
    with transaction.atomic():
        first()
        other.start()
        wait_until(lambda: behind() or not other.is_alive(), 20, "the second to come to what the first holds")
        assert other.is_alive(), f"The second did not wait for the first: {other.answer!r}"
    other.join()
    return other.answer


def beside(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` answers while `first` is not done: it must not wait for it."""
    other = Other(second)
    with transaction.atomic():
        first()
        other.start()
        other.join(20)
        assert not other.is_alive()
    return other.answer
