"""Every refusal of the product is run by some test: `DomainError(…)` and its kin are noted where they are made.

Each process of a test run notes in .local/refusals/ which lines made one; `python -m tests.refusals`, which bin/test
calls after a whole run, names those that no test reached.
"""

import ast
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NOTES = ROOT / ".local" / "refusals"
ROOMS = ("common", "people", "notifications", "pathways", "applications", "seminars", "coaching", "fellows")
ROOMS += ("stipends", "dashboard")
# All that refuse in words. Made by name, so that no import of the product happens before Django is set up.
ROOTS = {"common.errors": "DomainError", "common.reading": "FieldError"}

Place = tuple[str, int]
_raised: set[Place] = set()


def watch() -> None:
    """Note from now on which line of which file makes a refusal. What is made is not touched."""
    for module, name in ROOTS.items():
        kind = getattr(__import__(module, fromlist=[name]), name)
        kind.__init__ = _noting(kind.__init__)


def _noting(before: Any) -> Any:
    def noted(self: Exception, *args: Any, **kwargs: Any) -> None:
        frame: FrameType | None = sys._getframe(1)
        # A kind that says more in an __init__ of its own is raised where that was called.
        while frame is not None and frame.f_code.co_name == "__init__":
            frame = frame.f_back
        if frame is not None:
            _raised.add((frame.f_code.co_filename, frame.f_lineno))
        before(self, *args, **kwargs)

    return noted


def write() -> None:
    """Leave this process's notes for the end of the run."""
    NOTES.mkdir(parents=True, exist_ok=True)
    lines = sorted(f"{file}:{line}" for file, line in _raised)
    (NOTES / f"{os.getpid()}.txt").write_text("\n".join(lines))


def refusals() -> Iterator[tuple[Path, int, int]]:
    """Each `Kind(…)` of a kind that refuses in words: its file, first and last line."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    trees = {file: ast.parse(file.read_text()) for file in files if "migrations" not in file.parts}
    kinds = set(ROOTS.values())
    # A kind of a kind: the trees are walked until no further one is found.
    while (
        more := {
            node.name
            for tree in trees.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
            and kinds & {base.id for base in node.bases if isinstance(base, ast.Name)}
        }
        - kinds
    ):
        kinds |= more
    for file, tree in trees.items():
        for node in ast.walk(tree):
            for made in _told_by(node):
                if isinstance(made.func, ast.Name) and made.func.id in kinds:
                    yield file, made.lineno, made.end_lineno or made.lineno


def _told_by(node: ast.AST) -> list[ast.Call]:
    """What a line raises, or a policy answers and whoever asked it raises."""
    if isinstance(node, ast.Raise):
        return [node.exc] if isinstance(node.exc, ast.Call) else []
    found = ast.walk(node.value) if isinstance(node, ast.Return) and node.value else ()
    return [one for one in found if isinstance(one, ast.Call)]


def never_run() -> list[str]:
    """The refusals that no process of the run has noted, as file:line and the first words of the line."""
    seen: dict[str, set[int]] = {}
    for note in NOTES.glob("*.txt"):
        for place in note.read_text().splitlines():
            file, _, line = place.rpartition(":")
            seen.setdefault(file, set()).add(int(line))
    return [
        f"{file.relative_to(ROOT)}:{first}: {file.read_text().splitlines()[first - 1].strip()}"
        for file, first, last in refusals()
        if not seen.get(str(file), set()) & set(range(first, last + 1))
    ]


def main() -> int:
    missing = never_run()
    sys.stdout.write(f"{len(missing)} of {len(list(refusals()))} refusals are run by no test.\n")
    sys.stdout.writelines(f"{place}\n" for place in missing)
    shutil.rmtree(NOTES, ignore_errors=True)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
