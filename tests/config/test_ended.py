"""A process that cannot start is said on the page of periodic work and in /readyz, with the words of its log."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from common import ended
from config.local.supervisor import Child, Supervisor
from notifications.services import heartbeat
from tests.conftest import ROOT, Worker, wait_until
from tests.factories.people import manager

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_work() -> None:
    for job in ("beat", "outbox", "codes"):
        heartbeat(job=job, result="")


def watch(child: Child, file: Path, until: Callable[[], bool]) -> None:
    """A supervisor of this one child, in a thread, until something holds."""
    supervisor = Supervisor(
        [child], [child.name], lambda _: None, lambda: None, file.with_name("children"), file
    )
    thread = threading.Thread(target=supervisor.watch, kwargs={"ready": lambda: False, "once_ready": int})
    thread.start()
    try:
        wait_until(until, 20, "the supervisor to notice")
    finally:
        supervisor.asked = 1
        thread.join()
        supervisor.stop()


def test_what_a_worker_said_before_it_ended_is_told_to_staff(
    settings: Any, tmp_path: Path, signed_in: Any, client: Client
) -> None:
    settings.ENDED_FILE = tmp_path / "ended.json"
    code = "import sys; print('Starting'); sys.exit('OSError: [Errno 38] Function not implemented')"
    child = Child("worker", [sys.executable, "-c", code], tmp_path / "worker.log")
    all_at_work()
    page = signed_in(manager()).get("/reports/jobs/").content.decode()
    assert "The worker" not in page

    watch(child, settings.ENDED_FILE, lambda: "worker" in ended.read(settings.ENDED_FILE))
    page = signed_in(manager()).get("/reports/jobs/").content.decode()
    assert "The worker ended and is not back at work" in page
    assert "The last words of its log: OSError: [Errno 38] Function not implemented" in page
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["worker"], answer.json()["courier"]) == (503, False, True)
    assert answer.json()["ended"]["worker"]["words"] == "OSError: [Errno 38] Function not implemented"
    assert client.get("/readyz", REMOTE_ADDR="192.0.2.7").json() == {"ok": False}


def test_the_words_of_an_earlier_run_are_not_told_again(tmp_path: Path) -> None:
    file = tmp_path / "ended.json"
    (tmp_path / "worker.log").write_text("old words\n")
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(7)"], tmp_path / "worker.log")
    watch(child, file, lambda: "worker" in ended.read(file))
    assert ended.read(file)["worker"]["words"] == "It ended without a word (7)."


def test_a_line_of_json_is_told_as_what_happened(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text('{"event": "Unrecoverable error", "exception": "Traceback\\n  at x\\nOSError: no"}\n\n')
    assert ended.last_words(log) == "Unrecoverable error OSError: no"


def test_a_worker_without_shared_memory_says_so_itself(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can take the shared memory away")
    file = tmp_path / "ended.json"
    environment = os.environ | {
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "ENDED_FILE": str(file),
    }
    work = (
        f"exec {sys.executable} -m celery -A config worker --concurrency 1 --without-gossip --without-mingle"
    )
    without = ["unshare", "--mount", "sh", "-c", f"mount -t tmpfs -o ro none /dev/shm && {work}"]
    done = subprocess.run(without, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    if b"unshare" in done.stderr or b"mount:" in done.stderr:
        pytest.skip("no shared memory can be taken away here")
    assert done.returncode != 0
    assert "Unrecoverable error" in ended.read(file)["worker"]["words"], done.stderr.decode()

    again = subprocess.Popen(
        ["sh", "-c", work], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        wait_until(lambda: ended.read(file) == {}, 40, "the worker to be back")
    finally:
        Worker(again, file).stop()


def test_who_was_killed_has_no_last_words(tmp_path: Path) -> None:
    file = tmp_path / "ended.json"
    code = "import os, signal; print('. maxinterval -> 5.00 minutes', flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    child = Child("beat", [sys.executable, "-c", code], tmp_path / "beat.log")
    watch(child, file, lambda: "beat" in ended.read(file))
    assert ended.read(file)["beat"]["words"] == "It was killed from outside (SIGKILL)."
