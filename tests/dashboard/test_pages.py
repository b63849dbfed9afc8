"""What every page promises: weight, no inline code, words when something is refused."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client
from django.views import defaults

TEMPLATES = sorted(Path("templates").rglob("*.html"))
# django-allauth's own data for scripts is JSON, which is not code.
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(?:src=|application/json))", re.I
)


def weight(*names: str) -> int:
    """Bytes sent for these files, compressed as gzip does it."""
    return sum(len(gzip.compress(Path(str(finders.find(name))).read_bytes(), 9)) for name in names)


# A file, opened where no style sheet of ours is and no policy of a page holds.
FILE = Path("templates/dashboard/export.html")


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path != FILE], ids=str)
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_the_file_of_an_export_holds_a_style_and_no_script() -> None:
    assert set(INLINE.findall(FILE.read_text())) == {"<style"}


def test_the_css_of_a_page_stays_below_40_kb() -> None:
    assert weight("vendor/uswds/uswds.css", "css/pathways.css") <= 40 * 1024


def test_a_picture_that_is_made_narrower_keeps_its_shape() -> None:
    """A check-in code that is stretched is read by no camera."""
    css = Path("static/css/pathways.css").read_text()
    assert re.findall(r"^img.*$", css, re.M) == ["img, svg { max-width: 100%; }", "img { height: auto; }"]


def test_the_scripts_of_a_page_stay_below_30_kb() -> None:
    assert weight("js/pathways.js", "js/visits.js", "django_htmx/htmx-2.min.js") <= 30 * 1024


def test_every_file_the_css_names_is_there_and_no_other_is_shipped() -> None:
    folder = Path("static/vendor/uswds")
    css = (folder / "uswds.css").read_text()
    named = {name for name in re.findall(r'url\("?([a-z][^)"]*)', css)}
    shipped = {str(f.relative_to(folder)) for kind in ("img", "fonts") for f in (folder / kind).rglob("*.*")}
    assert named == shipped
    assert "sourceMappingURL" not in css


def test_the_page_for_a_broken_server_needs_no_context_and_no_database() -> None:
    html = render_to_string("500.html")
    assert "Something broke on our side" in html
    assert INLINE.findall(html) == []


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_words(client: Client) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_shows_its_reason(rf: Any) -> None:
    answer = defaults.permission_denied(rf.get("/"), PermissionDenied("Only the principal signs."))
    assert "Only the principal signs." in answer.content.decode()


@pytest.mark.django_db
def test_a_broken_request_shows_nothing_of_the_inside(rf: Any) -> None:
    answer = defaults.bad_request(rf.get("/"), SuspiciousOperation("secret inside"))
    assert answer.status_code == 400
    assert "secret inside" not in answer.content.decode()


TYPED = {"email": "a@example.org", "essay": "<b>My long words", "password1": "hidden words"}


@pytest.mark.django_db
def test_a_form_whose_token_no_longer_fits_gives_back_what_was_typed_but_no_password() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/signup/", TYPED)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "&lt;b&gt;My long words</textarea>" in html
    assert "hidden words" not in html


@pytest.mark.django_db
def test_a_refused_form_gives_back_words_and_nothing_that_only_a_machine_reads() -> None:
    inside = {
        "seen_time": "d1040379aa5d3e82",
        "cohort": "3",
        "mark-219": "excused",
        "consent": "on",
        "sha256": "ab12",
        "send": "Send the answer",
        "_selected_action": "141",
        "memberships-MIN_NUM_FORMS": "0",
    }
    words = {"words": "Flu", "memberships-0-note": "Since spring."}
    file = SimpleUploadedFile("cv.pdf", b"x")
    answer = Client(enforce_csrf_checks=True).post("/accounts/signup/", inside | words | {"resume": file})
    html = answer.content.decode()
    assert re.findall(r'<label class="usa-label" for="typed_\d">(.*?)</label>', html) == ["Words", "Note"]
    assert "What you chose is to be chosen again." in html
    assert "A file you had chosen is to be chosen again." in html


def test_a_form_to_be_sent_once_more_shows_words_and_lets_the_rest_go_along() -> None:
    fields = [
        ("words", "Flu"),
        ("cohort", "3"),
        ("seen_time", "d1040379aa5d3e82"),
        ("send", "Send the answer"),
    ]
    html = render_to_string("components/send_again.html", {"fields": fields, "text": "Send it again"})
    assert re.findall(r"<label.*?>(.*?)</label>", html) == ["Words"]
    hidden = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', html)
    assert hidden == fields[1:]
    assert re.sub(r"<[^>]+>|\s+", " ", html).split() == (
        [
            "Words",
            "Flu",
            "What",
            "you",
            "chose",
            "goes",
            "along",
            "as",
            "you",
            "chose",
            "it.",
            "Send",
            "it",
            "again",
        ]
    )


@pytest.mark.django_db
def test_a_form_of_another_site_is_refused_without_its_words() -> None:
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://elsewhere.example"})
    answer = client.post("/accounts/signup/", TYPED)
    assert answer.status_code == 403
    assert "My long words" not in answer.content.decode()


@pytest.mark.django_db
def test_a_page_carries_its_policy_and_no_exception_to_it(client: Client) -> None:
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_an_error_page_works_without_a_person() -> None:
    """A request that failed before anyone was known has no user."""
    assert "no such page" in render_to_string("404.html", request=HttpRequest())
