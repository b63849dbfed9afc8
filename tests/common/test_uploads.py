"""What a file is, by its whole content; a first line or a name proves nothing."""

import io

import pytest

from common.errors import DomainError
from common.uploads import MOST_BYTES, check_upload, kind_of
from tests.factories.files import DOCX, HTML_AS_PDF, JPEG, PDF, PDF_HEAD, PNG, jpeg, pdf, png

ALL = ("pdf", "docx", "png", "jpeg")
TABLE_IN_A_STREAM = PDF_HEAD + b"9 0 obj\n<</Type/XRef/Root 1 0 R>>\nendobj\nstartxref\n15\n%%EOF"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (DOCX, "docx"), (PNG, "png"), (JPEG, "jpeg")])
def test_a_whole_file_is_known_by_its_content(content, kind):
    file = io.BytesIO(content)
    assert check_upload(file, len(content), ALL) == kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        pdf(head=b"%PDF-1.3\r%\xc4\xe5\xf2\xe5\r"),
        pdf(head=b"%PDF-2.0\n\n% made by hand\n"),
        pdf(end=b"\r\n\0\0"),
        TABLE_IN_A_STREAM,
    ],
)
def test_a_pdf_of_any_maker_is_known(content):
    assert kind_of(io.BytesIO(content)) == "pdf"


@pytest.mark.parametrize(
    "content",
    [
        HTML_AS_PDF,
        b"%PDF-1.4",
        b"%PDF-1.4\n%%EOF\n",
        b"%PDF-<html>\n" + PDF[9:],
        pdf(head=PDF_HEAD + b"%<SCRIPT>alert(1)</SCRIPT>\n"),
        pdf(head=PDF_HEAD + b"<html>\n"),
        pdf(root=b""),
        pdf(end=b"<html><script>alert(1)</script>"),
        PDF.replace(b"startxref\n", b"startxref\n9"),
        PDF.replace(b"xref\n0 3", b"yref\n0 3"),
        PDF[:-20],
    ],
)
def test_what_only_begins_or_ends_like_a_pdf_is_none(content):
    assert kind_of(io.BytesIO(content)) is None


@pytest.mark.parametrize(
    "content",
    [
        PNG[:8] + b"<html>",
        PNG[:-6],
        PNG.replace(b"IDATx", b"IDATy"),
        png((b"IEND", b"")),
        png(width=0),
        png((b"tEXt", b"<script>"), (b"IEND", b"")),
        JPEG[:-2],
        b"\xff\xd8\xff<html><script>alert(1)</script>\xff\xd9",
        jpeg(frame=b""),
        jpeg(frame=b"\xff\xc0\x00\x00"),
    ],
)
def test_what_only_begins_like_a_picture_is_none(content):
    assert kind_of(io.BytesIO(content)) is None


def test_a_picture_with_a_film_after_it_is_a_picture():
    """Phones put one there."""
    assert kind_of(io.BytesIO(jpeg(end=b"\xff\xd9ftypmp42"))) == "jpeg"


@pytest.mark.parametrize(
    ("content", "size", "words"),
    [
        (b"", 0, "This file is empty. Choose another one."),
        (PDF, MOST_BYTES + 1, "This file is larger than 10 MB. Choose a smaller one."),
        (HTML_AS_PDF, 57, "This is not a file we can keep. Choose one of these kinds: PDF, PNG."),
        (DOCX, 9, "This is not a file we can keep. Choose one of these kinds: PDF, PNG."),
    ],
)
def test_a_refusal_says_what_to_do(content, size, words):
    with pytest.raises(DomainError) as refusal:
        check_upload(io.BytesIO(content), size, ("pdf", "png"))
    assert str(refusal.value) == words
