"""Whatever can be done has words for when it was done, so that no history and no answer shows a bare word."""

import inspect
from importlib import import_module

import pytest

from common.states import Deed
from common.verbs import Life
from tests.architecture.rooms import ROOT

STATES = [import_module(f"{path.parent.name}.states") for path in sorted(ROOT.glob("*/states.py"))]
KINDS = [
    kind
    for module in STATES
    for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, Deed) and kind.__module__ == module.__name__
]
LIVES = [
    life
    for path in sorted([*ROOT.glob("*/verbs.py"), *ROOT.glob("*/verbs/__init__.py")])
    for life in vars(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts[:2]))).values()
    if isinstance(life, Life)
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_deed_reads_as_done_and_is_one_word(kind: type[Deed]) -> None:
    told = {deed: deed.past for deed in kind}
    assert told == {deed: past for deed, past in told.items() if past[:1].isupper() and past.strip() == past}
    assert [deed for deed in kind if not deed.isidentifier()] == []


def test_every_verb_is_a_deed_of_its_app() -> None:
    assert len(LIVES) > 10
    strange = [verb.action for life in LIVES for verb in life.verbs if type(verb.action) not in KINDS]
    assert strange == []
