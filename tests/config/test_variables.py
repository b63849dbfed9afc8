"""Variables of the environment: a wrong value stops the start with its name, and docs/deploy.md names them all."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import variables
from config.variables import KINDS, OURS, Kind, Wrong, check, demanded, read
from tests.architecture.pages import rows
from tests.architecture.rooms import ROOT, sources
from tests.config.compose import OURS as SERVICES
from tests.config.compose import filled_in

ANYTHING = {variables.TEXT, variables.FOLDER}
WRONG: dict[Kind, tuple[str, ...]] = {
    variables.YES: ("perhaps", "2", "tru"),
    variables.PORT: ("abc", "0", "65536", "-1", "80.5"),
    variables.FROM_ZERO: ("abc", "-1", "1.5", "٣"),
    variables.FROM_ONE: ("abc", "0", "-1", "1.5"),
    variables.DURATION: ("soon", "2 s", "-1s", "2sec", "1s -c role=pathways"),
    variables.LANES: ("everything", "work,codes"),
    variables.LEVEL: ("LOUD", "info"),
    variables.ADDRESS: ("8000", "127.0.0.1", "127.0.0.1:web", ":8000", "127.0.0.1:0"),
    variables.HOSTS: ("https://pathways.example.org", "pathways.example.org:443", "a b", "a,,b"),
    variables.SENDER: ("Pathways", "Pathways <pathways>"),
    variables.PROGRAM: ("/nowhere/chromium",),
    variables.SITE: (
        "pathways.example.org",
        "ftp://pathways.example.org",
        "https://",
        "https://a.org/pathways",
    ),
    variables.DATABASE: (
        "pathways",
        "mysql://hidden@host/name",
        "postgres://hidden@host:x/name",
        "postgres://hidden@host",
    ),
    variables.REDIS: ("6379", "http://hidden@host:6379/0", "redis://hidden@host:x/0", "redis://"),
}
RIGHT: dict[Kind, dict[str, object]] = {
    variables.YES: {"1": True, "0": False, "True": True, "no": False},
    variables.PORT: {"1": 1, "65535": 65535},
    variables.FROM_ZERO: {"0": 0, "60": 60},
    variables.FROM_ONE: {"1": 1},
    variables.DURATION: dict(zip(*[["0", "15s", "500ms", "2min"]] * 2, strict=True)),
    variables.LANES: {"codes": "codes"},
    variables.LEVEL: {"INFO": "INFO"},
    variables.ADDRESS: {"0.0.0.0:8000": "0.0.0.0:8000", "[::]:80": "[::]:80"},
    variables.HOSTS: {"a.example.org, .b.org": ["a.example.org", ".b.org"], "*": ["*"], "[::1]": ["[::1]"]},
    variables.SENDER: dict(zip(*[["a@example.org", "Pathways <a@example.org>"]] * 2, strict=True)),
    variables.PROGRAM: {sys.executable: sys.executable},
    variables.SITE: dict(zip(*[["https://a.example.org", "http://127.0.0.1:8000/"]] * 2, strict=True)),
    variables.DATABASE: dict(
        zip(*[["postgres://a:b@host:5432/name", "postgres://a@//run/db/name"]] * 2, strict=True)
    ),
    variables.REDIS: dict(
        zip(*[["redis://host:6379/0", "redis+socket:///run/x?virtual_host=2"]] * 2, strict=True)
    ),
    variables.TEXT: {"any thing": "any thing"},
    variables.FOLDER: {"/any/where": "/any/where"},
}


def test_each_kind_has_samples_of_right_and_wrong_values() -> None:
    kinds = {kind for kind in vars(variables).values() if isinstance(kind, Kind)}
    assert set(KINDS.values()) | set(OURS.values()) == kinds == set(RIGHT) == set(WRONG) | ANYTHING


@pytest.mark.parametrize(
    ("name", "wrong"), [(name, wrong) for name, kind in KINDS.items() for wrong in WRONG.get(kind, ())]
)
def test_a_wrong_value_ends_the_start_with_its_name(
    name: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, wrong)
    kind = KINDS[name]
    shown = name if kind.secret else f"{name}={wrong}"
    with pytest.raises(
        Wrong, match=re.escape(f"{shown} is wrong. Give {kind.said}, or leave it out.")
    ) as said:
        check()
    assert "hidden" not in str(said.value)


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [(name, words, value) for name, kind in KINDS.items() for words, value in RIGHT[kind].items()],
)
def test_a_right_value_is_read(name: str, words: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, words)
    assert read(name, None) == value


@pytest.mark.parametrize("name", KINDS)
def test_an_empty_value_counts_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "")
    assert read(name, "the default") == "the default"
    with pytest.raises(Wrong, match=f"{name} is missing. Off localhost it must be given"):
        demanded(name)


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check"],
        ["manage.py", "up"],
        ["-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"],
        ["-m", "celery", "-A", "config", "worker"],
        ["-m", "config.beat"],
        ["-m", "config.work", "work"],
        ["-m", "config.health"],
    ],
)
def test_every_process_of_ours_ends_with_that_sentence_and_nothing_else(
    command: list[str], tmp_path: Path
) -> None:
    given = {"BIND": "everywhere", "LOCAL_DIR": str(tmp_path / "none")}
    environment = os.environ | given | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "BIND=everywhere is wrong. Give an address and a port, such as 127.0.0.1:8000, or leave it out.\n",
    )
    assert not (tmp_path / "none").exists()


# --- on paper -------------------------------------------------------------------------------------
NAME = re.compile(r"`([A-Z_]+)`")
# Of Python, of uv and of the shell.
OTHERS = {"PATH", "PYTHONUNBUFFERED", "UV_COMPILE_BYTECODE", "UV_LINK_MODE", "UV_PYTHON_DOWNLOADS"}
PAPER = (ROOT / "docs" / "deploy.md").read_text()
ROWS = {name: row for row in rows(PAPER, "name") for name in NAME.findall(row[0])}
ELSEWHERE = re.compile(r"os\.environ(?:\.get|\.pop|\[)|getenv|in os\.environ")


def image() -> dict[str, str]:
    """What the Dockerfile gives the services; commands that only build are another matter."""
    last = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    return dict(re.findall(r"\b([A-Z_]{3,})=(\S+)", last))


def test_the_variables_on_paper_are_those_that_are_declared() -> None:
    assert set(ROWS) == set(KINDS)


def test_the_environment_is_read_where_its_variables_are_declared_and_nowhere_else() -> None:
    files = [*sources(), ROOT / "manage.py"]
    found = {str(file.relative_to(ROOT)) for file in files if ELSEWHERE.search(file.read_text())}
    assert found == {"config/variables.py"}


def test_each_variable_that_is_declared_is_read() -> None:
    text = "".join(file.read_text() for file in sources())
    asked = set(re.findall(r"\b(?:read|demanded)\(\s*[\"']([A-Z_]+)[\"']", text))
    assert asked == set(KINDS) | set(OURS)


def test_compose_and_the_image_name_no_variable_that_is_not_on_paper() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    named = {*re.findall(r"\$\{([A-Z_]+)", compose), *image()}
    named |= {name for service in SERVICES.values() for name in service["environment"]}
    building = set(re.findall(r"\b([A-Z_]{3,})=", (ROOT / "Dockerfile").read_text()))
    alone = set(NAME.findall(PAPER[PAPER.index("of compose alone") :].split("\n## ")[0]))
    assert named - OTHERS - set(ROWS) == alone
    assert building - OTHERS - set(ROWS) == set()


def test_what_compose_and_the_image_give_is_on_paper() -> None:
    """But addresses of servers, which are those of compose's own services."""
    given = [("image", name, value) for name, value in image().items() if name not in OTHERS]
    for service in SERVICES.values():
        for name, words in service["environment"].items():
            value = filled_in(str(words)) if ":?" not in str(words) else ""
            if value and "://" not in value:
                given.append(("compose", name, value))
    missing = {
        (where, name, value)
        for where, name, value in given
        if value not in re.findall(r"[^\s`,;]+", ROWS[name][1].partition(f"{where}: ")[2] or ROWS[name][1])
    }
    assert missing == set()


def test_the_example_of_the_environment_holds_none_that_is_not_on_paper() -> None:
    """But those of compose: its passwords and the ports of the proxy."""
    given = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    compose = {"POSTGRES_PASSWORD", "POSTGRES_APP_PASSWORD", "HTTP_PORT", "HTTPS_PORT"}
    assert given - compose - set(KINDS) == set()
