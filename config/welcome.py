"""What a person reads when the product has started on their own machine: where it is, and what to try first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from common.clock import local_date
from dashboard.queries import waiting_for
from people.models import User

DOMAIN = "example.org"
# The demo's people, and of what waits for them the kind that shows best what they do here; otherwise the first.
HATS = {
    "teacher": "offer",
    "leader": "deliverable_returned",
    "arts": "event_over",
    "culture": "deliverable_returned",
    "family": "deliverable",
    "peer": "",
    "senior": "",
    "principal": "cosign",
    "clerk": "claim_returned",
    "manager": "decide",
    "registrar": "headless",
    "coach": "cycle",
    "preparer": "run_exported",
    "approver": "run_calculated",
    "director": "late_deliverables",
    "fellow": "disputed",
    "studying": "agreement",
    "admin": "",
}


@dataclass(frozen=True)
class Thing:
    """One thing to try as `person`, an address of the demo."""

    person: str
    what: str
    path: str


def things_to_try() -> list[Thing]:
    """One for each of the demo's people who is there, from what waits for them at this moment."""
    there = User.objects.filter(email__in=[f"{hat}@{DOMAIN}" for hat in HATS])
    people = {person.email: person for person in there}
    return [_thing(hat, people[email]) for hat in HATS if (email := f"{hat}@{DOMAIN}") in people]


def _thing(hat: str, person: User) -> Thing:
    email = f"{hat}@{DOMAIN}"
    if hat == "admin":
        return Thing(email, "What the hats may not: every table, for repair", "/admin/")
    now = timezone.now()
    found = waiting_for(person, day=local_date(now), now=now)
    best = next((one for one in found if one.kind == HATS[hat]), found[0] if found else None)
    if best is None:
        return Thing(email, "Nothing waits: look at the first page", "/")
    return Thing(email, best.what, best.url)


def welcome(address: str) -> Iterator[str]:
    """The lines that end a start."""
    yield ""
    yield f"Teacher Leader Pathways is at {address}/   (Ctrl-C stops everything)"
    if settings.DEMO:
        yield f"Every mail it sends is at {address}/mailbox/"
    yield f"Logs are in {settings.LOCAL_DIR / 'log'}"
    things = things_to_try() if settings.DEMO else []
    if things:
        yield f"Sign in at {address}/accounts/login/ with the password pathways-demo, and try, as"
    for thing in things:
        yield f"  {thing.person:<23}{thing.what}"
        yield f"  {'':<23}{address}{thing.path}"
    yield ""
