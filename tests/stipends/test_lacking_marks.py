"""A required session whose roster was closed before it was required of somebody: owed, still to be earned, unpaid."""

from datetime import date

import pytest

from common.clock import local_date
from pathways.services import correct_start, record_leave, take_back_leave
from seminars.models import Attendance
from seminars.services import close, reopen
from stipends.queries import standings
from tests.factories.people import manager
from tests.factories.stipends import NOW, Year
from tests.stipends.test_runs import calculated

pytestmark = pytest.mark.django_db
HALF_OF_EARNED = {"kind": "share_of_earned", "share": "1/2"}


@pytest.fixture(autouse=True)
def _june(clock):
    clock(NOW)


@pytest.fixture
def year():
    return Year()


@pytest.fixture
def leader(year):
    """They came in November, all rosters are closed, and now their first day is put back to the year's first."""
    placement = year.leader(starts=local_date(year.sessions[7].starts_at))
    year.close()
    correct_start(pk=placement.pk, by=manager(), starts=date(2026, 7, 1), why="They were here.")
    return placement


def stands(placement):
    (one,) = standings(placement.person, NOW)
    return one


def attendance(placement):
    return next(part for part in stands(placement).parts if part.title == "Attendance")


def test_the_sessions_stand_on_the_statement_as_owed_and_still_possible(leader):
    rows = attendance(leader).rows
    assert [(row["state"], row["lacks_a_mark"]) for row in rows] == [("open", True)] * 7 + [
        ("met", False)
    ] * 4
    # $1,800.00 is paid for 2,880 minutes; four sessions were attended, 900 minutes.
    assert attendance(leader).cents == 180_000 * 900 // 2880
    assert stands(leader).forecast.possible.earned_cents == 300_000


def test_the_reasons_say_that_the_roster_is_closed_without_a_mark(leader):
    said = " ".join(attendance(leader).reasons)
    assert "its roster is closed without a mark" in said
    assert "not closed yet" not in said


@pytest.mark.parametrize("run", [{"kind": "final"}, {"kind": "instalment", "step": HALF_OF_EARNED}], ids=str)
def test_no_run_pays_what_was_earned_before_the_marks_are_there(year, leader, run):
    line = calculated(year, **run).lines.get()
    assert (line.exclusion, line.amount_cents) == ("roster_open", 0)
    assert line.get_exclusion_display() == "a roster is still open or lacks a mark"


def test_marked_after_all_it_counts_and_is_paid(year, leader):
    by = manager()
    for session in year.sessions[:7]:
        reopen(pk=session.pk, by=by, reason="A mark is missing.", now=NOW)
        Attendance.objects.create(session=session, person=leader.person, mark="present", marked_at=NOW)
        close(pk=session.pk, by=by, now=NOW)
    line = calculated(year).lines.get()
    assert (line.exclusion, line.amount_cents) == ("", 300_000)
    assert not stands(leader).unmarked


def test_a_leave_taken_back_over_a_closed_roster_leaves_a_mark_missing(year):
    by, placement = manager(), year.leader()
    day = local_date(year.sessions[4].starts_at)
    Attendance.objects.filter(session=year.sessions[4]).delete()
    leave = record_leave(
        pk=placement.pk, category="family", protected=False, starts=day, ends=date(2026, 9, 17), by=by
    )
    year.close()
    assert stands(placement).unmarked == ()
    take_back_leave(pk=placement.pk, leave=leave.pk, by=by, reason="They were there.")
    assert [one.session_id for one in stands(placement).unmarked] == [year.sessions[4].pk]
