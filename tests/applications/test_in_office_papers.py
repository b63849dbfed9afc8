"""Signed papers beside a file of leaders: each line that names one finds it, none lies there unnamed."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Application
from applications.queries.evidence import differences
from applications.services import MOST_PAPERS
from notifications.models import Message
from pathways.models import Placement, SignedPaper
from tests.factories.files import PDF, PNG
from tests.factories.pathways import OfferingFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
LINES = "/placements/in-office/file/"
HEAD = "email,role,school,starts,reason,paper,signed_by,signed_on"
SIGNED = "Ana Ruiz and Dana Lee,8/3/2026"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client, one_factor):
    client.force_login(manager())
    return client


@pytest.fixture
def table():
    """`table(*papers)`: a file with a leader for each; empty where both sign here."""
    role, school = OfferingFactory().role, SchoolFactory()

    def lines(*papers):
        rows = [
            f"{UserFactory().email},{role},{school},2026-08-05,The list.,{paper},{SIGNED if paper else ','}"
            for paper in papers
        ]
        return "\n".join([HEAD, *rows])

    return lines


def zipped(**papers):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, one in papers.items():
            archive.writestr(f"papers/{name.replace('__', '.')}", one)
    return content.getvalue()


def files(**papers):
    return [SimpleUploadedFile(name.replace("__", "."), content) for name, content in papers.items()]


def sent(browser, text, papers, seen=""):
    return browser.post(LINES, {"text": text, "seen": seen, "papers": papers})


def looked(browser, text, make):
    """Look, then do just that with the same papers."""
    shown = sent(browser, text, make())
    assert shown.status_code == 422, shown.content.decode()
    look = shown.context["form"].first_look
    assert look is not None, shown.context["form"].errors
    return look, sent(browser, text, make(), look.seen)


def kept_files():
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "make",
    [
        lambda: files(ana__pdf=PDF, BEN__PNG=PNG),
        lambda: files(papers__zip=zipped(ana__pdf=PDF, BEN__PNG=PNG)),
    ],
    ids=["several files", "a zip"],
)
def test_leaders_stand_on_the_papers_their_lines_name_as_the_form_keeps_one(staff, table, make):
    text = table("ana.pdf", "ben.png", "")
    look, done = looked(staff, text, make)
    assert str(look) == ("3 leaders are new: 2 on the signed paper, 1 with a mail to sign here.")
    assert done.status_code == 302
    ana, ben, here = Placement.objects.order_by("pk")
    assert [one.commitment_in_force for one in (ana, ben, here)] == [True, True, False]
    rows = SignedPaper.objects.order_by("pk")
    assert [(row.placement, row.signed_by, str(row.signed_on), row.reason) for row in rows] == [
        (ana, "Ana Ruiz and Dana Lee", "2026-08-03", "The list."),
        (ben, "Ana Ruiz and Dana Lee", "2026-08-03", "The list."),
    ]
    assert (Application.objects.get().in_office, Message.objects.count()) == (here, 3)
    assert differences() == []
    assert len(kept_files()) == 2


def test_looking_keeps_no_file_and_the_same_again_changes_nothing(staff, table):
    text = table("ana.pdf")
    sent(staff, text, files(ana__pdf=PDF))
    assert (kept_files(), Placement.objects.count()) == ([], 0)
    looked(staff, text, lambda: files(ana__pdf=PDF))
    before = kept_files()
    look, _ = looked(staff, text, lambda: files(ana__pdf=PDF))
    assert str(look) == "Nobody is new: 1 is on record already and stays as they are."
    assert (kept_files(), SignedPaper.objects.count()) == (before, 1)


def test_another_paper_than_was_looked_at_is_looked_at_again(staff, table):
    text = table("ana.pdf")
    seen = sent(staff, text, files(ana__pdf=PDF)).context["form"].first_look.seen
    again = sent(staff, text, files(ana__pdf=PNG), seen)
    assert (again.status_code, Placement.objects.count(), kept_files()) == (422, 0, [])


def errors(shown):
    assert shown.status_code == 422
    assert (Placement.objects.count(), SignedPaper.objects.count(), kept_files()) == (0, 0, [])
    return [words for told in shown.context["form"].errors.values() for words in told]


def test_what_is_missing_and_what_no_line_names_is_said_with_line_and_file(staff, table):
    shown = sent(staff, table("ana.pdf", "ben.pdf"), files(ben__pdf=PDF, cleo__pdf=PDF))
    assert errors(shown) == [
        "Line 2: The paper “ana.pdf” was not chosen. Choose it, alone or in a zip; files are chosen anew each time it "
        "is sent.",
        "cleo.pdf: no line names this paper. Name it in the column paper, or leave it out.",
    ]


def test_a_paper_that_cannot_be_kept_is_said_with_line_and_file(staff, table):
    shown = sent(staff, table("", "ana.pdf"), files(ana__pdf=b"no paper", ben__pdf=PDF[:60]))
    said = errors(shown)
    assert said[0] == (
        "Line 3, ana.pdf: This is not a file we can keep. Choose one of these kinds: PDF, PNG, JPEG or HEIC."
    )
    assert said[1].startswith("ben.pdf: ")


def test_a_line_says_of_its_paper_who_signed_it_and_when(staff, table):
    text = table("ana.pdf", "").replace(SIGNED, ",soon").removesuffix(",") + "8/3/2026"
    shown = sent(staff, text, files(ana__pdf=PDF))
    assert errors(shown) == [
        "Line 2: Write in signed_by who signed the paper: the leader, and who signed for the school. “soon” is no day. "
        "Write it like 2026-08-05 or 8/5/2026.",
        "Line 3: It says who signed or when, and no paper. Name its file in the column paper.",
    ]


def test_two_papers_of_one_name_are_refused(staff, table):
    shown = sent(staff, table("ana.pdf"), files(ana__pdf=PDF, a__zip=zipped(Ana__pdf=PDF)))
    assert errors(shown) == ["Two papers are called Ana.pdf. Give each a name of its own."]


def test_a_zip_that_cannot_be_opened_or_unpacks_to_much_is_refused(staff, table):
    text = table("ana.pdf")
    shown = sent(staff, text, files(a__zip=zipped(ana__pdf=PDF)[:50]))
    assert errors(shown) == ["a.zip cannot be opened. Make it anew, without a password."]
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ana.pdf", b"0" * (51 * 1024 * 1024))
    shown = sent(staff, text, files(a__zip=content.getvalue()))
    assert errors(shown) == ["a.zip unpacks to more than 50 MB. Take its papers over in parts."]


def test_more_papers_than_are_checked_at_once_are_taken_over_in_parts(staff, table):
    many = {f"p{number}__pdf": PDF for number in range(MOST_PAPERS + 1)}
    shown = sent(staff, table("p0.pdf"), files(a__zip=zipped(**many)))
    assert errors(shown) == ["These are more than 30 papers. Take them over in parts."]
