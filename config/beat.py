"""`python -m config.beat`: each job of the schedule every so many seconds, by the clock that never goes back.

Celery's own schedulers compare times of day: set back an hour, they send nothing for an hour.
The process knows the settings, and none of our apps: whoever only says what is due holds no table and no rule in
memory. `celery -A config beat` would, and the whole command line of Celery besides.
"""

import argparse
import os
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg2
from celery import Celery
from celery.beat import Scheduler
from celery.signals import setup_logging
from django.conf import settings

from config.celery_logs import log_as_the_web_does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Without Django's fixup, which would load every app. It is no process's current app but beat's own.
app = Celery("beat", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")
setup_logging.connect(log_as_the_web_does)

NAME = "beat"
# What `notifications.services.heartbeat` writes of the other jobs, without its model.
NOTED = """
    INSERT INTO notifications_heartbeat (job, ran_at, result) VALUES (%s, %s, '')
    ON CONFLICT (job) DO UPDATE SET ran_at = excluded.ran_at, result = excluded.result
"""
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
        if time.monotonic() - self._noted < EVERY:
            return
        self._noted = time.monotonic()
        try:
            _write_that_it_lives()
        except psycopg2.Error as error:
            self.logger.warning("Beat could not note that it lives: %s", error)


def _write_that_it_lives() -> None:
    """By a connection of its own: between two notes the server keeps nothing for beat."""
    there = settings.DATABASES["default"]
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    named = {name: there[part] for name, part in parts.items() if there.get(part)}
    with closing(psycopg2.connect(**named, **there["OPTIONS"])) as line, line, line.cursor() as cursor:
        cursor.execute(NOTED, [NAME, datetime.now(UTC)])


def main() -> None:
    """Until asked to stop."""
    parser = argparse.ArgumentParser(description="Say what is due, every so many seconds.")
    parser.add_argument("--loglevel", default="warning", choices=["debug", "info", "warning", "error"])
    app.Beat(loglevel=parser.parse_args().loglevel, quiet=True, scheduler_cls=SteadyScheduler).run()


if __name__ == "__main__":
    main()
