"""What docker-compose.yml starts, started here: no Docker engine, but every command of ours, as in production."""

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml
from django.db import connections

from config import local
from tests.config.test_up import Run, free_port
from tests.conftest import ROOT, wait_until
from tests.settings import WORKER

pytestmark = pytest.mark.slow

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
GIVEN = {
    "SECRET_KEY": "0123456789-of-a-test-ABCDEFGHIJKLMNOPQRSTUVWXYZ-abcdefghijklmnopqrstuvwxyz",
    "SIGNATURE_KEY": "signatures-of-a-test",
    "POSTGRES_PASSWORD": "words",
    "ALLOWED_HOSTS": "pathways.example.org",
    "BASE_URL": "https://pathways.example.org",
    "EMAIL_HOST": "smtp.example.org",
    "DEFAULT_FROM_EMAIL": "Pathways <pathways@example.org>",
}


def filled_in(text: str) -> str:
    """Compose's ${NAME:-default} and ${NAME:?message}, from GIVEN."""

    def value(found: re.Match[str]) -> str:
        name, how, rest = found.groups()
        assert how == "-" or name in GIVEN, f"{name} is demanded, and .env.example must name it"
        return GIVEN.get(name, rest if how == "-" else "")

    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", value, text)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where this machine's servers stand in for the services postgres and redis."""
    database = f"test_deploy_{WORKER}"
    server = connections["default"].settings_dict
    folder = tmp_path_factory.mktemp("deploy")
    own = os.environ.get("DATABASE_URL", "")
    url = (
        f"{own.rsplit('/', 1)[0]}/{database}"
        if own
        else f"postgres://{local.USER}@/{server['HOST']}/{database}"
    )
    line = psycopg2.connect(
        dbname="postgres",
        user=server["USER"],
        host=server["HOST"],
        port=server["PORT"],
        password=server.get("PASSWORD"),
    )
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {database}")
        yield {
            "DATABASE_URL": url,
            "REDIS_URL": os.environ["BROKER_URL"],
            "CACHE_URL": os.environ["CACHE_URL"],
            "CELERY_QUEUE": f"deploy-{WORKER}",
            "BIND": f"127.0.0.1:{free_port()}",
            "LOCAL_DIR": str(folder),
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
        }
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
    line.close()


def environment(service: str, outside: dict[str, str]) -> dict[str, str]:
    declared = {name: filled_in(str(value)) for name, value in OURS[service]["environment"].items()}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": outside["LOCAL_DIR"], **declared, **outside}


def run(command: list[str], service: str, outside: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(service, outside),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


class Started:
    """A service's command, running here."""

    def __init__(self, service: str, outside: dict[str, str]) -> None:
        self.log = Path(outside["LOCAL_DIR"]) / f"{service}.log"
        command = [part.replace("/tmp/", outside["LOCAL_DIR"] + "/") for part in OURS[service]["command"]]
        with open(self.log, "wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(service, outside),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def __enter__(self) -> "Started":
        return self

    def until(self, words: str) -> None:
        wait_until(lambda: words in self.log.read_text() or self.process.poll() is not None, 60, words)
        assert self.process.poll() is None, self.log.read_text()

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        try:
            assert self.process.wait(40) == 0, self.log.read_text()
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def migrated(outside: dict[str, str]) -> dict[str, str]:
    run(OURS["migrate"]["command"], "migrate", outside)
    run(["python", "manage.py", "collectstatic", "--noinput"], "web", outside)
    return outside


def test_each_service_of_ours_waits_for_healthy_servers_and_the_migration() -> None:
    assert sorted(OURS) == ["beat", "courier", "migrate", "web", "worker"]
    for name in ("web", "worker", "courier", "beat"):
        waits = {other: rule["condition"] for other, rule in OURS[name]["depends_on"].items()}
        assert waits == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "redis": "service_healthy",
        }


def test_every_volume_is_declared_and_no_secret_is_written_down() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
    for service in OURS.values():
        for name in ("SECRET_KEY", "SIGNATURE_KEY"):
            assert service["environment"][name] == f"${{{name}:?see .env.example}}"


def test_the_example_of_the_environment_names_what_compose_demands() -> None:
    demanded = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert demanded - named == set()
    assert demanded - set(GIVEN) == set()


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER pathways"]


def test_the_check_for_deployment_finds_nothing(migrated: dict[str, str]) -> None:
    said = run(["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], "web", migrated)
    assert "System check identified no issues" in said


def test_collected_files_carry_their_hash(migrated: dict[str, str]) -> None:
    assert (Path(migrated["STATIC_ROOT"]) / "staticfiles.json").exists()


def test_web_starts_and_its_health_check_passes(migrated: dict[str, str]) -> None:
    with Started("web", migrated) as web:
        web.until("Listening at")
        health = ["python", "-m", "config.health"]
        wait_until(
            lambda: (
                subprocess.run(health, cwd=ROOT, env=environment("web", migrated), check=False).returncode
                == 0
            ),
            30,
            "the health check",
        )
        headers = {"Host": "pathways.example.org", "X-Forwarded-Proto": "https"}
        login = urllib.request.Request(f"http://{migrated['BIND']}/accounts/login/", headers=headers)
        with urllib.request.urlopen(login, timeout=20) as answer:
            assert answer.status == 200
        # Alone it is not ready for all: nobody sends mail.
        ready = urllib.request.Request(f"http://{migrated['BIND']}/readyz", headers=headers)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(ready, timeout=20)
        assert (refused.value.code, refused.value.read()) == (503, b'{"ok": false}')
    again = subprocess.run(health, cwd=ROOT, env=environment("web", migrated), check=False)
    assert again.returncode == 1


@pytest.mark.parametrize("service", ["worker", "courier"])
def test_a_worker_starts_answers_its_health_check_and_stops(service: str, migrated: dict[str, str]) -> None:
    with Started(service, migrated) as worker:
        worker.until(" ready.")
        check = OURS[service]["healthcheck"]["test"][1].replace("$$HOSTNAME", os.uname().nodename)
        assert "pong" in run(shlex.split(check), service, migrated)


def test_up_runs_with_servers_of_ones_own_from_a_folder_that_is_not_there_yet(
    migrated: dict[str, str], tmp_path: Path
) -> None:
    own = {name: migrated[name] for name in ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "CELERY_QUEUE")}
    run = Run(tmp_path / "new", free_port(), tmp_path / "out", **own).ready()
    try:
        wait_until(run.answers, 60, "an answer")
        assert not (tmp_path / "new" / "postgres").exists()
    finally:
        assert run.stop() == 0


def test_beat_starts_and_stops(migrated: dict[str, str]) -> None:
    with Started("beat", migrated) as beat:
        # Stopped while it opens its schedule, Celery's beat fails; its first task says that it is past that.
        beat.until("Scheduler: Sending due task outbox")
