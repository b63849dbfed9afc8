"""The steps of a cycle, each in its own form: the talk that closes it, drafts, putting words right, looking back."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coaching import services
from coaching.models import CoachingCycle
from common.errors import NotAllowed
from tests.coaching.test_views import address
from tests.factories.coaching import ActionStepFactory, CycleFactory, coach
from tests.factories.people import UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def cycle():
    cycle = CycleFactory(talked=True, goal="Ask more open questions", notes="She was nervous at first")
    ActionStepFactory(cycle=cycle, words="Plan three with the team")
    return cycle


def words_of(cycle):
    return reverse("coaching:words", args=[cycle.pk])


TALK = {"hold_conversation": "1", "on": "2026-10-20", "agreed": "Two questions on paper"}


def test_the_talk_asks_for_what_closing_needs_and_closes_the_cycle(client):
    cycle = CycleFactory(state="feedback")
    client.force_login(cycle.coach)
    form = client.get(address(cycle)).context["form"]
    asked = [name for name in form.fields if not name.startswith("seen_")]
    steps = [f"{kind}_{number}" for number in (1, 2, 3) for kind in ("step", "back")]
    assert asked == ["on", "goal", "agreed", *steps]
    typed = TALK | {"goal": "Ask more", "step_1": "Ten papers on Friday", "back_1": "2026-11-05"}
    assert client.post(address(cycle), typed).status_code == 302
    cycle.refresh_from_db()
    step = cycle.action_steps.get()
    assert (cycle.state, cycle.conversation_on, cycle.goal) == ("closed", date(2026, 10, 20), "Ask more")
    assert (step.words, step.look_back) == ("Ten papers on Friday", date(2026, 11, 5))


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"step_1": "Ten papers"}, "goal", "Write down the goal before you close the cycle."),
        ({"goal": "Ask more"}, "step_1", "Write down an action step, with a day to look back."),
        (
            {"goal": "Ask more", "step_2": "Ten papers", "back_2": ""},
            "back_2",
            "Choose the day on which the two of you look back at this step.",
        ),
        (
            {"goal": "Ask more", "step_1": "Ten papers", "back_1": "2026-10-19"},
            "back_1",
            "This day is over. Choose the day on which you will look back.",
        ),
        (
            {"goal": "Ask more", "step_1": "Ten papers", "back_1": "2126-10-19"},
            "back_1",
            "That is more than a year ahead. Check the year of this day.",
        ),
    ],
)
def test_what_the_talk_lacks_is_said_where_it_is_typed_and_nothing_is_lost(client, typed, field, said):
    cycle = CycleFactory(state="feedback")
    client.force_login(cycle.coach)
    answer = client.post(address(cycle), TALK | {"back_1": "2026-11-05"} | typed)
    form = answer.context["form"]
    assert (answer.status_code, form.errors) == (422, {field: [said]})
    assert {name: form[name].value() for name in typed} == typed
    cycle.refresh_from_db()
    assert (cycle.state, cycle.agreed) == ("feedback", "")


def test_each_step_asks_for_its_own_words_alone(client):
    for state, asked in (
        ("planning", ["on", "goal", "saw"]),
        ("observation", ["on", "feedback"]),
    ):
        cycle = CycleFactory(state=state)
        client.force_login(cycle.coach)
        form = client.get(address(cycle)).context["form"]
        assert [name for name in form.fields if not name.startswith("seen_")] == asked


def test_a_draft_of_the_talk_keeps_its_words_and_steps_once(client):
    cycle = CycleFactory(state="feedback")
    client.force_login(cycle.coach)
    typed = TALK | {"step_1": "Ten papers", "back_1": "2026-11-05", "write": "1"}
    del typed["hold_conversation"]
    for _ in range(2):
        shown = client.get(address(cycle)).context["form"]
        marks = {name: shown[name].value() for name in shown.fields if name.startswith("seen_")}
        assert client.post(address(cycle), typed | marks).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.state, cycle.agreed, cycle.action_steps.count()) == ("feedback", typed["agreed"], 1)


@pytest.mark.parametrize("typed", [{"close": "1", "on": ""}, {"close": "1"}], ids=["emptied", "not sent"])
def test_a_step_whose_day_was_taken_out_asks_for_it(client, cycle, typed):
    client.force_login(cycle.coach)
    answer = client.post(address(cycle), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"on": ["Give the day on which it took place."]}
    assert CoachingCycle.objects.get().state == "conversation"


def test_words_are_put_right_without_a_step(client, cycle):
    client.force_login(cycle.coach)
    assert client.get(words_of(cycle)).status_code == 200
    typed = dict.fromkeys(("saw", "feedback", "agreed", "notes"), "") | {"write": "1", "goal": "New"}
    assert client.post(words_of(cycle), typed)["Location"] == address(cycle)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.goal) == ("conversation", "New")


def test_nobody_but_the_coach_puts_words_right(client, cycle):
    for person in (cycle.placement.person, manager(), coach()):
        client.force_login(person)
        assert client.get(words_of(cycle)).status_code == 403
        assert client.post(words_of(cycle), {"goal": "Mine"}).status_code == 403


def test_words_of_a_closed_cycle_are_not_put_right(client):
    cycle = CycleFactory(state="closed", closed_at=datetime(2026, 10, 1, tzinfo=UTC))
    client.force_login(cycle.coach)
    answer = client.get(words_of(cycle), follow=True)
    assert answer.redirect_chain == [(address(cycle), 302)]
    assert "This cycle is closed. Plan an extra cycle to go on." in answer.content.decode()


# --- looking back ------------------------------------------------------------------------------------
def looked(client, step, came_of):
    return client.post(reverse("coaching:look_back", args=[step.pk]), {"came_of": came_of})


def test_the_two_say_what_came_of_an_action_step(client, cycle):
    step = cycle.action_steps.get()
    client.force_login(cycle.placement.person)
    assert looked(client, step, "later")["Location"] == f"/coaching/with/{cycle.placement_id}/"
    step.refresh_from_db()
    assert (step.came_of, step.look_back) == ("", date(2026, 11, 3))
    client.force_login(cycle.coach)
    looked(client, step, "done")
    looked(client, step, "done")
    step.refresh_from_db()
    assert (step.came_of, step.looked_on, step.looked_by) == ("done", date(2026, 10, 20), cycle.coach)
    answer = client.post(reverse("coaching:look_back", args=[step.pk]), {"came_of": "dropped"}, follow=True)
    assert "You two said already what came of it: done. Take it up again" in answer.content.decode()
    looked(client, step, "open")
    looked(client, step, "dropped")
    step.refresh_from_db()
    assert step.came_of == "dropped"


def test_nobody_else_finds_an_action_step_or_says_what_came_of_it(client, cycle):
    step = cycle.action_steps.get()
    others = [manager(), coach(), principal_of(cycle.placement.school), UserFactory(is_superuser=True)]
    for person in others:
        client.force_login(person)
        assert looked(client, step, "done").status_code == 404
        with pytest.raises(NotAllowed, match="Only coach and leader say what came of it"):
            services.look_back(pk=step.pk, by=person, came_of="done")


def test_what_says_nothing_of_a_step_changes_nothing(client, cycle):
    step = cycle.action_steps.get()
    client.force_login(cycle.coach)
    looked(client, step, "maybe")
    assert "Say what came of it" in client.get(f"/coaching/with/{cycle.placement_id}/").content.decode()
    step.refresh_from_db()
    assert step.came_of == ""


# --- two windows -------------------------------------------------------------------------------------
def opened(client, cycle):
    """What the page sends back when nobody touches it."""
    form = client.get(words_of(cycle)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | {"write": "1"}


def test_words_saved_in_two_windows_stand_side_by_side(client, cycle):
    client.force_login(cycle.coach)
    first, second = opened(client, cycle), opened(client, cycle)
    client.post(words_of(cycle), first | {"notes": "She asked to film a lesson"})
    client.post(words_of(cycle), second | {"goal": "Wait three seconds"})
    cycle.refresh_from_db()
    assert (cycle.goal, cycle.notes) == ("Wait three seconds", "She asked to film a lesson")


def test_a_text_changed_in_two_windows_is_refused_once_with_what_is_stored(client, cycle):
    client.force_login(cycle.coach)
    first, second = opened(client, cycle), opened(client, cycle)
    client.post(words_of(cycle), first | {"notes": "First"})
    refused = client.post(words_of(cycle), second | {"notes": "Second"})
    form = refused.context["form"]
    cycle.refresh_from_db()
    assert (refused.status_code, form["notes"].value(), cycle.notes) == (422, "Second", "First")
    assert form.errors == {
        "notes": [
            "This was changed in another window meanwhile. Nothing was saved yet. There it reads: “First”. "
            "Save again to keep what stands here."
        ]
    }
    client.post(words_of(cycle), second | {"notes": "Second", "seen_notes": form["seen_notes"].value()})
    cycle.refresh_from_db()
    assert cycle.notes == "Second"
