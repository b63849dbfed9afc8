"""docs/deploy.md names every variable of the environment that the product reads, and no other."""

import re

from tests.architecture.pages import rows
from tests.architecture.rooms import ROOT

READ = re.compile(
    r"(?:env\.\w+|os\.environ\.get)\(\s*f?[\"']([A-Z][A-Z_]+)[\"']|[\"']([A-Z_]+)[\"'] not in os\.environ"
)
# Set by our own tests and processes for those they start.
OURS = {"DATABASE_NAME", "ENDED_FILE", "STATIC_MANIFEST", "TEST_DATABASE_NAME"}
NAME = re.compile(r"`([A-Z_]+)`")


def read() -> set[str]:
    files = [*(ROOT / "config").rglob("*.py"), *(ROOT / "demo").rglob("*.py")]
    found = (name for file in files for pair in READ.findall(file.read_text()) for name in pair if name)
    inner = re.findall(r"env\.\w+\('([A-Z_]+)'", (ROOT / "config" / "settings.py").read_text())
    return {*found, *inner} - OURS


def test_the_variables_on_paper_are_those_that_are_read() -> None:
    told = {
        name
        for row in rows((ROOT / "docs" / "deploy.md").read_text(), "name")
        for name in NAME.findall(row[0])
    }
    assert told == read()


def test_the_example_of_the_environment_holds_none_that_is_not_on_paper() -> None:
    """But those of compose: its passwords and the ports of the proxy."""
    given = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    compose = {"POSTGRES_PASSWORD", "POSTGRES_APP_PASSWORD", "HTTP_PORT", "HTTPS_PORT"}
    assert given - compose - read() == set()
