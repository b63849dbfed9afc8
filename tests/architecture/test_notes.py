"""A note in a history is what somebody typed; what the product knows stands in columns of the line."""

import ast
from collections.abc import Collection, Iterator

import pytest

from tests.architecture.rooms import APPS, ROOT

# They write a line of a history; the last word each takes by its place is its note.
WRITERS = ("record", "_record", "move", "_move", "_step")


def made_sentences(source: str) -> Iterator[str]:
    """Notes that are put together here: as an argument, or under a name that is given as one."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        made = {
            name.id
            for step in ast.walk(function)
            if isinstance(step, ast.Assign) and _is_made(step.value)
            for name in step.targets
            if isinstance(name, ast.Name)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call):
                yield from (ast.unparse(given) for given in _notes(call) if _is_made(given, made))


def _notes(call: ast.Call) -> Iterator[ast.expr]:
    yield from (keyword.value for keyword in call.keywords if keyword.arg == "note")
    if ast.unparse(call.func).rsplit(".")[-1] in WRITERS:
        yield from call.args


def _is_made(given: ast.expr, made: Collection[str] = ()) -> bool:
    """Whether a sentence is put together in it, or a name stands for one that was."""
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Name) and part.id in made)
        for part in ast.walk(given)
    )


def services() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for app in APPS
        for path in [*ROOT.glob(f"{app}/services/*.py"), *ROOT.glob(f"{app}/services.py")]
    )


@pytest.mark.parametrize("path", services())
def test_no_note_of_a_history_is_a_sentence_of_ours(path: str) -> None:
    assert list(made_sentences((ROOT / path).read_text())) == []


def test_made_sentences_are_found() -> None:
    source = """
def verb(row, why):
    was = f"Was: {row.day}. {why}"
    record(row, A, was)
    record(row, A, why, day=row.day)
    Event.objects.create(row=row, note=f"To {row}.")
    move(row, A, note=why or f"Round {row.round}.")
"""
    assert list(made_sentences(source)) == ["was", "f'To {row}.'", "why or f'Round {row.round}.'"]
