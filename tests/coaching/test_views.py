from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from lxml.html import fromstring

from coaching import queries, services
from coaching.models import ActionStep, CoachingCycle
from coaching.rules import default_due
from coaching.services.coaches import hand_over
from coaching.states import Action
from pathways.models import Placement
from people.models import Hat
from tests.factories.coaching import ActionStepFactory, CycleFactory, LeadersCoachFactory, coach
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import HatFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 10, 20, 18, tzinfo=UTC), date(2026, 10, 20)
SECRETS = ("Ask more open questions", "Plan three with the team", "She was nervous at first")


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def cycle():
    goal, step, notes = SECRETS
    cycle = CycleFactory(talked=True, goal=goal, notes=notes)
    ActionStepFactory(cycle=cycle, words=step)
    return cycle


def address(cycle):
    return reverse("coaching:detail", args=[cycle.pk])


def told(client, person, cycle):
    client.force_login(person)
    answer = client.get(address(cycle))
    assert answer.status_code == 200
    text = answer.content.decode()
    return [secret in text for secret in SECRETS]


# --- who reads what ----------------------------------------------------------------------------------
def test_coach_and_leader_read_what_was_said(client, cycle):
    assert told(client, cycle.coach, cycle) == [True, True, True]
    assert told(client, cycle.placement.person, cycle) == [True, True, True]


def test_others_see_that_a_cycle_happened_and_not_what_was_said(client, cycle):
    administrator = UserFactory(is_superuser=True, is_staff=True)
    director = HatFactory(kind=Hat.Kind.DIRECTOR)
    director.schools.add(cycle.placement.school)
    others = [manager(), coach(), principal_of(cycle.placement.school), director.person, administrator]
    for person in others:
        assert told(client, person, cycle) == [False, False, False]


def test_a_stranger_finds_no_cycle(client, cycle):
    for person in (UserFactory(), PlacementFactory().person, principal_of(PlacementFactory().school)):
        client.force_login(person)
        assert client.get(address(cycle)).status_code == 404


def test_nobody_but_the_coach_takes_the_next_step(client, cycle):
    for person in (cycle.placement.person, manager(), coach()):
        client.force_login(person)
        assert client.post(address(cycle), {"close": "1", "on": "2026-10-20"}).status_code == 403


def test_the_cadence_holds_nothing_of_what_was_said(client, cycle):
    for person in (manager(), cycle.coach, cycle.placement.person):
        client.force_login(person)
        text = client.get("/coaching/").content.decode()
        assert cycle.placement.person.name in text
        assert not any(secret in text for secret in SECRETS)


# --- steps -------------------------------------------------------------------------------------------
def test_the_coach_closes_the_cycle(client, cycle):
    client.force_login(cycle.coach)
    assert client.post(address(cycle), {"close": "1", "on": "2026-10-20"}).status_code == 302
    assert CoachingCycle.objects.get().state == "closed"


def test_a_coach_plans_a_cycle(client):
    placement, ida = PlacementFactory(), coach()
    client.force_login(ida)
    new = reverse("coaching:new", args=[placement.pk])
    assert client.get(new, {"window": "end_of_year"}).status_code == 200
    form = {"window": "end_of_year", "coach": ida.pk, "due": "2027-05-31"}
    answer = client.post(new, form)
    assert answer["Location"] == address(CoachingCycle.objects.get())


def test_a_principal_sees_but_does_not_plan(client):
    placement = PlacementFactory()
    client.force_login(principal_of(placement.school))
    assert client.get(reverse("coaching:new", args=[placement.pk])).status_code == 403


def test_planning_for_a_stranger_is_not_found(client):
    client.force_login(UserFactory())
    assert client.get(reverse("coaching:new", args=[PlacementFactory().pk])).status_code == 404


# --- cadence -----------------------------------------------------------------------------------------
def names(client, **wanted):
    return {row.person.name for row in client.get("/coaching/", wanted).context["page"]}


def test_the_cadence_tells_done_overdue_soon_and_later_apart(client):
    done = CycleFactory(state="closed", closed_at=datetime(2026, 10, 1, tzinfo=UTC)).placement
    late = CycleFactory(due=date(2026, 10, 19)).placement
    soon = CycleFactory(due=date(2026, 10, 20)).placement
    unplanned = PlacementFactory()
    client.force_login(manager())
    found = {
        wanted: names(client, window="mid_year", standing=wanted)
        for wanted in ("done", "overdue", "soon", "later")
    }
    assert found == {
        "done": {done.person.name},
        "overdue": {late.person.name},
        "soon": {soon.person.name},
        "later": {unplanned.person.name},
    }


def test_a_leader_who_left_is_owed_nothing_more():
    PlacementFactory(ends=date(2026, 10, 1))
    day = date(2026, 10, 20)
    assert set(queries.standings(queries.owing(ProgramYearFactory(), day), day).values()) == {0}


