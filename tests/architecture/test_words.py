"""People read of positions; a post is what the code calls one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rooms import ROOT, sources

POST = re.compile(r"\b[Pp]osts?\b(?![./:_])")
OUT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
# What was signed stays as it was signed, and so does what a migration would have to change.
STAYS = {
    "fellows/rules/agreement.py": "people sign these words",
    "dashboard/rules/keeping.py": "names of tables",
    "people/models/posts.py": "a refusal of the table, kept by its migration",
}
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def said_in(file: Path) -> Iterator[str]:
    """Sentences and headings of a file, without its docstrings."""
    tree = ast.parse(file.read_text())
    told = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, DOCUMENTED)}
    for node in ast.walk(tree):
        words = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if words not in told and (" " in words.strip() or words == "Posts"):
            yield words


def test_people_read_of_positions() -> None:
    files = [file for file in sources() if file.relative_to(ROOT).parts[0] not in ("tests", "demo")]
    files = [file for file in files if "migrations" not in file.parts]
    found = {
        str(file.relative_to(ROOT)) for file in files if any(POST.search(words) for words in said_in(file))
    }
    drawings = [one for one in (ROOT / "templates").rglob("*.*") if one.suffix in (".html", ".txt")]
    drawn = {str(page.relative_to(ROOT)) for page in drawings if POST.search(OUT.sub(" ", page.read_text()))}
    assert found | drawn == set(STAYS)
