"""A coach saw a leader: recorded in a minute, once, and its words stay with the two."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from coaching.forms.visits import UNSAID
from coaching.models import Visit
from coaching.queries import coached_by, leaders_of, without_coach
from coaching.services import Seen, record_visit, take_back_visit
from common.doors import TYPED_BY
from common.errors import DomainError, NotAllowed
from people.models import Hat
from tests.factories.coaching import (
    ActionStepFactory,
    CycleFactory,
    LeadersCoachFactory,
    VisitFactory,
    coach,
)
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
SECRET = "She was nervous at first"


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PlacementFactory()


def saw(placement, by, **other):
    seen = Seen(**{"on": TODAY, "where": "class", "words": SECRET} | other.pop("seen", {}))
    return record_visit(placement_pk=placement.pk, by=by, seen=seen, key=other.pop("key", uuid4()))


# --- recorded ----------------------------------------------------------------------------------------
def test_what_a_phone_sends_twice_is_one_visit(placement):
    by, key = coach(), uuid4()
    first, again = saw(placement, by, key=key), saw(placement, by, key=key, seen={"words": "Other"})
    assert (first.pk, again.words, Visit.objects.count()) == (again.pk, SECRET, 1)


@pytest.mark.parametrize(
    ("seen", "at"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2026, 6, 30)}, "on"),
        ({"look_again": TODAY}, "look_again"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(placement, seen, at):
    with pytest.raises(DomainError) as refused:
        saw(placement, coach(), seen=seen)
    assert refused.value.at == at
    assert Visit.objects.count() == 0


def test_nobody_records_that_they_saw_themselves_and_strangers_record_nobody(placement):
    HatFactory(person=placement.person, kind=Hat.Kind.COACH)
    for by in (placement.person, UserFactory(), principal_of(placement.school)):
        with pytest.raises(NotAllowed):
            saw(placement, by)


def test_a_visit_taken_back_counts_no_more_and_only_its_coach_takes_it_back(placement):
    by = coach()
    visit = saw(placement, by)
    with pytest.raises(NotAllowed):
        take_back_visit(pk=visit.pk, by=coach())
    first, again = take_back_visit(pk=visit.pk, by=by), take_back_visit(pk=visit.pk, by=by)
    assert first.taken_back_at == again.taken_back_at is not None
    assert list(Visit.objects.made()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE coaching_visit SET words = 'Other'",
        "UPDATE coaching_visit SET on = '2026-10-01'".replace(" on =", ' "on" ='),
        "UPDATE coaching_visit SET look_again = '2026-11-01'",
        "DELETE FROM coaching_visit",
        "UPDATE coaching_visit SET taken_back_at = NULL WHERE taken_back_at IS NOT NULL",
        "DELETE FROM coaching_leaderscoach",
        "UPDATE coaching_leaderscoach SET since = '2026-07-01'",
    ],
)
def test_past_the_application_nobody_changes_what_was_recorded(placement, sql):
    VisitFactory(placement=placement, taken_back_at=datetime(2026, 10, 7, tzinfo=UTC))
    LeadersCoachFactory(placement=placement)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- who reads ---------------------------------------------------------------------------------------
def told(client, person, placement):
    client.force_login(person)
    answer = client.get(reverse("coaching:one", args=[placement.pk]))
    text = answer.content.decode()
    return answer.status_code, "In class" in text, SECRET in text


def test_words_of_a_visit_reach_the_two_alone_and_others_see_the_day(client, placement):
    by = coach()
    saw(placement, by)
    director = HatFactory(kind=Hat.Kind.DIRECTOR)
    director.schools.add(placement.school)
    others = [manager(), coach(), principal_of(placement.school), director.person]
    others.append(UserFactory(is_superuser=True, is_staff=True))
    assert [told(client, one, placement) for one in (by, placement.person)] == [(200, True, True)] * 2
    assert [told(client, one, placement) for one in others] == [(200, True, False)] * len(others)
    assert told(client, UserFactory(), placement)[0] == 404


def test_a_leader_comes_from_their_coaching_to_what_took_place(client, placement):
    client.force_login(placement.person)
    page = client.get(reverse("coaching:cadence")).content.decode()
    assert f'href="{reverse("coaching:one", args=[placement.pk])}"' in page


def test_their_coach_is_whoever_was_named_and_until_then_whoever_has_their_cycle(client, placement):
    client.force_login(placement.person)
    page = reverse("coaching:one", args=[placement.pk])
    assert "Nobody coaches them now." in client.get(page).content.decode()
    cycle = CycleFactory(placement=placement)
    assert f"Coach: <b>{cycle.coach.name}</b>" in client.get(page).content.decode()
    named = LeadersCoachFactory(placement=placement)
    assert f"Coach: <b>{named.coach.name}</b>" in client.get(page).content.decode()


def test_words_of_a_visit_stand_nowhere_in_the_administration(client, placement):
    visit = saw(placement, coach())
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    for page in (
        reverse("admin:coaching_visit_changelist"),
        reverse("admin:coaching_visit_change", args=[visit.pk]),
    ):
        answer = client.get(page)
        assert (answer.status_code, SECRET in answer.content.decode()) == (200, False)


# --- who is next -------------------------------------------------------------------------------------
def test_the_leader_whose_cycle_is_due_first_stands_first(placement):
    by, later = coach(), PlacementFactory()
    LeadersCoachFactory(placement=later, coach=by)
    CycleFactory(placement=placement, coach=by, due=date(2026, 10, 1))
    assert [one.placement for one in leaders_of(by, TODAY)] == [placement, later]
    saw(later, by, seen={"on": date(2026, 9, 1), "look_again": date(2026, 9, 15)})
    assert [one.placement for one in leaders_of(by, TODAY)] == [later, placement]


def test_a_day_to_look_again_is_over_once_they_were_seen_on_it_or_later(placement):
    by = coach()
    LeadersCoachFactory(placement=placement, coach=by)
    saw(placement, by, seen={"on": date(2026, 10, 1), "look_again": date(2026, 10, 15)})
    [first] = leaders_of(by, TODAY)
    saw(placement, by, seen={"on": date(2026, 10, 15)})
    [then] = leaders_of(by, TODAY)
    assert (first.look_on, first.seen_on) == (date(2026, 10, 15), date(2026, 10, 1))
    assert (then.look_on, then.seen_on) == (None, date(2026, 10, 15))


def test_a_leader_with_an_action_step_to_look_back_at_stands_by_its_day(client, placement):
    cycle = CycleFactory(placement=placement, due=date(2027, 1, 31))
    for day in (date(2026, 10, 27), date(2026, 11, 9)):
        ActionStepFactory(cycle=cycle, look_back=day)
    ActionStepFactory(cycle=cycle, look_back=TODAY, came_of="done", looked_on=TODAY, looked_by=cycle.coach)
    [first] = leaders_of(cycle.coach, TODAY)
    assert (first.step_on, first.day) == (date(2026, 10, 27), date(2026, 10, 27))
    client.force_login(cycle.coach)
    html = client.get("/coaching/mine/").content.decode()
    assert "Look back at an action step Oct 27, 2026" in html


def test_a_leader_dealt_out_to_another_coach_stays_with_an_open_cycle_and_is_not_theirs(placement):
    before, after = coach(), coach()
    cycle = CycleFactory(placement=placement, coach=before)
    LeadersCoachFactory(placement=placement, coach=after)
    assert [list(coached_by(one, TODAY)) for one in (before, after)] == [[], [placement]]
    [one] = leaders_of(before, TODAY)
    assert (one.theirs, one.next, [owed.cycle_id for owed in one.cycles]) == (False, None, [cycle.pk])
    closed = {"state": "closed", "closed_at": datetime(2026, 10, 19, tzinfo=UTC)}
    type(cycle).objects.filter(pk=cycle.pk).update(**closed)
    assert [len(leaders_of(one, TODAY)) for one in (before, after)] == [0, 1]


def test_leaders_without_a_coach_are_those_nobody_was_dealt_out_to_or_planned_with(placement):
    LeadersCoachFactory()
    CycleFactory()
    assert list(without_coach(TODAY)) == [placement]


@pytest.mark.parametrize("rows", [3, 30])
def test_my_leaders_take_the_same_queries_however_many(client, count_queries, rows):
    by = coach()
    for _ in range(rows):
        row = LeadersCoachFactory(coach=by)
        VisitFactory(placement=row.placement, coach=by)
    client.force_login(by)
    with count_queries(at_most=9):
        answer = client.get(reverse("coaching:mine"))
    assert answer.content.decode().count("I saw ") == rows


# --- on the page -------------------------------------------------------------------------------------
def test_a_visit_is_recorded_on_its_page_and_leads_back_to_my_leaders(client, placement):
    by, key = coach(), str(uuid4())
    client.force_login(by)
    page = reverse("coaching:visit", args=[placement.pk])
    sent = {"when": "2026-10-19", "where": "talk", "words": SECRET, "look_again": "14", "key": key}
    answer = client.post(page, sent)
    assert answer.url == reverse("coaching:mine")
    visit = Visit.objects.get()
    assert (visit.on, visit.look_again) == (TODAY - timedelta(days=1), TODAY + timedelta(days=13))
    assert (visit.where, visit.words, str(visit.key), visit.coach) == ("talk", SECRET, key, by)


def test_today_stays_the_day_it_was_pressed_on_however_late_it_arrives(client, placement, clock):
    by = coach()
    client.force_login(by)
    page = reverse("coaching:visit", args=[placement.pk])
    [today, yesterday, _] = [value for value, _ in client.get(page).context["form"].fields["when"].choices]
    clock(datetime(2026, 10, 22, 18, tzinfo=UTC))
    client.force_login(by)
    for day in (today, yesterday):
        client.post(page, {"when": day, "where": "class", "key": str(uuid4())})
    assert [one.on for one in Visit.objects.all()] == [TODAY, TODAY - timedelta(days=1)]


@pytest.mark.parametrize("when", ["today", "2026-13-40", ""])
def test_a_visit_whose_day_nobody_knows_asks_for_it(client, placement, when):
    """Phones kept "today" once."""
    client.force_login(coach())
    sent = {"when": when, "where": "class", "words": SECRET, "key": str(uuid4())}
    answer = client.post(reverse("coaching:visit", args=[placement.pk]), sent)
    assert (answer.status_code, answer.context["form"].errors["when"]) == (422, [UNSAID])


def test_another_day_has_to_be_given_and_what_was_typed_stays(client, placement):
    client.force_login(coach())
    sent = {"when": "other", "where": "class", "words": SECRET, "look_again": "", "key": str(uuid4())}
    answer = client.post(reverse("coaching:visit", args=[placement.pk]), sent)
    assert (answer.status_code, Visit.objects.count()) == (422, 0)
    assert "Give the day on which you saw them." in answer.content.decode()
    assert SECRET in answer.content.decode()


def test_a_visit_sent_again_from_a_page_that_was_gone_back_to_is_kept_once(placement):
    by = coach()
    first = saw(placement, by)
    assert saw(placement, by) == first
    assert saw(placement, by, seen={"words": "Something else"}) != first


def test_a_visit_recorded_by_mistake_is_taken_back_where_it_stands(client, placement):
    by = coach()
    visit = saw(placement, by)
    client.force_login(by)
    back = reverse("coaching:visit_take_back", args=[visit.pk])
    page = reverse("coaching:one", args=[placement.pk])
    assert back in client.get(page).content.decode()
    asks = client.post(back)
    assert (asks.status_code, f"You saw {placement.person.name}" in asks.content.decode()) == (200, True)
    assert SECRET in client.get(page).content.decode()
    assert client.post(back, {"sure": "1"}).url == page
    assert SECRET not in client.get(page).content.decode()


# --- sent by the script that keeps it ----------------------------------------------------------------
def by_script(client, placement, who, **typed):
    sent = {"when": TODAY.isoformat(), "where": "class", "words": SECRET, "key": str(uuid4())} | typed
    headers = {TYPED_BY: str(who.pk), "Origin": "http://testserver"}
    return client.post(reverse("coaching:visit", args=[placement.pk]), sent, headers=headers)


def test_a_script_that_keeps_a_visit_is_told_in_words_that_it_is_recorded_and_where_to_go(client, placement):
    by = coach()
    client.force_login(by)
    answer = by_script(client, placement, by)
    said = f"Recorded: you saw {placement.person.name} on October 20."
    assert (answer.status_code, answer.content.decode(), answer["Location"]) == (
        201,
        said,
        reverse("coaching:mine"),
    )
    assert said not in client.get("/coaching/mine/").content.decode()


def test_what_one_coach_typed_is_not_recorded_by_another_who_signed_in_since(client, placement):
    client.force_login(coach())
    assert (by_script(client, placement, coach()).status_code, Visit.objects.count()) == (409, 0)


def test_what_a_script_keeps_is_not_kept_once_more_for_after_the_sign_in(client, placement, settings):
    by = coach()
    client.force_login(by)
    client.post(reverse("coaching:visit", args=[placement.pk]), {})
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert by_script(client, placement, by).status_code == 302
    client.force_login(by)
    page = client.get(reverse("coaching:visit", args=[placement.pk])).content.decode()
    assert SECRET not in page


def test_a_script_whose_page_is_of_an_earlier_sign_in_is_told_so_and_keeps_what_it_sends(placement):
    by, strict = coach(), Client(enforce_csrf_checks=True)
    strict.force_login(by)
    assert (by_script(strict, placement, by).status_code, Visit.objects.count()) == (409, 0)