@pytest.mark.parametrize("first", [2023, 2026, 2027])
def test_the_database_says_the_last_day_of_a_window_as_the_rule_does(first):
    year = ProgramYearFactory(first=first)
    PlacementFactory(year=year)
    [row] = queries.owing(None, date(2026, 10, 20), Placement.objects.filter(year=year))
    found = {window: getattr(row, f"{window}_due") for window in queries.WINDOWS}
    assert found == {window: default_due(window, year.starts) for window in queries.WINDOWS}


def test_the_cadence_narrows_to_a_school_and_to_an_earlier_year(client):
    here, there = PlacementFactory(), PlacementFactory()
    before = PlacementFactory(year=ProgramYearFactory(first=2025), school=here.school)
    client.force_login(manager())
    assert names(client) == {here.person.name, there.person.name}
    assert names(client, school=here.school_id) == {here.person.name}
    assert names(client, year="2025-26", school=here.school_id) == {before.person.name}
    narrowed = client.get("/coaching/", {"school": here.school_id}).content.decode()
    assert f'<option value="{here.school_id}" selected>{here.school.name}</option>' in narrowed
    assert '<a class="usa-link" href="/coaching/?year=2026-27">Show all of 2026-27</a>' in narrowed
    unknown = client.get("/coaching/", {"year": "2031-32"})
    assert len(unknown.context["page"]) == 2
    assert "Select a valid choice. 2031-32 is not one of the available choices." in unknown.content.decode()


def test_extra_cycles_are_a_list_of_their_own_and_stand_under_the_whole_list_alone(client):
    late = CycleFactory(window="extra", due=date(2026, 10, 1))
    done = CycleFactory(window="extra", state="closed", closed_at=datetime(2026, 10, 1, tzinfo=UTC))
    elsewhere = CycleFactory(window="extra", placement__year=ProgramYearFactory(first=2025))
    client.force_login(manager())
    assert {one for one, _ in client.get("/coaching/").context["extra"]} == {late, done}
    assert set(client.get("/coaching/", {"standing": "overdue"}).context["extra"]) == set()
    assert set(client.get("/coaching/", {"window": "extra"}).context["page"]) == {late, done}
    overdue = client.get("/coaching/", {"window": "extra", "standing": "overdue"})
    assert list(overdue.context["page"]) == [late]
    earlier = client.get("/coaching/", {"window": "extra", "year": "2025-26"})
    assert list(earlier.context["page"]) == [elsewhere]


def test_more_extra_cycles_than_a_page_lead_to_all_of_them(client):
    placement = PlacementFactory()
    CycleFactory.create_batch(51, placement=placement, window="extra", coach=coach())
    client.force_login(manager())
    shown = client.get("/coaching/")
    assert len(shown.context["extra"]) == 50
    assert 'href="?year=2026-27&amp;window=extra">All extra cycles of 2026-27' in shown.content.decode()
    assert client.get("/coaching/", {"window": "extra"}).context["page"].paginator.count == 51


def test_the_cadence_leads_to_cycles_and_to_planning_them_for_whoever_plans(client):
    cycle = CycleFactory()
    row, name = cycle.placement, cycle.placement.person.name
    links = [
        (f"/coaching/new/{row.pk}/?window=extra", f"Extra cycle with {name}"),
        (f"/coaching/{cycle.pk}/", f"Observation next, waits 49 days: Mid-year, {name}"),
        (f"/coaching/new/{row.pk}/?window=end_of_year", f"Plan it: End-of-year, {name}"),
    ]
    for person, shown in ((manager(), links), (principal_of(row.school), [links[1]])):
        client.force_login(person)
        [leader] = fromstring(client.get("/coaching/").content).xpath("//tbody/tr")
        assert [(link.get("href"), link.text_content()) for link in leader.xpath(".//a")] == shown


@pytest.mark.parametrize("rows", [3, 60])
def test_the_cadence_takes_eight_queries_however_many_leaders(client, rows, count_queries):
    for placement in PlacementFactory.create_batch(rows):
        CycleFactory(placement=placement)
    client.force_login(manager())
    client.get("/coaching/")
    with count_queries(8):
        answer = client.get("/coaching/")
    # The bound of every page is 60 KB: this leaves room for long names.
    assert len(answer.content) <= 48 * 1024
    assert Placement.objects.count() == rows


def test_nonsense_in_the_filter_shows_all(client):
    PlacementFactory()
    client.force_login(manager())
    answer = client.get("/coaching/", {"window": "x", "standing": "\x00", "page": "-3"})
    assert len(answer.context["page"]) == 1


def test_a_cycle_takes_at_most_ten_queries(client, cycle, count_queries):
    client.force_login(cycle.coach)
    client.get(address(cycle))
    with count_queries(at_most=10):
        client.get(address(cycle))


