"""`python -m tests.figures`: what the house weighs. Lines of its doors, tries in views, states asked for their value,
places that name a verb. No limit is set here: run it before and after a change, and compare. With `--all` also what
takes a minute: faults mypy finds with no code switched off, test cases, modules that import in a circle."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from subprocess import run
from tempfile import NamedTemporaryFile
from typing import Any

from tests.architecture.rooms import ROOT, sources

DOORS = {"views", "views.py", "forms", "forms.py", "admin", "admin.py", "urls.py", "verbs", "verbs.py"}
# The words of a verb, as code and templates write them: action, service, form, button, address.
VERBS = {
    "approve a run": r"""\b(run_approve|runs?\.approve|RunAction\.APPROVE|services\.approve|may_approve|approvable
        |ApproveForm|def _?approve)\b""",
    "publish a policy": r"""\b(policy_publish|policies\.publish|PolicyAction\.PUBLISH|publish_policy|may_publish
        |publishable|PublishForm|put_in_force|def publish)\b""",
    "return a deliverable": r"\b(deliverable_return|DeliverableAction\.RETURN|A\.RETURN|ReturnForm|forms\.return)\b",
    "accept an offer": r"\b(Action\.ACCEPT|A\.ACCEPT|accept_offer|services\.accept|AcceptForm)\b",
    "send a mail again": r"\b(send_again|Action\.RETRY)\b",
}


def is_door(path: Path) -> bool:
    return bool(DOORS & set(path.relative_to(ROOT).parts[1:3])) or "admin" in path.relative_to(ROOT).parts


def lines(paths: list[Path]) -> int:
    return sum(len(path.read_text().splitlines()) for path in paths)


def nodes(paths: list[Path], kind: type[ast.AST]) -> Iterator[ast.AST]:
    for path in paths:
        yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kind))


def main() -> None:
    code = list(sources())
    doors = [path for path in code if is_door(path)]
    views = [path for path in doors if "views" in str(path) and path.name != "doors.py"]
    values = sum(
        1
        for node in nodes(code, ast.Attribute)
        if getattr(node, "attr", "") == "value" and isinstance(getattr(node, "value", None), ast.Attribute)
    )
    say(f"lines of the product         {lines(code):>7,}")
    say(f"  of them doors              {lines(doors):>7,}")
    say(f"try in views                 {len(list(nodes(views, ast.Try))):>7,}")
    say(f"states asked for their value {values:>7,}")
    for verb, words in VERBS.items():
        found = places(re.compile(words, re.VERBOSE), [*code, *sorted((ROOT / "templates").rglob("*.*"))])
        say(f"{verb:<28} {sum(found):>7,} places in {len(found)} files")
    if "--all" in sys.argv:
        say(f"faults with all codes of mypy{faults_of_types():>7,}")
        say(f"test cases                   {cases():>7,}")
        say(f"imports the contract excuses {excused():>7,}")


def places(words: re.Pattern[str], paths: list[Path]) -> list[int]:
    """How often each file that names it does."""
    return [count for path in paths if (count := len(words.findall(path.read_text())))]


def settings_of(tool: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][tool]


def faults_of_types() -> int:
    """With what `pyproject.toml` says of strictness, and nothing excused."""
    told = settings_of("mypy")
    whole = {"plugins": told["plugins"][0], "ignore_missing_imports": True, "exclude": "(migrations|tests)/"}
    strict = {"check_untyped_defs": True, "strict_equality": True, "enable_error_code": "ignore-without-code"}
    config = ConfigParser()
    config["mypy"] = {name: str(value) for name, value in (whole | strict).items()}
    config["mypy.plugins.django-stubs"] = settings_of("django-stubs")
    with NamedTemporaryFile("w", suffix=".ini") as file:
        config.write(file)
        file.flush()
        found = ran("mypy", "--config-file", file.name, "--cache-dir", ".local/mypy-figures", ".")
    return sum(": error:" in line for line in found)


def cases() -> int:
    return sum("::" in line for line in ran("pytest", "--collect-only", "-q"))


def excused() -> int:
    return sum(
        len(contract.get("ignore_imports", ())) for contract in settings_of("importlinter")["contracts"]
    )


def ran(*command: str) -> list[str]:
    return run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True).stdout.splitlines()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
