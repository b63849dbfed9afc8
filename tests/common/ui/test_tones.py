"""The tone of a badge: each state has one that somebody chose."""

import importlib
import inspect
import re
from enum import StrEnum

import pytest

from common.states import Deed
from common.ui.components import TONE_OF, TONES
from tests.architecture.rooms import APPS, ROOT

STATES = {
    str(state)
    for app in APPS
    if (ROOT / app / "states.py").exists()
    for name, kind in inspect.getmembers(importlib.import_module(f"{app}.states"), inspect.isclass)
    if name.endswith("State") and issubclass(kind, StrEnum) and not issubclass(kind, Deed)
    for state in kind
}


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_state_has_a_tone_that_was_chosen(state):
    assert state in TONE_OF


def test_a_word_has_one_tone():
    words = [word for told in TONES.values() for word in told.split()]
    assert sorted(words) == sorted(TONE_OF)


def test_no_tone_is_kept_for_a_word_that_nothing_says():
    code = [path for app in [*APPS, "templates"] for path in (ROOT / app).rglob("*.*")]
    texts = [
        path.read_text()
        for path in code
        if path.suffix in {".py", ".html"} and path.name != "components.py" and "migrations" not in path.parts
    ]
    said = {
        word.lower().replace(" ", "_") for text in texts for word in re.findall(r"[\"']([\w ]+)[\"']", text)
    }
    assert [word for word in TONE_OF if word not in said] == []