def test_a_page_left_open_records_no_later_step(client):
    cycle = CycleFactory()
    client.force_login(cycle.coach)
    address = f"/coaching/{cycle.pk}/"
    shown = client.get(address).context["form"]
    pressed, words = (button.name for button in shown.helper.inputs)
    words_typed = {"goal": "Ask", "saw": "Plan"}
    typed = {**words_typed, "on": shown["on"].value().isoformat(), pressed: "Record the observation"}
    assert (pressed, words) == ("observe", "write")
    assert client.post(address, typed).status_code == 302
    again = client.post(address, typed)
    assert (again.status_code, again.context["form"].non_field_errors()) == (
        422,
        ["This was done already."],
    )
    cycle.refresh_from_db()
    assert cycle.state == "observation"


def test_words_for_a_cycle_that_was_closed_meanwhile_come_back_as_typed(client, cycle):
    CoachingCycle.objects.update(state="closed", closed_at=datetime(2026, 10, 20, 18, tzinfo=UTC))
    client.force_login(cycle.coach)
    answer = client.post(address(cycle), {"write": "1", "agreed": "She asked to film a lesson"})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["This cycle is closed. Plan an extra cycle to go on."],
    )
    assert "She asked to film a lesson</textarea>" in answer.content.decode()


# --- nobody to show ----------------------------------------------------------------------------------
YET = "Coaching begins with a role: whoever holds one in this program year has two coaching cycles"


def test_a_teacher_without_a_role_reads_that_coaching_begins_with_one(client):
    ProgramYearFactory()
    for person, words, shown in (
        (UserFactory(), YET, True),
        (UserFactory(), "No leader you may see", False),
        (principal_of(PlacementFactory(ends=date(2026, 9, 1)).school), YET, False),
        (manager(), "No leader you may see matches", True),
    ):
        client.force_login(person)
        assert (words in client.get("/coaching/").content.decode()) is shown


def test_a_leader_whose_filter_finds_nothing_is_offered_all_of_it(client):
    client.force_login(PlacementFactory().person)
    html = client.get("/coaching/", {"standing": "done"}).content.decode()
    assert "None of your coaching is like this." in html
    assert YET not in html


# --- drafts ------------------------------------------------------------------------------------------
def test_the_leader_reads_what_was_written_in_a_step_once_that_step_is_recorded(client):
    cycle = CycleFactory(
        state="observation", observed_on=date(2026, 10, 1), goal="The goal", saw="What I saw"
    )
    services.write(pk=cycle.pk, by=cycle.coach, words=services.Words(feedback="Half a thought"))
    page = address(cycle)

    def read(person):
        client.force_login(person)
        told = client.get(page).content.decode()
        return [words in told for words in ("The goal", "What I saw", "Half a thought")]

    assert (read(cycle.coach), read(cycle.placement.person)) == ([True] * 3, [True, True, False])
    services.move(pk=cycle.pk, action=Action.GIVE_FEEDBACK, by=cycle.coach, on=date(2026, 10, 20))
    assert read(cycle.placement.person) == [True] * 3


def test_the_leader_reads_the_goal_once_the_observation_is_recorded(client):
    cycle = CycleFactory(goal="Only a thought")
    client.force_login(cycle.placement.person)
    assert "Only a thought" not in client.get(address(cycle)).content.decode()


def test_action_steps_of_a_talk_that_is_not_recorded_are_the_coachs_alone():
    step = ActionStepFactory(cycle=CycleFactory(state="feedback"), words="Not said yet")
    seen = ActionStep.objects.visible_to
    assert [seen(step.cycle.coach).exists(), seen(step.cycle.placement.person).exists()] == [True, False]


def test_a_cycle_that_was_handed_over_shows_the_steps_that_took_place_and_no_more(client):
    cycle = CycleFactory(state="observation", planned_on=TODAY, observed_on=TODAY, saw="Something")
    hand_over(cycle, coach(), manager(), NOW)
    client.force_login(cycle.placement.person)
    told = client.get(address(cycle)).content.decode()
    assert [words in told for words in ("Handed over", "2 of 4 steps are done", "All 4 steps")] == [
        True,
        True,
        False,
    ]
    client.force_login(cycle.coach)
    assert "Mid-year: Handed over" in client.get(f"/coaching/with/{cycle.placement_id}/").content.decode()


def test_an_action_step_of_last_year_is_looked_back_at_on_the_page_of_this_year(client):
    step = ActionStepFactory(cycle=CycleFactory(talked=True, placement__year__first=2025))
    now = PlacementFactory(person=step.cycle.placement.person)
    client.force_login(now.person)
    answer = client.post(reverse("coaching:look_back", args=[step.pk]), {"came_of": "later"})
    assert answer.url == reverse("coaching:one", args=[now.pk])


def test_planning_suggests_the_coach_the_leader_has(client):
    mine = LeadersCoachFactory()
    client.force_login(manager())
    page = client.get(reverse("coaching:new", args=[mine.placement_id])).content.decode()
    assert f'<option value="{mine.coach_id}" selected>' in page
