"""Pages in Markdown lead somewhere: links, files they name, and the words of the glossary."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.pages import CODE, anchor, headings, pages, rows
from tests.architecture.rooms import ROOT, sources

LINK = re.compile(r"\]\(([^)\s]+)\)")
# With its folder; a name alone (`states.py`) is that of many files.
NAMED = re.compile(r"`([\w.<>-]+(?:/|(?:/[\w.<>*-]+)+(?:/|\.(?:py|html|txt|md|json|toml|yml|conf))))`")
GLOSSARY = ROOT / "docs" / "glossary.md"
WHERE = re.compile(r"`([^`]+)`(?:, `([^`]+)`)?")


def links() -> Iterator[tuple[Path, str]]:
    for page in pages():
        yield from ((page, target) for target in LINK.findall(CODE.sub("", page.read_text())))


def test_every_link_leads_to_a_file_and_to_a_heading_of_it() -> None:
    lost = []
    for page, target in links():
        name, _, part = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if target.startswith(("http:", "https:")):
            continue
        there = file.exists() and (
            not part or part in {anchor(words) for _, words in headings(file.read_text())}
        )
        if not there:
            lost.append(f"{page.name}: {target}")
    assert lost == []


def test_every_file_a_page_names_is_there() -> None:
    """Such as `pathways/models/placements.py`. A name with a gap (`<app>/states.py`) is any that fits."""
    lost = []
    for page in pages():
        if page.name == "CHANGELOG.md":
            continue
        for name in NAMED.findall(CODE.sub("", page.read_text())):
            pattern = re.sub(r"<[^>]*>", "*", name).rstrip("/")
            if not any(ROOT.glob(pattern)) and not name.startswith(MADE):
                lost.append(f"{page.name}: {name}")
    assert lost == []


def test_every_test_a_page_names_is_there() -> None:
    """Such as `tests/stipends/test_who.py::test_…`."""
    lost = []
    for page in pages():
        for name in re.findall(r"`(tests/[^`]+)::(test_\w+)`", page.read_text()):
            file, test = ROOT / name[0], name[1]
            if not file.exists() or f"def {test}(" not in file.read_text():
                lost.append(f"{page.name}: {name[0]}::{test}")
    assert lost == []


def test_every_name_in_a_recipe_stands_in_a_file_that_its_step_names() -> None:
    """A step is a number or a paragraph of docs/first-change.md. One that names no file may say what any file holds."""
    lost = []
    everywhere = "".join(file.read_text() for file in [*sources(), *(ROOT / "tests").rglob("*.py")])
    for step in re.split(
        r"\n(?=\d+\. |- )|\n\n", CODE.sub("", (ROOT / "docs" / "first-change.md").read_text())
    ):
        files = [file for name in NAMED.findall(step) for file in files_of(name)]
        text = "".join(file.read_text() for file in files) or everywhere
        names = re.findall(r"`([A-Za-z_]\w*)(?:\([^`]*\))?`", step)
        lost += [f"{name}: {step[:60]}" for name in names if not re.search(rf"\b{name}\b", text)]
    assert lost == []


def files_of(name: str) -> Iterator[Path]:
    """The files of text that a name with or without gaps fits; of a folder all that it holds."""
    for found in ROOT.glob(re.sub(r"<[^>]*>", "*", name).rstrip("/")):
        inside = found.rglob("*") if found.is_dir() else [found]
        yield from (file for file in inside if file.suffix in {".py", ".html", ".txt", ".md", ".json"})


def test_the_files_of_an_app_stand_on_paper_in_the_order_that_is_checked() -> None:
    """Each line of CONTRIBUTING.md is a layer of pyproject.toml, and none is missing."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [layers] = [one["layers"] for one in contracts if one.get("exhaustive")]
    told = (
        (ROOT / "CONTRIBUTING.md").read_text().partition("no other names exist:\n\n")[2].partition("\n\n")[0]
    )
    lines = [re.findall(r"([a-z]+)(?:\.py|/)", line) for line in told.splitlines()]
    assert lines == [re.findall(r"\((\w+)\)", layer) for layer in layers]


def test_every_command_of_make_is_told() -> None:
    made = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    told = rows((ROOT / "CONTRIBUTING.md").read_text(), "`make …`")
    assert sorted(made) == sorted(name for row in told for name in re.findall(r"`(\w+)`", row[0]))


def test_every_command_of_our_own_is_told() -> None:
    """But those that Django has and we do ours, and what `up` starts or starts with."""
    ours = {
        file.stem
        for file in ROOT.glob("*/management/commands/*.py")
        if file.stem not in {"__init__", "flush", "migrate", "prepare", "shots", "data_model"}
    }
    told = rows((ROOT / "docs" / "deploy.md").read_text(), "command")
    assert {name.split()[0] for row in told for name in re.findall(r"`([^`]+)`", row[0])} == ours


# What running makes.
MADE = (".local/", ".venv/", "shots/", ".env")


def words() -> list[tuple[str, str]]:
    """Each word of the glossary and where it lives."""
    return [(row[0], row[2]) for row in rows(GLOSSARY.read_text(), "word")]


def test_every_word_of_the_glossary_stands_once() -> None:
    said = [word.lower() for word, _ in words()]
    assert len(said) > 60
    assert sorted({word for word in said if said.count(word) > 1}) == []


def test_the_words_of_each_part_of_the_glossary_stand_in_order() -> None:
    for part in GLOSSARY.read_text().split("\n## ")[1:]:
        found = [row[0].lower() for row in rows(part, "word")]
        assert found == sorted(found)


def test_every_word_of_the_glossary_lives_where_it_says() -> None:
    lost = []
    for word, where in words():
        found = WHERE.fullmatch(where)
        file = ROOT / found[1] if found else None
        if file is None or not file.exists() or (found and found[2] and found[2] not in file.read_text()):
            lost.append(f"{word}: {where}")
    assert lost == []
