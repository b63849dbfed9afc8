"""Going from page to page: a test never judges, leaves or asks a page that is about to go."""

from playwright.sync_api import Locator, Page


def turn(link: Locator) -> None:
    """Press what leads to another page, and go on once that page is there.

    `click` answers when the browser has been told, not when the next page has come: a judge that follows at once
    reads the old page, or one that is torn down under it.
    """
    with link.page.expect_navigation():
        link.click()


def tick(page: Page, words: str) -> None:
    """Tick a box by its words, as people do: what is drawn is the label, the box itself lies out of sight."""
    page.get_by_text(words).click()
