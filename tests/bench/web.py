"""A web process of one database, asked as a browser asks it, and what it and its PostgreSQL spend on that.

It is gunicorn as the product starts it, with one worker of one thread, so that one connection does all the work. A
browser keeps style sheets and scripts; what a page loads each time it is drawn (`hx-trigger="load"`) is part of it.
"""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

OF_THE_PAGE = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="load')


class Web:
    """Gunicorn on loopback until `stop`."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        own = {
            "BIND": f"127.0.0.1:{self.port}",
            "WEB_WORKERS": "1",
            "WEB_THREADS": "1",
            "CONN_MAX_AGE": "3600",
        }
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "python:config.gunicorn",
                # The line stays open while the other sizes are asked.
                "--keep-alive",
                "600",
                "--log-level",
                "warning",
                "config.wsgi",
            ],
            env=os.environ | own,
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + 60
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit("The web process of the bench did not start.")
            time.sleep(0.1)

    def _listens(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def spent_ns(self) -> int:
        """Processor time so far: of the web process and its worker, and of every other session of this database."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            sessions = [row[0] for row in cursor.fetchall()]
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(_of_process(int(pid)) for pid in [self.process.pid, *children, *sessions])

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def _of_process(pid: int) -> int:
    """Nanoseconds of all its threads; nothing of one that is gone, or is on another machine."""
    files = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(int(file.read_text().split()[0]) for file in files)


class Browser:
    """Somebody signed in, on one line that stays open."""

    def __init__(self, web: Web, cookies: dict[str, str]) -> None:
        self._port = web.port
        self._line = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
        self._cookies = cookies

    def open(self, path: str, **more: str) -> str:
        """The page at `path`, once it and what it loads by itself have arrived. Raises AssertionError when one is not
        well."""
        page = self._ask("GET", path, 200, more)
        for part in OF_THE_PAGE.findall(page):
            self._ask("GET", part, 200, {"HX-Request": "true", "HX-Current-URL": path})
        return page

    def press(self, path: str, fields: dict[str, object]) -> None:
        """Send a form that leads on."""
        token = self._cookies["csrftoken"]
        body = urlencode({"csrfmiddlewaretoken": token, **fields})
        self._ask("POST", path, 302, {"Content-Type": "application/x-www-form-urlencoded"}, body)

    def _ask(self, verb: str, path: str, status: int, more: dict[str, str], body: str | None = None) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Accept-Encoding": "gzip", "Accept": "text/html"} | more
        headers["Origin"] = f"http://127.0.0.1:{self._port}"
        self._line.request(verb, path, body=body, headers=headers)
        answer = self._line.getresponse()
        page = answer.read().decode(errors="replace")
        assert answer.status == status, (path, answer.status, page[:500])
        return page
