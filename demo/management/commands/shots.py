"""Pictures of the main pages, hat by hat, on a desk and on a phone, into shots/."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from PIL import Image

CHROMIUM = settings.CHROMIUM or shutil.which("chromium") or shutil.which("chromium-browser")
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
# From the smallest phone to a small desk; 640 is also 200% zoom at 1280. Cards become tables at 768.
WIDTHS = (320, 390, 480, 600, 640, 700, 767, 768, 1024, 1280)
PASSWORD = "pathways-demo"
# The pictures of the README, from the shot whose top each shows, and how they are kept: small.
PICTURES = {
    "teacher": "leader-my-stipend",
    "principal": "principal-cosign",
    "staff": "manager-panel",
    "finance": "approver-run",
}
SHOWN, KEPT, COLORS = (1280, 800), (960, 600), 128
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class Shot:
    """A page: where to begin, which link to follow from there and what to add to it, whether to send its form empty."""

    name: str
    path: str
    follow: str = ""
    suffix: str = ""
    send_empty: bool = False


VISITOR = (
    Shot("landing", "/"),
    Shot("pathways", "/pathways/"),
    Shot("pathway", "/pathways/", "a[href^='/pathways/']:not([href='/pathways/'])"),
    Shot("scope", "/scope-and-sequence/"),
    Shot("login", "/accounts/login/"),
    Shot("login-empty", "/accounts/login/", send_empty=True),
    Shot("signup", "/accounts/signup/"),
    Shot("signup-empty", "/accounts/signup/", send_empty=True),
    Shot("not-there", "/nowhere/"),
)
HOME = Shot("home", "/")
# A link to the first row of a list: a person, a year, a year's offerings.
PERSON = "main tbody a[href^='/people/']"
YEAR = "main a[href^='/years/2']"
SHEET = "main a[href^='/offerings/years/']"
HATS: dict[str, tuple[Shot, ...]] = {
    "teacher": (
        HOME,
        Shot("applications", "/applications/"),
        Shot("application", "/", "main a[href^='/applications/']:not([href='/applications/'])"),
        Shot("application-new", "/pathways/", "a[href^='/applications/new/']"),
        Shot("application-edit", "/", "a[href$='/edit/']"),
        Shot("application-check", "/applications/", "a[href$='/check/']"),
        Shot("account", "/accounts/email/"),
        Shot("workplace", "/profile/school/"),
    ),
    "leader": (
        HOME,
        Shot("my-role", "/placements/"),
        Shot("schools", "/schools/"),
        Shot("school", "/schools/", "main a[href^='/schools/']:not([href='/schools/'])"),
        Shot("deliverables", "/deliverables/"),
        Shot("deliverable", "/deliverables/", "a[href^='/deliverables/']:not([href='/deliverables/'])"),
        Shot("seminars", "/seminars/"),
        Shot("session", "/seminars/", "a[href^='/seminars/sessions/']"),
        Shot("coaching", "/coaching/"),
        Shot("my-stipend", "/stipends/"),
        Shot("own-export", "/profile/export/"),
        Shot("forbidden", "/search/"),
    ),
    "principal": (
        HOME,
        Shot("cosign-desk", "/cosign/"),
        Shot("cosign", "/cosign/", "a[href$='/cosign/']:not([href='/cosign/'])"),
        Shot("cosign-empty", "/cosign/", "a[href$='/cosign/']:not([href='/cosign/'])", send_empty=True),
        Shot("attestations", "/attestations/"),
        Shot("receive", "/placements/receive/"),
        Shot("expectations", "/schools/theodore-roosevelt-senior-high/expectations/"),
    ),
    "registrar": (
        HOME,
        Shot("people", "/people/"),
        Shot("person", "/people/", PERSON),
        Shot("person-close", "/people/", PERSON, "close/"),
        Shot("person-export", "/people/", PERSON, "export/"),
        Shot("alike", "/people/alike/"),
        Shot("merge-find", "/people/", PERSON, "merge/"),
        Shot("merge", "/people/alike/", "main a[href*='/merge/']"),
        Shot("imports", "/people/import/"),
        Shot("invitations", "/people/import/invitations/"),
        Shot("years", "/years/"),
        Shot("year", "/years/", YEAR),
        Shot("calendar", "/years/", YEAR, "calendar/"),
    ),
    "manager": (
        HOME,
        Shot("year", "/years/", YEAR),
        Shot("turn-over", "/years/", YEAR, "turn-over/"),
        Shot("scope-edit", "/years/", YEAR, "scope/"),
        Shot("offerings-of-year", "/offerings/", SHEET),
        Shot("plan", "/seminars/plan/"),
        Shot("session-new", "/seminars/plan/", "main a[href$='/one/']"),
        Shot("series", "/seminars/plan/", "main a[href$='/series/']"),
        Shot("again", "/seminars/plan/", "main a[href$='/again/']"),
        Shot("in-office", "/placements/in-office/"),
        Shot("in-office-file", "/placements/in-office/file/"),
        Shot("earlier", "/placements/earlier/"),
        Shot("renewals", "/renewals/"),
        Shot("renewals-of", "/renewals/", "main a[href^='/renewals/']"),
        Shot("applications", "/applications/"),
        Shot("application", "/applications/", "td a[href^='/applications/'], th a[href^='/applications/']"),
        Shot("review", "/review/"),
        Shot("decisions", "/decisions/"),
        Shot("panel", "/decisions/", "a[href^='/decisions/']:not([href='/decisions/'])"),
        Shot("placements", "/placements/"),
        Shot("placement", "/placements/", "th a[href^='/placements/'], td a[href^='/placements/']"),
        Shot("offerings", "/offerings/"),
        Shot("deliverables", "/deliverables/"),
        Shot("messages", "/messages/"),
        Shot("reports", "/reports/"),
        Shot("report-rows", "/reports/deliverables/?state=open"),
        Shot("jobs", "/reports/jobs/"),
        Shot("search", "/search/?q=mar"),
        Shot("search-refused", "/search/?q=ma"),
        Shot("fellows", "/fellows/"),
        Shot("outcomes", "/fellows/outcomes/"),
        Shot("agreements", "/fellows/agreements/"),
    ),
    "coach": (
        HOME,
        Shot("cadence", "/coaching/"),
        Shot("cycle", "/", "main a[href^='/coaching/']:not([href='/coaching/'])"),
        Shot("roster", "/seminars/", "main a[href^='/seminars/sessions/']", "roster/"),
        Shot("screen", "/seminars/", "main a[href^='/seminars/sessions/']", "screen/"),
    ),
    "clerk": (
        HOME,
        Shot("claims", "/stipends/claims/"),
        Shot("claim", "/", "main a[href^='/stipends/claims/']:not([href='/stipends/claims/'])"),
    ),
    "preparer": (
        HOME,
        Shot("stipends", "/stipends/"),
        Shot("runs", "/stipends/runs/"),
        Shot("run", "/stipends/runs/", "main a[href^='/stipends/runs/']:not([href$='/new/'])"),
        Shot("run-new", "/stipends/runs/new/"),
        Shot("run-new-empty", "/stipends/runs/new/", send_empty=True),
        Shot("policies", "/stipends/policies/"),
        Shot("policy", "/stipends/policies/", "main a[href^='/stipends/policies/']:not([href$='/new/'])"),
    ),
    "approver": (
        HOME,
        Shot("run", "/", "main a[href^='/stipends/runs/']:not([href='/stipends/runs/'])"),
        Shot("claims", "/stipends/claims/"),
        Shot("claim", "/stipends/claims/?state=submitted", "main tbody a[href^='/stipends/claims/']"),
    ),
    "director": (HOME, Shot("reports", "/reports/"), Shot("placements", "/placements/")),
    "fellow": (HOME, Shot("fellow", "/fellows/", "main a[href^='/fellows/']")),
    "admin": (HOME, Shot("admin", "/admin/"), Shot("admin-people", "/admin/people/user/")),
}


@dataclass
class Taken:
    """What came of one shot. `wide`: the widths of WIDTHS at which the page scrolls sideways."""

    who: str
    name: str
    status: int
    path: str
    wide: tuple[int, ...] = ()
    note: str = ""

    @property
    def bad(self) -> bool:
        return self.status >= 500 or bool(self.wide)


class Command(BaseCommand):
    help = "Save pictures of the main pages into shots/, and check that none scrolls sideways at any width."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--url", help="a running demo; without it one is started for the while")
        parser.add_argument("--only", default="", help="one hat, or `visitor`")
        parser.add_argument("--pictures", action="store_true", help="make those of the README anew as well")

    def handle(self, *args: Any, url: str | None, only: str, pictures: bool, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "shots"
        folder.mkdir(exist_ok=True)
        if url:
            taken = _all(url.rstrip("/"), only, folder)
        else:
            with _demo() as address:
                taken = _all(address, only, folder)
        for one in taken:
            wide = f"WIDE at {', '.join(map(str, one.wide))}" if one.wide else ""
            self.stdout.write(
                f"{one.status} {one.who:10} {one.name:20} {one.path} {one.note} {wide}".rstrip()
            )
        if pictures:
            make_pictures(folder, Path(settings.BASE_DIR) / "docs" / "pictures")
        bad = [one for one in taken if one.bad]
        self.stdout.write(f"{len(taken)} pages in {folder}, {len(bad)} to mend.")
        if bad:
            raise CommandError("Some pages break or scroll sideways; see above.")


def make_pictures(shots: Path, folder: Path) -> None:
    """The pictures of the README, small, from the shots at 1280 pixels that are there."""
    folder.mkdir(exist_ok=True)
    for name, shot in PICTURES.items():
        file = shots / f"{shot}-1280.png"
        if file.exists():
            with Image.open(file) as whole:
                top = whole.convert("RGB").crop((0, 0, *SHOWN)).resize(KEPT, Image.Resampling.LANCZOS)
            top.quantize(COLORS).save(folder / f"{name}.png", optimize=True)


@contextmanager
def _demo() -> Iterator[str]:
    """The product with its demo on a free port, stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"DEMO": "1", "PORT": str(port)}
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "up"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        if process.poll() is not None:
            raise CommandError("The product runs already, or could not start. Give its address with --url.")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(1)
        else:
            return
    raise CommandError("The product did not answer within five minutes.")


