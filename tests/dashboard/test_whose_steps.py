"""Who may not make a step of turning over reads whose it is; a school that writes nothing is said so."""

from datetime import date

import pytest

from dashboard.queries.turning import turn_over
from pathways.models import ScopeItem
from tests.factories.pathways import IltExpectationFactory, OfferingFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, manager, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def test_a_registrar_reads_who_copies_the_scope_and_opens_the_cohort_and_is_led_to_no_page_that_refuses_her() -> (
    None
):
    before, year = ProgramYearFactory(), ProgramYearFactory(first=2027)
    ScopeItem.objects.create(year=before, month=date(2026, 9, 1), focus="Evidence", text="Talk")
    whole = turn_over(registrar(), year, date(2027, 1, 11))
    assert whole is not None
    scope, cohort = whole.step("scope"), whole.step("cohort")
    assert scope.told == f"none there, {before} has 1"
    assert scope.lead == (
        f"Cells that are empty may say what they said in {before}. Only managers and the academic team write the "
        "scope and sequence."
    )
    assert (cohort.told, cohort.url) == ("none opened yet", "")
    assert "Only a program manager opens and corrects cohorts of fellows." in cohort.lead


def test_a_school_that_took_its_words_out_is_said_to_write_nothing_and_not_counted_as_written(signed_in):
    offering, client = OfferingFactory(year=ProgramYearFactory()), signed_in(manager())
    carver, jordan = (SchoolFactory(name=name) for name in ("Carver Middle", "Jordan High"))
    IltExpectationFactory(offering=offering, school=carver)
    IltExpectationFactory(offering=offering, school=jordan, text="")
    cell = 'data-label="What schools expect"><details><summary>1 writes nothing</summary>Jordan High</details></td>'
    assert cell in client.get("/offerings/years/2026-27/").text
    SchoolFactory(name="Sunrise")
    page = client.get("/offerings/years/2026-27/").text
    assert "<summary>1 to write</summary>Sunrise</details>" in page
    assert "<summary>1 writes nothing</summary>Jordan High</details>" in page
