"""From leaders to fellows: the rule, and the page of staff."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fellows.rules.pipeline import Cell, Led, counted_of, sources
from pathways.models import EarlierYear, PathwayManager
from tests.architecture.saved_lists import file_of, numbers, right
from tests.factories.fellows import FellowFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, UserFactory, manager

NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
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


@given(st.lists(LED), BEGAN)
def test_every_number_counts_the_people_it_leads_to(led, began):
    for row in sources(led, YEARS, began):
        own = [one for one in led if one.group == row.name]
        assert row.leaders == len(counted_of(own, YEARS, began, became=False))
        assert row.fellows == len(counted_of(own, YEARS, began, became=True))
        for year, cell in zip(YEARS, row.years, strict=True):
            assert cell.leaders == len(counted_of(own, [year], began, became=False))
            assert cell.fellows == len(counted_of(own, [year], began, became=True))


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
    assert all(words in page for words in (name, "1 of 2 became fellows"))
    file = staff.get(reverse("fellows:pipeline"), {"by": by, "save": "csv"})
    lines = b"".join(file.streaming_content if file.streaming else [file.content]).decode().splitlines()
    assert [line.split(",")[-4:] for line in lines[-1:]] == [["2", "1", "2", "1"]]


def story():
    """Ana led arts and became a fellow; Ben led it a year before the product, at a school nobody knows; Cleo leads a
    team."""
    ana = PlacementFactory(person__given_name="Ana", person__family_name="Ruiz")
    year = ProgramYearFactory(first=ana.year.starts.year - 1)
    ben = UserFactory(given_name="Ben", family_name="Ito")
    EarlierYear.objects.create(
        person=ben, role=ana.role, year=year, reason="A list", entered_by=manager(), entered_at=NOW
    )
    PlacementFactory(year=ana.year)
    cohort = {"cohort__starts": date(2026, 7, 15), "cohort__ends": date(2027, 9, 1)}
    FellowFactory(person=ana.person, state="selected", cohort__name="Cohort of 2026", **cohort)
    return ana, year


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["pathway", "school"])
def test_every_number_leads_to_the_people_it_counts(staff, by):
    story()
    found = numbers(staff, f"{reverse('fellows:pipeline')}?by={by}")
    assert right(found) == {words: said for words, (said, _) in found.items()} != {}


@pytest.mark.django_db
def test_the_people_stand_with_what_they_led_and_their_cohort_in_the_file_too(staff):
    ana, year = story()
    page, of = reverse("fellows:pipeline_people"), ana.role.pathway.name
    rows = file_of(staff, f"{page}?by=pathway&of={of}&save=csv")
    led = f"{ana.role.name} {ana.year.label}, {ana.school.name}"
    assert rows == [
        ["Name", "Led", "Cohort of fellows"],
        ["Ben Ito", f"{ana.role.name} {year.label}", ""],
        ["Ana Ruiz", led, "Cohort of 2026"],
    ]
    assert [row[0] for row in file_of(staff, f"{page}?of={of}&became=yes&save=csv")[1:]] == ["Ana Ruiz"]
    assert [row[0] for row in file_of(staff, f"{page}?of={of}&year={year.label}&save=csv")[1:]] == ["Ben Ito"]
    # Without a group it is everybody.
    assert len(file_of(staff, f"{page}?save=csv")) == 4
    assert "Nobody here" in staff.get(page, {"of": "No such pathway"}).text


@pytest.mark.django_db
def test_who_they_were_is_for_program_managers_of_all_pathways_and_numbers_alone_for_directors(client, staff):
    ana, _ = story()
    narrow = manager()
    PathwayManager.objects.create(hat=narrow.hats.get(), pathway=ana.role.pathway)
    for person in (HatFactory(kind="director").person, narrow):
        client.force_login(person)
        page = client.get(reverse("fellows:pipeline"))
        assert (page.status_code, "1 of 2 became fellows" in page.text) == (200, True)
        assert reverse("fellows:pipeline_people") not in page.text
        refused = client.get(reverse("fellows:pipeline_people"))
        assert (refused.status_code, "Only program managers of all pathways" in refused.text) == (403, True)


@pytest.mark.django_db
def test_whoever_was_only_nominated_is_no_fellow_yet(staff):
    placement = PlacementFactory()
    FellowFactory(
        person=placement.person,
        state="nominated",
        cohort__starts=date(2026, 7, 15),
        cohort__ends=date(2027, 9, 1),
    )
    assert "0 of 1 became fellows" in staff.get(reverse("fellows:pipeline")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["pipeline", "pipeline_people"])
def test_it_asks_the_same_however_many_led(staff, count_queries, name):
    year = ProgramYearFactory()
    PlacementFactory(year=year)
    page = reverse(f"fellows:{name}")
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
