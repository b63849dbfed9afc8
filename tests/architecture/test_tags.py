"""A page of an app loads tags of its own room and of those below; what every page loads knows no app."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tests.architecture.rooms import APPS, HEIGHT, ROOT

LOADS = re.compile(r"\{%\s*load\s+([^%]+?)\s*%\}")
OWN = set(settings.TEMPLATES[0]["OPTIONS"]["libraries"])


def libraries() -> dict[str, str]:
    """The tags an app has, by the name they are loaded by."""
    files = ROOT.glob("*/templatetags/*.py")
    return {file.stem: file.parent.parent.name for file in files if file.stem != "__init__"}


def loads() -> Iterator[tuple[Path, str]]:
    for page in sorted((ROOT / "templates").rglob("*.html")):
        for words in LOADS.findall(page.read_text()):
            for name in words.split(" from ")[-1].split():
                yield page.relative_to(ROOT / "templates"), name


def test_a_lower_app_loads_no_tag_of_a_higher_one() -> None:
    owners = libraries()
    wrong = [
        f"{page} loads {name} of {owners[name]}"
        for page, name in loads()
        if name in owners
        and page.parts[0] in APPS
        and owners[name] != page.parts[0]
        and HEIGHT[owners[name]] >= HEIGHT[page.parts[0]]
    ]
    assert wrong == []


def test_what_every_page_is_made_of_loads_no_tag_of_an_app() -> None:
    owners = libraries()
    wrong = [
        f"{page} loads {name} of {owners[name]}"
        for page, name in loads()
        if name in owners and page.parts[0] not in APPS
    ]
    assert wrong == []


def test_every_library_of_common_is_loaded_somewhere() -> None:
    assert OWN - {name for _, name in loads()} == set()
