"""What a name is: kept, compared, found, sorted, and drawn among other text."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from django.template import Context, Template
from django.utils.html import format_html
from hypothesis import given
from hypothesis import strategies as st

from common.names import (
    NO_LINK,
    NO_NUMBER,
    NOTHING_SEEN,
    ONE_LINE,
    TOO_MANY_MARKS,
    Name,
    cleaned,
    folded,
    isolated,
    name_key,
    same,
    same_key,
    sort_key,
    stored,
    why_refused,
)

# Text as strangers write it: letters of every script, and what hides among them.
ODD = (
    "'’ʼ`´-–—‑ \u00a0\u2003\t\n\u00ad\u200b\u200c\u200d\u200e\u202a\u202e\u2066\u2069\ufeff\u034f\ufe0f\u3164"
)
MARKS = "\u0301\u0308\u0327\u064b\u05b0\u093f\u3099\u0345ßİıſﬁﷺΣςǅ½ẞŉ한👩🏽"
TEXT = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(ODD + MARKS),
        st.characters(max_codepoint=0x24F),
    ),
    max_size=24,
)


@pytest.mark.parametrize("form", [cleaned, stored, same_key, folded])
@given(text=TEXT)
def test_what_was_brought_into_shape_keeps_it(form: Callable[[str], str], text: str) -> None:
    assert form(form(text)) == form(text)


@given(text=TEXT)
def test_a_kept_name_is_composed_on_one_line_without_anything_that_hides_or_turns(text: str) -> None:
    kept = stored(text)
    assert kept == unicodedata.normalize("NFC", kept) == " ".join(kept.split())
    hidden = [
        c for c in kept if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} and c not in "\u200c\u200d"
    ]
    assert hidden == []
    assert kept[:1] not in {"\u200c", "\u200d"}
    assert kept[-1:] not in {"\u200c", "\u200d"}


@given(one=TEXT, other=TEXT)
def test_sameness_is_mutual(one: str, other: str) -> None:
    assert same(one, other) == same(other, one)


@given(text=TEXT)
def test_a_name_is_the_same_however_it_is_composed_and_kept(text: str) -> None:
    assert same(text, text) == bool(stored(text))
    for other in (stored(text), unicodedata.normalize("NFD", text), f"  {text}\u200b ", same_key(text)):
        assert same_key(other) == same_key(text) or not stored(text)


@given(one=TEXT, other=TEXT)
def test_what_is_the_same_to_a_person_is_found_and_sorted_alike(one: str, other: str) -> None:
    assert folded(same_key(one)) == folded(one)
    if same(one, other):
        assert folded(one) == folded(other)
        assert sort_key(one, other) == sort_key(other, one)


@given(text=TEXT)
def test_isolating_twice_is_isolating_once_and_hides_no_letter(text: str) -> None:
    once = isolated(cleaned(text))
    assert isolated(once) == once
    assert re.sub("[\u2068\u2069]", "", once) == cleaned(text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Siobhán O'Neill", "Siobhán O’Neill"),
        ("Kaʻahumanu", "Ka'ahumanu"),
        ("Anne‑Marie", "anne-marie"),
        ("Jose\u0301", "José"),
        ("guadalupe  CERVANTES", "Guadalupe Cervantes"),
        ("Ana\u00a0Ruiz\u200b", "Ana Ruiz"),
        ("STRASSE", "Straße"),
    ],
)
def test_texts_that_are_the_same_to_a_person(typed: str, name: str) -> None:
    assert same(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Munoz", "Muñoz"),
        ("Ana Ruis", "Ana Ruiz"),
        ("", ""),
        ("-", "-"),
        ("AnneMarie", "Anne-Marie"),
        ("Ana", "Ana B"),
    ],
)
def test_texts_that_are_not_the_same_to_a_person(typed: str, name: str) -> None:
    assert not same(typed, name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana \u202eyluaP", "Ana yluaP"),
        ("\u200b", ""),
        ("\u3164\u2800", ""),
        ("-", ""),
        ("  Ana\u2003 Ruiz ", "Ana Ruiz"),
        ("Jose\u0301", "José"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("A\u200dna", "Ana"),
        ("👩\u200d🏫 Ana", "👩\u200d🏫 Ana"),
        ("O’Neill", "O’Neill"),
    ],
)
def test_a_name_is_kept_as_it_was_written_but_for_what_nobody_sees(typed: str, kept: str) -> None:
    assert stored(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Your session expired: sign in at https://evil.example/login", NO_LINK),
        ("www.evil", NO_LINK),
        ("Go to evil.example", NO_LINK),
        ("ｅｖｉｌ．ｅｘａｍｐｌｅ", NO_LINK),
        ("ev\u200bil.exa\u200bmple", NO_LINK),
        ("ana@example.org", NO_LINK),
        *(
            (begun, NO_LINK)
            for begun in ("http:evil", "Ana HTTPS:evil", "mailto:x", "ｊａｖａｓｃｒｉｐｔ:x", "tel:1")
        ),
        *((good, "") for good in ("Kanien’kehá:ka", "Metadata: Ana", "Hotel: Ana")),
        ("Ana\nRuiz", ONE_LINE),
        ("Ana\u2028Ruiz", ONE_LINE),
        ("Call 213 555 0100", NO_NUMBER),
        ("A" + "\u035c\u0321\u0316\u0317\u0318\u0319\u031a\u031b", TOO_MANY_MARKS),
        ("\u200b", NOTHING_SEEN),
        *(
            (good, "")
            for good in ("", "J.R.R. Tolkien", "St. John", "Suharno", "민준", "O’Neill-Ávila", "Ph.D.", "-")
        ),
    ],
)
def test_what_cannot_be_a_name_is_refused_in_a_sentence(typed: str, why: str) -> None:
    assert why_refused(typed) == why


@pytest.mark.parametrize(
    ("written", "found_by"),
    [
        ("José Muñoz", "Munoz"),
        ("Siobhán O’Neill", "O'Neill"),
        ("Siobhán O’Neill", "oneill"),
        ("Anne-Marie", "anne marie"),
        ("Søren Łukasz", "soren lukasz"),
        ("Nguyễn Thị Hoa", "nguyen thi hoa"),
        ("ｓａｔｏ", "Sato"),
    ],
)
def test_names_are_found_without_accents_apostrophes_and_hyphens(written: str, found_by: str) -> None:
    assert folded(found_by) in folded(written)


def test_vowels_that_are_written_as_marks_are_not_folded_away() -> None:
    assert folded("कि") != folded("का")


def test_people_stand_where_one_looks_for_them() -> None:
    names = ["Zuniga", "de la Cruz", "Ávila", "Cruzado", "Cruz Lopez", "Cruz", "Delgado", "O’Neill", "Oneida"]
    assert sorted(names, key=sort_key) == [
        "Ávila", "Cruz", "Cruz Lopez", "Cruzado", "de la Cruz", "Delgado", "Oneida", "O’Neill", "Zuniga",
    ]  # fmt: skip
    assert sort_key("", "Suharno") == sort_key("Suharno", "") == "suharno"
    assert sort_key("10th Street") > sort_key("9th Street")
    assert sort_key("Cruz", "Zoe") < sort_key("Cruz Lopez", "Ana")


def test_the_key_of_perhaps_one_person_minds_neither_accents_nor_which_name_comes_first() -> None:
    assert (
        name_key("Cecilia", "Kang")
        == name_key("Kang", "CECILIA")
        == name_key("Cecília Kang", "")
        == "cecilia kang"
    )
    assert name_key("Cecilia", "Kang") != name_key("Celia", "Kang")


def test_a_name_that_reads_from_right_to_left_is_isolated_on_a_page_and_others_are_plain() -> None:
    page = Template("{{ one }}, {{ other }}").render(
        Context({"one": Name("علي <b>"), "other": Name("Ana & Co")})
    )
    assert page == "<bdi>علي &lt;b&gt;</bdi>, Ana &amp; Co"
    assert format_html("<p>{}</p>", Name("علي")) == "<p><bdi>علي</bdi></p>"
    assert f"{Name('علي')}" == "علي"


def test_words_from_right_to_left_are_isolated_in_plain_text() -> None:
    assert isolated("Ana asks") == "Ana asks"
    assert isolated("علي حسن, 3 times\nعلي") == "\u2068علي حسن\u2069, 3 times\n\u2068علي\u2069"
