"""From leaders to fellows: the rule, and the page of staff."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fellows.rules.pipeline import Cell, Led, sources
from tests.factories.fellows import FellowFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import UserFactory, manager

YEARS = [date(2024, 7, 1), date(2025, 7, 1), date(2026, 7, 1)]
LED = st.builds(Led, st.sampled_from("ab"), st.sampled_from(YEARS), st.integers(1, 6))
BEGAN = st.dictionaries(st.integers(1, 6), st.dates(date(2024, 1, 1), date(2027, 12, 31)))


def test_who_led_counts_as_a_fellow_of_the_years_up_to_their_cohort_and_once_in_the_sum():
    led = [Led("Arts", YEARS[0], 1), Led("Arts", YEARS[1], 1), Led("Arts", YEARS[1], 2)]
    [arts] = sources(led, YEARS, {1: date(2025, 6, 30)})
    assert arts.years == (Cell(1, 1), Cell(2, 0), Cell(0, 0))
    assert (arts.leaders, arts.fellows, arts.share) == (2, 1, Fraction(1, 2))


def test_a_cohort_that_began_on_the_first_day_of_the_year_counts():
    [row] = sources([Led("a", YEARS[0], 1)], YEARS, {1: YEARS[0]})
    assert row.fellows == 1


@given(st.lists(LED), BEGAN)
def test_order_and_repetition_change_nothing_and_no_number_is_above_its_whole(led, began):
    found = sources(led, YEARS, began)
    assert sources([*reversed(led), *led], YEARS, began) == found
    for row in found:
        assert row.fellows <= row.leaders
        assert all(cell.fellows <= cell.leaders for cell in row.years)
        assert max(cell.leaders for cell in row.years) <= row.leaders


@given(st.lists(LED), BEGAN)
def test_years_that_were_not_asked_for_are_left_out(led, began):
    asked = [one for one in led if one.starts == YEARS[1]]
    assert sources(led, [YEARS[1]], began) == sources(asked, [YEARS[1]], began)


# --- the page ----------------------------------------------------------------------------------------
@pytest.fixture
def staff(client, clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 11, 2, 18, tzinfo=UTC))
    client.force_login(manager())
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["pathway", "school"])
def test_staff_read_by_pathway_and_by_school_who_led_and_who_became_a_fellow(staff, by):
    placement = PlacementFactory()
    PlacementFactory(role=placement.role, school=placement.school, year=placement.year)
    FellowFactory(
        person=placement.person,
        state="selected",
        cohort__starts=date(2026, 7, 15),
        cohort__ends=date(2027, 9, 1),
    )
    name = placement.school.name if by == "school" else placement.role.pathway.name
    page = staff.get(reverse("fellows:pipeline"), {"by": by}).content.decode()
    assert all(words in page for words in (name, "2, 1 fellow", "1 of 2", "1 of 2 became fellows"))
    file = staff.get(reverse("fellows:pipeline"), {"by": by, "save": "csv"})
    lines = b"".join(file.streaming_content if file.streaming else [file.content]).decode().splitlines()
    assert [line.split(",")[-4:] for line in lines[-1:]] == [["2", "1", "2", "1"]]


@pytest.mark.django_db
def test_whoever_was_only_nominated_is_no_fellow_yet(staff):
    placement = PlacementFactory()
    FellowFactory(
        person=placement.person,
        state="nominated",
        cohort__starts=date(2026, 7, 15),
        cohort__ends=date(2027, 9, 1),
    )
    assert "0 of 1" in staff.get(reverse("fellows:pipeline")).content.decode()


@pytest.mark.django_db
def test_it_asks_the_same_however_many_led(staff, count_queries):
    year = ProgramYearFactory()
    PlacementFactory(year=year)
    page = reverse("fellows:pipeline")
    staff.get(page)
    with count_queries() as few:
        staff.get(page)
    PlacementFactory.create_batch(20, year=year)
    with count_queries(len(few)):
        staff.get(page)


@pytest.mark.django_db
def test_nobody_but_staff_reads_it(client):
    client.force_login(UserFactory())
    assert client.get(reverse("fellows:pipeline")).status_code == 403


@pytest.mark.django_db
def test_before_anybody_led_the_page_says_so(staff):
    assert "Nobody led yet" in staff.get(reverse("fellows:pipeline")).content.decode()
