"""Files stay under 400 lines and functions under 40: what outgrows them becomes a package of one noun per file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.rooms import ROOT, sources

LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_files_stay_under_400_lines() -> None:
    lengths = {str(f.relative_to(ROOT)): len(f.read_text().splitlines()) for f in sources()}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_FILE} == {}


def test_functions_stay_under_40_lines() -> None:
    long = [
        f"{file.relative_to(ROOT)}: {name} has {lines}"
        for file in sources()
        for name, lines in functions(file)
        if lines >= LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("name", ["utils", "helpers", "helper", "misc", "signals", "managers"])
def test_no_module_is_a_drawer_for_everything(name: str) -> None:
    assert [str(f) for f in sources() if f.stem == name or name in f.parent.parts] == []
