"""Papers: every script has its glyphs, on every machine."""

import io

import pikepdf
import pytest

from common.papers import pdf

SOURCE = b"#let d = json(bytes(sys.inputs.said))\n#for name in d.names [#name #strong(name) #parbreak()]"
NAMES = {
    "Latin": "José Nguyễn Łukasz O’Neill",
    "Greek": "Ελένη",
    "Cyrillic": "Алёна",
    "Armenian": "Զարուհի",
    "Georgian": "ნინო",
    "Hebrew": "שרה",
    "Arabic": "علي حسن",
    "Persian": "علی\u200cرضا",
    "Ethiopic": "አበበ",
    "Devanagari": "प्रिया",
    "Bengali": "রহিম",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ",
    "Gujarati": "મીરા",
    "Oriya": "ରାମ",
    "Tamil": "தமிழ்",
    "Telugu": "సీత",
    "Kannada": "ಕಮಲ",
    "Malayalam": "മീര",
    "Sinhala": "සමන්",
    "Thai": "สมชาย",
    "Lao": "ສົມ",
    "Khmer": "សុខា",
    "Myanmar": "ကိုကို",
    "Mongolian": "ᠪᠠᠲᠤ",
    "Cherokee": "ᏣᎳᎩ",
    "Chinese": "王小明 張偉",
    "Japanese": "山田花子 カタカナ",
    "Korean": "민준 김",
    "emoji": "Ana 🙂 👩\u200d🏫",
}


def missing(paper: bytes) -> int:
    """How many glyphs of a PDF are .notdef, the box that stands for what no font has: number 0 of a font."""
    boxes = 0
    with pikepdf.open(io.BytesIO(paper)) as opened:
        for page in opened.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                shown = operands[0] if str(operator) in {"Tj", "TJ"} else []
                for piece in shown if isinstance(shown, pikepdf.Array) else [shown]:
                    if isinstance(piece, pikepdf.String):
                        codes = bytes(piece)
                        boxes += [codes[at : at + 2] for at in range(0, len(codes), 2)].count(b"\x00\x00")
    return boxes


@pytest.mark.parametrize("script", NAMES)
def test_every_script_has_its_glyphs_without_fonts_of_the_machine(script: str) -> None:
    assert missing(pdf(SOURCE, {"names": [NAMES[script]]})) == 0


def test_a_missing_glyph_would_be_seen() -> None:
    assert missing(pdf(SOURCE, {"names": ["བོད"]})) > 0


def test_what_people_wrote_is_text_and_never_markup() -> None:
    assert pdf(SOURCE, {"names": ['#panic("x") \\ $ * _ <b> @']}).startswith(b"%PDF-")
