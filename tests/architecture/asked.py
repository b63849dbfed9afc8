"""Every address with its gaps filled, and what docs/permissions.md says of its answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.rooms import ROOT
from tests.architecture.world import World

TABLE: Path = ROOT / "docs" / "permissions.md"
HATS = (
    "teacher",
    "leader",
    "principal",
    "coach",
    "manager",
    "registrar",
    "preparer",
    "approver",
    "director",
    "fellow",
    "admin",
)
# Signing in and out is allauth's, the same for everyone; the admin asks for is_staff at one gate.
LEFT_OUT = ("account_", "mfa_", "None")
HEAD = """# Who may do what

The answer of each address to a GET and to an empty POST, for one person of each hat. Made by `make permissions`,
compared by `make test`: a row that changes is reviewed like code.

200 a page · 302 sent elsewhere (to the sign-in page, or after doing it) · 400 not understood · 403 forbidden ·
404 no such thing for this person · 405 not that way ·
422 refused in words. `leader` is the teacher the sample things belong to;
`principal` is the leader's own. Every POST was tried on a world put back afterwards. The world is a demo on one's own
machine: elsewhere `/mailbox/` is 404 to everybody, and staff without a second step are sent to set it up.

Nobody gets further than a refusal where the row says so (a statement that is not approved), and where an empty POST
names nobody (`/seminars/sessions/<id:pk>/roster/mark/`).

"""
# Rows as the head explains them.
NOBODY = {"`/seminars/sessions/<id:pk>/roster/mark/`", "`/stipends/statements/<id:pk>/` not approved"}


def addresses(
    resolver: URLResolver, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Route, name and converters of every address, our own apps' and the two of machines."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            name = f"{space}:{entry.name}" if space else str(entry.name)
            if not name.startswith(LEFT_OUT):
                yield route, name, entry.pattern.converters
        elif entry.namespace != "admin":
            yield from addresses(entry, route, entry.namespace or space)


def path_of(name: str, converters: dict[str, Any], world: World, more: dict[str, Any] | None = None) -> str:
    """The address with its gaps filled from the longest sample whose key begins its name; `more` goes first."""
    keys = sorted((key for key in world.samples if name.startswith(key)), key=len)
    known = {gap: value for key in keys for gap, value in world.samples[key].items()} | (more or {})
    number = {
        gap: "Id" in type(kind).__name__ or "Int" in type(kind).__name__ for gap, kind in converters.items()
    }
    filled = {gap: known.get(gap, 999_999_999 if number[gap] else "nothing-here") for gap in converters}
    return reverse(name, kwargs=filled)


def rows_of(world: World) -> Iterator[tuple[str, str]]:
    """What the table calls an address, and a path to try; several where the state of a thing matters."""
    for route, name, converters in sorted(addresses(get_resolver())):
        yield f"`/{route}`", path_of(name, converters, world)
        for label, gaps in world.more.get(name, {}).items():
            yield f"`/{route}` {label}", path_of(name, converters, world, gaps)


def status_of(client: Client, method: str, path: str) -> int:
    """The status, and nothing of what it did."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return int(response.status_code)


def reached_by_nobody(table: str) -> set[str]:
    """What the rows call an address that refuses everybody who is signed in, however it is asked."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    reached = {row[0] for row in rows if {"200", "302", "422"} & set(row[3:])}
    return {row[0] for row in rows} - reached


def table_of(rows: list[tuple[str, str, list[int]]]) -> str:
    """The rows in Markdown: what an address is called, the method, and the answer to nobody and to each hat."""
    head = ["address", "", "anonymous", *HATS]
    lines = [
        head,
        ["---"] * len(head),
        *([called, method, *map(str, found)] for called, method, found in rows),
    ]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)