def _all(url: str, only: str, folder: Path) -> list[Taken]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise CommandError("Playwright is missing. It comes with `make setup`.") from None
    if CHROMIUM is None:
        raise CommandError("No Chromium here. Install it: apt-get install chromium")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    casts: dict[str, tuple[Shot, ...]] = {"visitor": VISITOR, **HATS}
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        for who, shots in casts.items():
            if only in {"", who}:
                taken += _one_hat(browser, url, who, shots, folder)
        browser.close()
    return taken


def _one_hat(browser: Any, url: str, who: str, shots: tuple[Shot, ...], folder: Path) -> list[Taken]:
    context = browser.new_context(viewport=DESK, locale="en-US", timezone_id="America/Los_Angeles")
    page = context.new_page()
    page.set_default_timeout(30_000)
    if who != "visitor":
        page.goto(f"{url}/accounts/login/")
        page.fill("[name=login]", f"{who}@example.org")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "/accounts/login" not in address)
    taken = [_take(page, url, who, shot, folder) for shot in shots]
    context.close()
    return taken


def _take(page: Any, url: str, who: str, shot: Shot, folder: Path) -> Taken:
    page.set_viewport_size(DESK)
    answer = page.goto(f"{url}{shot.path}")
    status, note = answer.status, ""
    if shot.follow:
        link = page.query_selector(shot.follow)
        if link is None:
            return Taken(who, shot.name, status, shot.path, note="nothing to follow here")
        answer = page.goto(url + link.get_attribute("href") + shot.suffix)
        status = answer.status
    if shot.send_empty:
        # Past the browser's own checks, so that the server's words are seen.
        with page.expect_navigation() as sent:
            page.evaluate(
                "() => { const f = document.querySelector('main form'); f.noValidate = true; f.requestSubmit() }"
            )
        status, note = sent.value.status, "sent empty"
    for size in (DESK, PHONE):
        _picture(page, size, folder / f"{who}-{shot.name}-{size['width']}.png")
    return Taken(who, shot.name, status, page.url.removeprefix(url), _sideways(page), note)


def _picture(page: Any, size: dict[str, int], file: Path) -> None:
    """The whole page in a window as high as it is, so that a bar at the foot of the window covers nothing."""
    page.set_viewport_size(size)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    page.screenshot(path=str(file), full_page=True)


def _sideways(page: Any) -> tuple[int, ...]:
    """The widths at which the page is wider than its window."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(width)
    return tuple(found)
