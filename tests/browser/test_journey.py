"""A program year in the browser, with a fresh person for each hat, a real worker, a real beat and real mail."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page

from common.clock import day_begins, local_date
from dashboard.tasks import owe_reminders
from notifications.models import Heartbeat
from notifications.rules import is_decent
from stipends.models import RunChunk
from tests.browser import journey_steps as steps
from tests.browser.journey_pages import Stage
from tests.browser.journey_world import World, build, sessions
from tests.conftest import ROOT, Sink, Worker, end_with_parent, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Celery:
    """A worker that can be held still, so that a bar on its way can be looked at."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        os.killpg(self.worker.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.worker.process.pid, signal.SIGCONT)


def last_daytime(now: datetime) -> datetime:
    """`now` by day; else the last noon. Never ahead: a clock that is takes every task for one that has expired."""
    if is_decent(now):
        return now
    noon = day_begins(local_date(now)) + timedelta(hours=12)
    return noon if noon <= now else noon - timedelta(days=1)


@pytest.fixture
def celery(smtp_sink: Sink, start_worker: Callable[..., Worker]) -> Iterator[Celery]:
    """A real worker and a real beat, sending to the sink. For the worker it is day: at night it reminds nobody."""
    worker = start_worker(at=last_daytime(timezone.now()))
    environment = os.environ | {
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    beat = subprocess.Popen(
        [sys.executable, "-m", "config.beat"],
        cwd=ROOT,
        env=environment,
        preexec_fn=end_with_parent,
    )
    yield Celery(worker)
    beat.terminate()
    beat.wait(20)


@pytest.fixture
def stage(
    live_server: Any,
    browser: Browser,
    browser_context_args: dict[str, Any],
    smtp_sink: Sink,
    settings: Any,
    axe: Callable[[Page], None],
    no_sideways_scroll: Callable[[Page], None],
) -> Iterator[Stage]:
    settings.DEMO, settings.BASE_URL = True, live_server.url
    made = Stage(live_server.url, browser, browser_context_args, smtp_sink, (axe, no_sideways_scroll))
    yield made
    made.leave()


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


def test_a_year_from_the_first_page_to_the_stipend_file(
    celery: Celery, stage: Stage, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Four placements make four chunks.
    monkeypatch.setattr("stipends.services.runs.CHUNK", 1)
    teacher = steps.read_and_sign_up(stage)
    application = steps.apply(stage, teacher, world)
    steps.cosign(stage, world)
    staff = steps.ask_for_a_reading(stage, application, world)
    steps.review(stage, world)
    steps.decide(stage, staff, world)
    placement = steps.accept(stage, teacher)
    steps.keep_rosters(stage, world, sessions(world))
    steps.coach(stage, world)
    steps.deliver(stage, teacher, world)
    page, run = steps.prepare_run(stage, world, celery)
    assert set(RunChunk.objects.values_list("state", flat=True)) == {"done"}
    file = steps.approve_and_export(stage, page, run, world, tmp_path)
    assert "2463.07" in file
    steps.read_statement(stage, teacher)
    assert placement.stipend_lines.get().amount_cents == 246_307


@pytest.mark.usefixtures("celery")
def test_a_fellow_reads_what_remains_and_is_reminded_once(stage: Stage, world: World) -> None:
    # Its picture comes after those of the year.
    stage.pictures = 60
    steps.serve(stage, world)
    for _ in range(2):
        owe_reminders.delay()
    stage.mail(world.fellow.email, "CalAPA", seconds=60)
    turns = Heartbeat.objects.filter(job="outbox")
    wait_until(turns.exists, 30, "the turn that sent it")
    # Another reckoning of reminders, and the turns of beat well after it, find nothing left to send.
    owe_reminders.delay()
    later = turns.filter(ran_at__gt=turns.get().ran_at + timedelta(seconds=15))
    wait_until(later.exists, 60, "another turn of beat")
    assert len(stage.sink.to(world.fellow.email)) == 1
