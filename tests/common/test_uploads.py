"""What a file is, judged by libraries made for it, in a process that may die; a first line or a name proves nothing."""

import io
import zlib

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common import judging, uploads
from common.errors import DomainError
from common.uploads import MOST_BYTES, WRONG, accept, accept_upload, download_name
from tests.factories.files import (
    DOCX,
    FOLDER,
    HEIC,
    HTML_AS_PDF,
    JPEG,
    PDF,
    PNG,
    TYPES,
    WORD_TYPE,
    docx,
    pdf,
    picture,
    zipped,
)

ALL = ("pdf", "docx", "png", "jpeg")
NONE_WE_KEEP = (
    "This is not a file we can keep. Choose one of these kinds: PDF, Word (.docx), PNG, JPEG or HEIC."
)
NAMES_ANOTHER = TYPES.format(part="word/gone.xml", kind=WORD_TYPE)
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def kind(content, **more):
    return accept(content, kinds=ALL, **more).kind


def refusal(content, **more):
    with pytest.raises(DomainError) as refused:
        accept(content, **{"kinds": ALL, **more})
    return str(refused.value)


def opened(content):
    return Image.open(io.BytesIO(content))


# --- documents ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(PDF, id="plain"),
        pytest.param(b"\xef\xbb\xbf" + PDF, id="a mark before it"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 900 + PDF, id="a header before it"),
        pytest.param(PDF + b"\r\n\0\0" * 2_000, id="bytes after it"),
        pytest.param(pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate), id="its table in a stream"),
        pytest.param(pdf(linearize=True), id="for the web"),
        pytest.param(pdf(encryption=pikepdf.Encryption(owner="o", user="")), id="may not be printed"),
        pytest.param(PDF.replace(b"startxref\n", b"startxref\n9"), id="its table elsewhere than it says"),
        pytest.param((FOLDER / "bom-before-header.pdf").read_bytes(), id="bom-before-header.pdf"),
        pytest.param((FOLDER / "plain.pdf").read_bytes(), id="plain.pdf"),
    ],
)
def test_a_pdf_that_opens_is_kept_byte_for_byte(content):
    kept = accept(content, kinds=ALL)
    assert (kept.kind, kept.content) == ("pdf", content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(HTML_AS_PDF, WRONG["broken-pdf"], id="a page in a shell"),
        pytest.param(b"%PDF-1.4\n%%EOF\n", WRONG["broken-pdf"], id="nothing in a shell"),
        pytest.param(b"%PDF-1.4", WRONG["cut-pdf"], id="a first line"),
        pytest.param(PDF[:-20], WRONG["cut-pdf"], id="cut off"),
        pytest.param(pdf(pages=0), WRONG["broken-pdf"], id="without a page"),
        pytest.param(pdf(encryption=pikepdf.Encryption(owner="o", user="u")), WRONG["password"], id="locked"),
        pytest.param(b" " * 1_100 + PDF, NONE_WE_KEEP, id="too far in"),
    ],
)
def test_a_pdf_that_does_not_open_is_refused_with_what_to_do(content, words):
    assert refusal(content) == words


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(DOCX, id="Word"),
        pytest.param(docx(part="word/document2.xml"), id="Word for the web"),
        pytest.param(docx(part="Word/Document.XML"), id="in other letters"),
        pytest.param((FOLDER / "word-online-document2.docx").read_bytes(), id="word-online-document2.docx"),
    ],
)
def test_a_word_document_is_known_by_the_type_of_its_main_part(content):
    kept = accept(content, kinds=ALL)
    assert (kept.kind, kept.content) == ("docx", content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"PK\x03\x04 broken", WRONG["broken-word"], id="broken"),
        pytest.param(DOCX[:-30], WRONG["broken-word"], id="cut off"),
        pytest.param(zipped({"a.txt": "x"}), NONE_WE_KEEP, id="an archive"),
        pytest.param(zipped({"[Content_Types].xml": "<Types/>"}), NONE_WE_KEEP, id="no main part"),
        pytest.param(docx(kind="application/vnd.ms-excel"), NONE_WE_KEEP, id="a workbook"),
        pytest.param(zipped({"[Content_Types].xml": NAMES_ANOTHER}), NONE_WE_KEEP, id="its main part gone"),
        pytest.param(docx(kind=judging.WORD_WITH_MACROS), WRONG["macros"], id="macros by type"),
        pytest.param(docx(more={"word/vbaProject.bin": "x"}), WRONG["macros"], id="macros by part"),
        pytest.param(judging.OLD_OFFICE + b"\0" * 600, WRONG["old-word"], id="an old one, or locked"),
    ],
)
def test_what_is_no_word_document_we_keep_is_refused_with_what_to_do(content, words):
    assert refusal(content) == words


