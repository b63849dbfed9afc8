"""What docker-compose.yml starts, started here: no Docker engine, but every command of ours, as in production."""

import os
import re
import shlex
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.config.compose import COMPOSE, GIVEN, OURS, SERVICES
from tests.config.started import Started, environment, run
from tests.config.test_up import Run, free_port
from tests.conftest import ROOT, wait_until
from tests.settings import WORKER

pytestmark = pytest.mark.slow


def test_each_service_of_ours_waits_for_healthy_servers_and_the_migration() -> None:
    assert sorted(OURS) == ["beat", "courier", "migrate", "web", "worker"]
    for name in ("web", "worker", "courier", "beat"):
        waits = {other: rule["condition"] for other, rule in OURS[name]["depends_on"].items()}
        assert waits == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "redis": "service_healthy",
        }


def test_the_owner_of_the_tables_is_known_to_the_migration_alone() -> None:
    def user(url: str) -> str:
        return re.sub(r"^postgres://(\w+):.*", r"\1", url)

    assert [name for name, service in OURS.items() if "DATABASE_OWNER_URL" in service["environment"]] == [
        "migrate"
    ]
    assert user(OURS["migrate"]["environment"]["DATABASE_OWNER_URL"]) == "pathways"
    assert {user(service["environment"]["DATABASE_URL"]) for service in OURS.values()} == {"pathways_app"}
    assert SERVICES["postgres"]["environment"]["POSTGRES_USER"] == "pathways"


def test_what_was_migrated_is_not_the_web_s_to_change(migrated: dict[str, str]) -> None:
    ask = "from django.db import connection as c; k = c.cursor(); k.execute('DELETE FROM stipends_export')"
    done = subprocess.run(
        ["python", "manage.py", "shell", "-c", ask],
        cwd=ROOT,
        env=environment("web", migrated),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "permission denied for table stipends_export" in done.stderr


def test_the_first_migration_makes_the_role_that_everything_else_works_as(migrated: dict[str, str]) -> None:
    new = f"newcomer_{WORKER}"
    given = migrated | {"DATABASE_URL": re.sub(r"://[^/@]*@", f"://{new}:words@", migrated["DATABASE_URL"])}
    ask = "from people.models import User; print(User.objects.count())"
    try:
        run(OURS["migrate"]["command"], "migrate", given)
        assert run(["python", "manage.py", "shell", "--no-imports", "-c", ask], "web", given).strip() == "0"
    finally:
        forget = f"from django.db import connection as c; c.cursor().execute('DROP OWNED BY {new}; DROP ROLE {new}')"
        as_owner = migrated | {"DATABASE_URL": migrated["DATABASE_OWNER_URL"]}
        run(["python", "manage.py", "shell", "--no-imports", "-c", forget], "web", as_owner)


def test_every_volume_is_declared_and_no_secret_is_written_down() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    # The others are files of this repository.
    assert {name for name in used if not name.startswith("./")} == set(COMPOSE["volumes"])
    for service in OURS.values():
        for name in ("SECRET_KEY", "SIGNATURE_KEY"):
            assert service["environment"][name] == f"${{{name}:?see .env.example}}"


def test_the_example_of_the_environment_names_what_compose_demands() -> None:
    demanded = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    named = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert demanded - named == set()
    assert demanded - set(GIVEN) == set()


def test_the_image_brings_the_client_programs_of_the_server_of_compose() -> None:
    [major] = re.findall(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    assert SERVICES["postgres"]["image"] == f"postgres:{major}"


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
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CACHE_URL", "CELERY_QUEUE")
    own = {name: migrated[name] for name in names}
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
