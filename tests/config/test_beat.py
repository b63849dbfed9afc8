"""Beat goes on whatever the wall clock does. The jobs here are real messages on the real broker."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from config.beat import SteadyScheduler
from notifications.models import Heartbeat
from tests.conftest import ROOT, end_with_parent, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def scheduler() -> SteadyScheduler:
    """Of an app of its own, whose one job is sent every tenth of a second to a queue nobody reads."""
    # Not the current one: shared tasks of the tests after these would be sent to its queue.
    app = Celery("test-beat", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    app.conf.task_default_queue = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-beat"
    app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    app.conf.beat_schedule = {"often": {"task": "often", "schedule": 0.1}}
    return SteadyScheduler(app)


def sent_while(scheduler: SteadyScheduler, seconds: float) -> int:
    """How many messages leave in so many seconds of the clock that never goes back."""
    with scheduler.app.connection_for_write() as line:
        line.default_channel.queue_purge(scheduler.app.conf.task_default_queue)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(scheduler.tick())
        return int(line.default_channel.queue_purge(scheduler.app.conf.task_default_queue))


@pytest.mark.parametrize(
    "jump", [timedelta(0), timedelta(minutes=-3), timedelta(hours=-1), timedelta(hours=1)]
)
def test_a_clock_that_jumps_neither_stops_nor_hurries_the_jobs(jump: timedelta) -> None:
    steady = scheduler()
    steady.tick()
    with time_machine.travel(timezone.now() + jump, tick=True):
        assert 8 <= sent_while(steady, 1.05) <= 11


def test_beat_notes_that_it_lives() -> None:
    steady = scheduler()
    before = timezone.now()
    steady.tick()
    assert Heartbeat.objects.get(job="beat").ran_at >= before


SET_BACK = """
import sys, threading, time, time_machine
from datetime import datetime, timedelta, UTC
def set_back():
    time.sleep(4)
    time_machine.travel(datetime.now(UTC) - timedelta(hours=1), tick=True).start()
threading.Thread(target=set_back, daemon=True).start()
from config.beat import main
sys.argv = ["beat", "--loglevel", "info"]
main()
"""


@pytest.mark.slow
def test_the_process_goes_on_when_its_clock_is_set_back_an_hour(tmp_path: Path) -> None:
    log = tmp_path / "beat.log"
    environment = os.environ | {
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    with open(log, "wb") as out:
        beat = subprocess.Popen(
            [sys.executable, "-c", SET_BACK],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=out,
            preexec_fn=end_with_parent,
        )
    try:
        wait_until(lambda: log.read_text().count("Sending due task outbox") >= 4, 40, "four turns")
        ran_at = Heartbeat.objects.get(job="beat").ran_at
        assert timedelta(minutes=59) < timezone.now() - ran_at < timedelta(minutes=61)
    finally:
        beat.terminate()
        assert beat.wait(20) == 0, log.read_text()
