"""Files stay under 400 lines, those of tests too, and functions of the product under 40.

What outgrows them becomes a package of one noun per file, or tests of one subject each.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.architecture.rooms import ROOT, sources

LONGEST_FILE = 400
# What a test builds and asks may be told at one go.
LONGEST_FUNCTION, LONGEST_FUNCTION_OF_TESTS = 40, 60
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{file.relative_to(ROOT)}: {node.name}", node.end_lineno - node.lineno + 1


def too_long(files: Iterable[Path], longest: int) -> dict[str, int]:
    return {name: lines for file in files for name, lines in functions(file) if lines >= longest}


def test_files_stay_under_400_lines_those_of_tests_too() -> None:
    lengths = {str(f.relative_to(ROOT)): len(f.read_text().splitlines()) for f in [*sources(), *TESTS]}
    assert {name: lines for name, lines in lengths.items() if lines >= LONGEST_FILE} == {}


def test_functions_stay_under_40_lines() -> None:
    assert too_long(sources(), LONGEST_FUNCTION) == {}


def test_functions_of_tests_stay_under_60_lines() -> None:
    assert too_long(TESTS, LONGEST_FUNCTION_OF_TESTS) == {}


@pytest.mark.parametrize("name", ["utils", "helpers", "helper", "misc", "signals", "managers"])
def test_no_module_is_a_drawer_for_everything(name: str) -> None:
    assert [str(f) for f in sources() if f.stem == name or name in f.parent.parts] == []
