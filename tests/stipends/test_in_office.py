"""A leader in office is paid like any other once both signed, here or on paper; before, the line says unsigned."""

from datetime import date

import pytest
from django.urls import reverse

from applications.services import add_paper, take_over
from common.uploads import Accepted
from pathways.models import SignedPaper, TakenOver
from pathways.services import Leader, Paper
from seminars.models import Attendance
from tests.factories.files import PDF
from tests.factories.people import SchoolFactory, UserFactory, manager
from tests.factories.stipends import NOW, Year
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
STANDS = "Signed on paper on Aug 3, 2026 by Ana Ruiz and Dana Lee"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path
    clock(NOW)


@pytest.fixture
def year():
    year = Year()
    placement = year.leader(commitment_sha256="", commitment_in_force=False)
    TakenOver.objects.create(placement=placement, reason="A letter.", by=manager(), at=NOW)
    year.close()
    return year


def add(placement):
    paper = Paper("Ana Ruiz and Dana Lee", date(2026, 8, 3), Accepted("pdf", PDF))
    return add_paper(pk=placement.pk, paper=paper, by=manager(), reason="A scan.")


def test_it_is_excluded_as_unsigned_while_nobody_signed(year):
    line = calculated(year).lines.get()
    assert (line.exclusion, line.amount_cents) == ("unsigned", 0)


def test_on_paper_it_is_paid_and_the_statement_says_on_what(year, signed_in):
    placement = year.year.placements.get()
    add(placement)
    line = approved(year).lines.get()
    assert (line.exclusion, line.amount_cents) == ("", 300_000)
    browser = signed_in(placement.person)
    assert STANDS in browser.get(reverse("stipends:statement", args=[line.pk])).content.decode()
    paper = browser.get(reverse("stipends:statement_pdf", args=[line.pk]))
    assert paper.content.startswith(b"%PDF-")
    shown = browser.get("/stipends/").content.decode()
    assert STANDS in shown
    assert reverse("applications:paper", args=[SignedPaper.objects.get().pk]) in shown


def test_my_stipend_leads_who_did_not_sign_to_the_text(signed_in):
    year = Year()
    person = UserFactory()
    leader = Leader(person, year.role, SchoolFactory(), date(2026, 8, 3), "A letter.")
    placement, _ = take_over(leader=leader, by=manager())
    shown = signed_in(person).get("/stipends/").content.decode()
    assert "The commitment is not signed by both, so nothing can be paid yet." in shown
    assert reverse("applications:detail", args=[placement.signing.pk]) in shown


def test_what_waits_for_signatures_is_not_lost(signed_in):
    year = Year()
    person = UserFactory()
    leader = Leader(person, year.role, SchoolFactory(), date(2026, 8, 3), "A letter.")
    take_over(leader=leader, by=manager())
    page = signed_in(person).get("/stipends/")
    ((one, parts, *_),) = page.context["shown"]
    assert [(part.name, part.cents) for part in parts] == [
        ("Earned so far", 0),
        ("Waits for signatures", one.forecast.maximum_cents),
        ("Lost", 0),
    ]


def test_who_did_not_sign_is_not_told_that_an_unmarked_session_can_still_be_earned(signed_in):
    year = Year()
    placement = year.leader(commitment_sha256="", commitment_in_force=False)
    TakenOver.objects.create(placement=placement, reason="A letter.", by=manager(), at=NOW)
    Attendance.objects.filter(person=placement.person).first().delete()
    year.close()
    shown = signed_in(placement.person).get("/stipends/").content.decode()
    assert "Nothing of it is earned until you are marked and both have signed." in shown
