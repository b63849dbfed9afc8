"""No address is compared in a way of its own: read from the syntax tree, so that a new place is found too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.rooms import APPS, ROOT

SEARCHED = [*APPS, "common", "config", "dashboard"]
# The one place that may: it says what the same address is.
RULE = ROOT / "common" / "addresses.py"
ADDRESS = re.compile(r"e?mail|address|sent_to", re.IGNORECASE)
FOLDED = re.compile(
    r"(?=.*(?:e?mail|address|sent_to))\w*__(?:iexact|upper|iregex)|UPPER\(\W*(?:\w+\.)?\W*e?mail",
    re.IGNORECASE,
)
FOLDS = {"lower", "upper", "casefold", "Lower", "Upper", "normalize_email"}


def files() -> Iterator[Path]:
    for app in sorted({*SEARCHED}):
        for path in sorted((ROOT / app).rglob("*.py")):
            if path != RULE and "migrations" not in path.parts:
                yield path


def named(node: ast.AST) -> str:
    """What an expression calls its value: the last name in `row.person.email`, the text of a constant."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Subscript):
        return named(node.slice)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def own_ways(tree: ast.AST) -> Iterator[int]:
    """Lines on which an address is compared or folded without the rule."""
    for node in ast.walk(tree):
        words = [node.arg or ""] if isinstance(node, ast.keyword) else []
        words += [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
        if any(FOLDED.search(word) for word in words):
            yield getattr(node, "lineno", 0)
        if isinstance(node, ast.Call) and named(node.func) in FOLDS:
            about = [*node.args, *([node.func.value] if isinstance(node.func, ast.Attribute) else [])]
            if any(ADDRESS.search(named(part)) for part in about):
                yield node.lineno


def asks_an_account(tree: ast.AST) -> Iterator[int]:
    """Lines on which an account is looked for by an address, confirmed or not."""
    questions = {"filter", "get", "exclude", "Q", "get_or_create"}
    for node in ast.walk(tree):
        asked = node.keywords if isinstance(node, ast.Call) and named(node.func) in questions else []
        if any(re.fullmatch(r"(\w+__)?email(__\w+)?", keyword.arg or "") for keyword in asked):
            yield getattr(node, "lineno", 0)


@pytest.mark.parametrize(
    "code",
    [
        "User.objects.filter(email__iexact=typed)",
        "Placement.objects.filter(person__email__iexact=typed)",
        'Q(**{"verifier_email__iexact": typed})',
        "row.verifier_email.casefold() == person.email.casefold()",
        'data["email"].lower()',
        'Upper("email")',
        'cursor.execute("SELECT 1 FROM people_user WHERE UPPER(email) = %s")',
    ],
)
def test_each_way_of_ones_own_is_seen(code: str) -> None:
    assert list(own_ways(ast.parse(code))) != []


def test_addresses_are_compared_by_the_one_rule() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in files()
        for line in own_ways(ast.parse(path.read_text()))
    ]
    # The constraint's own expression, and the look-up that uses its index.
    assert sorted({place.split(":")[0] for place in found} - {"people/models/users.py"}) == []


def test_nobody_looks_for_an_account_by_an_address_but_by_person_at() -> None:
    # The administrator's own address, the people of the demo, and that no two people share one.
    apart = {
        "people/services/accounts.py",
        "people/queries.py",
        "people/services/addresses.py",
        # Addresses of two accounts that are held: they come together.
        "people/services/merging.py",
        "config/management/commands/prepare.py",
        "config/welcome.py",
    }
    found = {
        str(path.relative_to(ROOT)) for path in files() for _ in asks_an_account(ast.parse(path.read_text()))
    }
    assert found - apart == set()


def test_a_form_that_asks_for_an_address_asks_by_the_rule() -> None:
    """Django's field takes letters before the @ that only look plain."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.EmailField"
    ]
    # A picture of a form on the page of components; it is sent nowhere.
    assert [place for place in found if not place.startswith("dashboard/forms.py")] == []
