"""The fixtures every test relies on do what they say."""

import os
import smtplib
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from django.utils import timezone

from people.models import User
from tests.conftest import ROOT, Sink, Worker, wait_until


def test_the_database_is_postgresql_and_not_the_products(db: None) -> None:
    assert connection.vendor == "postgresql"
    assert str(connection.settings_dict["NAME"]).startswith("test_")


def test_the_cache_is_the_real_server() -> None:
    cache.set("a", 1)
    assert isinstance(caches["default"], RedisCache)
    assert cache.get("a") == 1


def test_a_mail_sent_over_smtp_arrives_in_the_sink(smtp_sink: Sink) -> None:
    with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as line:
        line.sendmail("a@example.org", ["b@example.org"], "To: b@example.org\r\nSubject: Hello\r\n\r\nWords")
    assert [str(mail["Subject"]) for mail in smtp_sink.to("b@example.org")] == ["Hello"]


def test_the_sink_refuses_whom_it_is_told_to_refuse(smtp_sink: Sink) -> None:
    smtp_sink.refuse.add("gone@example.org")
    with smtplib.SMTP("127.0.0.1", smtp_sink.port) as line, pytest.raises(smtplib.SMTPRecipientsRefused):
        line.sendmail("a@example.org", ["gone@example.org"], "Subject: Hello\r\n\r\nWords")
    assert smtp_sink.mails == []


def test_a_real_worker_answers_from_its_own_process(celery_worker_process: Worker) -> None:
    from config.celery import app

    answers: list[Any] = app.control.ping(timeout=5)
    assert len(answers) == 1
    assert b"ready." in celery_worker_process.log.read_bytes()


def test_a_killed_worker_is_gone_and_another_can_start(start_worker: Callable[..., Worker]) -> None:
    first = start_worker()
    first.kill()
    assert first.process.returncode == -9
    wait_until(lambda: start_worker().process.poll() is None, 30, "a second worker")


def test_the_clock_stops_where_it_is_told(clock: Callable[[datetime], None]) -> None:
    moment = datetime(2026, 3, 8, 10, 0, tzinfo=UTC)
    clock(moment)
    assert timezone.now() == moment


def ask_for(*pks: int) -> None:
    for pk in pks:
        User.objects.filter(pk=pk).exists()


def test_a_query_in_a_loop_is_noticed(db: None, count_queries: Callable[..., Any]) -> None:
    with pytest.raises(AssertionError, match="Asked more than once"), count_queries(2):
        ask_for(1, 2)


def test_a_wrong_count_of_queries_is_noticed(db: None, count_queries: Callable[..., Any]) -> None:
    with pytest.raises(AssertionError, match="1 queries instead of 2"), count_queries(2):
        ask_for(1)


def test_what_a_test_started_ends_when_the_test_run_is_killed() -> None:
    code = (
        "import django, subprocess, time; django.setup(); from tests.conftest import end_with_parent;"
        "child = subprocess.Popen(['sleep', '300'], start_new_session=True, preexec_fn=end_with_parent);"
        "print(child.pid, flush=True); time.sleep(300)"
    )
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    run = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    child = int(run.stdout.readline())
    run.kill()
    run.wait()
    run.stdout.close()

    def gone() -> bool:
        stat = Path(f"/proc/{child}/stat")
        # Whoever adopts it may take its time to notice.
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"

    wait_until(gone, 10, "the end of the child")


def test_rules_need_no_server(tmp_path: Path) -> None:
    """As `make quick` runs them: neither is made, nor asked for."""
    rules = sorted(ROOT.glob("tests/*/test_rules*.py"))
    assert len(rules) > 10
    assert [file.name for file in rules if "django_db" in file.read_text()] == []
    few = [file for file in rules if file.parent.name in {"coaching", "notifications", "applications"}]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, few)],
        cwd=ROOT,
        env=os.environ | {"LOCAL_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert list(tmp_path.iterdir()) == []
