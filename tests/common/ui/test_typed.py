"""Of what was sent: what a person typed or chose, and what is a button or kept by the page for itself."""

import pytest

from common.ui.typed import is_shown


@pytest.mark.parametrize("name", ["reason", "return-words", "memberships-0-note", "mark-219"])
def test_what_a_person_fills_in_is_shown_again(name):
    assert is_shown(name)


@pytest.mark.parametrize("name", ["seen", "close-seen", "seen_time", "as_opened", "verb", "save", "version"])
def test_a_button_and_what_the_page_keeps_for_itself_are_not(name):
    assert not is_shown(name)
