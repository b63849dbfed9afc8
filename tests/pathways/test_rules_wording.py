"""What is new in a text, in stretches of whole words."""

from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.wording import Piece, pieces

TEXTS = st.text(alphabet="ab \n", max_size=30)


@given(TEXTS, TEXTS)
def test_the_stretches_joined_are_the_text(before, now):
    assert "".join(piece.text for piece in pieces(before, now)) == now


@given(TEXTS)
def test_nothing_is_new_in_the_same_text(text):
    assert not any(piece.new for piece in pieces(text, text))


@given(TEXTS)
def test_all_is_new_where_nothing_stood(text):
    assert pieces("", text) == ([Piece(text, True)] if text else [])
