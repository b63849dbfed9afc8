"""What people read, and what we read in comments, is spelled the American way. Names and stored values stay."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.pages import CODE, pages
from tests.architecture.rooms import ROOT, sources

# The British spelling, and what to write.
WORDS = {
    "instalment": "installment",
    "neighbour": "neighbor",
    "licence": "license",
    "colour": "color",
    "behaviour": "behavior",
    "favour": "favor",
    "honour": "honor",
    "labour": "labor",
    "programme": "program",
    "centre": "center",
    "grey": "gray",
    "catalogue": "catalog",
    "judgement": "judgment",
    "fulfil(?!l)": "fulfill",
    "enrol(?!l)": "enroll",
    "(?:organ|recogn|summar|neutral|minim|author|final|custom|normal|apolog)is(?:e|ing|ation)": "…ize",
    "(?:mis)?spelt": "spelled",
    "learnt": "learned",
    "whilst": "while",
    "cheque": "check",
    "fortnight": "two weeks",
    "travell": "travel",
    "labell": "label",
    "defence": "defense",
}
# A name of the code inside a sentence (`rules.instalments`, instalments.py) is a name; so is an address.
BRITISH = re.compile(rf"(?<![\w./`:'\"-])({'|'.join(WORDS)})(?![\w]*[._`])", re.IGNORECASE)
TAGS = re.compile(r"\{[%{#].*?[%}#]\}|<[^>]*>", re.DOTALL)
MARKS = re.compile(r"`[^`]*`|\]\([^)]*\)")


def said_in_python(file: Path) -> Iterator[str]:
    """Every sentence of a file: strings of several words, docstrings too, and comments."""
    text = file.read_text()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def said() -> Iterator[tuple[Path, str]]:
    """Where, and what."""
    for file in sources():
        yield from ((file, words) for words in said_in_python(file))
    for file in (ROOT / "templates").rglob("*.*"):
        yield file, TAGS.sub(" ", file.read_text())
    for file in pages():
        yield file, MARKS.sub(" ", CODE.sub("", file.read_text()))


def test_sentences_are_spelled_the_american_way() -> None:
    found = {f"{file.relative_to(ROOT)}: {word}" for file, words in said() for word in BRITISH.findall(words)}
    assert sorted(found) == []
