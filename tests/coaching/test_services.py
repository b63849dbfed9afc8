from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection

from coaching import services
from coaching.models import CoachingCycle, CycleEvent
from coaching.services import Taken, Words
from coaching.states import Action
from common.errors import DomainError, NoSuchMove, NotAllowed
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
TODAY = date(2026, 10, 20)
WORDS = Words(
    goal="Ask more open questions", agreed="Plan three with the team", notes="She was nervous at first"
)
STEPS = [Taken("Two questions on paper", date(2026, 11, 3))]


def plan(placement, by, **more):
    fields = {"coach": by, "window": "mid_year", "due": date(2027, 1, 15)} | more
    return services.plan(placement_pk=placement.pk, by=by, now=NOW, **fields)


def move(cycle, action, on=TODAY, by=None, words=None, steps=()):
    told = {"by": by or cycle.coach, "on": on, "words": words, "steps": steps}
    return services.move(pk=cycle.pk, action=action, now=NOW, **told)


def test_a_coach_plans_a_cycle_and_the_leader_is_told():
    placement, by = PlacementFactory(), coach(given_name="Ida", family_name="Moreno")
    cycle = plan(placement, by)
    assert (cycle.state, cycle.planned_on, cycle.coach) == ("planning", TODAY, by)
    mail = placement.person.messages.get()
    assert mail.subject == "A coaching cycle with Ida Moreno is planned"


def test_a_manager_plans_a_cycle_for_a_coach():
    ida = coach()
    assert plan(PlacementFactory(), manager(), coach=ida).coach == ida


def test_a_teacher_cannot_plan_a_cycle():
    with pytest.raises(NotAllowed):
        plan(PlacementFactory(), UserFactory())


def test_nobody_coaches_themselves():
    placement = PlacementFactory()
    with pytest.raises(DomainError, match="Nobody coaches themselves"):
        plan(placement, manager(), coach=placement.person)


def test_a_window_has_one_cycle_and_extra_ones_as_many_as_wanted():
    placement, by = PlacementFactory(), coach()
    plan(placement, by)
    with pytest.raises(DomainError, match="has a cycle already"):
        plan(placement, by)
    move(plan(placement, by, window="extra"), Action.OBSERVE)
    plan(placement, by, window="extra")
    assert CoachingCycle.objects.count() == 3


def test_planning_an_extra_cycle_twice_in_a_row_makes_one():
    placement, by = PlacementFactory(), coach()
    plan(placement, by, window="extra")
    with pytest.raises(DomainError, match="is planned already and has not begun"):
        plan(placement, by, window="extra")
    plan(placement, coach(), window="extra")
    assert CoachingCycle.objects.count() == 2


def test_a_last_day_beyond_the_program_year_is_refused():
    with pytest.raises(DomainError, match="within the program year"):
        plan(PlacementFactory(), coach(), due=date(2027, 7, 1))


def test_a_last_day_that_is_over_is_refused():
    with pytest.raises(DomainError, match="still to come"):
        plan(PlacementFactory(), coach(), due=date(2026, 10, 19))


def test_a_cycle_goes_from_planning_to_closed_each_step_dated():
    cycle = CycleFactory()
    move(cycle, Action.OBSERVE, on=date(2026, 10, 1))
    move(cycle, Action.GIVE_FEEDBACK, on=date(2026, 10, 2))
    services.talk(pk=cycle.pk, by=cycle.coach, on=date(2026, 10, 5), words=WORDS, steps=STEPS, now=NOW)
    cycle.refresh_from_db()
    dates = (cycle.observed_on, cycle.feedback_on, cycle.conversation_on, cycle.closed_at)
    assert dates == (date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 5), NOW)
    assert (cycle.state, cycle.goal, cycle.notes) == ("closed", WORDS.goal, WORDS.notes)
    steps = CycleEvent.objects.values_list("action", "from_state", "to_state")
    assert list(steps) == [
        ("observe", "planning", "observation"),
        ("give_feedback", "observation", "feedback"),
        ("hold_conversation", "feedback", "conversation"),
        ("close", "conversation", "closed"),
    ]


