"""The browser's fixtures see what they should."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page


def test_the_sign_in_page_opens_in_a_real_browser(live_server: Any, page: Page) -> None:
    answer = page.goto(live_server.url + "/accounts/login/")
    assert answer is not None
    assert answer.status == 200


def test_axe_notices_a_picture_without_words(page: Page, axe: Callable[[Page], None]) -> None:
    page.set_content("<html lang=en><title>T</title><main><h1>T</h1><img src=x></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_sideways_scroll_is_noticed(page: Page, no_sideways_scroll: Callable[[Page], None]) -> None:
    page.set_content("<body style='margin:0'><div style='width:800px'>wide</div>")
    with pytest.raises(AssertionError, match="800 at 320, 800 at 390"):
        no_sideways_scroll(page)


# What follows a click at once must be a wait for what it did: see turning.py.
TOO_SOON = re.compile(
    r"\.click\(\)\n +(\w*\.?look\w*\(|axe\(|no_sideways_scroll\(|\w+\.goto\(|stage\.visit\()"
)


def test_nothing_is_judged_or_left_right_after_a_click() -> None:
    tests = sorted(Path(__file__).parent.glob("*.py"))
    assert [
        (path.name, TOO_SOON.findall(path.read_text())) for path in tests if TOO_SOON.search(path.read_text())
    ] == []
