"""docs/rules.md says what the code calculates: every citation leads to it, and every example in it comes out so."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from common.money import dollars
from stipends.rules.kinds import KINDS
from tests.architecture.pages import headings, rows
from tests.architecture.rooms import ROOT, sources

RULES = ROOT / "docs" / "rules.md"
# "rules.md §1 and §3", "rules.md §1, Credit".
CITED = re.compile(r"rules\.md ((?:§\d+(?: and )?)+)(?:, ([A-Z][a-z]+(?: [a-z]+)*))?")
EXAMPLES = ROOT / "tests" / "vectors" / "worked-examples.json"


def targets() -> dict[str, set[str]]:
    """The numbered sections, each with the names of its parts."""
    found: dict[str, set[str]] = {}
    number = ""
    for depth, words in headings(RULES.read_text()):
        if depth == 2:
            number = words.partition(".")[0]
            found[number] = set()
        elif depth == 3:
            found[number].add(words)
    return found


def citations() -> Iterator[tuple[str, str, str]]:
    """Where something is cited, which section, and which part of it (empty: all of it)."""
    for file in sources():
        for numbers, part in CITED.findall(" ".join(file.read_text().split())):
            for number in re.findall(r"\d+", numbers):
                yield str(file.relative_to(ROOT)), number, part


def test_every_citation_in_the_code_has_a_target_in_the_rules() -> None:
    there = targets()
    lost = [
        f"{where}: §{number} {part}".strip()
        for where, number, part in citations()
        if number not in there or (part and part not in there[number])
    ]
    assert lost == []


def test_every_mention_of_the_rules_names_a_section() -> None:
    for file in sources():
        text = " ".join(file.read_text().split())
        assert text.count("rules.md") == len(CITED.findall(text)), file


def test_every_section_of_the_rules_is_cited_by_the_code_that_follows_it() -> None:
    cited = {number for _, number, _ in citations()}
    assert set(targets()) - cited == set()


def test_every_kind_of_attendance_stands_in_the_rules() -> None:
    assert [row[0].strip("`") for row in rows(RULES.read_text(), "kind")] == list(KINDS)


def _money(cents: list[int]) -> str:
    return ", ".join(dollars(one) for one in cents)


def _statement(expect: dict[str, Any]) -> str:
    return "excluded" if expect["status"] == "excluded" else dollars(expect["earned_cents"])


def _instalments(expect: dict[str, Any]) -> str:
    over = expect["overpaid_cents"]
    return _money(expect["pay_cents"]) + (f", {dollars(over)} too much" if over else "")


def _service(expect: dict[str, Any]) -> str:
    return f"{expect['credited_years']}, {expect['standing'].replace('_', ' ')}"


COMES_TO: dict[str, Callable[[dict[str, Any]], str]] = {
    "statement": _statement,
    "cap": lambda expect: _money(expect["cents"]),
    "instalments": _instalments,
    "substitute": lambda expect: dollars(expect["cents"]),
    "service": _service,
}


def test_every_worked_example_in_the_rules_comes_out_as_written() -> None:
    """Those of the file are calculated in tests/stipends/test_rules_examples.py."""
    cases = {case["id"]: case for case in json.loads(EXAMPLES.read_text())["cases"]}
    told = {name.strip("`"): comes_to for name, _, comes_to in rows(RULES.read_text(), "example")}
    assert len(told) > 30
    assert told == {name: COMES_TO[cases[name]["rule"]](cases[name]["expect"]) for name in told}
