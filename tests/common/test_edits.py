"""Two windows on the same texts: no text goes over another unseen."""

from hypothesis import given
from hypothesis import strategies as st

from common.edits import Merged, mark_of, merge

TEXT = st.text(max_size=20)


def test_what_this_window_left_alone_stays_as_another_window_stored_it():
    seen = {"time": mark_of("Old"), "mindset": mark_of("Mine")}
    merged = merge({"time": "New", "mindset": "Mine"}, {"time": "Old", "mindset": "Mine, longer"}, seen)
    assert merged == Merged({"mindset": "Mine, longer"}, {})


def test_what_two_windows_changed_is_named_with_what_is_stored():
    merged = merge({"time": "Theirs"}, {"time": "Mine"}, {"time": mark_of("Old")})
    assert merged == Merged({}, {"time": "Theirs"})


def test_a_text_without_a_mark_is_taken_as_typed():
    assert merge({"time": "Old"}, {"time": "New"}, {}) == Merged({"time": "New"}, {})


@given(TEXT, TEXT, TEXT)
def test_a_text_is_lost_only_when_its_own_window_changed_it(stored, typed, shown):
    merged = merge({"time": stored}, {"time": typed}, {"time": mark_of(shown)})
    after = {"time": stored, **merged.kept}["time"]
    assert mark_of(after) == mark_of(stored) or (mark_of(shown) == mark_of(stored) and after == typed)
    assert bool(merged.elsewhere) == (len({mark_of(text) for text in (stored, typed, shown)}) == 3)


@given(st.lists(st.sampled_from(["a", "\n"]), max_size=8))
def test_the_two_ways_of_ending_a_line_are_one_text(parts):
    text = "".join(parts)
    assert mark_of(text) == mark_of(text.replace("\n", "\r\n"))


def test_a_mark_tells_texts_apart():
    assert len({mark_of(text) for text in ("", " ", "a", "a\n", "a\n\n")}) == 5
