"""What is sent is refused before it is read, over a real socket to a real gunicorn."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from common.forms import LONGEST_SEARCH
from tests.conftest import ROOT, end_with_parent, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LOGIN = "/accounts/login/"
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def port(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A web process of two threads that waits a second for a body."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    given = {"BIND": f"127.0.0.1:{free}", "WEB_WORKERS": "1", "WEB_THREADS": "2", "BODY_SECONDS": "1"}
    given |= {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
    }
    log: Path = tmp_path_factory.mktemp("web") / "log"
    with open(log, "wb") as out:
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"],
            cwd=ROOT,
            env={**os.environ, **given},
            stdout=out,
            stderr=out,
            preexec_fn=end_with_parent,
        )
    wait_until(lambda: answers(free), 60, f"the web process; log {log}")
    yield free
    web.terminate()
    web.wait(20)


def answers(port: int) -> bool:
    try:
        return ask(port, "GET /healthz").startswith("HTTP/1.1 200")
    except OSError:
        return False


def line_to(port: int, request: str, *headers: str) -> socket.socket:
    """The head of a request is sent, and none of its body."""
    line = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = "\r\n".join([f"{request} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers])
    line.sendall(f"{head}\r\n\r\n".encode())
    return line


def heard(line: socket.socket) -> str:
    found = b""
    try:
        while piece := line.recv(65536):
            found += piece
    except ConnectionResetError:
        assert found
    line.close()
    return found.decode()


def ask(port: int, request: str, *headers: str, body: bytes = b"") -> str:
    line = line_to(port, request, *headers)
    line.sendall(body)
    return heard(line)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (11 * 1024 * 1024 + 1, "Together a form and its file may have 11 MB."),
        (10**15, "Together a form and its file may have 11 MB."),
        (1024 * 1024 + 1, "You are not signed in, so nothing this large was taken."),
    ],
)
def test_a_body_that_is_too_large_is_refused_before_any_of_it_arrives(
    port: int, length: int, words: str
) -> None:
    began = time.monotonic()
    said = heard(line_to(port, f"POST {LOGIN}", FORM, f"Content-Length: {length}"))
    assert said.startswith("HTTP/1.1 413")
    assert words in said
    # A thread is free again though the body never comes.
    assert time.monotonic() - began < 10


def test_a_body_without_a_length_is_refused(port: int) -> None:
    said = heard(line_to(port, f"POST {LOGIN}", FORM, "Transfer-Encoding: chunked"))
    assert said.startswith("HTTP/1.1 411")
    assert "Programs must say how long" in said


def test_a_form_of_two_thousand_fields_is_refused_in_words(port: int) -> None:
    body = "&".join(f"field{number}=x" for number in range(2_000)).encode()
    said = ask(port, f"POST {LOGIN}", FORM, f"Content-Length: {len(body)}", body=body)
    assert said.startswith("HTTP/1.1 400")
    assert "We could not read that request" in said


def test_twenty_slow_senders_do_not_stop_the_site(port: int) -> None:
    lines = [line_to(port, f"POST {LOGIN}", FORM, "Content-Length: 1000") for _ in range(20)]
    for line in lines:
        line.sendall(b"ab")
    began = time.monotonic()
    assert ask(port, "GET /healthz").startswith("HTTP/1.1 200")
    # Two threads, a second for each of twenty bodies, and what came before is served first.
    assert time.monotonic() - began < 20
    for line in lines:
        line.close()


def test_a_body_that_does_not_come_is_no_fault_of_ours(port: int) -> None:
    line = line_to(port, f"POST {LOGIN}", FORM, "Content-Length: 1000")
    line.sendall(b"ab")
    assert heard(line).startswith("HTTP/1.1 403")


def test_a_form_that_ends_too_early_is_not_taken_for_a_whole_one(port: int) -> None:
    page = ask(port, f"GET {LOGIN}")
    cookie = re.findall(r"Set-Cookie: (csrftoken=\w+)", page)[0]
    body = f"csrfmiddlewaretoken={cookie.partition('=')[2]}&login=a%40example.org".encode()
    whole = [FORM, f"Cookie: {cookie}", f"Content-Length: {len(body)}"]
    assert ask(port, f"POST {LOGIN}", *whole, body=body).startswith("HTTP/1.1 422")
    line = line_to(port, f"POST {LOGIN}", FORM, f"Cookie: {cookie}", f"Content-Length: {len(body) + 20}")
    line.sendall(body)
    line.shutdown(socket.SHUT_WR)
    assert heard(line).startswith("HTTP/1.1 403")


def test_the_longest_that_a_search_takes_is_answered_by_us_also_by_way_of_the_sign_in(port: int) -> None:
    """What nobody is signed in for stands in the address of the sign-in, written twice over."""
    led = ask(port, f"GET /search/?q={quote('€' * LONGEST_SEARCH)}")
    assert led.startswith("HTTP/1.1 302")
    (sign_in,) = re.findall(r"Location: (\S+)", led)
    assert len(sign_in) > LONGEST_SEARCH * 15
    assert ask(port, f"GET {sign_in}").startswith("HTTP/1.1 200")
