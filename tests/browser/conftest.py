"""Browser tests drive Debian's Chromium against a real server; axe-core judges each page."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from tests.conftest import wait_until

AXE = Path(__file__).parent / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]
DESK = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that the browser beside it does the others meanwhile."""
    items.sort(key=lambda item: item.path.name != "test_journey.py")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None:
        words = "No Chromium here, so nobody looked at the pages. Install it: apt-get install chromium"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(words)
        pytest.skip(words)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*FLAGS, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": DESK, "locale": "en-US", "timezone_id": "America/Los_Angeles"}


@pytest.fixture(autouse=True)
def _the_last_request_ends(transactional_db: None) -> Iterator[None]:
    """A page that is closed leaves its last request at work; the tables are emptied only after it."""
    yield
    wait_until(lambda: not _at_work(), 10, "the last request of a closed page")


def _at_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state IN ('active', 'idle in transaction')"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def page(live_server: Any, page: Page) -> Page:
    """A page of a new person; `page.goto(live_server.url + "/…")`."""
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with the rule and the elements of every violation."""

    def judge(page: Page) -> None:
        # A press may have begun another page: its document is whole before it is judged.
        page.wait_for_load_state()
        # `evaluate` goes past the page's CSP, which rightly refuses a script tag of ours.
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        said = [f"{rule['id']}: {rule['help']}: {[n['html'] for n in rule['nodes']][:3]}" for rule in found]
        assert not said, page.url + "\n" + "\n".join(said)

    return judge


# The edges at which the layout changes, and 200% at a desk; `manage.py shots` looks at ten.
WIDTHS = (320, 390, 640, 768)


@pytest.fixture
def no_sideways_scroll() -> Callable[[Page], None]:
    """`no_sideways_scroll(page)` looks at WIDTHS, then puts the width back."""

    def look(page: Page) -> None:
        before = page.viewport_size
        wide = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            found = page.evaluate("document.documentElement.scrollWidth")
            wide += [f"{found} at {width}"] if found > width else []
        if before:
            page.set_viewport_size(before)
        assert wide == [], f"{page.url} is wider than its window: {', '.join(wide)}"

    return look
