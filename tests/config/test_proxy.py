"""The proxy of docker-compose.yml: its own configuration in the nginx that Debian packages, before a real web."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import SlugConverter, StringConverter

from common.uploads import MOST_BYTES
from config.logs import mask
from tests.config.compose import SERVICES, declared
from tests.config.started import Started
from tests.config.test_up import free_port
from tests.conftest import ROOT, wait_until

pytestmark = pytest.mark.slow

NAME = "pathways.example.org"
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")


@pytest.fixture(scope="session")
def nginx() -> str:
    if NGINX is None and "REQUIRE_NGINX" in os.environ:
        pytest.fail("nginx is required here (REQUIRE_NGINX) and was not found.")
    if NGINX is None:
        pytest.skip(
            "The proxy was not tried: there is no nginx. Install it (apt-get install nginx), or run .ci/run."
        )
    return NGINX


@dataclass
class Proxy:
    """nginx with deploy/nginx.conf, its ports and paths put in a folder of the test."""

    folder: Path
    http: int
    https: int

    def logs(self) -> str:
        """All lines, those of what was asked so far too: nginx writes a line once its answer has left."""
        last = f"/the-last/{time.monotonic_ns()}/"
        self.ask(last)
        wait_until(lambda: last in self._read(), 10, "the line of the last request")
        return self._read()

    def _read(self) -> str:
        return "".join((self.folder / name).read_text() for name in ("requests.log", "errors.log"))

    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "certificate/fullchain.pem"))

    def line(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.https), timeout=30)
        return self.tls().wrap_socket(plain, server_hostname=NAME)

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text of the answer."""
        connection = http.client.HTTPSConnection(NAME, self.https, timeout=40, context=self.tls())
        connection.sock = self.line()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers={"Host": NAME, **sent})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text


def placed(proxy: Proxy, web: int) -> str:
    """The configuration with what differs outside Docker; each of these stands in it."""
    words = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in {
        "listen 80 ": f"listen 127.0.0.1:{proxy.http} ",
        "listen 443 ": f"listen 127.0.0.1:{proxy.https} ",
        "http://web:8000": f"http://127.0.0.1:{web}",
        "/etc/nginx/": f"{proxy.folder}/",
        "/var/cache/nginx/": f"{proxy.folder}/cache/",
        "/run/nginx.pid": f"{proxy.folder}/nginx.pid",
        "/dev/stderr": f"{proxy.folder}/errors.log",
        "/dev/stdout": f"{proxy.folder}/requests.log",
        "worker_processes auto": "worker_processes 1",
    }.items():
        assert old in words, old
        words = words.replace(old, new)
    return words


def started(nginx: str, folder: Path, web: int) -> Iterator[Proxy]:
    # Its workers run as a user without rights, who must be able to enter.
    for above in (folder, *folder.parents):
        if str(above).startswith("/tmp/"):
            above.chmod(above.stat().st_mode | 0o111)
    proxy = Proxy(folder, free_port(), free_port())
    subprocess.run(
        ["bash", str(ROOT / "bin/certificate"), NAME, str(folder / "certificate")],
        check=True,
        capture_output=True,
    )
    shutil.copytree(ROOT / "deploy/pages", folder / "pages")
    (folder / "acme/.well-known/acme-challenge").mkdir(parents=True)
    (folder / "cache").mkdir(mode=0o755)
    (folder / "nginx.conf").write_text(placed(proxy, web))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors.log")]
    process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.PIPE, text=True)
    try:

        def listens() -> bool:
            assert process.poll() is None, (process.stderr.read() if process.stderr else "") + proxy._read()
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", proxy.https)) == 0

        wait_until(listens, 20, "nginx")
        yield proxy
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr:
            process.stderr.close()


