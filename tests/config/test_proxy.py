"""The proxy of docker-compose.yml: its own configuration in the nginx that Debian packages."""

import http.client
import re
import socket
import ssl
from typing import Any

import pytest

from common.uploads import MOST_BYTES
from tests.config.compose import SERVICES, declared
from tests.config.proxy import NAME, Proxy, Remembering
from tests.conftest import ROOT, wait_until

pytestmark = pytest.mark.slow


def test_http_is_sent_to_https_and_the_proof_for_a_certificate_is_found(proxy: Proxy) -> None:
    (proxy.folder / "acme/.well-known/acme-challenge/proof").write_text("mine")
    line = http.client.HTTPConnection("127.0.0.1", proxy.http, timeout=20)
    line.request("GET", "/schools/?q=a", headers={"Host": NAME})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/schools/?q=a")
    answer.read()
    line.request("GET", "/.well-known/acme-challenge/proof", headers={"Host": NAME})
    answer = line.getresponse()
    assert (answer.status, answer.read()) == (200, b"mine")
    line.close()


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_old_versions_of_tls_are_refused(proxy: Proxy) -> None:
    with proxy.line() as line:
        assert line.version() == "TLSv1.3"
    old = proxy.tls()
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    plain = socket.create_connection(("127.0.0.1", proxy.https), timeout=20)
    with plain, pytest.raises(ssl.SSLError, match="alert protocol version"):
        old.wrap_socket(plain, server_hostname=NAME)


def test_web_reads_the_address_the_proxy_saw_and_none_that_was_claimed(
    proxy: Proxy, remembering: Remembering
) -> None:
    claimed = {
        "X_Forwarded_For": "203.0.113.9, 203.0.113.10",
        "X_Forwarded_Proto": "http",
        "X_Forwarded_Host": "evil.example",
        "X_Real_IP": "203.0.113.9",
        "Forwarded": "for=203.0.113.9",
    }
    assert proxy.ask("/", **claimed)[0] == 200
    head = remembering.heads[-1]
    assert head["host"] == NAME
    assert head["x-forwarded-for"] == "127.0.0.1"
    assert head["x-forwarded-proto"] == "https"
    assert not {"x-forwarded-host", "x-real-ip", "forwarded"} & set(head)
    assert declared("web")["ALLAUTH_TRUSTED_PROXY_COUNT"] == "1"


def test_a_body_over_the_limit_is_refused_in_our_look(proxy: Proxy, remembering: Remembering) -> None:
    before = len(remembering.heads)
    status, headers, text = proxy.ask("/deliverables/1/", method="POST", body=b"x" * (12 * 1024 * 1024 + 1))
    assert status == 413
    assert "<h1>This is too large to send</h1>" in text
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert len(remembering.heads) == before


def test_the_largest_file_the_product_takes_passes(proxy: Proxy) -> None:
    status, _, _ = proxy.ask("/deliverables/1/", method="POST", body=b"x" * (MOST_BYTES + 1024 * 1024))
    assert status == 200


def test_a_web_that_is_away_is_a_page_of_ours_that_says_when_to_come_back(lonely: Proxy) -> None:
    for method in ("GET", "POST"):
        status, headers, text = lonely.ask("/", method=method)
        assert (status, headers["Retry-After"]) == (503, "30")
        assert "<h1>We are back in a moment</h1>" in text
    assert lonely.ask("/refused/503.html")[0] == 404


def test_an_answer_of_web_passes_as_it_is(proxy: Proxy) -> None:
    status, headers, text = proxy.ask("/gone/")
    assert (status, text, headers["Retry-After"]) == (404, "well", None)


def test_more_senders_than_any_room_has_are_told_to_wait(proxy: Proxy) -> None:
    head = f"POST /a/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 50\r\n\r\n".encode()
    lines = [proxy.line() for _ in range(200)]
    for line in lines:
        line.sendall(head)
    wait_until(lambda: proxy.ask("/a/", method="POST", body=b"x")[0] == 429, 10, "a refusal")
    status, headers, text = proxy.ask("/a/", method="POST", body=b"x")
    assert (status, headers["Retry-After"]) == (429, "10")
    assert "<h1>Too much at once from your network</h1>" in text
    assert proxy.ask("/a/")[0] == 200, "those who read go on"
    for line in lines:
        line.close()


# --- what compose mounts --------------------------------------------------------------------------
def test_what_the_configuration_names_is_mounted_and_nothing_else_of_ours_is_reached_from_outside() -> None:
    mounts = [volume.split(":") for volume in SERVICES["proxy"]["volumes"]]
    for source, _, *rest in mounts:
        if source.startswith("./"):
            assert (ROOT / source).exists(), source
            assert rest == ["ro"]
    inside = {"/etc/nginx/nginx.conf", *(inside for _, inside, *_ in mounts)}
    named = re.findall(r"/(?:etc|var/cache)/nginx[^;\s]*", (ROOT / "deploy/nginx.conf").read_text())
    assert named
    for path in named:
        assert any(path == mount or path.startswith(f"{mount}/") for mount in inside), path
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_pages_of_the_proxy_stand_alone() -> None:
    pages = sorted((ROOT / "deploy/pages").glob("*.html"))
    assert [page.name for page in pages] == ["413.html", "429.html", "503.html"]
    for page in pages:
        words = page.read_text()
        links: list[Any] = re.findall(r'(?:src|href)="([^"]*)"', words)
        assert set(links) == {"data:,", "/"}
        assert "<script" not in words
