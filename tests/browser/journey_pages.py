"""People at their screens: each in a browser of their own, every page judged and kept as a picture."""

import re
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT, Sink, wait_until
from tests.factories.people import PASSWORD

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
SHOTS = ROOT / "shots" / "journey"


class Stage:
    """Opens browsers, judges pages, waits for mail. `url` is where the site answers."""

    def __init__(
        self,
        url: str,
        browser: Browser,
        arguments: dict[str, Any],
        sink: Sink,
        judges: tuple[Callable[[Page], None], ...],
    ) -> None:
        self.url, self.sink = url, sink
        self.browser, self.arguments, self.judges = browser, arguments, judges
        self.contexts: list[Any] = []
        self.pictures = 0

    def stranger(self, size: dict[str, int] = DESK) -> Page:
        """A page of somebody new, in a browser nobody used before."""
        self.contexts.append(self.browser.new_context(**{**self.arguments, "viewport": size}))
        page: Page = self.contexts[-1].new_page()
        page.set_default_timeout(15_000)
        return page

    def person(self, email: str, size: dict[str, int] = DESK) -> Page:
        """The same, signed in."""
        page = self.stranger(size)
        self.sign_in(page, email)
        return page

    def sign_in(self, page: Page, email: str) -> None:
        page.goto(f"{self.url}/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("button", name="Sign out", include_hidden=True)).to_be_attached()

    def visit(self, page: Page, path: str, name: str) -> None:
        """Go to a page, which must answer, and look at it."""
        answer = page.goto(self.url + path)
        assert answer is not None
        assert answer.status == 200, path
        self.look(page, name)

    def look(self, page: Page, name: str) -> None:
        """Judge the page as it is, at a phone's width too, and keep a picture."""
        for judge in self.judges:
            judge(page)
        self.pictures += 1
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{self.pictures:02}-{name}.png", full_page=True)

    def mail(self, address: str, words: str, seconds: float = 30) -> EmailMessage:
        """The mail to this address that holds the words, once it has left through the outbox."""

        def found() -> list[EmailMessage]:
            return [mail for mail in self.sink.to(address) if words in f"{mail['Subject']} {text_of(mail)}"]

        wait_until(found, seconds, f"a mail to {address} with “{words}”")
        return found()[-1]

    def leave(self) -> None:
        """Everybody closes their browser."""
        for context in self.contexts:
            context.close()


def text_of(mail: EmailMessage) -> str:
    """The plain words of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage, path: str) -> str:
    """The first address in a mail that holds this path."""
    found = re.search(rf"http\S*{re.escape(path)}\S*", text_of(mail))
    assert found is not None, text_of(mail)
    return found.group(0)