# --- what web is given: a stand-in that remembers -------------------------------------------------
@dataclass
class Remembering:
    port: int
    heads: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def remembering() -> Iterator[Remembering]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.heads.append({name.lower(): value for name, value in self.headers.items()})
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(404 if "gone" in self.path else 200)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"well")

        do_POST = do_GET

        def log_message(self, *words: object) -> None: ...

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Remembering(listener.server_address[1])
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    yield server
    listener.shutdown()
    listener.server_close()


@pytest.fixture(scope="module")
def proxy(nginx: str, remembering: Remembering, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    yield from started(nginx, tmp_path_factory.mktemp("proxy"), remembering.port)


@pytest.fixture(scope="module")
def lonely(nginx: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """A proxy whose web is away."""
    yield from started(nginx, tmp_path_factory.mktemp("lonely"), free_port())


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


# --- its log --------------------------------------------------------------------------------------
TOKEN = "kR3-x_Zt0pQ9vWb7LmN2cYd4"
SECRET_NAMES = ("token", "key", "secret")


def secret_paths(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """A path of each address of ours that carries a secret, the secret written TOKEN."""
    for part in resolver.url_patterns:
        here = before + re.sub(r"^\^|\\Z|\$$|\\", "", str(part.pattern))
        if isinstance(part, URLResolver):
            yield from secret_paths(part, here)
        elif isinstance(part, URLPattern) and any(
            name in part.pattern.regex.groupindex for name in SECRET_NAMES
        ):
            filled = re.sub(r"<\w+:(?:token|key|secret)>|\(\?P<(?:token|key|secret)>[^)]*\)", TOKEN, here)
            yield "/" + re.sub(r"<[^>]*>|\(\?P<\w+>[^)]*\)", "12", filled)


def test_a_free_text_in_an_address_of_ours_is_a_secret_by_its_name() -> None:
    """What is no number and no name of a row is a token; by another name the test below would miss it."""
    free = [
        f"{pattern.pattern} {name}"
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.app_name not in ("admin", "")
        for pattern in resolver.url_patterns
        if isinstance(pattern, URLPattern)
        for name, converter in pattern.pattern.converters.items()
        if isinstance(converter, StringConverter) and not isinstance(converter, SlugConverter)
        if name not in SECRET_NAMES
    ]
    assert free == []


def test_no_token_reaches_a_log_of_the_proxy_or_of_web(proxy: Proxy, lonely: Proxy) -> None:
    paths = list(secret_paths(get_resolver()))
    assert {path.split(TOKEN)[0] for path in paths} >= {
        "/cosign/",
        "/service/",
        "/check-in/",
        "/calendar/",
        "/accounts/confirm-email/",
        "/accounts/password/reset/key/12-",
    }
    for path in paths:
        assert TOKEN not in mask(path), path
        for asked in (
            path,
            f"/{path}",
            path + "?next=" + path,
            path.replace("/", "/%", 1),
            f"{path}?q=Naomi",
        ):
            for one in (proxy, lonely):
                one.ask(asked, Referer=f"https://{NAME}{path}")
        proxy.ask(path, method="POST", body=b"x" * (12 * 1024 * 1024 + 1))
    for one in (proxy, lonely):
        assert TOKEN not in one.logs()
        assert "Naomi" not in one.logs()
        assert '"GET /cosign/[masked]/resume/" ' in one.logs()
    assert '"POST /cosign/[masked]/" 413 ' in proxy.logs()


def test_rows_stay_readable_in_its_log_and_a_failure_says_where_it_was(proxy: Proxy, lonely: Proxy) -> None:
    proxy.ask("/service/17/")
    proxy.ask("/check-in/")
    assert '"GET /service/17/" 200 4 bytes ' in proxy.logs()
    assert '"GET /check-in/" 200 4 bytes ' in proxy.logs()
    lonely.ask("/schools/")
    assert re.search(
        r'^127\.0\.0\.1 \[\S+\] "GET /schools/" 503 \d+ bytes \S+ s, upstream 502$', lonely.logs(), re.M
    )


# --- before the real web ------------------------------------------------------------------------
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
