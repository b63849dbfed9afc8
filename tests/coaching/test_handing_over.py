"""A leader goes to another coach: what runs goes along, and its words stay between the two who wrote them."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coaching import services
from coaching.models import ActionStep, CoachingCycle
from coaching.services import Words, deal_out
from coaching.states import Action
from common.errors import DomainError, NotAllowed
from dashboard.queries.waiting import waiting_for
from people.models import Hat
from tests.factories.coaching import ActionStepFactory, CycleFactory, LeadersCoachFactory, coach
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
DAY = date(2026, 10, 20)
SECRET = "She waits five seconds now"


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def julia():
    return coach(given_name="Julia", family_name="Lawson")


@pytest.fixture
def ida():
    return coach(given_name="Ida", family_name="Moreno")


@pytest.fixture
def written(julia):
    """Observed by Julia, who wrote what she saw, and an action step."""
    row = LeadersCoachFactory(coach=julia)
    cycle = CycleFactory(
        placement=row.placement,
        coach=julia,
        state="observation",
        observed_on=date(2026, 10, 5),
        goal=SECRET,
        saw=SECRET,
    )
    ActionStepFactory(cycle=cycle, words=SECRET, look_back=DAY)
    return cycle


def dealt(cycle, to):
    deal_out(placement_pks=[cycle.placement_id], coach=to, by=manager())
    return CoachingCycle.objects.get(placement=cycle.placement, window=cycle.window, followed_by=None)


def test_a_planned_cycle_without_words_goes_to_the_new_coach_with_a_line_of_history(julia, ida):
    row = LeadersCoachFactory(coach=julia)
    cycle = CycleFactory(placement=row.placement, coach=julia)
    assert dealt(cycle, ida) == cycle
    cycle.refresh_from_db()
    event = cycle.events.get()
    assert (cycle.coach, event.action, event.about) == (ida, "hand_over", "To Ida Moreno.")
    deal_out(placement_pks=[cycle.placement_id], coach=ida, by=manager())
    assert cycle.events.count() == 1


def test_a_cycle_with_words_is_closed_as_far_as_it_came_and_goes_on_from_the_next_step(client, written, ida):
    goes_on = dealt(written, ida)
    written.refresh_from_db()
    assert (written.state, written.closed_at, written.followed_by, written.saw) == (
        "closed",
        NOW,
        goes_on,
        SECRET,
    )
    assert (goes_on.state, goes_on.coach, goes_on.due, goes_on.goal, goes_on.saw) == (
        "observation",
        ida,
        written.due,
        "",
        "",
    )
    client.force_login(ida)
    html = client.get(reverse("coaching:detail", args=[goes_on.pk])).content.decode()
    assert "Its first steps were taken with Julia Lawson" in html
    client.post(
        reverse("coaching:detail", args=[goes_on.pk]),
        {"give_feedback": "1", "on": "2026-10-20", "feedback": "Mine"},
    )
    goes_on.refresh_from_db()
    assert (goes_on.state, goes_on.feedback) == ("feedback", "Mine")


def test_who_follows_reads_no_word_of_the_coach_before_and_those_two_read_on(client, written, ida, julia):
    goes_on = dealt(written, ida)
    pages = [
        reverse("coaching:detail", args=[written.pk]),
        reverse("coaching:detail", args=[goes_on.pk]),
        reverse("coaching:one", args=[written.placement_id]),
        reverse("coaching:mine"),
        "/",
    ]
    client.force_login(ida)
    assert not any(SECRET in client.get(page).content.decode() for page in pages)
    assert list(ActionStep.objects.visible_to(ida)) == []
    # The action step was a draft of a talk that was not held with her.
    for one, read in ((julia, 3), (written.placement.person, 2)):
        client.force_login(one)
        assert client.get(pages[0]).content.decode().count(SECRET) == read


def test_an_extra_cycle_stays_with_another_coach_as_long_as_she_is_one(written, ida):
    other = coach()
    extra = CycleFactory(placement=written.placement, coach=other, window="extra")
    dealt(written, ida)
    extra.refresh_from_db()
    assert extra.coach == other
    Hat.objects.filter(person=other).update(ends=DAY)
    deal_out(placement_pks=[written.placement_id], coach=ida, by=manager())
    extra.refresh_from_db()
    assert extra.coach == ida


def test_the_coaches_they_go_to_and_come_from_get_a_mail_without_words(written, ida, julia):
    dealt(written, ida)
    [to], [on] = ida.messages.all(), julia.messages.all()
    assert (to.template, to.subject) == ("coaching/dealt", "1 leader more is yours")
    assert (on.template, on.subject) == ("coaching/dealt_on", "Ida Moreno coaches 1 of your leaders now")
    assert all(written.placement.person.name in one.body and SECRET not in one.body for one in (to, on))


def test_who_wears_the_hat_no_more_gets_no_form_and_records_nothing(client, written, julia):
    Hat.objects.filter(person=julia).update(ends=DAY)
    client.force_login(julia)
    page = reverse("coaching:detail", args=[written.pk])
    shown = client.get(page)
    assert (shown.context["form"], SECRET in shown.content.decode()) == (None, True)
    assert client.post(page, {"give_feedback": "1", "on": "2026-10-20"}).status_code == 403
    with pytest.raises(NotAllowed):
        services.move(pk=written.pk, action=Action.GIVE_FEEDBACK, by=julia, on=DAY, words=Words())
    assert "cycle" not in [one.kind for one in waiting_for(julia, day=DAY, now=NOW)]


def test_a_cycle_is_planned_with_somebody_who_is_a_coach(written, julia):
    with pytest.raises(DomainError, match="does not wear the hat of a coach"):
        services.plan(
            placement_pk=written.placement_id,
            coach=UserFactory(),
            window="end_of_year",
            due=date(2027, 1, 1),
            by=julia,
            now=NOW,
        )


def test_a_leader_finds_the_steps_to_look_back_at_on_their_home(written):
    CoachingCycle.objects.update(conversation_on=date(2026, 10, 6))
    waits = waiting_for(written.placement.person, day=DAY, now=NOW)
    assert [one.what for one in waits if one.kind == "look_back"] == ["Look back with Julia Lawson"]


def test_the_database_lets_no_open_cycle_be_followed(written):
    after = CycleFactory(placement=written.placement, window="extra", coach=written.coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoachingCycle.objects.filter(pk=written.pk).update(followed_by=after)
