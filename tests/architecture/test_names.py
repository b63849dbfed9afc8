"""Names that read from right to left, on every page: isolated where they stand, and no markup where none can be."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.architecture.asked import rows_of
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAME = "علي حسن"
WHO = ("manager", "principal", "leader", "coach", "approver", "fellow")


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


def read(page: str) -> Reader:
    reader = Reader()
    # A title holds text alone; the parser here would take elements in it for elements.
    for part in ("title", "textarea"):
        for piece in page.split(f"<{part}")[1:]:
            assert "<bdi>" not in piece.split(f"</{part}>")[0], piece[:200]
    reader.feed(page)
    return reader


def test_no_page_breaks_on_names_from_right_to_left_and_pages_isolate_them(world: World) -> None:
    seen, broken = 0, list[Any]()
    with transaction.atomic():
        for person in User.objects.all():
            person.given_name, person.family_name, person.preferred_name = *NAME.split(), ""
            person.save()
        paths = [path for _, path in rows_of(world)]
        paths += [reverse("admin:people_user_change", args=[world.people["leader"].pk]), "/search/?q=علي"]
        for hat in (*WHO, "admin"):
            client = Client(raise_request_exception=False)
            client.force_login(world.people[hat])
            for path in paths:
                with transaction.atomic():
                    answer = client.get(path)
                    broken += [(path, answer.status_code)] if answer.status_code == 500 else []
                    if answer.streaming:
                        b"".join(answer.streaming_content)
                    elif answer["Content-Type"].startswith("text/html"):
                        found = read(answer.content.decode())
                        seen += found.seen
                        broken += [(path, where) for where in found.broken]
                    transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert broken == []
    assert seen > 100
