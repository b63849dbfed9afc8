"""What somebody else recorded of a school is changed by whose it is, whoever signs for it and program managers alone;
nothing is offered to whoever may not do it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest

from common.errors import DomainError, NotAllowed
from pathways import services
from pathways.policies import why_not_event, why_not_goal, why_not_unassess
from pathways.services import Expected, Wanted
from pathways.states import GoalAction as G
from pathways.states import ProgramEventAction as E
from tests.factories.pathways import (
    AssessmentFactory,
    GoalNoteFactory,
    PlacementFactory,
    ProgramEventFactory,
    ProgramYearFactory,
    SchoolGoalFactory,
)
from tests.factories.people import PostFactory, manager, principal_of
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 14, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def carries():
    """A leader of the school, whose records these are."""
    return PlacementFactory()


@pytest.fixture
def other(carries):
    """Another leader of the same school and year."""
    return PlacementFactory(school=carries.school, year=carries.year).person


@pytest.fixture
def goal(carries):
    return SchoolGoalFactory(school=carries.school, year=carries.year, person=carries.person)


@pytest.fixture
def event(carries):
    row = ProgramEventFactory(school=carries.school, year=carries.year)
    row.planners.set([carries.person])
    return row


def shown(answer):
    return unescape(answer.content.decode())


def who(placement, other):
    """Whether each may change what is another's: the one it is, and those who answer for the school."""
    assistant = PostFactory(school=placement.school, position="assistant_principal").person
    return [
        (placement.person, True),
        (principal_of(placement.school), True),
        (manager(), True),
        (other, False),
        (assistant, False),
    ]


def test_a_goal_is_changed_and_dropped_by_who_carries_it(carries, other, goal):
    said = Wanted(area="arts", wanted="Other", measure="x", start=Decimal(1), target=Decimal(2))
    assert refusal(services.change_goal, pk=goal.pk, by=other, said=said, refused_as=NotAllowed) == (
        "Who carries this goal, whoever signs for its school and program managers change it."
    )
    assert refusal(services.drop_goal, pk=goal.pk, by=other, reason="x", refused_as=NotAllowed) == (
        "Who carries this goal, whoever signs for its school and program managers drop it."
    )
    for person, may in who(carries, other):
        assert [why_not_goal(person, action, goal) is None for action in (G.CHANGE, G.DROP)] == [may, may]
    assert why_not_goal(other, G.NOTE, goal) is None


def test_a_note_is_taken_back_by_who_wrote_it_too(client, carries, other, goal):
    theirs, own = GoalNoteFactory(goal=goal), GoalNoteFactory(goal=goal, by=other, words="Counted again")
    assert refusal(services.take_back_note, pk=theirs.pk, by=other, reason="x", refused_as=NotAllowed) == (
        "Who wrote this note, who carries its goal, whoever signs for the school and program managers take it back."
    )
    for person, may in who(carries, other):
        assert (why_not_goal(person, G.TAKE_BACK, goal, note=theirs) is None) is may
    client.force_login(other)
    told = shown(client.get(f"/goals/{goal.pk}/"))
    assert [f"/goals/notes/{note.pk}/back/" in told for note in (theirs, own)] == [False, True]
    assert ("Change…" in told, "Drop…" in told, "Save this note" in told) == (False, False, True)
    assert services.take_back_note(pk=own.pk, by=other, reason="Twice").note == own


def test_how_many_came_is_said_and_corrected_by_who_plans_it(client, carries, other, event):
    says = "Who plans this event, whoever signs for its school and program managers do this."
    assert refusal(services.hold_event, pk=event.pk, by=other, came=1, refused_as=NotAllowed) == says
    expected = Expected(title="x", seats=1, planners=[other])
    assert refusal(services.change_event, pk=event.pk, by=other, said=expected, refused_as=NotAllowed) == says
    client.force_login(other)
    told = shown(client.get(f"/events/{event.pk}/"))
    assert [words in told for words in ("Say how many came", "Move…", "Cancel…")] == [False, False, False]
    services.hold_event(pk=event.pk, by=carries.person, came=112)
    event.refresh_from_db()
    assert refusal(services.correct_event, pk=event.pk, by=other, came=3, refused_as=NotAllowed) == says
    for person, may in who(carries, other):
        assert (why_not_event(person, E.CORRECT, event) is None) is may
    client.force_login(other)
    assert "Correct how many came" not in shown(client.get(f"/events/{event.pk}/"))


def test_an_event_of_the_whole_partnership_is_its_planners_and_managers(carries, other):
    wide = ProgramEventFactory(school=None, year=carries.year, kind="partnership_arts")
    wide.planners.set([carries.person])
    for person, may in ((carries.person, True), (manager(), True), (other, False)):
        assert (why_not_event(person, E.HOLD, wide) is None) is may


def test_how_many_came_is_not_asked_before_the_day(client, carries, event):
    event.day = date(2027, 3, 20)
    event.save()
    client.force_login(carries.person)
    assert "Say how many came" not in shown(client.get(f"/events/{event.pk}/"))
    assert str(why_not_event(carries.person, E.HOLD, event)) == (
        "Its day is still to come. If it was held on another day, move it first."
    )


def test_an_assessment_is_taken_back_by_who_made_it_and_offered_to_nobody_else(client, carries, other):
    row = AssessmentFactory(school=carries.school, year=carries.year, by=carries.person)
    before = AssessmentFactory(
        school=carries.school, year=ProgramYearFactory(first=2025), by=carries.person, day=date(2025, 10, 1)
    )
    assert refusal(services.take_back_assessment, pk=row.pk, by=other, reason="x", refused_as=NotAllowed) == (
        "Who made this assessment, whoever signs for the school and program managers take it back."
    )
    for person, may in who(carries, other):
        assert (why_not_unassess(person, row) is None) is may
        client.force_login(person)
        told = shown(client.get(f"/schools/{carries.school.slug}/engagement/"))
        for one in (row, before):
            address = f"/engagement/{one.pk}/back/"
            assert (address in told) is may
            assert client.get(address).status_code == (200 if may else 403)


def test_notes_of_a_year_to_come_are_taken_from_its_first_day_on(client, carries):
    goal = SchoolGoalFactory(
        school=carries.school, year=ProgramYearFactory(first=2027), person=carries.person
    )
    by, says = manager(), "Notes are taken from Jul 1, 2027 on, when the year of this goal begins."
    for day in (NOW.date(), date(2027, 8, 1)):
        with pytest.raises(DomainError, match="Notes are taken from Jul 1, 2027 on"):
            services.note_progress(pk=goal.pk, by=by, day=day, words="x")
    client.force_login(by)
    told = shown(client.get(f"/goals/{goal.pk}/"))
    assert (says in told, "Save this note" in told) == (True, False)
    listed = shown(client.get(f"/schools/{carries.school.slug}/goals/?year=2027-28"))
    assert ("Add a note" in listed, "Notes are taken from Jul 1, 2027 on" in listed) == (False, True)


def test_whoever_sets_a_goal_is_offered_to_carry_it_and_a_number_too_long_says_what_is_wrong(client, carries):
    client.force_login(carries.person)
    PostFactory(person=carries.person, school=carries.school)
    page = f"/schools/{carries.school.slug}/goals/2026-27/new/"
    assert client.get(page).context["form"]["person"].value() == carries.person_id
    said = {
        "area": "arts",
        "wanted": "A",
        "measure": "B",
        "unit": "number",
        "start": "3.14159265",
        "target": "9",
    }
    refused = shown(client.post(page, said))
    assert "Write at most seven digits before the point, and one after it." in refused
