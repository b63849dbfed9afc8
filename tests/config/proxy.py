"""nginx with the configuration of docker-compose.yml, in a folder of a test, before a web that remembers."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.config.test_up import free_port
from tests.conftest import ROOT, wait_until

NAME = "pathways.example.org"
NGINX = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")


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


@dataclass
class Remembering:
    port: int
    heads: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Remembering]:
    """A stand-in for web, which remembers with which heads it was asked."""

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
