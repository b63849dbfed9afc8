"""A number and its word agree, everywhere by one function; pages that put a word of many behind a number are named."""

import re
from pathlib import Path

import pytest

from common.counting import counted
from common.ui import components

ROOT = Path(__file__).parents[2]
WORDS = (
    "accounts|answers|applications|breaks|cells|days|drafts|hours|leaders|lines|mails|minutes|months|people|persons|"
    "places|positions|roles|rows|rules|schools|seats|sessions|statements|students|teachers|weeks|words|years"
)
MANY = re.compile(rf"\}}\}} ?(?:</\w+> ?)?(?:<\w+[^>]*>)?(?:[a-z]+ )?({WORDS})\b")
# What stands before the number, or beside it in a condition, makes it right with one too.
FITS = {
    "templates/components/save_rows.html": "one row has its own words",
    "templates/dashboard/_plan_foot.html": "one session has its own words",
    "templates/applications/release.html": "one mail has its own words",
    "templates/fellows/detail.html": "a share of a whole that is more than one",
    "templates/pathways/scope_edit.html": "a share of all cells; counted things go for cells",
}


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (1, ("row",), "1 row"),
        (0, ("row",), "0 rows"),
        (1200, ("person", "people"), "1,200 people"),
        (1, ("row stays", "rows stay"), "1 row stays"),
    ],
)
def test_a_number_and_its_word_agree(count, words, said):
    assert counted(count, *words) == said
    assert components.counted(count, ",".join(words)) == said


def test_no_page_puts_a_word_of_many_behind_any_number():
    pages = (ROOT / "templates").rglob("*.html")
    found = {str(page.relative_to(ROOT)) for page in pages if MANY.search(page.read_text())}
    assert found == set(FITS)
