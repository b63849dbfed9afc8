"""Events that were held and goals with notes complete what leaders owe, and are handed in by hand."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import IntegrityError, transaction

from notifications.models import Message
from pathways.models import Deliverable, SchoolAssignment
from pathways.services import correct_event, hold_event, note_progress, reopen, submit, take_back_note
from pathways.services.deliverables import NOT_THEIRS
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    GoalNoteFactory,
    PlacementFactory,
    ProgramEventFactory,
    SchoolGoalFactory,
)
from tests.factories.people import SchoolFactory, manager, principal_of
from tests.pressing import pressed
from tests.verbs import lines_told, refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 14, 20, tzinfo=UTC)
DAY = date(2027, 3, 13)


@pytest.fixture(autouse=True)
def _today(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def leader():
    return PlacementFactory(role__pathway__goal_area="families")


@pytest.fixture
def owed(leader):
    """A Parent College workshop, which completes itself."""
    deliverable = {"completes_from": "event", "event_kind": "parent_college", "title": "Workshop"}
    return DeliverableRecordFactory(
        placement=leader, **{f"deliverable__{name}": value for name, value in deliverable.items()}
    )


def workshop(leader, planners=(), **changed):
    about = {"school": leader.school, "year": leader.year, "title": "Paths", "day": DAY}
    event = ProgramEventFactory(**about | changed)
    event.planners.set(planners or [leader.person])
    return event


def held(event, by=None):
    return hold_event(pk=event.pk, by=by or manager(), came=64, now=NOW)


def state(record):
    record.refresh_from_db()
    return record.state


def test_an_event_that_was_held_completes_what_its_planner_owes_and_says_so(leader, owed):
    event = held(workshop(leader), by=leader.person)
    assert state(owed) == "accepted"
    assert (owed.program_event, owed.decided_by) == (event, leader.person)
    line = owed.events.get()
    assert (line.source, line.key, line.program_event) == ("event", f"event-{event.pk}", event)
    assert line.note == "Held “Paths” on Mar 13, 2027; 64 came."


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "school_arts"},
        {"school": SchoolFactory},
        {"day": date(2026, 7, 1)},
    ],
    ids=["another kind", "another school", "before the role began"],
)
def test_another_event_completes_nothing(leader, owed, changed):
    SchoolAssignment.objects.update(starts=date(2026, 8, 1))
    made = {name: value() if callable(value) else value for name, value in changed.items()}
    held(workshop(leader, **made))
    assert state(owed) == "open"


def test_whoever_did_not_plan_it_owes_it_still(leader, owed):
    held(workshop(leader, planners=[manager()]))
    assert state(owed) == "open"


def test_an_event_of_the_partnership_completes_what_its_planners_of_all_schools_owe(leader, owed):
    Deliverable.objects.update(event_kind="")
    other = DeliverableRecordFactory(deliverable=owed.deliverable, placement__year=leader.year)
    planners = [leader.person, other.placement.person]
    held(workshop(leader, planners, kind="partnership_arts", school=None))
    assert [state(owed), state(other)] == ["accepted", "accepted"]


def test_an_event_that_was_reopened_as_evidence_completes_nothing_again_but_the_next_one_does(leader, owed):
    held(workshop(leader))
    reopen(pk=owed.pk, by=manager(), reason="No agenda.", now=NOW)
    held(workshop(leader, title="Money for college"))
    assert state(owed) == "accepted"
    assert owed.events.order_by("pk").last().note == "Held “Money for college” on Mar 13, 2027; 64 came."


def test_the_page_before_says_what_it_completes_and_the_page_of_the_event_what_it_did(leader, owed, client):
    event = workshop(leader)
    client.force_login(leader.person)
    asked = unescape(client.get(f"/events/{event.pk}/hold/").content.decode())
    assert "What its planners owe and such an event completes is accepted then: Workshop." in asked
    client.post(f"/events/{event.pk}/hold/", {"came": "64", "words": ""})
    page = client.get(f"/events/{event.pk}/").content.decode()
    assert f'<a class="usa-link" href="/deliverables/{owed.pk}/">Workshop</a>, {leader.person}' in page
    mine = client.get(f"/deliverables/{owed.pk}/").content.decode()
    assert f'Event: <a class="usa-link" href="/events/{event.pk}/">Paths</a>, ' in mine


def test_a_corrected_number_is_read_where_the_event_completed_something(leader, owed, client):
    event = held(workshop(leader), by=leader.person)
    correct_event(pk=event.pk, by=leader.person, came=1046)
    assert state(owed) == "accepted"
    client.force_login(leader.person)
    page = unescape(client.get(f"/deliverables/{owed.pk}/").content.decode())
    assert "Mar 13, 2027; 1,046 came</p>" in page
    assert "“Paths” on Mar 13, 2027: 1,046 came, not 64, as was said before." in page


def test_a_colleague_does_not_read_whose_work_an_event_completed(leader, owed, client):
    event = held(workshop(leader))
    client.force_login(PlacementFactory(school=leader.school, year=leader.year).person)
    page = client.get(f"/events/{event.pk}/").content.decode()
    assert ("64 of 80 came" in page, "What it completed" in page) == (True, False)


def test_a_note_on_a_goal_completes_what_leaders_of_its_pathway_at_its_school_owe(leader):
    goal = SchoolGoalFactory(school=leader.school, year=leader.year, area="families", wanted="More families")
    asked = DeliverableFactory(completes_from="goal")
    owed = DeliverableRecordFactory(placement=leader, deliverable=asked)
    of_the_arts = DeliverableRecordFactory(
        placement=PlacementFactory(
            school=leader.school, year=leader.year, role__pathway__goal_area="arts", starts=leader.starts
        ),
        deliverable=asked,
    )
    elsewhere = DeliverableRecordFactory(
        placement=PlacementFactory(year=leader.year, role=leader.role), deliverable=asked
    )
    by = principal_of(goal.school)
    note_progress(pk=goal.pk, by=by, day=DAY, number=318, words="At two workshops", now=NOW)
    assert [state(one) for one in (owed, of_the_arts, elsewhere)] == ["accepted", "open", "open"]
    line = owed.events.get()
    assert (line.source, line.key, line.goal, line.by) == ("goal", f"goal-{goal.pk}", goal, by)
    assert line.note == "Noted on Mar 13, 2027 of the goal “More families”."


def test_words_of_a_goal_that_were_taken_back_stand_nowhere_on_what_they_completed(leader, client):
    goal = SchoolGoalFactory(school=leader.school, year=leader.year, area="families", wanted="More families")
    owed = DeliverableRecordFactory(placement=leader, deliverable=DeliverableFactory(completes_from="goal"))
    by = principal_of(goal.school)
    first, second = (
        note_progress(pk=goal.pk, by=by, day=DAY, number=318 + one, words="Zebra words", now=NOW)
        for one in range(2)
    )
    take_back_note(pk=second.pk, by=by, reason="Counted twice.", now=NOW)
    owed.refresh_from_db()
    assert owed.evidence_gone_at is None
    take_back_note(pk=first.pk, by=by, reason="Of another school.", now=NOW)
    owed.refresh_from_db()
    assert (owed.state, owed.evidence_gone_at) == ("accepted", NOW)
    client.force_login(leader.person)
    page = client.get(f"/deliverables/{owed.pk}/").content.decode()
    assert "Nothing is noted of the goal “More families” any more." in page
    assert "Zebra" not in page + " ".join(Message.objects.values_list("body", flat=True))
    note_progress(pk=goal.pk, by=by, day=DAY, number=12, now=NOW)
    owed.refresh_from_db()
    assert (owed.state, owed.evidence_gone_at) == ("accepted", None)


def test_a_note_long_before_the_work_is_due_completes_nothing(leader):
    goal = SchoolGoalFactory(school=leader.school, year=leader.year, area="families")
    asked = DeliverableFactory(completes_from="goal", due=date(2027, 4, 12))
    owed = DeliverableRecordFactory(placement=leader, deliverable=asked)
    about = {"pk": goal.pk, "by": principal_of(goal.school), "number": 318, "now": NOW}
    note_progress(**about, day=date(2027, 3, 12))
    assert state(owed) == "open"
    note_progress(**about, day=DAY)
    assert state(owed) == "accepted"


def test_where_a_kind_of_event_counts_only_that_one_is_handed_in(leader, owed, client):
    right, wrong = (
        held(workshop(leader, planners=[manager()])),
        held(
            workshop(
                leader, planners=[manager()], title="Other paths", kind="school_arts", day=date(2027, 3, 12)
            )
        ),
    )
    client.force_login(leader.person)
    offered = client.get(f"/deliverables/{owed.pk}/").context["forms"]["submit"].fields["event"].choices
    assert [pk for pk, _ in offered] == ["", right.pk]
    assert refusal(submit, pk=owed.pk, by=leader.person, event=wrong, now=NOW) == NOT_THEIRS["event"]


class TestByHand:
    @pytest.fixture
    def owed(self, leader):
        return DeliverableRecordFactory(placement=leader, deliverable__evidence=["file", "event", "goal"])

    def hand_in(self, client, owed, **typed):
        client.force_login(owed.placement.person)
        return client.post(f"/deliverables/{owed.pk}/submit/", pressed("submit", **typed))

    def test_an_event_of_the_school_is_handed_in_and_kept_in_the_history(self, leader, owed, client):
        event = held(workshop(leader))
        assert self.hand_in(client, owed, event=event.pk).status_code == 302
        assert (state(owed), owed.program_event) == ("submitted", event)
        assert lines_told(owed) == [("submit", "With the event “Paths” of Mar 13, 2027.", "")]
        assert "Event: <a" in client.get(f"/deliverables/{owed.pk}/").content.decode()

    def test_a_goal_of_the_school_is_handed_in(self, leader, owed, client):
        goal = GoalNoteFactory(goal__school=leader.school, goal__year=leader.year).goal
        assert self.hand_in(client, owed, goal=goal.pk).status_code == 302
        assert (state(owed), owed.goal) == ("submitted", goal)
        assert lines_told(owed) == [("submit", f"With the goal “{goal}”.", "")]

    def test_only_events_that_were_held_and_goals_that_were_noted_are_offered(self, leader, owed, client):
        event = held(workshop(leader))
        workshop(leader, title="Still planned")
        held(workshop(leader, school=SchoolFactory()))
        SchoolGoalFactory(school=leader.school, year=leader.year)
        client.force_login(leader.person)
        form = client.get(f"/deliverables/{owed.pk}/").context["forms"]["submit"]
        assert list(form.fields["event"].choices) == [("", "None"), (event.pk, "Paths, Mar 13, 2027")]
        assert list(form.fields["goal"].choices) == [("", "Nothing was noted of a goal yet")]

    def test_the_page_says_which_kinds_count(self, owed, client):
        client.force_login(owed.placement.person)
        page = client.get(f"/deliverables/{owed.pk}/").content.decode()
        assert "<dd>A file or an event of the school or a goal of the school</dd>" in page

    def test_an_event_of_another_school_and_a_goal_nobody_noted_are_refused_in_words(self, leader, owed):
        by = leader.person
        event, goal = held(workshop(leader, school=SchoolFactory())), SchoolGoalFactory(school=leader.school)
        assert refusal(submit, pk=owed.pk, by=by, event=event) == NOT_THEIRS["event"]
        assert refusal(submit, pk=owed.pk, by=by, goal=goal) == NOT_THEIRS["goal"]

    def test_what_completes_itself_from_an_event_may_show_one_by_hand(self, leader, client):
        owed = DeliverableRecordFactory(placement=leader, deliverable__completes_from="event")
        event = held(workshop(leader, planners=[manager()]))
        assert self.hand_in(client, owed, event=event.pk).status_code == 302
        assert state(owed) == "submitted"


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"event_kind": "parent_college"}, "only_what_an_event_completes_names_its_kind"),
        (
            {"completes_from": "goal", "event_kind": "parent_college"},
            "only_what_an_event_completes_names_its_kind",
        ),
        ({"completes_from": "event", "event_kind": "concert"}, "only_what_an_event_completes_names_its_kind"),
    ],
)
def test_the_database_knows_which_events_count(columns, refused):
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        DeliverableFactory(**columns)


def test_the_database_keeps_an_event_where_it_was_shown(leader, owed):
    named = "an_event_or_goal_is_evidence_of_what_was_done"
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        owed.events.create(action="accept", at=NOW, program_event=workshop(leader))
