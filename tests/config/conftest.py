"""Where this machine's servers stand in for those that docker-compose.yml names."""

import os
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connections

from config.local import servers as local
from tests.config.compose import OURS
from tests.config.proxy import NGINX, Proxy, Remembering, listening, started
from tests.config.started import run
from tests.config.test_up import free_port
from tests.settings import WORKER


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where this machine's servers stand in for the services postgres and redis."""
    database = f"test_deploy_{WORKER}"
    server = connections["default"].settings_dict
    folder = tmp_path_factory.mktemp("deploy")

    def url(name: str, user: str) -> str:
        own = os.environ.get(name, "")
        if own:
            return f"{own.rsplit('/', 1)[0]}/{database}"
        return f"postgres://{user}@/{server['HOST']}/{database}"

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
            "DATABASE_URL": url("DATABASE_URL", local.USER),
            "DATABASE_OWNER_URL": url("DATABASE_OWNER_URL", local.OWNER),
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


@pytest.fixture(scope="session")
def migrated(outside: dict[str, str]) -> dict[str, str]:
    run(OURS["migrate"]["command"], "migrate", outside)
    run(["python", "manage.py", "collectstatic", "--noinput"], "web", outside)
    return outside


@pytest.fixture(scope="session")
def nginx() -> str:
    if NGINX is None and "REQUIRE_NGINX" in os.environ:
        pytest.fail("nginx is required here (REQUIRE_NGINX) and was not found.")
    if NGINX is None:
        pytest.skip(
            "The proxy was not tried: there is no nginx. Install it (apt-get install nginx), or run .ci/run."
        )
    return NGINX


@pytest.fixture(scope="module")
def remembering() -> Iterator[Remembering]:
    with listening() as server:
        yield server


@pytest.fixture(scope="module")
def proxy(nginx: str, remembering: Remembering, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    yield from started(nginx, tmp_path_factory.mktemp("proxy"), remembering.port)


@pytest.fixture(scope="module")
def lonely(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """A proxy whose web is away."""
    yield from started(nginx, tmp_path_factory.mktemp("lonely"), free_port())
