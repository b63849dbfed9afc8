"""What the people of a test do with their hands: each press, page and typed character is counted."""

import re
from collections import Counter
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.journey_pages import DESK, Stage
from tests.browser.turning import turn


class Hands:
    """Somebody at their screen, signed in by a mailed code; `done` counts what they did."""

    def __init__(self, stage: Stage, email: str, done: Counter[str], size: dict[str, int] = DESK) -> None:
        self.stage, self.email, self.done = stage, email, done
        self.page: Page = stage.stranger(size)
        self.open("/accounts/login/code/")
        self.type("Email", email)
        self.press(re.compile("code"))
        mail = stage.mail(email, "code is").get_content()
        self.type("Code", re.search(r"code is\s+(\S+)", mail)[1])
        self.press(re.compile("Sign in|Confirm|Go on|Continue"))
        expect(self.page.get_by_role("button", name="Sign out", include_hidden=True)).to_be_attached()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def open(self, path: str) -> None:
        """An address that a mail, a bookmark or a menu leads to; a press and a page."""
        self.done.update(presses=1, pages=1)
        answer = self.page.goto(self.stage.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def press(self, name: Any, within: Locator | None = None) -> None:
        """A button that leads to a page."""
        self._turn((within or self.main).get_by_role("button", name=name, exact=isinstance(name, str)).last)

    def follow(self, name: Any) -> None:
        """A link."""
        self._turn(self.main.get_by_role("link", name=name).first)

    def follow_in(self, row: Locator) -> None:
        """The link of a row."""
        self._turn(row.get_by_role("link").first)

    def _turn(self, where: Locator) -> None:
        self.done.update(presses=1, pages=1)
        turn(where)

    def type(self, label: Any, words: str) -> None:
        self.done.update(characters=len(words), presses=1)
        self.main.get_by_label(label).first.fill(words)

    def choose(self, field: Any, /, **option: str) -> None:
        self.done.update(presses=2)
        self.main.get_by_label(field).first.select_option(**option)

    def tick(self, words: Any) -> None:
        """A box or a choice, by its words."""
        self.done.update(presses=1)
        self.main.get_by_text(words).first.click()

    def give(self, label: str, name: str, content: bytes) -> None:
        """A file."""
        self.done.update(presses=3)
        file: Any = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.main.get_by_label(label, exact=True).set_input_files(file)

    def sees(self, words: Any) -> None:
        expect(self.main.get_by_text(words).first).to_be_visible()

    def look(self, name: str) -> None:
        self.stage.look(self.page, name)
