"""The board of a cohort: who is late at a glance, each milestone of each fellow, and the same as a file."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from fellows.models import Milestone
from fellows.queries.board import Board, board_of, cohort_to_look_at
from fellows.rules.board import SOON, Attempt, Standing, Stands, standing
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, teacher_at

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 11)
DAY = timedelta(days=1)
DUE = date(2026, 12, 18)


# --- the rule -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("attempts", "over", "stands"),
    [
        ([], False, Standing(Stands.NOT_PLANNED)),
        ([Attempt(1, DUE, reached_on=TODAY)], False, Standing(Stands.DONE, TODAY)),
        ([Attempt(1, TODAY)], False, Standing(Stands.NEXT, TODAY)),
        ([Attempt(1, TODAY - DAY)], False, Standing(Stands.LATE, TODAY - DAY, 1)),
        ([Attempt(1, TODAY + SOON)], False, Standing(Stands.NEXT, TODAY + SOON)),
        ([Attempt(1, TODAY + SOON + DAY)], False, Standing(Stands.AHEAD, TODAY + SOON + DAY)),
        ([Attempt(1, None)], False, Standing(Stands.AHEAD)),
        (
            [Attempt(2, TODAY), Attempt(1, DUE, not_passed_on=DUE)],
            False,
            Standing(Stands.AGAIN, TODAY, attempt=2),
        ),
        (
            [Attempt(1, DUE, not_passed_on=DUE), Attempt(2, TODAY - 3 * DAY)],
            False,
            Standing(Stands.LATE, TODAY - 3 * DAY, 3, 2),
        ),
        ([Attempt(1, DUE)], True, Standing(Stands.UNKNOWN, DUE)),
        ([Attempt(1, DUE, reached_on=DUE)], True, Standing(Stands.DONE, DUE)),
    ],
)
def test_a_milestone_stands_as_its_last_attempt_does(
    attempts: list[Attempt], over: bool, stands: Standing
) -> None:
    assert standing(attempts, TODAY, over=over) == stands


# --- the board ------------------------------------------------------------------------------------
def told(board: Board) -> list[tuple[str, str, list[str], str]]:
    return [
        (row.fellow.person.family_name, row.school, [cell.words for cell in row.cells], row.flag)
        for row in board.rows
    ]


def test_fellows_stand_by_name_with_the_milestones_of_the_plan_and_of_anybody() -> None:
    cohort = FellowCohortFactory()
    cohort.plan.create(kind="term_fall", due=date(2026, 12, 11))
    school = SchoolFactory(name="Jordan High")
    late = FellowFactory(cohort=cohort, state="enrolled", person=teacher_at(school, family_name="Ng"))
    again = FellowFactory(cohort=cohort, state="enrolled", person__family_name="Etienne")
    FellowFactory(cohort=cohort, person__family_name="Nominated")
    FellowFactory(cohort=cohort, state="withdrawn", person__family_name="Withdrawn")
    MilestoneFactory(fellow=late, kind="term_fall", due=date(2026, 12, 11), reached_on=date(2026, 12, 11))
    MilestoneFactory(fellow=late, kind="calapa_1", due=DUE)
    MilestoneFactory(fellow=again, kind="calapa_1", due=DUE, not_passed_on=date(2027, 1, 20))
    MilestoneFactory(fellow=again, kind="calapa_1", attempt=2, due=date(2027, 3, 5))
    board = board_of(cohort, TODAY)
    assert [(column.name, column.due) for column in board.columns] == [
        ("Fall", date(2026, 12, 11)),
        ("CalAPA 1", None),
    ]
    assert told(board) == [
        ("Etienne", "", ["not planned", "attempt 2, due Mar 5, 2027"], "CalAPA 1: 2nd try"),
        (
            "Ng",
            "Jordan High",
            ["done Dec 11, 2026", "55 days late, due Dec 18, 2026"],
            "CalAPA 1: late",
        ),
    ]
    assert [[row.fellow for row in board.shown(what)] for what in ("late", "again", "")] == [
        [late],
        [again],
        [again, late],
    ]


def test_of_a_graduate_only_what_comes_after_graduation_is_late() -> None:
    fellow = FellowFactory(graduate=True)
    for kind in ("calapa_1", "preliminary"):
        MilestoneFactory(fellow=fellow, kind=kind, due=date(2024, 6, 1))
    (row,) = board_of(fellow.cohort, date(2024, 7, 1)).rows
    assert [cell.at.stands for cell in row.cells] == [Stands.UNKNOWN, Stands.LATE]


def test_the_board_that_opens_is_of_the_cohort_that_studies_else_of_the_last_that_began() -> None:
    assert cohort_to_look_at(TODAY) is None
    next_one = FellowCohortFactory(starts=date(2027, 6, 22), ends=date(2028, 8, 22))
    assert cohort_to_look_at(TODAY) == next_one
    before = FellowCohortFactory(starts=date(2025, 6, 22), ends=date(2026, 8, 22))
    assert cohort_to_look_at(TODAY) == before
    now = FellowCohortFactory(starts=date(2026, 6, 22), ends=date(2027, 8, 22))
    assert cohort_to_look_at(TODAY) == now


def test_every_kind_of_milestone_has_a_column() -> None:
    fellow = FellowFactory(state="enrolled")
    for kind in Milestone.Kind:
        MilestoneFactory(fellow=fellow, kind=kind)
    assert len(board_of(fellow.cohort, TODAY).columns) == len(Milestone.Kind)


# --- its page -------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [3, 60])
def test_the_board_takes_the_same_queries_however_many_fellows(
    count: int, signed_in: Any, count_queries: Any
) -> None:
    cohort = FellowCohortFactory(places=60)
    for fellow in FellowFactory.create_batch(count, cohort=cohort, state="enrolled"):
        MilestoneFactory(fellow=fellow)
    client = signed_in(manager())
    client.get(f"/fellows/board/{cohort.pk}/")
    with count_queries(11):
        page = client.get(f"/fellows/board/{cohort.pk}/").content.decode()
    assert page.count('class="is-late"') == min(count, 50)


def test_directors_look_and_managers_plan_and_each_cell_leads_to_the_fellow(signed_in: Any) -> None:
    fellow = MilestoneFactory(fellow__state="enrolled").fellow
    address = f"/fellows/board/{fellow.cohort_id}/"
    page = signed_in(manager()).get("/fellows/board/", follow=True).content.decode()
    assert f'href="/fellows/{fellow.pk}/#calapa_1"' in page
    assert f'href="/fellows/cohorts/{fellow.cohort_id}/plan/"' in page
    seen = signed_in(HatFactory(kind="director").person).get(address).content.decode()
    assert re.findall(r"1 of 1</span>\s*is late", seen)
    assert "/plan/" not in seen
    assert signed_in(UserFactory()).get(address).status_code == 403
    assert signed_in(fellow.person).get("/fellows/board/").status_code == 403


def test_without_a_cohort_the_board_leads_to_the_list(signed_in: Any) -> None:
    client = signed_in(manager())
    assert client.get("/fellows/board/").headers["Location"] == "/fellows/"
    empty = FellowCohortFactory()
    assert "No fellows in this cohort yet" in client.get(f"/fellows/board/{empty.pk}/").content.decode()
    FellowFactory(cohort=empty, state="enrolled")
    assert "Nobody here" in client.get(f"/fellows/board/{empty.pk}/?show=late").content.decode()
