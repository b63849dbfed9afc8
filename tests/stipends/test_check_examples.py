"""manage.py check_examples, as the finance office runs it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.stipends.test_rules_examples import CASES, FILE, changed


def run(*paths: object) -> list[str]:
    out = StringIO()
    try:
        call_command("check_examples", *map(str, paths), stdout=out)
    except CommandError as error:
        out.write(f"exit {error.returncode}: {error}")
    return out.getvalue().splitlines()


@pytest.fixture
def file_of(tmp_path):
    def write(content: str | bytes) -> object:
        path = tmp_path / "cases.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_every_case_that_passes_is_a_line():
    lines = run(FILE)
    assert lines == [*(f"pass    {case['id']}" for case in CASES), f"All {len(CASES)} cases pass."]


def test_a_differing_case_shows_the_fields_side_by_side_and_fails(file_of):
    wrong = changed("full-year", expect={"earned_cents": 1, "status": "payable"})
    assert run(file_of(json.dumps({"cases": [wrong]}))) == [
        "DIFFERS full-year: earned_cents expected 1 | got 300000",
        "exit 1: 1 of 1 cases did not pass.",
    ]


def test_a_case_with_a_bad_field_is_named_in_words(file_of):
    wrong = changed("substitute-day", units=0.5)
    assert run(file_of(json.dumps({"cases": [wrong, changed("person-cap")]}))) == [
        'PROBLEM substitute-day: units: Write an exact number in quotes, such as "9/10".',
        "pass    person-cap",
        "exit 1: 1 of 2 cases did not pass.",
    ]


def test_a_file_that_is_not_there_is_said_and_the_others_are_checked(file_of, tmp_path):
    missing = tmp_path / "none.json"
    there = file_of(json.dumps({"cases": [changed("person-cap")]}))
    assert run(missing, there) == [
        f"PROBLEM {missing}: The file cannot be opened: No such file or directory.",
        "pass    person-cap",
        "exit 1: 1 of 2 cases did not pass.",
    ]


def test_broken_json_names_line_and_column(file_of):
    path = file_of('{"cases": [\n  {"id": }]}')
    assert run(path)[0] == f"PROBLEM {path}: line 2, column 10: This is not JSON: Expecting value."


def test_a_file_of_another_encoding_is_said(file_of):
    path = file_of("é".encode("latin-1"))
    assert run(path)[0] == f"PROBLEM {path}: The file is not UTF-8 text."


def test_a_strange_name_stays_on_its_line(file_of):
    text = json.dumps({"cases": [changed("person-cap", id="a\nb\ud800")]})
    assert run(file_of(text))[0] == "pass    a b\\ud800"


def test_a_byte_order_mark_of_an_office_program_is_no_trouble(file_of):
    text = json.dumps({"cases": [changed("person-cap")]})
    assert run(file_of(text.encode("utf-8-sig")))[-1] == "All 1 cases pass."
