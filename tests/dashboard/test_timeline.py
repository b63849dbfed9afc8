"""The year on one line: what is drawn where, what is said when nothing is there, in two questions."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from common.ui.timeline import Band, Point, Row, Timeline, timeline
from dashboard.queries.timeline import timeline_of
from pathways.models import ProgramYear
from pathways.rules.calendar import Calendar, Span
from pathways.services import set_calendar
from tests.factories.fellows import FellowCohortFactory
from tests.factories.pathways import DeliverableFactory, OfferingFactory, ProgramYearFactory
from tests.factories.people import HatFactory
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 11)


def rows_of(year: ProgramYear) -> dict[str, Row]:
    return {row.name: row for row in timeline_of(year, TODAY).rows}


def test_a_year_with_nothing_says_so_on_each_line() -> None:
    rows = rows_of(ProgramYearFactory())
    assert {name: row.after for name, row in rows.items()} == {
        "Applying": "no role has its days yet",
        "School": "its days are not known yet",
        "Sessions": "none planned yet",
        "Coaching": "",
        "Work due": "no deliverable yet",
        "Pay": "no run is approved yet",
        "Fellows": "no cohort in this year",
    }


def test_it_begins_with_the_month_of_the_first_window() -> None:
    year = ProgramYearFactory()
    days = {"closes": date(2026, 3, 1), "cosign_by": date(2026, 3, 8), "answer_by": date(2026, 4, 20)}
    OfferingFactory(year=year, opens=date(2026, 1, 11), **days)
    drawn = timeline_of(year, TODAY)
    assert (drawn.starts, drawn.ends) == (date(2026, 1, 1), date(2027, 7, 1))
    assert rows_of(year)["Applying"] == Row(
        "Applying",
        [
            Band(date(2026, 1, 11), date(2026, 3, 1), "done", "open"),
            Band(date(2026, 3, 2), date(2026, 3, 8), "part", "signing"),
            Band(date(2026, 3, 9), date(2026, 4, 20), "soft", "deciding"),
        ],
        after="offers answered by Apr 20",
    )


def test_school_stands_between_its_breaks() -> None:
    year = ProgramYearFactory()
    by = HatFactory(kind="registrar").person
    winter = Span(date(2026, 12, 21), date(2027, 1, 8), "Winter break")
    calendar = Calendar(date(2026, 8, 13), date(2027, 6, 9), (winter,))
    set_calendar(pk=year.pk, by=by, calendar=calendar)
    year.refresh_from_db()
    assert rows_of(year)["School"].bands == [
        Band(date(2026, 8, 13), date(2026, 12, 20)),
        Band(date(2027, 1, 9), date(2027, 6, 9), words=f"{year.service_days.count()} days"),
    ]


def test_where_no_session_is_planned_the_days_of_last_year_stand_as_gaps() -> None:
    before, year = ProgramYearFactory(), ProgramYearFactory(first=2027)
    at = datetime(2026, 10, 14, 22, tzinfo=UTC)
    SessionFactory(event__year=before, starts_at=at)
    row = rows_of(year)["Sessions"]
    assert row.points == [Point(date(2027, 10, 13), "session", "gap")]
    assert (row.after, row.gap) == ("none planned; last year’s days stand here", True)
    SessionFactory(event__year=year, starts_at=datetime(2027, 9, 8, 22, tzinfo=UTC))
    assert rows_of(year)["Sessions"] == Row("Sessions", points=[Point(date(2027, 9, 8), "session", "ahead")])


def test_work_is_due_on_each_day_once_and_a_cohort_is_a_band() -> None:
    year = ProgramYearFactory()
    offering = OfferingFactory(year=year)
    for day in (date(2026, 10, 15), date(2026, 10, 15), date(2027, 2, 15)):
        DeliverableFactory(offering=offering, due=day)
    FellowCohortFactory(name="Cohort 9", starts=date(2026, 6, 22), ends=date(2027, 9, 1))
    rows = rows_of(year)
    assert [point.day for point in rows["Work due"].points] == [date(2026, 10, 15), date(2027, 2, 15)]
    assert rows["Fellows"].bands == [Band(date(2026, 6, 22), date(2027, 8, 31), "soft", "Cohort 9")]


@pytest.mark.parametrize("rows", [3, 60])
def test_it_is_asked_in_two_questions_however_much_there_is(rows: int, count_queries: Any) -> None:
    year = ProgramYearFactory()
    for _ in range(rows):
        SessionFactory(event__year=year)
        DeliverableFactory(offering=OfferingFactory(year=year))
    with count_queries(2):
        timeline_of(year, TODAY)


def test_all_of_it_stands_in_words_on_the_page_in_a_region_that_scrolls(
    client: Client, settings: Any
) -> None:
    # Staff of the demo need no second factor.
    settings.DEMO = True
    year = ProgramYearFactory()
    client.force_login(HatFactory(kind="registrar").person)
    page = client.get(f"/years/{year}/").content.decode()
    assert (
        'class="scroll tl tl--wide" role="region" tabindex="0" aria-label="Timeline, scrolls sideways"'
        in page
    )
    assert "Coaching: Jul 1 to Jan 31 mid-year, by Jan 31, Feb 1 to May 31 end of year, by May 31." in page


def test_what_stands_outside_stands_at_the_edge_and_words_are_escaped() -> None:
    row = Row("Fellows", [Band(date(2020, 1, 1), date(2040, 1, 1), "soft", "<b>")])
    drawn = timeline(Timeline(date(2026, 7, 1), date(2027, 7, 1), date(2026, 7, 1), TODAY, [row], "<i>"))
    assert '<rect class="tl-soft" x="104.0" y="10" width="976.0" height="20" rx="3"/>' in drawn
    assert "&lt;b&gt;" in drawn
    assert '<title id="timeline-wide">&lt;i&gt;</title>' in drawn


def test_on_a_phone_names_stand_above_bands_that_begin_at_the_edge() -> None:
    row = Row("Team lead", [Band(date(2026, 11, 1), date(2026, 12, 30))], after="two asked")
    picture = Timeline(date(2026, 11, 1), date(2027, 3, 1), date(2027, 3, 1), TODAY, [row], "words", left=232)
    _, _, phone = str(timeline(picture)).partition("tl--narrow")
    assert (picture.on_phone.left, picture.on_phone.width) == (0, 312)
    assert '<text class="tl-lane" x="0" y="20">Team lead</text>' in phone
    assert '<rect class="tl-done" x="0.0" y="26" width="156.0" height="20" rx="3"/>' in phone
    assert '<text class="tl-out" x="81.4" y="20.5" text-anchor="start">two asked</text>' in phone


def drawn(row: Row) -> str:
    """The row in a picture whose days are exactly four pixels wide: 244 of them, from November 1."""
    picture = Timeline(date(2026, 11, 1), date(2027, 7, 3), date(2027, 7, 3), TODAY, [row], "words")
    return str(timeline(picture))


@pytest.mark.parametrize(
    ("marks", "middle"),
    [
        ([], "224.0"),
        # The band begins at 104 and is 240 wide; a mark takes eight pixels to both sides of its day.
        ([date(2026, 11, 11)], "248.0"),
        ([date(2026, 12, 21)], "200.0"),
        ([date(2026, 11, 3), date(2026, 12, 23)], "212.0"),
        # One that stands beside the band takes no room of it.
        ([date(2027, 2, 1)], "224.0"),
    ],
)
def test_the_words_of_a_band_stand_in_the_widest_part_without_a_mark(marks: list[date], middle: str) -> None:
    band = Band(date(2026, 11, 1), date(2026, 12, 30), "soft", "answer by Dec 30")
    row = Row("Team lead", [band], [Point(day, "line", "done") for day in marks])
    assert (
        f'<text class="tl-dark" x="{middle}" y="24.5" text-anchor="middle">answer by Dec 30</text>'
        in drawn(row)
    )


def test_words_without_room_beside_a_mark_are_not_drawn() -> None:
    band = Band(date(2026, 11, 1), date(2026, 12, 30), "soft", "answer by Dec 30")
    row = Row("Team lead", [band], [Point(date(2026, 12, 1), "line", "done")])
    assert "answer by" not in drawn(row)
