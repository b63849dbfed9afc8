"""The proxy of docker-compose.yml before a real web: slow senders and full rooms."""

import contextlib
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.config.proxy import NAME, Proxy, started
from tests.config.started import Started

pytestmark = pytest.mark.slow


@pytest.fixture
def before_web(
    nginx: str, migrated: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with Started("web", migrated) as web:
        web.until("Listening at")
        port = int(migrated["BIND"].rpartition(":")[2])
        yield from started(nginx, tmp_path_factory.mktemp("before-web"), port)


def ended(line: ssl.SSLSocket) -> bool:
    """Whether the other side hangs up without an answer within half a minute."""
    line.settimeout(30)
    with line, contextlib.suppress(ConnectionResetError):
        return line.recv(100) == b""
    return True


def test_forty_senders_of_two_bytes_do_not_stop_the_site_and_are_cut(before_web: Proxy) -> None:
    head = f"POST /accounts/login/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 5000\r\n\r\nem".encode()
    slow = [before_web.line() for _ in range(40)]
    began = time.monotonic()
    for line in slow:
        line.sendall(head)
    for _ in range(3):
        asked = time.monotonic()
        status, _, text = before_web.ask("/accounts/login/")
        assert (status, "<h1>Sign in</h1>" in text) == (200, True)
        assert time.monotonic() - asked < 5
    assert [ended(line) for line in slow] == [True] * 40
    assert 8 < time.monotonic() - began < 25


def test_heads_that_never_end_are_cut(before_web: Proxy) -> None:
    began = time.monotonic()
    with before_web.line() as line:
        line.settimeout(30)
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert ended(line)
    assert 8 < time.monotonic() - began < 20


def test_a_room_of_160_people_behind_one_address_opens_a_page_at_once(before_web: Proxy) -> None:
    lines = [before_web.line() for _ in range(160)]
    with ThreadPoolExecutor(160) as people:
        got = list(people.map(lambda line: first_line(line, "/accounts/login/"), lines))
    assert set(got) == {"HTTP/1.1 200 OK"}


def first_line(line: ssl.SSLSocket, path: str) -> str:
    line.settimeout(120)
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n".encode())
    answer = b""
    while part := line.recv(65536):
        answer += part
    line.close()
    return answer.split(b"\r\n", 1)[0].decode()
