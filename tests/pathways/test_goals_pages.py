"""The page of a school's goals: one sentence, a line for each, notes as rows; a note from a phone in a few presses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest

from pathways.models import NoteTakenBack, SchoolGoal
from tests.factories.pathways import (
    GoalNoteFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    SchoolGoalFactory,
)
from tests.factories.people import SchoolFactory, manager, principal_of, teacher_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2027, 2, 11, 20, tzinfo=UTC))


@pytest.fixture
def goal():
    found = SchoolGoalFactory(school=SchoolFactory(slug="jordan"), wanted="Two arts courses")
    GoalNoteFactory(goal=found, number=Decimal("410.0"), words="Two sections filled")
    return found


@pytest.fixture
def inside(client, goal):
    client.force_login(principal_of(goal.school))
    return client


def shown(answer):
    return unescape(answer.content.decode())


def test_the_page_says_how_the_goals_stand_and_draws_each_with_its_notes(inside, goal):
    SchoolGoalFactory(
        school=goal.school, area="culture", unit="percent", start=22, target=18, wanted="Absence"
    )
    page = shown(inside.get("/schools/jordan/goals/"))
    assert "Arts is behind, one has no note yet." in page
    assert 'role="img" aria-label="From 260 in July to 410 on Oct 1; target 600 in June;' in page
    assert "Two sections filled" in page
    assert "to come down to 18%; nothing noted yet" in page
    assert "style=" not in page.partition("<main")[2]


def test_a_leader_finds_the_goals_of_their_area_and_those_they_carry_on_their_role(
    client, goal, count_queries
):
    lead = PlacementFactory(school=goal.school, year=goal.year, role__pathway__goal_area="arts")
    same = {"school": goal.school, "year": goal.year}
    carried = SchoolGoalFactory(**same, area="own", wanted="A choir", person=lead.person)
    SchoolGoalFactory(**same, area="culture", wanted="Absence")
    SchoolGoalFactory(year=goal.year, area="arts", wanted="Elsewhere")
    client.force_login(lead.person)
    page = shown(client.get(f"/placements/{lead.pk}/"))
    assert ("Two arts courses" in page, "A choir" in page) == (True, True)
    assert ("Absence" in page, "Elsewhere" in page) == (False, False)
    assert f'href="/goals/{carried.pk}/#note"' in page
    assert "behind the pace" in page
    with count_queries(at_most=30) as few:
        client.get(f"/placements/{lead.pk}/")
    for number in range(9):
        GoalNoteFactory(goal=SchoolGoalFactory(**same, area="arts", wanted=f"Arts {number}"))
    with count_queries(at_most=len(few)):
        client.get(f"/placements/{lead.pk}/")


def test_a_family_engagement_lead_finds_the_assessment_and_the_action_plan_on_their_role(client, goal):
    lead = PlacementFactory(school=goal.school, year=goal.year, role__pathway__goal_area="families")
    client.force_login(lead.person)
    page = shown(client.get(f"/placements/{lead.pk}/"))
    for path in ("engagement/", "goals/?year=2026-27", "events/?year=2026-27"):
        assert f'href="/schools/jordan/{path}"' in page


def test_notes_that_were_taken_back_push_none_that_counts_off_the_small_picture(inside, goal):
    for day in range(2, 7):
        note = GoalNoteFactory(goal=goal, day=date(2026, 10, day), words=f"Wrong {day}")
        NoteTakenBack.objects.create(
            note=note, reason="Typo", by=note.by, at=datetime(2027, 2, 1, tzinfo=UTC)
        )
    page = shown(inside.get("/schools/jordan/goals/"))
    assert ("Two sections filled" in page, "Wrong" in page) == (True, False)


def test_the_page_of_a_goal_leads_to_its_school(inside, goal):
    page = shown(inside.get(f"/goals/{goal.pk}/"))
    assert ('href=""' in page, page.count('href="/schools/jordan/"')) == (False, 2)


def test_a_school_without_goals_says_who_sets_them(client, goal):
    other = SchoolFactory(slug="empty")
    client.force_login(teacher_at(other))
    page = shown(client.get("/schools/empty/goals/"))
    assert "No goals are set yet" in page
    assert "Set a goal" not in page


def test_another_year_is_a_link_and_one_there_is_not_is_no_page(inside, goal):
    SchoolGoalFactory(school=goal.school, year=ProgramYearFactory(first=2025), wanted="Of last year")
    assert 'href="?year=2025-26"' in shown(inside.get("/schools/jordan/goals/"))
    assert "Of last year" in shown(inside.get("/schools/jordan/goals/?year=2025-26"))
    assert inside.get("/schools/jordan/goals/?year=1999-00").status_code == 404


def test_setting_a_goal_leads_to_its_page(inside, goal):
    form = {"area": "own", "wanted": "Books", "measure": "From the library", "unit": "number", "start": "0"}
    refused = inside.post("/schools/jordan/goals/2026-27/new/", {**form, "target": "0"})
    assert (refused.status_code, "The target is where you start." in shown(refused)) == (422, True)
    answer = inside.post("/schools/jordan/goals/2026-27/new/", {**form, "target": "50"})
    made = SchoolGoal.objects.get(wanted="Books")
    assert (answer.status_code, answer.url) == (302, f"/goals/{made.pk}/")


def test_a_note_is_saved_on_the_page_of_its_goal_and_refused_on_its_form(inside, goal):
    refused = inside.post(f"/goals/{goal.pk}/", {"number": "", "words": "", "day": "2027-02-11"})
    assert (refused.status_code, "Write the number, or a line of words." in shown(refused)) == (422, True)
    answer = inside.post(
        f"/goals/{goal.pk}/", {"number": "430", "words": "", "day": "2027-02-11"}, follow=True
    )
    assert "Noted." in shown(answer)
    assert goal.notes.get(day=date(2027, 2, 11)).number == 430


def test_what_was_typed_for_a_goal_that_was_dropped_meanwhile_can_be_copied(inside, goal):
    SchoolGoal.objects.update(state="dropped")
    answer = inside.post(f"/goals/{goal.pk}/", {"number": "430", "words": "Kept", "day": "2027-02-11"})
    assert (answer.status_code, "Kept" in shown(answer), "See the goal as it is" in shown(answer)) == (
        422,
        True,
        True,
    )
    assert "Dropped" in shown(inside.get("/schools/jordan/goals/"))
    assert "Save this note" not in shown(inside.get(f"/goals/{goal.pk}/"))


def test_the_page_of_a_goal_counts_from_its_newest_note_and_asks_the_same_however_many(
    inside, goal, count_queries
):
    page = f"/goals/{goal.pk}/"
    with count_queries(repeats=True) as few:
        inside.get(page)
    for day, number in (
        (date(2026, 11, 8), "450.0"),
        (date(2026, 12, 4), "470.0"),
        (date(2026, 9, 1), "300.0"),
    ):
        GoalNoteFactory(goal=goal, day=day, number=Decimal(number))
    with count_queries(repeats=True) as many:
        card = inside.get(page).context["card"]
    assert (card.number, [row.number for row in card.notes]) == ("470", ["470", "450", "410", "300"])
    assert [value for _, value in card.line.dots] == [300, 410, 450, 470]
    assert len(many) == len(few)


def test_a_note_is_taken_back_on_its_page_and_stays_with_why(inside, goal):
    note = goal.notes.get()
    answer = inside.post(f"/goals/notes/{note.pk}/back/", {"reason": "Counted twice"}, follow=True)
    assert NoteTakenBack.objects.get().note == note
    assert "Counted twice" in shown(answer)
    assert f"/goals/notes/{note.pk}/back/" not in shown(answer)


def test_changing_shows_what_another_window_changed(inside, goal):
    form = inside.get(f"/goals/{goal.pk}/change/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert inside.post(f"/goals/{goal.pk}/change/", {**sent, "target": "550"}).status_code == 302
    late = inside.post(f"/goals/{goal.pk}/change/", {**sent, "target": "500", "area": "own"})
    assert (late.status_code, "There it reads: “550”" in shown(late)) == (422, True)
    assert inside.post(f"/goals/{goal.pk}/change/", {**sent, "area": "own"}).status_code == 302
    goal.refresh_from_db()
    assert (goal.target, goal.area) == (550, "own")


def test_who_has_one_school_is_led_there_and_staff_see_each_with_its_sentence(client, goal, settings):
    settings.DEMO = True
    SchoolFactory(name="Without goals")
    client.force_login(PlacementFactory(school=goal.school, year=goal.year).person)
    assert client.get("/goals/").url == "/schools/jordan/goals/"
    client.force_login(manager())
    page = shown(client.get("/goals/"))
    assert "Arts is behind." in page
    assert "None set yet" in page


def test_the_pages_ask_the_same_however_many_goals_there_are(client, goal, count_queries, settings):
    settings.DEMO = True
    client.force_login(manager())
    for _ in range(20):
        GoalNoteFactory(goal__school=goal.school, goal__year=goal.year)
        GoalNoteFactory(goal__year=goal.year)
    with count_queries(7):  # once a day its session is kept
        client.get("/goals/")
    with count_queries(8):
        client.get("/schools/jordan/goals/")


def test_the_page_of_the_school_says_how_its_goals_stand_to_who_reads_them(client, inside, goal):
    OfferingFactory(year=goal.year)
    assert "Arts is behind." in shown(inside.get("/schools/jordan/"))
    client.force_login(teacher_at(SchoolFactory()))
    assert "How far each goal is" not in shown(client.get("/schools/jordan/"))


def test_the_page_of_the_school_draws_each_goal_in_as_many_questions_however_many_there_are(
    goal, inside, count_queries
):
    GoalNoteFactory(goal=goal, number=410)
    page = shown(inside.get("/schools/jordan/"))
    assert (page.count('class="goal"'), "Two arts courses" in page) == (1, True)
    line = "From 260 in July to 410"
    assert line in page
    with count_queries(at_most=100) as asked:
        inside.get("/schools/jordan/")
    for number in range(30):
        other = SchoolGoalFactory(school=goal.school, wanted=f"Goal {number}")
        GoalNoteFactory(goal=other)
    with count_queries(len(asked)):
        page = shown(inside.get("/schools/jordan/"))
    assert page.count('class="goal"') == 31
