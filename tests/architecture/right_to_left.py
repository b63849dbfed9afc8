"""A name that reads from right to left on a page: isolated where it stands, and no markup where none can be."""

from html.parser import HTMLParser

from people.models import User

NAME = "علي حسن"


class Reader(HTMLParser):
    """Where a page shows the name: `bare` without an element of its own, `broken` as markup where none can be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen, self.broken = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.broken += [f"{tag} {name}: {value}" for name, value in attrs if value and "<bdi>" in value]

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.seen += NAME in data and bool(self.open) and self.open[-1] == "bdi"
        self.broken += [f"{self.open[-1:]}: {data}"] if "bdi>" in data else []


def everybody_is_called_so() -> None:
    for person in User.objects.all():
        person.given_name, person.family_name, person.preferred_name = *NAME.split(), ""
        person.save()


def read(page: str) -> Reader:
    """Raises AssertionError where markup stands in a text that holds none."""
    reader = Reader()
    # A title holds text alone; the parser here would take elements in it for elements.
    for part in ("title", "textarea"):
        for piece in page.split(f"<{part}")[1:]:
            assert "<bdi>" not in piece.split(f"</{part}>")[0], piece[:200]
    reader.feed(page)
    return reader
