"""What the verbs on cycles write and refuse, word for word and at their edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from coaching import services
from coaching.models import CoachingCycle
from coaching.services import Taken, Words
from coaching.states import Action
from common.errors import DomainError, NotAllowed, Several
from notifications.models import Message
from tests.factories.coaching import CycleFactory, coach
from tests.factories.notifications import MessageFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, administrator, manager
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
TODAY = date(2026, 10, 20)
DAY = timedelta(days=1)
WORDS = Words(
    goal="Ask more open questions", agreed="Plan three with the team", notes="She was nervous at first"
)
STEPS = (Taken("Two questions on paper", date(2026, 11, 3)),)


def plan(placement, by, **more):
    fields = {"coach": by, "window": "mid_year", "due": date(2027, 1, 15)} | more
    return services.plan(placement_pk=placement.pk, by=by, now=NOW, **fields)


def move(cycle, action, on=TODAY, by=None, words=None, **more):
    return services.move(
        pk=cycle.pk, action=action, by=by or cycle.coach, on=on, words=words, now=NOW, **more
    )


def test_a_planned_cycle_is_kept_and_told_to_the_leader():
    placement, by = PlacementFactory(), coach()
    cycle = plan(placement, by)
    cycle.refresh_from_db()
    assert (cycle.placement, cycle.coach, cycle.window, cycle.due, cycle.planned_on, cycle.state) == (
        placement,
        by,
        "mid_year",
        date(2027, 1, 15),
        TODAY,
        "planning",
    )
    assert history(cycle) == [("plan", "", "planning", by.pk, NOW, "")]
    mail = Message.objects.get()
    assert (mail.to_person, mail.template, mail.dedupe_key) == (
        placement.person,
        "coaching/planned",
        f"coaching-{cycle.pk}-planned",
    )


@pytest.mark.parametrize(
    ("due", "taken"),
    [(TODAY - DAY, False), (TODAY, True), (date(2027, 6, 30), True), (date(2027, 7, 1), False)],
)
def test_the_last_day_lies_between_today_and_the_last_day_of_the_year(due, taken):
    placement, by = PlacementFactory(), coach()
    if taken:
        assert plan(placement, by, due=due).due == due
    else:
        assert refusal(plan, placement, by, due=due) == (
            "Choose a last day that is still to come and within the program year."
        )


def test_who_plans_no_cycle_is_told_so():
    placement = PlacementFactory()
    said = "Program managers and coaches plan cycles, and nobody for themselves."
    assert refusal(plan, placement, UserFactory(), coach=coach(), refused_as=NotAllowed) == said
    own = PlacementFactory(person=coach())
    assert refusal(plan, own, own.person, coach=coach(), refused_as=NotAllowed) == said
    assert refusal(plan, placement, manager(), coach=placement.person) == (
        "Nobody coaches themselves. Choose another coach."
    )


def test_a_window_of_another_placement_or_of_the_other_half_of_the_year_is_free():
    placement, by = PlacementFactory(), coach()
    plan(placement, by)
    plan(placement, by, window="end_of_year")
    plan(PlacementFactory(), by)
    assert refusal(plan, placement, coach()) == (
        "This window has a cycle already. Open that one, or plan an extra cycle."
    )
    assert CoachingCycle.objects.count() == 3


def test_an_extra_cycle_is_planned_again_once_the_one_before_began_or_with_another_coach():
    placement, by = PlacementFactory(), coach()
    plan(placement, by, window="extra")
    plan(PlacementFactory(), by, window="extra")
    assert refusal(plan, placement, by, window="extra") == (
        "An extra cycle with this coach is planned already and has not begun. Open that one."
    )
    plan(placement, coach(), window="extra")
    assert CoachingCycle.objects.count() == 3


TAKEN = [
    ("planning", Action.OBSERVE, "observation", "observed_on"),
    ("observation", Action.GIVE_FEEDBACK, "feedback", "feedback_on"),
    ("feedback", Action.HOLD_CONVERSATION, "conversation", "conversation_on"),
]


@pytest.mark.parametrize(("state", "action", "after", "field"), TAKEN)
def test_a_step_keeps_its_day_the_words_and_a_line_of_history(state, action, after, field):
    cycle = CycleFactory(state=state)
    move(cycle, action, on=TODAY, words=WORDS)
    cycle.refresh_from_db()
    days = {name: getattr(cycle, name) for name in ("observed_on", "feedback_on", "conversation_on")}
    assert days == {**dict.fromkeys(days), field: TODAY}
    assert (cycle.state, cycle.goal, cycle.agreed, cycle.notes) == (
        after,
        WORDS.goal,
        WORDS.agreed,
        WORDS.notes,
    )
    assert history(cycle) == [(action, state, after, cycle.coach.pk, NOW, "")]
    told = [(mail.to_person, mail.template, mail.dedupe_key) for mail in Message.objects.all()]
    fed_back = [(cycle.placement.person, "coaching/feedback", f"coaching-{cycle.pk}-feedback")]
    assert told == (fed_back if action is Action.GIVE_FEEDBACK else [])


def test_a_step_without_words_leaves_those_that_are_there():
    cycle = CycleFactory(goal="Mine", agreed="Steps", notes="Notes")
    move(cycle, Action.OBSERVE)
    cycle.refresh_from_db()
    assert (cycle.goal, cycle.agreed, cycle.notes) == ("Mine", "Steps", "Notes")


def test_a_closed_cycle_keeps_when_and_its_waiting_mails_are_cancelled():
    cycle, other = CycleFactory(talked=True), CycleFactory()
    MessageFactory(topic=f"coaching-{cycle.pk}")
    MessageFactory(topic=f"coaching-{other.pk}")
    assert services.topic(cycle) == f"coaching-{cycle.pk}"
    move(cycle, Action.CLOSE, words=WORDS, steps=STEPS)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.closed_at) == ("closed", NOW)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "waiting"]


GOAL = "Write down the goal before you close the cycle."
STEP = "Write down an action step, with a day to look back."


@pytest.mark.parametrize(
    ("words", "steps", "said"),
    [
        (Words(), STEPS, GOAL),
        (Words(goal=" "), STEPS, GOAL),
        (Words(notes="Notes"), (), f"{GOAL} {STEP}"),
        (Words(goal="Goal"), (), STEP),
    ],
)
def test_a_cycle_is_closed_with_a_goal_and_a_step(words, steps, said):
    cycle = CycleFactory(talked=True)
    kind = Several if said == f"{GOAL} {STEP}" else DomainError
    assert refusal(move, cycle, Action.CLOSE, words=words, steps=steps, refused_as=kind) == said
    cycle.refresh_from_db()
    assert (cycle.state, cycle.goal, cycle.action_steps.count()) == ("conversation", "", 0)


@pytest.mark.parametrize(("action", "state"), [(action, state) for state, action, *_ in TAKEN])
def test_an_administrator_records_that_a_step_took_place_and_writes_and_tells_nothing(action, state):
    cycle, by = CycleFactory(state=state, goal="Mine"), administrator()
    move(cycle, action, by=by, words=WORDS, on_behalf=True)
    cycle.refresh_from_db()
    assert (cycle.goal, cycle.notes, Message.objects.count()) == ("Mine", "", 0)
    assert history(cycle)[0][3] == by.pk


def test_on_behalf_of_a_coach_only_administrators_record():
    cycle = CycleFactory()
    said = "Only the coach of this cycle may do this."
    for by in (cycle.coach, manager()):
        assert refusal(move, cycle, Action.OBSERVE, by=by, on_behalf=True, refused_as=NotAllowed) == said
    assert refusal(move, cycle, Action.OBSERVE, by=administrator(), refused_as=NotAllowed) == said


@pytest.mark.parametrize(
    ("fields", "on", "said"),
    [
        ({}, TODAY + DAY, "This day is still to come. Record the step once it has taken place."),
        ({}, TODAY, ""),
        (
            {"planned_on": date(2026, 10, 2)},
            date(2026, 10, 1),
            "The step before it was on October 2. Choose that day or a later one.",
        ),
        ({"planned_on": date(2026, 10, 2)}, date(2026, 10, 2), ""),
        (
            {
                "planned_on": date(2026, 10, 2),
                "observed_on": date(2026, 10, 9),
                "feedback_on": date(2026, 10, 5),
            },
            date(2026, 10, 8),
            "The step before it was on October 9. Choose that day or a later one.",
        ),
        ({"planned_on": None}, date(2026, 7, 1), ""),
        (
            {"planned_on": None},
            date(2026, 6, 30),
            "Choose a day within 2026-27, the program year of this cycle.",
        ),
    ],
)
def test_a_step_is_taken_on_a_day_that_can_be(fields, on, said):
    cycle = CycleFactory(**fields)
    if said:
        assert refusal(move, cycle, Action.OBSERVE, on=on) == said
    else:
        assert move(cycle, Action.OBSERVE, on=on).observed_on == on


def test_a_step_after_the_year_is_over_is_refused():
    cycle = CycleFactory(planned_on=None)
    late = datetime(2027, 7, 1, 18, tzinfo=UTC)
    told = {"pk": cycle.pk, "action": Action.OBSERVE, "by": cycle.coach, "now": late}
    assert refusal(services.move, on=date(2027, 7, 1), **told) == (
        "Choose a day within 2026-27, the program year of this cycle."
    )
    assert services.move(on=date(2027, 6, 30), **told).observed_on == date(2027, 6, 30)


def test_what_the_coach_writes_is_kept_without_a_step():
    cycle = CycleFactory(state="feedback")
    services.write(pk=cycle.pk, by=cycle.coach, words=WORDS)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.goal, cycle.agreed, cycle.notes) == (
        "feedback",
        WORDS.goal,
        WORDS.agreed,
        WORDS.notes,
    )
    assert history(cycle) == []
    CoachingCycle.objects.filter(pk=cycle.pk).update(state="closed", closed_at=NOW)
    assert refusal(services.write, pk=cycle.pk, by=cycle.coach, words=Words()) == (
        "This cycle is closed. Plan an extra cycle to go on."
    )
