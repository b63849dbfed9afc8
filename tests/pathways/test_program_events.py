"""Program events: planned by several people, moved, held with how many came, cancelled for a reason."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import IntegrityError, transaction

from common.errors import NoSuchMove, NotAllowed
from pathways import services
from pathways.models import ProgramEvent, ProgramEventLine
from pathways.services import Expected, Planned
from pathways.states import EVENT_MOVES
from tests.factories.pathways import PlacementFactory, ProgramEventFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of, teacher_at
from tests.verbs import lines_told, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock, settings):
    clock(datetime(2027, 3, 14, 20, tzinfo=UTC))
    settings.DEMO = True


@pytest.fixture
def event():
    return ProgramEventFactory(school=SchoolFactory(slug="jordan"), title="Paths")


@pytest.fixture
def by(event):
    """A leader of the school in that year, who plans it."""
    leader = PlacementFactory(school=event.school, year=event.year).person
    event.planners.add(leader)
    return leader


def planned(by, **changes):
    said = Planned(kind="school_arts", title="Showcase", day=date(2027, 4, 24), seats=200, planners=[by])
    return replace(said, **changes)


def filled(answer):
    """The form of a page as it was shown."""
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields}


def shown(answer):
    return unescape(answer.content.decode())


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert {(str(state), str(action)): str(after) for (state, action), after in EVENT_MOVES.items()} == {
        ("planned", "change"): "planned",
        ("planned", "move"): "planned",
        ("planned", "hold"): "held",
        ("held", "correct"): "held",
        ("planned", "cancel"): "cancelled",
    }


def test_an_event_is_planned_by_several_people_once(event, by):
    about = {"school": event.school, "year": event.year, "by": by}
    other = UserFactory()
    made = services.plan_event(**about, said=planned(by, planners=[by, other]))
    assert (set(made.planners.all()), lines_told(made)) == ({by, other}, [("plan", "For Apr 24, 2027.", "")])
    there = "This event is planned already on that day. Open that one."
    assert refusal(services.plan_event, **about, said=planned(by)) == there
    assert refusal(services.plan_event, **about, said=planned(by, planners=[])) == (
        "Choose at least one person who plans it."
    )
    assert refusal(services.plan_event, **about, said=planned(by, day=date(2027, 7, 1))) == (
        "Choose a day within 2026-27, the year of this event."
    )


def test_an_event_moves_to_another_day_for_a_reason(event, by):
    assert refusal(services.move_event, pk=event.pk, by=by, day=event.day, reason="x") == (
        "It is planned on that day already. Choose another one."
    )
    assert refusal(services.move_event, pk=event.pk, by=by, day=date(2027, 3, 20), reason=" ") == (
        "Say why it moves. The reason stays on record."
    )
    services.move_event(pk=event.pk, by=by, day=date(2027, 3, 20), reason="The hall")
    assert lines_told(event) == [("move", "To Mar 20, 2027, before Mar 13, 2027.", "The hall")]
    assert refusal(services.hold_event, pk=event.pk, by=by, came=1) == (
        "Its day is still to come. If it was held on another day, move it first."
    )


def test_an_event_does_not_move_or_change_onto_another_of_its_title_and_day(event, by):
    same = {"school": event.school, "year": event.year}
    there = "This event is planned already on that day. Open that one."
    ProgramEventFactory(**same, title="Paths", day=date(2027, 3, 20))
    assert refusal(services.move_event, pk=event.pk, by=by, day=date(2027, 3, 20), reason="x") == there
    other = ProgramEventFactory(**same, title="Ways")
    other.planners.add(by)
    said = Expected(title="Paths", seats=80, planners=[by])
    assert refusal(services.change_event, pk=other.pk, by=by, said=said) == there


def test_what_an_event_says_changes_and_its_history_keeps_what_it_said(event, by):
    event.planners.add(by)
    other = UserFactory(given_name="Ana", family_name="Ruiz")
    assert refusal(
        services.change_event, pk=event.pk, by=by, said=Expected(title="Paths", seats=80, planners=[])
    ) == ("Choose at least one person who plans it.")
    said = Expected(title="Two paths", seats=1200, planners=[by, other])
    services.change_event(pk=event.pk, by=by, said=said)
    services.change_event(pk=event.pk, by=by, said=said)
    services.change_event(pk=event.pk, by=by, said=replace(said, seats=90))
    event.refresh_from_db()
    assert (event.title, event.seats, set(event.planners.all())) == ("Two paths", 90, {by, other})
    assert lines_told(event) == [
        ("change", f"Before: “Paths”; 80 expected; planned by {by}.", ""),
        ("change", "Before: 1,200 expected.", ""),
    ]


def test_two_windows_on_one_event_do_not_write_over_each_other(client, event, by):
    event.planners.add(by)
    client.force_login(by)
    page = f"/events/{event.pk}/change/"
    form = filled(client.get(page))
    other = teacher_at(event.school)
    event.planners.add(other)
    kept = client.post(page, form | {"title": "Two paths"})
    assert kept.status_code == 302
    event.refresh_from_db()
    assert (event.title, set(event.planners.all())) == ("Two paths", {by, other})
    refused = client.post(page, form | {"title": "Three paths"})
    assert (refused.status_code, "There it reads: “Two paths”." in shown(refused)) == (422, True)


def test_arts_leaders_of_all_schools_plan_an_event_of_the_whole_partnership(client, event, by):
    arts = PlacementFactory(year=event.year, role__pathway__goal_area="arts").person
    offered = f'value="{arts.pk}"'
    client.force_login(manager())
    assert offered not in shown(client.get("/schools/jordan/events/2026-27/new/"))
    assert offered in shown(client.get("/events/2026-27/new/"))
    wide = ProgramEventFactory(school=None, year=event.year, kind="partnership_arts")
    assert offered in shown(client.get(f"/events/{wide.pk}/change/"))
    assert offered not in shown(client.get(f"/events/{event.pk}/change/"))


def test_an_event_is_held_with_how_many_came(event, by):
    assert refusal(services.hold_event, pk=event.pk, by=by, came=5001) == "Write a number from 0 to 5,000."
    held = services.hold_event(pk=event.pk, by=by, came=64, words="In two languages")
    assert (held.state, held.came, lines_told(held)) == (
        "held",
        64,
        [("hold", "64 came.", "In two languages")],
    )
    refusal(services.cancel_event, pk=event.pk, by=by, reason="x", refused_as=NoSuchMove)


def test_an_event_nobody_came_to_is_held_only_if_said_so(event, by):
    ask = "If it took place and nobody came, say so here. If it did not take place, cancel it instead."
    assert refusal(services.hold_event, pk=event.pk, by=by, came=0) == ask
    assert refusal(services.hold_event, pk=event.pk, by=by, came=3, nobody=True) == (
        "Say how many came, or that nobody came; not both."
    )
    assert services.hold_event(pk=event.pk, by=by, came=0, nobody=True).came == 0


def test_how_many_came_is_corrected_and_its_history_says_what_was_said_before(client, event, by):
    client.force_login(by)
    client.post(f"/events/{event.pk}/hold/", {"came": "1187", "words": ""})
    assert f'href="/events/{event.pk}/correct/"' in shown(client.get(f"/events/{event.pk}/"))
    assert client.post(f"/events/{event.pk}/correct/", {"came": "0"}).status_code == 422
    client.post(f"/events/{event.pk}/correct/", {"came": "187"})
    services.correct_event(pk=event.pk, by=by, came=187)
    event.refresh_from_db()
    assert (event.state, event.came) == ("held", 187)
    assert lines_told(event)[1:] == [("correct", "187 came, before 1,187.", "")]


def test_an_event_is_cancelled_for_a_reason(event, by):
    assert refusal(services.cancel_event, pk=event.pk, by=by, reason="") == (
        "Say why it is cancelled. The reason stays on record."
    )
    services.cancel_event(pk=event.pk, by=by, reason="Rain")
    assert lines_told(event) == [("cancel", "", "Rain")]


def test_whoever_plans_it_says_how_many_came_and_nobody_else_of_the_school(event):
    planner, teacher = teacher_at(event.school), teacher_at(event.school)
    event.planners.add(planner)
    says = "Who plans this event, whoever signs for its school and program managers do this."
    assert refusal(services.hold_event, pk=event.pk, by=teacher, came=1, refused_as=NotAllowed) == says
    assert services.hold_event(pk=event.pk, by=planner, came=1).state == "held"


def test_only_program_managers_plan_for_the_whole_partnership(event, by):
    about, wide = {"school": None, "year": event.year}, planned(by, kind="partnership_arts")
    assert refusal(services.plan_event, **about, by=by, said=wide, refused_as=NotAllowed) == (
        "Only program managers plan an event of the whole Partnership."
    )
    assert services.plan_event(**about, by=manager(), said=wide).whose == "The whole Partnership"


def test_the_page_shows_bars_of_how_many_came_and_what_waits(client, event):
    ProgramEventFactory(school=event.school, state="held", came=64)
    ProgramEventFactory(school=None, kind="partnership_arts", title="Arts in the park", day=date(2027, 5, 1))
    ProgramEventFactory(title="Of another school")
    client.force_login(principal_of(event.school))
    page = shown(client.get("/schools/jordan/events/"))
    assert "1 of 2 held; of 1 nobody said how many came." in page
    assert 'aria-label="64 of 80 came"' in page
    assert '<rect class="b-done" width="800"' in page
    assert "Arts in the park" in page
    assert "Of another school" not in page


def test_an_event_is_planned_and_held_on_its_pages(client, event, by):
    client.force_login(by)
    form = {"kind": "family_meeting", "title": "Families meet", "day": "2027-03-12", "seats": "30"}
    refused = client.post("/schools/jordan/events/2026-27/new/", form)
    assert refused.status_code == 422
    answer = client.post("/schools/jordan/events/2026-27/new/", {**form, "planners": [by.pk]})
    made = ProgramEvent.objects.get(title="Families meet")
    assert answer.url == f"/events/{made.pk}/"
    client.post(f"/events/{made.pk}/hold/", {"came": "22", "words": ""})
    assert "22 of 30 came" in shown(client.get(f"/events/{made.pk}/"))
    assert "Partnership-wide" not in shown(client.get("/schools/jordan/events/2026-27/new/"))


def test_strangers_find_no_page_and_whoever_plans_an_event_does(client, event):
    client.force_login(teacher_at(SchoolFactory()))
    paths = ("/schools/jordan/events/", f"/events/{event.pk}/")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    event.planners.add(planner := teacher_at(SchoolFactory()))
    client.force_login(planner)
    assert [client.get(path).status_code for path in paths] == [404, 200]


def test_managers_plan_for_the_partnership_where_all_its_events_stand(client, event):
    by = manager()
    client.force_login(by)
    assert 'href="/events/2026-27/new/"' in shown(client.get("/events/"))
    form = {"kind": "partnership_arts", "title": "Park", "day": "2027-05-01", "seats": "900"}
    answer = client.post("/events/2026-27/new/", form | {"planners": [by.pk]})
    made = ProgramEvent.objects.get(title="Park")
    assert (made.school, answer.url) == (None, f"/events/{made.pk}/")
    assert f'href="{answer.url}"' in shown(client.get("/events/"))
    client.force_login(principal_of(event.school))
    assert client.get("/events/2026-27/new/").status_code == 403


def test_schools_stand_by_name_with_what_is_their_own(client, event):
    SchoolFactory(name="Aspire")
    ProgramEventFactory(school=None, kind="partnership_arts", year=event.year)
    client.force_login(manager())
    schools = client.get("/events/").context["schools"]
    assert [one.name for one in schools] == sorted(one.name for one in schools)
    assert [(one.held, one.planned) for one in schools if one.slug == "jordan"] == [(0, 1)]


def test_the_page_asks_the_same_however_many_events_there_are(client, event, count_queries):
    client.force_login(manager())
    ProgramEventFactory(school=None, kind="partnership_arts", year=event.year).planners.add(UserFactory())
    for _ in range(30):
        ProgramEventFactory(school=event.school).planners.add(UserFactory())
    client.get("/events/")
    with count_queries(7):
        client.get("/schools/jordan/events/")


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"came": 5}, "held_says_how_many_came"),
        ({"state": "held"}, "held_says_how_many_came"),
        ({"seats": 0}, "expects_1_to_5000"),
        ({"kind": "partnership_arts"}, "have_no_school"),
        ({"school": None}, "have_no_school"),
        ({"kind": "party"}, "kind_of_event"),
        ({"state": "lost"}, "event_is_planned_held_or_cancelled"),
    ],
)
def test_the_database_keeps_what_an_event_may_be(event, changes, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        ProgramEvent.objects.update(**changes)


def test_the_database_keeps_one_event_of_its_title_on_a_day_and_its_history(event, by):
    with pytest.raises(IntegrityError, match="one_event_of_its_title"), transaction.atomic():
        ProgramEventFactory(school=event.school, title=event.title)
    services.cancel_event(pk=event.pk, by=by, reason="Rain")
    ProgramEventFactory(school=event.school, title=event.title)
    assert ProgramEventLine.objects.count() == 1


def test_the_database_keeps_what_a_corrected_number_was(event, by):
    services.hold_event(pk=event.pk, by=by, came=5)
    with pytest.raises(IntegrityError, match="was_another_one_before"), transaction.atomic():
        ProgramEventLine.objects.filter(event=event).bulk_create(
            [ProgramEventLine(event=event, action="correct", by=by, at=datetime.now(UTC), came=5, came_was=5)]
        )
