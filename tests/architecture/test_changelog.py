"""CHANGELOG.md is read by people: a version, a heading for each kind of them, short items."""

import re
import tomllib

from tests.architecture.pages import headings
from tests.architecture.rooms import ROOT

TEXT = (ROOT / "CHANGELOG.md").read_text()
READERS = [
    "For teachers and leaders",
    "For principals",
    "For Partnership staff",
    "For finance",
    "For administrators and whoever runs the server",
]
LONGEST = 400


def versions() -> dict[str, list[str]]:
    """Each version with the headings in it, the newest first."""
    found: dict[str, list[str]] = {}
    for depth, words in headings(TEXT):
        if depth == 2:
            found[words] = []
        elif depth == 3:
            found[list(found)[-1]].append(words)
    return found


def test_the_newest_version_is_the_one_that_is_packaged() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert [name.split(" ")[0] for name in versions()][:2] == ["Unreleased", version]


def test_each_version_speaks_to_its_readers_in_one_order() -> None:
    for version, told in versions().items():
        assert told == [reader for reader in READERS if reader in told], version


def test_items_are_short() -> None:
    items = re.findall(r"^- (.+)$", TEXT, re.MULTILINE)
    assert [item for item in items if len(item) > LONGEST] == []
