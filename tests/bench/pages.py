"""A process that serves pages of one database on request: a line in names a page, a line out gives its CPU."""

import json
import sys
from collections.abc import Callable
from urllib.parse import quote

import django

REPEATS = {"floor one-row": 10}
USUAL_REPEATS = 4
# What the search of each size should find: as many as "mar" does in the smallest.
FOUND = 17


def _signed_in(email: str):  # type: ignore[no-untyped-def]
    from django.test import Client

    from people.models import User

    client = Client(raise_request_exception=True)
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    return client


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


def _pages() -> dict[str, Callable[[int], object]]:
    from django.utils import timezone

    from applications.models import Application
    from people.models import User
    from seminars.models import Session

    manager = _signed_in("manager@example.org")
    applications = list(Application.objects.exclude(state="draft").order_by("-changed_at", "-pk")[:40])
    begun = Session.objects.filter(starts_at__lt=timezone.now())
    session = begun.order_by("-starts_at").first()
    # The demo's rosters are closed; the latest one is opened for the bench, as staff would.
    Session.objects.filter(pk=session.pk).update(state="held")
    newcomers = list(User.objects.exclude(attendance__session=session).values_list("pk", flat=True)[:200])

    def get(path: str) -> Callable[[int], object]:
        def ask(turn: int) -> None:
            response = manager.get(path.format(pk=applications[turn % len(applications)].pk))
            assert response.status_code == 200, (path, response.status_code)
            assert response.content

        return ask

    def check_in(turn: int) -> None:
        path = f"/seminars/sessions/{session.pk}/roster/mark/"
        response = manager.post(path, {"person": newcomers.pop()})
        assert response.status_code == 302, response.status_code

    first = newcomers[-1]
    check_in(0)
    # A refusal answers 302 as well, and costs something else.
    assert session.attendance.filter(person=first, mark="present").exists()
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
        "roster": get(f"/seminars/sessions/{session.pk}/roster/"),
        "one check-in": check_in,
    }


def main() -> None:
    django.setup()
    from tests.bench.cpu import cpu_ms

    pages, turn = _pages(), 0
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        name = line.strip()
        repeats = REPEATS.get(name, USUAL_REPEATS)
        spent = 0.0
        for _ in range(repeats):
            turn += 1
            spent += cpu_ms(lambda page=pages[name], at=turn: page(at))
        print(spent / repeats, flush=True)


if __name__ == "__main__":
    main()
