"""Résumés by content, words, averages, canonical bytes."""

import pytest

from applications.rules.canonical import canonical
from applications.rules.checklist import count_words
from applications.rules.resumes import MOST_BYTES, suffix_of
from applications.rules.rubric import average_hundredths, wide_apart
from common.errors import DomainError
from tests.factories.files import DOCX, HTML_AS_PDF, PDF, zipped

WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}


def test_pdf_and_docx_are_known_by_content():
    assert suffix_of(PDF) == "pdf"
    assert suffix_of(DOCX) == "docx"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (b"%PDF-" + b"x" * MOST_BYTES, "This file is larger than 5 MB."),
        (PDF[:-20], "This PDF is cut off."),
        (HTML_AS_PDF, "This file only begins like a PDF."),
        (b"MZ\x90\x00", "This file is neither a PDF nor a Word document"),
        (b"PK\x03\x04 broken", "This Word document cannot be read."),
        (zipped({"a.txt": "x"}), "This file is neither a PDF nor a Word document"),
        (zipped(WORD | {"word/vbaProject.bin": "x"}), "This Word document holds macros."),
        (
            zipped(WORD | {"bomb": b"\0" * (51 * 1024 * 1024)}),
            "This Word document unpacks to more than 50 MB.",
        ),
    ],
)
def test_anything_else_is_refused_in_words(content, words):
    with pytest.raises(DomainError) as refusal:
        suffix_of(content)
    assert str(refusal.value).startswith(words)


def test_words_are_what_stands_between_white_space():
    assert [count_words(text) for text in ("", " \n ", "one", "one\ttwo\n three ")] == [0, 0, 1, 3]


def test_averages_are_exact_hundredths_halves_up():
    assert [average_hundredths(scores) for scores in ([], [3, 3, 3, 4], [1, 1, 2] * 2 + [1, 1])] == [
        None,
        325,
        125,
    ]


def test_readers_are_wide_apart_at_six_points():
    assert [wide_apart(totals) for totals in ([], [4], [10, 15], [10, 16])] == [False, False, False, True]


def test_equal_facts_are_equal_bytes():
    assert canonical({"b": "é", "a": 1}) == canonical({"a": 1, "b": "é"}) == '{"a":1,"b":"é"}'.encode()
