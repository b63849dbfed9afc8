"""What no page of ours sends: every address answers it, none with an error of the server."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.architecture.asked import addresses, path_of, status_of
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# 18 digits still fit a bigint, 10^18 is more than most sequences will see, 30 digits fit nothing.
IDS = ("9" * 18, str(10**18), "9" * 30)
# Each is many odd values at once; those with a NUL go alone, for they may be refused before the rest is read.
ODD = (
    "page=abc&q=%ff%fe&state=nonsense&year=x&school=x&role=x&cohort=x&kind=x&month=2026-99&sort=x&tab=x",
    "page=999999&year=9999999999999999999&school=999999999999999999999999999999&month=x&next=//elsewhere.example",
    "page=-1&q=" + "x" * 2000,
    "q=%00",
    "state=%00&year=%00&pathway=%00&next=%00",
)


@pytest.fixture(scope="module")
def clients(world: World) -> list[Client]:
    """A visitor, and a program manager."""
    visitor, manager = Client(raise_request_exception=False), Client(raise_request_exception=False)
    manager.force_login(world.people["manager"])
    return [visitor, manager]


def broken(clients: list[Client], method: str, paths: Iterator[str]) -> list[str]:
    found = []
    for path in paths:
        for number, client in enumerate(clients):
            status = status_of(client, method, path)
            found += [f"{method} {path[:120]} as {number}: {status}"] if status >= 500 else []
    return found


def all_addresses() -> list[tuple[str, str, dict[str, Any]]]:
    return sorted(addresses(get_resolver()), key=lambda entry: entry[0])


def with_ids() -> Iterator[str]:
    for route, name, converters in all_addresses():
        if "id" not in {
            type(kind).__name__.removesuffix("Converter").lower() for kind in converters.values()
        }:
            continue
        text = reverse(name, kwargs={gap: _gap(kind, 7) for gap, kind in converters.items()})
        assert "7" in text, route
        for number in IDS:
            yield text.replace("7", number)


def _gap(kind: Any, number: int) -> Any:
    if "Year" in type(kind).__name__:
        return "2000-01"
    return number if "Id" in type(kind).__name__ or "Int" in type(kind).__name__ else "nothing-here"


def test_ids_of_any_length(clients: list[Client]) -> None:
    paths = list(with_ids())
    assert len(paths) > 100
    assert broken(clients[1:], "get", iter(paths)) + broken(clients[1:], "post", iter(paths)) == []


def test_text_where_an_address_has_a_gap(clients: list[Client]) -> None:
    odd = ("%00", "%ff", "x" * 2000, "..%2f..", "'\"<b>")
    text = [
        (name, gaps)
        for _, name, gaps in all_addresses()
        if gaps and all("Str" in type(k).__name__ for k in gaps.values())
    ]
    paths = [
        reverse(name, kwargs=dict.fromkeys(gaps, "gap")).replace("gap", value)
        for name, gaps in text
        for value in odd
    ]
    assert paths
    assert broken(clients, "get", iter(paths)) + broken(clients, "post", iter(paths)) == []


def lists_of(world: World) -> list[str]:
    """Addresses without a gap: lists, searches, forms."""
    return [path_of(name, gaps, world) for _, name, gaps in all_addresses() if not gaps]


def test_odd_words_in_the_query(clients: list[Client], world: World) -> None:
    paths = [f"{path}?{odd}" for path in lists_of(world) for odd in ODD]
    assert broken(clients[1:], "get", iter(paths)) == []


def test_odd_words_in_the_query_of_one_thing(clients: list[Client], world: World) -> None:
    paths = [f"{path_of(name, gaps, world)}?{ODD[0]}" for _, name, gaps in all_addresses() if gaps]
    assert broken(clients[1:], "get", iter(paths)) == []


@pytest.mark.parametrize("method", ["head", "options", "put", "delete"])
def test_verbs_that_no_page_sends(method: str, clients: list[Client], world: World) -> None:
    paths = [path_of(name, gaps, world) for _, name, gaps in all_addresses()]
    assert broken(clients, method, iter(paths)) == []


def test_odd_words_in_a_form(world: World, clients: list[Client]) -> None:
    """Fields with a NUL, bad UTF-8, a lone surrogate and a number that fits no column."""
    names = "name title words text reason note link email school role year kind person pk state amount page number"
    found = []
    for _, name, gaps in all_addresses():
        path = path_of(name, gaps, world)
        for value in ("%00", "%ff%fe", "9" * 30):
            body = "&".join(f"{field}={value}" for field in names.split())
            status = _post(clients[1], path, body)
            found += [f"{path} {value}: {status}"] if status >= 500 else []
    assert found == []


def _post(client: Client, path: str, body: str) -> int:
    with transaction.atomic():
        kind = "application/x-www-form-urlencoded"
        status = client.post(path, data=body, content_type=kind).status_code
        transaction.set_rollback(True)
    return int(status)
