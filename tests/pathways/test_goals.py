"""School goals: set, noted day by day, changed and dropped by whoever leads the school; notes stay as written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.edits import ChangedElsewhere, mark_of
from common.errors import NoSuchMove, NotAllowed
from pathways import services
from pathways.models import GoalNote, NoteTakenBack, SchoolGoal
from pathways.policies import writes_goals
from pathways.queries.goals import goals_of
from pathways.services import Wanted
from people.models import Hat, Post
from tests.factories.pathways import (
    GoalNoteFactory,
    PlacementFactory,
    ProgramYearFactory,
    SchoolGoalFactory,
)
from tests.factories.people import (
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
    teacher_at,
)
from tests.owner import owners_rights
from tests.verbs import lines_told, refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 11, 20, tzinfo=UTC)
TODAY = date(2027, 2, 11)
SAID = Wanted(
    area="culture",
    wanted="Chronic absence below 18%",
    measure="Students absent for a tenth of the days, from the dashboard",
    start=Decimal("22.0"),
    target=Decimal("18.0"),
)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


@pytest.fixture
def goal():
    return SchoolGoalFactory()


@pytest.fixture
def by(goal):
    return principal_of(goal.school)


def test_a_goal_is_set_with_its_numbers_and_told_so(by, goal):
    made = services.set_goal(school=goal.school, year=goal.year, by=by, said=SAID, unit="percent")
    assert (made.state, str(made), lines_told(made)) == (
        "pursued",
        "Chronic absence below 18%",
        [("set", "From 22% to 18%.", "")],
    )


@pytest.mark.parametrize(
    ("unit", "numbers", "says"),
    [
        ("percent", {"start": Decimal(18)}, "The target is where you start. Write another number."),
        ("percent", {"start": Decimal(101)}, "A percent goes from 0 to 100."),
        ("percent", {"target": Decimal(101)}, "A percent goes from 0 to 100."),
    ],
)
def test_a_goal_leads_somewhere_and_a_percent_not_above_100(by, goal, unit, numbers, says):
    said = Wanted(
        **{
            **{name: getattr(SAID, name) for name in ("area", "wanted", "measure", "start", "target")},
            **numbers,
        }
    )
    about = {"school": goal.school, "year": goal.year, "by": by}
    assert refusal(services.set_goal, **about, said=said, unit=unit) == says


def test_a_school_has_a_goal_of_the_same_words_once(by, goal):
    about = {"school": goal.school, "year": goal.year, "by": by, "unit": "percent", "said": SAID}
    services.set_goal(**about)
    there = "The school has this goal already. Open it and note how far it is."
    assert refusal(services.set_goal, **about) == there


def test_changing_a_goal_keeps_what_it_was_and_the_same_again_writes_nothing(by, goal):
    said = Wanted(
        area="arts",
        wanted=goal.wanted,
        measure=goal.measure,
        start=goal.start,
        target=Decimal(550),
        person=by,
    )
    for _ in range(2):
        services.change_goal(pk=goal.pk, by=by, said=said)
    goal.refresh_from_db()
    assert (goal.target, goal.person) == (550, by)
    assert lines_told(goal) == [("change", "From 260 to 550, before from 260 to 600.", "")]
    services.change_goal(
        pk=goal.pk,
        by=by,
        said=Wanted(
            area="own", wanted=goal.wanted, measure=goal.measure, start=goal.start, target=Decimal(550)
        ),
    )
    assert lines_told(goal)[-1] == ("change", "", "")


def test_what_another_window_changed_is_not_gone_over(by, goal):
    seen = {name: mark_of(text) for name, text in services.goal_texts(goal).items()}
    about = {"area": "arts", "wanted": goal.wanted, "measure": goal.measure, "start": goal.start}
    services.change_goal(pk=goal.pk, by=by, said=Wanted(**about, target=Decimal(550)), seen=seen)
    with pytest.raises(ChangedElsewhere):
        services.change_goal(pk=goal.pk, by=by, said=Wanted(**about, target=Decimal(700)), seen=seen)
    services.change_goal(
        pk=goal.pk, by=by, said=Wanted(**{**about, "area": "own"}, target=Decimal(600)), seen=seen
    )
    goal.refresh_from_db()
    assert (goal.target, goal.area) == (550, "own")


def test_a_goal_is_dropped_for_a_reason_and_nothing_is_written_of_it_any_more(by, goal):
    assert refusal(services.drop_goal, pk=goal.pk, by=by, reason=" ") == (
        "Say why the school drops this goal. The reason stays on record."
    )
    note = GoalNoteFactory(goal=goal)
    services.drop_goal(pk=goal.pk, by=by, reason="The program moved.")
    assert lines_told(goal) == [("drop", "", "The program moved.")]
    refused = "This goal was dropped, so nothing is written of it any more."
    assert refusal(services.note_progress, pk=goal.pk, by=by, day=TODAY, words="x") == refused
    assert refusal(services.take_back_note, pk=note.pk, by=by, reason="x") == refused
    refusal(services.drop_goal, pk=goal.pk, by=by, reason="x", refused_as=NoSuchMove)
    assert goals_of(goal.school, goal.year, TODAY) == ()


def test_a_note_pressed_twice_is_noted_once(by, goal):
    said = {
        "pk": goal.pk,
        "by": by,
        "day": date(2027, 1, 28),
        "number": Decimal(410),
        "words": " Two sections ",
    }
    assert services.note_progress(**said) == services.note_progress(**said)
    assert [(one.number, one.words, one.by) for one in goal.notes.all()] == [(410, "Two sections", by)]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"words": " "}, "Write the number, or a line of words."),
        (
            {"number": 1, "day": date(2027, 2, 12)},
            "This day is still to come. Choose today or a day before it.",
        ),
        ({"number": 1, "day": date(2026, 6, 30)}, "Choose a day within 2026-27, the year of this goal."),
        ({"number": 101}, "A percent goes from 0 to 100."),
    ],
)
def test_a_note_says_something_of_a_day_that_has_come(by, goal, said, says):
    SchoolGoal.objects.filter(pk=goal.pk).update(unit="percent", start=22, target=18)
    assert refusal(services.note_progress, **{"pk": goal.pk, "by": by, "day": TODAY, **said}) == says


def test_a_note_taken_back_counts_no_longer_and_stays_readable(by, goal):
    GoalNoteFactory(goal=goal, number=Decimal(318))
    wrong = GoalNoteFactory(goal=goal, day=date(2026, 11, 20), number=Decimal(3650), words="Typed wrong")
    assert goals_of(goal.school, goal.year, TODAY)[0].number == "3,650"
    assert refusal(services.take_back_note, pk=wrong.pk, by=by, reason="") == (
        "Say what was wrong. The reason stays beside the note."
    )
    services.take_back_note(pk=wrong.pk, by=by, reason="A digit too many")
    assert (
        refusal(services.take_back_note, pk=wrong.pk, by=by, reason="x")
        == "This note was taken back already."
    )
    card = goals_of(goal.school, goal.year, TODAY)[0]
    assert (card.number, [(row.number, row.counts) for row in card.notes]) == (
        "318",
        [("3,650", False), ("318", True)],
    )


def test_a_card_says_the_last_number_beside_the_pace_and_all_in_words(goal):
    GoalNoteFactory(goal=goal)
    GoalNoteFactory(goal=goal, day=date(2027, 1, 28), number=Decimal(410))
    GoalNoteFactory(
        goal=goal, day=date(2027, 2, 1), number=None, words="A third ceramics teacher is looked for"
    )
    [card] = goals_of(goal.school, goal.year, TODAY)
    assert (card.number, card.beside) == ("410", "of 600; 60 behind the pace")
    assert card.line.label == (
        "From 260 in July to 318 and 410, the last on Jan 28; target 600 in June; the even pace on Feb 11 is 470"
    )


WRITERS = {
    "the principal": (lambda goal: principal_of(goal.school), True),
    "an assistant principal": (
        lambda goal: PostFactory(school=goal.school, position=Post.Position.ASSISTANT_PRINCIPAL).person,
        True,
    ),
    "a leader of that year": (lambda goal: PlacementFactory(school=goal.school, year=goal.year).person, True),
    "a leader of the year before": (
        lambda goal: PlacementFactory(school=goal.school, year=ProgramYearFactory(first=2025)).person,
        False,
    ),
    "a program manager": (lambda goal: manager(), True),
    "a teacher of the school": (lambda goal: teacher_at(goal.school), False),
    "the principal of another school": (lambda goal: principal_of(SchoolFactory()), False),
    "a coach": (lambda goal: HatFactory(kind=Hat.Kind.COACH).person, False),
}


@pytest.mark.parametrize("who", WRITERS)
def test_who_leads_the_school_writes_its_goals(goal, who):
    person, may = WRITERS[who]
    assert writes_goals(person(goal), goal.school, goal.year) is may


def test_who_only_reads_is_refused_in_words(goal):
    says = (
        "The principal, the assistant principals, the leaders of the school in that year and program managers write "
        "its goals."
    )
    about = {"pk": goal.pk, "by": teacher_at(goal.school), "day": TODAY, "words": "x"}
    assert refusal(services.note_progress, **about, refused_as=NotAllowed) == says


def directs(goal, *schools):
    hat = HatFactory(kind=Hat.Kind.DIRECTOR)
    hat.schools.set(schools)
    return hat.person


READERS = {
    "a teacher of the school": (lambda goal: teacher_at(goal.school), 200),
    "a leader there": (lambda goal: PlacementFactory(school=goal.school, year=goal.year).person, 200),
    "a coach": (lambda goal: HatFactory(kind=Hat.Kind.COACH).person, 200),
    "a director of the school": (lambda goal: directs(goal, goal.school), 200),
    "a director of another": (lambda goal: directs(goal, SchoolFactory()), 404),
    "a teacher of another": (lambda goal: teacher_at(SchoolFactory()), 404),
    "nobody in particular": (lambda goal: UserFactory(), 404),
}


@pytest.mark.parametrize("who", READERS)
def test_goals_are_read_by_the_school_staff_and_its_directors_and_are_no_page_for_strangers(
    client, goal, who
):
    person, status = READERS[who]
    client.force_login(person(goal))
    answers = [
        client.get(path).status_code for path in (f"/schools/{goal.school.slug}/goals/", f"/goals/{goal.pk}/")
    ]
    assert answers == [status, status]


def test_the_database_keeps_notes_as_they_were_written(goal):
    note = GoalNoteFactory(goal=goal)
    NoteTakenBack.objects.create(note=note, reason="x", by=note.by, at=NOW)
    for table in ("pathways_goalnote", "pathways_notetakenback"):
        for statement in (f"UPDATE {table} SET at = now()", f"DELETE FROM {table}"):
            with (
                pytest.raises(DatabaseError, match="stay as they are"),
                transaction.atomic(),
                owners_rights(),
            ):
                connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"target": 260}, "a_goal_leads_somewhere"),
        ({"start": -1}, "goal_counts_from_0_and_percents_to_100"),
        ({"unit": "percent"}, "goal_counts_from_0_and_percents_to_100"),
        ({"unit": "dollars"}, "unit_is_one_there_is|goal_counts"),
        ({"area": "sports"}, "area_is_one_there_is"),
        ({"state": "lost"}, "goal_is_pursued_or_dropped"),
    ],
)
def test_the_database_keeps_what_a_goal_may_be(goal, changes, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        SchoolGoal.objects.update(**changes)


@pytest.mark.parametrize(
    ("said", "promise"),
    [({"number": None, "words": ""}, "a_note_says"), ({"number": -1}, "a_note_counts_from_0")],
)
def test_the_database_keeps_what_a_note_may_be(goal, said, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        GoalNoteFactory(goal=goal, **said)


def test_the_database_keeps_one_goal_of_its_words_and_a_reason(goal):
    note = GoalNoteFactory(goal=goal)
    with pytest.raises(IntegrityError, match="one_goal_of_its_words"), transaction.atomic():
        SchoolGoalFactory(school=goal.school, year=goal.year, wanted=goal.wanted)
    with pytest.raises(IntegrityError, match="for_a_reason"), transaction.atomic():
        NoteTakenBack.objects.create(note=note, reason="", by=note.by, at=NOW)
    assert GoalNote.objects.standing().get() == note


def test_copying_is_for_program_managers(by, goal):
    with pytest.raises(NotAllowed, match="Only program managers copy goals into the next year"):
        services.copy_goals(year=ProgramYearFactory(first=2027), before=goal.year, by=by)
