"""Beat by the clock that never goes back: each job of the schedule every so many seconds, whatever the wall clock does.

Celery's own schedulers compare times of day: set back an hour, they send nothing for an hour.
"""

import time
from typing import Any

from celery.beat import Scheduler
from django.db import DatabaseError, close_old_connections

NAME = "beat"
# How often beat notes that it lives.
EVERY = 5


class SteadyScheduler(Scheduler):
    """Sends every job at its start and then at even intervals. Takes intervals in seconds only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._next: dict[str, float] = {}
        self._noted = 0.0
        super().__init__(*args, **kwargs)

    def tick(self, *_: Any, **__: Any) -> float:
        """Send each job whose time has come; answers the seconds until the next one."""
        for name, entry in self.schedule.items():
            now = time.monotonic()
            if self._next.get(name, now) <= now:
                self._next[name] = now + entry.schedule.run_every.total_seconds()
                # Logs what goes wrong and goes on: a dead broker stops no later turn.
                self.apply_entry(entry, producer=self.producer)
        self._note()
        soonest = min(self._next.values(), default=time.monotonic() + EVERY)
        return max(min(soonest - time.monotonic(), EVERY), 0.01)

    def _note(self) -> None:
        """Beat lives, for whoever asks about late jobs. A database that is away stops no turn either."""
        from notifications.services import heartbeat

        if time.monotonic() - self._noted < EVERY:
            return
        self._noted = time.monotonic()
        close_old_connections()
        try:
            heartbeat(job=NAME, result="")
        except DatabaseError as error:
            self.logger.warning("Beat could not note that it lives: %s", error)