# --- what is made to do harm ----------------------------------------------------------------------
def word_of(unpacked: int) -> bytes:
    """A Word document that unpacks to exactly this many bytes."""
    rest = len(NAMES_ANOTHER.replace("gone", "document")) + len("<document/>")
    return docx(more={"word/media/image1.bin": b"\0" * (unpacked - rest)})


def test_a_document_may_unpack_to_fifty_megabytes_and_no_byte_more():
    assert judging.MOST_UNPACKED == 52_428_800
    assert kind(word_of(judging.MOST_UNPACKED)) == "docx"
    assert refusal(word_of(judging.MOST_UNPACKED + 1)) == WRONG["large-archive"]


def test_a_document_may_have_two_thousand_parts_and_no_more():
    parts = {f"word/{number}.xml": "" for number in range(judging.MOST_PARTS - 2)}
    assert kind(docx(more=parts)) == "docx"
    assert refusal(docx(more={**parts, "one/more.xml": ""})) == WRONG["large-archive"]


def test_an_archive_that_lies_about_its_size_is_no_document():
    content = docx(more={"bomb": b"\0" * 70_000_000})
    size = (70_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    assert refusal(content.replace(size, (7).to_bytes(4, "little"))) == WRONG["broken-word"]


def bomb() -> bytes:
    """A PDF of a megabyte whose table of objects unpacks to a gigabyte."""
    packer, zeros = zlib.compressobj(9), b"\0" * 1_048_576
    table = b"".join(packer.compress(zeros) for _ in range(1_024)) + packer.flush()
    head = b"%PDF-1.5\n"
    words = b"<</Type/XRef/Size 300000000/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(table)
    stream = b"1 0 obj\n" + words + b"stream\n" + table + b"\nendstream\nendobj\n"
    return head + stream + b"startxref\n%d\n%%%%EOF\n" % len(head)


def test_a_pdf_that_unpacks_to_a_gigabyte_costs_a_process_of_its_own_and_a_sentence():
    assert refusal(bomb()) in {WRONG["broken-pdf"], WRONG["too-much"]}


def test_a_picture_that_unpacks_to_a_gigabyte_is_refused_by_its_size_alone():
    large = picture("PNG", mode="1", size=(20_000, 20_000))
    assert len(large) < 200_000
    assert refusal(large) == WRONG["large-picture"]


def test_a_judge_that_takes_too_long_is_ended_and_refuses(monkeypatch, caplog):
    monkeypatch.setattr(uploads, "PATIENCE", 0.01)
    assert refusal(PDF) == WRONG["too-much"]
    assert [record.getMessage() for record in caplog.records] == ["A file was not judged in 0.01 s."]


def test_when_many_are_judged_already_the_next_is_asked_to_wait(monkeypatch):
    monkeypatch.setattr(uploads, "PATIENCE", 0.01)
    with uploads.AT_ONCE, uploads.AT_ONCE:
        words = refusal(PDF)
    assert words == "Many files are being checked just now. Wait a minute and choose it again."


# --- pictures -------------------------------------------------------------------------------------
def photo(kind_: str, orientation: int = 6) -> bytes:
    """As a phone takes it: on its side, with the place and the maker written into it."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "A phone of Ana"
    exif[GPS] = {1: "N", 2: (34.0, 3.0, 8.0), 3: "W", 4: (118.0, 14.0, 37.0)}
    return picture(kind_, exif=exif)


@pytest.mark.parametrize(
    ("given", "kept"), [("JPEG", "jpeg"), ("PNG", "png"), ("HEIF", "jpeg"), ("MPO", "jpeg")]
)
def test_a_picture_is_kept_upright_and_without_what_the_camera_wrote(given, kept):
    content = photo(given)
    assert b"A phone of Ana" in content
    accepted = accept(content, kinds=ALL)
    with opened(accepted.content) as shown:
        assert (accepted.kind, shown.format) == (kept, kept.upper())
        # Six by four points, turned; HEIC says how it is turned elsewhere, and its library follows that.
        assert shown.size == ((6, 4) if given == "HEIF" else (4, 6))
        assert dict(shown.getexif()) == {}
    assert b"A phone of Ana" not in accepted.content


def test_a_film_behind_a_picture_does_not_come_along():
    accepted = accept(JPEG + b"ftypmp42 the film", kinds=ALL)
    assert (accepted.kind, b"the film" in accepted.content) == ("jpeg", False)


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    with opened(accept(picture("JPEG", size=(5_000, 2_500)), kinds=ALL).content) as shown:
        assert shown.size == (4096, 2048)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_colors_is_kept(mode):
    made = io.BytesIO()
    Image.new(mode, (3, 2)).save(made, "PNG")
    assert kind(made.getvalue()) == "png"


def test_a_jpeg_for_printers_is_kept():
    made = io.BytesIO()
    Image.new("CMYK", (3, 2)).save(made, "JPEG")
    assert kind(made.getvalue()) == "jpeg"


def test_a_clear_ground_stays_clear():
    made = io.BytesIO()
    Image.new("P", (3, 2)).save(made, "PNG", transparency=0)
    with opened(accept(made.getvalue(), kinds=ALL).content) as shown:
        assert shown.convert("RGBA").getpixel((1, 1))[3] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(PNG[:8] + b"<html>", NONE_WE_KEEP, id="a first line of a PNG"),
        pytest.param(PNG[: len(PNG) // 2], None, id="a PNG cut off"),
        pytest.param(JPEG[: len(JPEG) // 2], None, id="a JPEG cut off"),
        pytest.param(HEIC[:-8], None, id="a HEIC cut off"),
        pytest.param(b"\xff\xd8\xff<html><script>alert(1)</script>\xff\xd9", None, id="a page as JPEG"),
        pytest.param(picture("GIF", mode="L"), NONE_WE_KEEP, id="a GIF"),
        pytest.param(picture("TIFF"), NONE_WE_KEEP, id="a TIFF"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", NONE_WE_KEEP, id="an SVG"),
        pytest.param(b"MZ\x90\x00", NONE_WE_KEEP, id="a program"),
    ],
)
def test_what_is_no_picture_we_keep_is_refused(content, words):
    assert refusal(content) in ({words} if words else {NONE_WE_KEEP, WRONG["broken-picture"]})


# --- limits and names -----------------------------------------------------------------------------
def test_a_file_without_a_byte_is_refused():
    assert refusal(b"") == "This file is empty. Choose another one."


def test_a_file_may_be_ten_megabytes_and_no_byte_more():
    # Whatever stands behind a PDF is part of the file.
    assert kind(PDF + b" " * (MOST_BYTES - len(PDF))) == "pdf"
    assert refusal(PDF + b" " * (MOST_BYTES - len(PDF) + 1)) == (
        "This file is larger than 10 MB. Choose a smaller one."
    )


def test_a_kind_that_is_not_asked_for_is_refused_by_the_names_of_those_that_are():
    assert refusal(PNG, kinds=("pdf", "docx")) == (
        "This is not a file we can keep. Choose one of these kinds: PDF, Word (.docx)."
    )


@pytest.mark.parametrize(
    ("whose", "name"),
    [
        ("José Muñoz", "resume-jose-munoz.pdf"),
        ("Siobhán O’Neill", "resume-siobhan-oneill.pdf"),
        ("민준 김", "resume-12.pdf"),
        ('../../etc/passwd\r\n"; x', "resume-etcpasswd-x.pdf"),
        ("x" * 80, f"resume-{'x' * 60}.pdf"),
        # Cut where a word ends, it does not end in a dash.
        (f"{'x' * 59} y", f"resume-{'x' * 59}.pdf"),
    ],
)
def test_a_download_carries_a_name_of_ours(whose, name):
    assert download_name("resume", whose, 12, "resumes/abc.PDF") == name


def test_a_file_of_a_form_is_read_whole_and_of_one_too_big_no_more_than_shows_it():
    file = SimpleUploadedFile("x.pdf", PDF)
    file.read()
    assert accept_upload(file, kinds=("pdf",), most=len(PDF)).content == PDF
    with pytest.raises(DomainError, match=r"^This file is larger than 0 MB[.]"):
        accept_upload(file, kinds=("pdf",), most=len(PDF) - 1)


def dying(folder, words):
    """A judge that ends in the middle, as one does that the machine kills."""
    judge = folder / "judge.py"
    judge.write_text(words)
    return judge


@pytest.mark.parametrize(
    ("words", "logged"),
    [
        (
            "import sys; print('{\"kind\": \"pdf\", \"changed\": false}'); sys.exit('y' + 'x' * 299)",
            f"A file ended its judge with 1: {('x' * 299 + chr(10)).encode()!r}",
        ),
        ("", "A file ended its judge with 0: b''"),
        ("import os; os.kill(os.getpid(), 9)", "A file ended its judge with -9: b''"),
    ],
    ids=["in the middle", "without a word", "killed"],
)
def test_a_file_whose_judge_dies_is_refused_and_what_the_judge_said_is_logged(
    monkeypatch, tmp_path, caplog, words, logged
):
    monkeypatch.setattr(uploads, "JUDGE", dying(tmp_path, words))
    assert refusal(PDF) == WRONG["too-much"]
    assert [record.getMessage() for record in caplog.records] == [logged]
    # The next file has its place.
    monkeypatch.undo()
    assert kind(PDF) == "pdf"
