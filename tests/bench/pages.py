"""A process that asks for pages of one database on request: a line in names a page, a line out gives its CPU."""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import django

if TYPE_CHECKING:
    from tests.bench.web import Browser

MANAGER = "manager@example.org"
REPEATS = {"floor one-row": 10, "one check-in": 10}
USUAL_REPEATS = 4
# What the search of each size should find: as many as "mar" does in the smallest.
FOUND = 17


def _cookies_of(email: str) -> dict[str, str]:
    """Of a browser in which this person is signed in."""
    from django.conf import settings
    from django.middleware.csrf import get_token
    from django.test import Client, RequestFactory

    from people.models import User

    client, request = Client(), RequestFactory().get("/")
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    get_token(request)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {settings.SESSION_COOKIE_NAME: session, "csrftoken": request.META["CSRF_COOKIE"]}


def _name_of_few() -> str:
    """A name, or the beginning of one, that finds nearly the same number of applications at every size."""
    from collections import Counter

    from applications.models import Application

    applicants = Application.objects.exclude(state="draft")
    found: Counter[str] = Counter()
    for given, family in applicants.values_list("person__given_name", "person__family_name"):
        found.update(family[:length] for length in range(3, len(family) + 1))
        found.update(f"{given} {family[:length]}" for length in range(1, len(family) + 1))
    return min(found, key=lambda name: (abs(found[name] - FOUND), name))


def _check_ins(browser: "Browser") -> tuple[str, Callable[[int], object]]:
    """The address of a roster, and a press that marks another newcomer present there."""
    from django.utils import timezone

    from people.models import User
    from seminars.models import Session

    session = Session.objects.filter(starts_at__lt=timezone.now()).order_by("-starts_at").first()
    # The demo's rosters are closed; the latest one is opened for the bench, as staff would.
    Session.objects.filter(pk=session.pk).update(state="held")
    newcomers = list(User.objects.exclude(attendance__session=session).values_list("pk", flat=True)[:200])
    roster = f"/seminars/sessions/{session.pk}/roster/"

    def check_in(turn: int) -> None:
        browser.press(f"{roster}mark/", {"person": newcomers.pop()})

    first = newcomers[-1]
    check_in(0)
    # A refusal leads on as well, and costs something else.
    assert session.attendance.filter(person=first, mark="present").exists()
    return roster, check_in


def _pages(browser: "Browser") -> dict[str, Callable[[int], object]]:
    from applications.models import Application
    from dashboard.queries import head
    from people.models import User

    applications = list(Application.objects.exclude(state="draft").order_by("-changed_at", "-pk")[:40])

    def opened(path: str, turn: int) -> str:
        return browser.open(path.format(pk=applications[turn % len(applications)].pk))

    def get(path: str) -> Callable[[int], object]:
        return partial(opened, path)

    manager = User.objects.get(email=MANAGER)

    def counted_anew(turn: int) -> None:
        head.forget(manager)
        browser.open("/waiting/")

    roster, check_in = _check_ins(browser)
    return {
        "floor crispy50": get("/floor/crispy50/"),
        "floor one-row": get("/floor/one-row/?pk={pk}"),
        "staff list": get("/applications/"),
        # A state that fills a page of fifty at every size, so that sizes can be compared.
        "list by state": get("/applications/?state=accepted"),
        "search": get(f"/applications/?q={quote(_name_of_few())}"),
        # Three letters that a sixth of all addresses hold: nearly a page of fifty at the least size, and full ones
        # out of 340 and of 3,400 at the others.
        "search of many": get("/applications/?q=ia."),
        "detail": get("/applications/{pk}/"),
        "placements": get("/placements/"),
        "roster": get(roster),
        "home": get("/"),
        # What every page asks besides, as often as it is kept already and as seldom as not; and counted each time.
        "what waits": get("/waiting/"),
        "  counted anew": counted_anew,
        "one check-in": check_in,
    }


def main() -> None:
    django.setup()
    from tests.bench.web import Browser, Web

    web = Web()
    try:
        pages, turn = _pages(Browser(web, _cookies_of(MANAGER))), 0
        print(json.dumps(list(pages)), flush=True)
        for line in sys.stdin:
            name = line.rstrip("\n")
            repeats = REPEATS.get(name, USUAL_REPEATS)
            before = web.spent_ns()
            for _ in range(repeats):
                turn += 1
                pages[name](turn)
            print((web.spent_ns() - before) / repeats / 1e6, flush=True)
    finally:
        web.stop()


if __name__ == "__main__":
    main()