def test_a_step_cannot_be_skipped():
    with pytest.raises(NoSuchMove):
        move(CycleFactory(), Action.GIVE_FEEDBACK)


def test_a_step_is_not_recorded_before_it_took_place():
    with pytest.raises(DomainError, match="still to come"):
        move(CycleFactory(), Action.OBSERVE, on=date(2026, 10, 21))


def test_a_step_is_not_earlier_than_the_one_before_it():
    cycle = CycleFactory(state="observation", observed_on=date(2026, 10, 10))
    with pytest.raises(DomainError, match="was on October 10"):
        move(cycle, Action.GIVE_FEEDBACK, on=date(2026, 10, 9))


def test_closing_asks_for_a_goal_and_an_action_step():
    with pytest.raises(DomainError, match="the goal before you close"):
        move(CycleFactory(talked=True), Action.CLOSE, steps=STEPS)
    with pytest.raises(DomainError, match="an action step, with a day to look back"):
        move(CycleFactory(talked=True, goal="Open questions"), Action.CLOSE)


def test_a_talk_that_cannot_close_the_cycle_is_not_recorded():
    cycle = CycleFactory(state="feedback", goal="Open questions")
    with pytest.raises(DomainError, match="an action step"):
        services.talk(pk=cycle.pk, by=cycle.coach, on=TODAY, words=WORDS, now=NOW)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.agreed, cycle.events.count()) == ("feedback", "", 0)


def test_nobody_but_the_coach_moves_or_writes():
    cycle = CycleFactory()
    for by in (cycle.placement.person, manager(), coach()):
        with pytest.raises(NotAllowed):
            move(cycle, Action.OBSERVE, by=by)
        with pytest.raises(NotAllowed):
            services.write(pk=cycle.pk, by=by, words=WORDS)


def test_what_was_said_is_in_no_event_and_no_mail():
    cycle = CycleFactory(state="observation", observed_on=TODAY)
    move(cycle, Action.GIVE_FEEDBACK, words=WORDS)
    told = [event.note for event in CycleEvent.objects.all()]
    told += [message.subject + message.body for message in cycle.placement.person.messages.all()]
    assert len(told) == 2
    assert not any(said in each for each in told for said in WORDS.typed().values())


def test_a_closed_cycle_is_not_rewritten():
    cycle = CycleFactory(state="closed", closed_at=NOW)
    with pytest.raises(DomainError, match="is closed"):
        services.write(pk=cycle.pk, by=cycle.coach, words=WORDS)


@pytest.mark.django_db(transaction=True)
def test_two_coaches_planning_one_window_at_once_make_one_cycle():
    placement, barrier, errors = PlacementFactory(), Barrier(2), []

    def run(by):
        barrier.wait()
        try:
            plan(placement, by)
        except (DomainError, DatabaseError) as error:
            errors.append(type(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(coach(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (errors, CoachingCycle.objects.count()) == ([DomainError], 1)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 10, 21), "This day is still to come. Record the step once it has taken place."),
        (date(2026, 10, 4), "The step before it was on October 5. Choose that day or a later one."),
        (date(1900, 1, 1), "The step before it was on October 5. Choose that day or a later one."),
    ],
)
def test_a_step_follows_the_one_before_it_and_has_taken_place(on, sentence):
    cycle = CycleFactory(talked=True)
    with pytest.raises(DomainError) as refused:
        move(cycle, Action.CLOSE, on=on, words=WORDS)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2026, 6, 30)])
def test_a_step_is_taken_within_the_program_year(day):
    cycle = CycleFactory(planned_on=None)
    with pytest.raises(DomainError, match="within 2026-27, the program year of this cycle"):
        move(cycle, Action.OBSERVE, on=day)
