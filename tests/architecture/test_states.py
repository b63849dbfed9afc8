"""A state is a word of its table: nobody writes it as a literal, and nobody asks it for its value."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module

from django.apps import apps

from common.states import Deed
from tests.architecture.rooms import APPS, ROOT, sources

# Fields of forms and of the files we read have a value, and so has a row of a chart.
HAVE_A_VALUE = {"expect", "field", "fields", "row", "self", "sent"}
LIVES = [import_module(f"{path.parent.name}.states") for path in sorted(ROOT.glob("*/states.py"))]
WORDS = {
    str(word)
    for life in LIVES
    for name, kind in vars(life).items()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and name.endswith("State")
    for word in kind
}


def product() -> Iterator[tuple[str, ast.Module]]:
    for path in sources():
        if path.name != "states.py":
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def about_a_state(node: ast.AST) -> list[ast.AST]:
    """Where a state is asked, given or compared: the parts that say which."""
    if isinstance(node, ast.keyword) and "state" in (node.arg or ""):
        return [node.value]
    if isinstance(node, ast.Compare) and "state" in ast.unparse(node).lower():
        return [node]
    if isinstance(node, ast.Dict):
        keys = (key.value if isinstance(key, ast.Constant) else "" for key in node.keys)
        return [value for key, value in zip(keys, node.values, strict=True) if "state" in str(key)]
    return []


def test_no_state_is_a_literal_outside_its_table() -> None:
    found = {
        f"{name}:{word.lineno}: {word.value}"
        for name, tree in product()
        for node in ast.walk(tree)
        for part in about_a_state(node)
        for word in ast.walk(part)
        if isinstance(word, ast.Constant) and word.value in WORDS
    }
    assert sorted(found) == []


def test_no_state_is_asked_for_its_value() -> None:
    # A value that is called is no state's: fields of forms have it.
    found = {
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, tree in product()
        for called in [{id(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "value"
        and id(node) not in called
        and not (isinstance(node.value, ast.Name) and node.value.id in HAVE_A_VALUE)
    }
    assert sorted(found) == []


# The page that shows the components to those who build pages draws an invented history.
SAMPLES = {"dashboard/views/design.py"}


def names_of_lines(tree: ast.Module) -> set[ast.AST]:
    """What kinds of line of what waits are called, and parts of a picture; some are called as a state is."""
    table = {
        key
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in {"KINDS", "GOES"}
        for key in getattr(node.value, "keys", ())
    }
    drawn = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Band", "Point"}
        for given in (*node.args, *(keyword.value for keyword in node.keywords))
        for part in ast.walk(given)
    }
    needs = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "(READY, GAP, EMPTY)"
        for part in ast.walk(node.value)
    }
    calls = {
        node.args[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"each", "grouped"}
    }
    compared = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and ast.unparse(node.left) == "one.kind"
        for part in node.comparators
    }
    return table | calls | drawn | needs | compared


def of_pages_across_apps() -> Iterator[tuple[str, ast.Module]]:
    for name, tree in product():
        if name.startswith("dashboard/") and name not in SAMPLES:
            yield name, tree


def is_deed(module: str, name: str) -> bool:
    found = getattr(import_module(module), name)
    return isinstance(found, type) and issubclass(found, Deed)


def test_pages_across_apps_know_no_states_of_an_app() -> None:
    """Each app's querysets say the words: `waiting_for_cosign()`, `to_close()`, `standing()`."""
    found = {
        f"{name}:{node.lineno}: {node.module}"
        for name, tree in of_pages_across_apps()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".states")
        # A policy is asked by what is to be done, which is no state.
        if not all(is_deed(str(node.module), one.name) for one in node.names)
    }
    assert {one for one in found if not one.endswith(": common.states")} == set()


def test_questions_across_apps_spell_no_state() -> None:
    found = {
        f"{name}:{node.lineno}: {node.value}"
        for name, tree in of_pages_across_apps()
        if name.startswith("dashboard/queries/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in WORDS and node not in names_of_lines(tree)
    }
    assert sorted(found) == []


def test_the_words_of_all_lives_are_known() -> None:
    assert {"draft", "in_review", "assigned", "void", "closed", "fulfilled", "kept_back"} <= WORDS


def test_states_are_said_with_a_capital_letter_where_choices_are_drawn() -> None:
    said = {
        f"{model._meta.label}.{field.name}": label
        for model in apps.get_models()
        if model._meta.app_label in APPS
        for field in model._meta.concrete_fields
        if field.name in {"state", "end_reason"}
        for _, label in field.choices or ()
        if label[:1].islower()
    }
    assert said == {}
