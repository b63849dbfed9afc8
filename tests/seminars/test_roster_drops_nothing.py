"""A roster is one form: whatever is pressed on its page, what the page shows as chosen is saved first."""

import re

import pytest
from django.urls import reverse

from seminars import services
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def session(client):
    facilitator = UserFactory()
    client.force_login(facilitator)
    return SessionFactory(facilitated_by=facilitator)


@pytest.fixture
def people(session):
    return [PlacementFactory(person__family_name=name, person__given_name="Ana").person for name in "ABCD"]


def address(session, name="roster", *more):
    # Closing moves pay, so its door is that of stipends.
    app, name = ("stipends", "session_close") if name == "close" else ("seminars", name)
    return reverse(f"{app}:{name}", args=[session.pk, *more])


def chosen(client, session, **marks):
    """What the open page sends when marks are chosen by family name: `A="absent"`."""
    form = client.get(address(session)).context["form"]
    sent = {"seen": form.seen, "q": ""}
    for line in form.lines:
        pk = line.row.person_id
        mark = marks.get(line.row.family, line.mark)
        sent |= {f"mark-{pk}": mark, f"minutes-{pk}": line.minutes, f"reason-{pk}": line.reason}
    return sent


def marks(session):
    return dict(session.attendance.order_by("person").values_list("person__family_name", "mark"))


def test_marking_the_rest_present_keeps_those_just_chosen_absent(client, session, people):
    answer = client.post(
        address(session),
        chosen(client, session, A="absent", C="absent") | {"verb": "mark_rest"},
        follow=True,
    )
    assert marks(session) == {"A": "absent", "B": "present", "C": "absent", "D": "present"}
    assert "Saved: 2 changed." in answer.content.decode()
    assert "2 marked present." in answer.content.decode()


@pytest.mark.parametrize(
    ("pressed", "leads_to"),
    [
        ({}, "{roster}?page=1"),
        ({"then": "?page=2"}, "{roster}?page=2"),
        ({"then": "?", "q": "Oka for"}, "{roster}?page=1&q=Oka+for#found"),
        # Enter in the field presses the first button: saved, and looked for.
        ({"q": "Okafor"}, "{roster}?page=1&q=Okafor#found"),
        ({"then": "/seminars/"}, "/seminars/"),
        ({"then": "{close}"}, "{close}"),
        ({"then": "{person}"}, "{person}"),
        ({"then": "//elsewhere.example/"}, "{roster}?page=1"),
        ({"then": "https://elsewhere.example/"}, "{roster}?page=1"),
        ({"then": "?page=x"}, "{roster}?page=1"),
    ],
)
def test_every_way_off_the_page_saves_what_was_chosen(client, session, people, pressed, leads_to):
    names = {
        "roster": address(session),
        "close": address(session, "close"),
        "person": address(session, "person", people[0].pk),
    }
    sent = {name: value.format(**names) for name, value in pressed.items()}
    answer = client.post(address(session), chosen(client, session, A="absent") | sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to.format(**names))
    assert marks(session) == {"A": "absent"}


def test_marking_somebody_found_saves_what_was_chosen_of_others(client, session, people):
    guest = UserFactory(given_name="Imani", family_name="Okafor")
    sent = chosen(client, session, A="absent") | {"walk_in": guest.pk, "q": "Okafor"}
    said = client.post(address(session), sent, follow=True).content.decode()
    assert marks(session) == {"A": "absent", "Okafor": "present"}
    assert "Imani Okafor is marked present." in said


def test_a_choice_that_cannot_be_taken_stops_what_was_pressed_and_stays_as_chosen(client, session, people):
    sent = chosen(client, session, A="absent", B="excused")
    guest = UserFactory()
    for pressed in (
        {"verb": "mark_rest"},
        {"then": address(session, "close")},
        {"walk_in": guest.pk},
    ):
        answer = client.post(address(session), sent | pressed)
        assert answer.status_code == 422
        assert "An excuse needs a reason." in answer.content.decode()
        assert [line.mark for line in answer.context["form"].lines] == ["absent", "excused", "", ""]
        assert marks(session) == {}


def test_the_page_comes_back_where_what_was_looked_for_stands(client, session, people):
    html = client.get(address(session), {"q": "Ana"}).content.decode()
    found = html[html.index('<div id="found" tabindex="-1">') :]
    assert "<h3>On this roster</h3>" in found
    for nobody in ("", "Zzz"):
        html = client.get(address(session), {"q": nobody}).content.decode()
        assert ('id="found"' in html) is bool(nobody)


def test_a_refusal_keeps_what_was_typed_to_look_for(client, session, people):
    answer = client.post(
        address(session), chosen(client, session, A="excused") | {"then": "?", "q": "Okafor"}
    )
    assert 'value="Okafor"' in answer.content.decode()


def test_an_open_roster_has_one_form_and_no_link_that_leaves_it(client, session, people):
    PlacementFactory.create_batch(50)
    UserFactory(family_name="Quill")
    page = client.get(address(session), {"q": "Quill"}).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<form") == 1
    assert re.findall(r'<a [^>]*href="[^#][^"]*"', main) == []
    # A button outside the form would belong to none.
    inside = main[main.index("<form") : main.index("</form>")]
    outside = main.replace(inside, "")
    assert [button for button in re.findall(r"<button[^>]*>", outside) if 'form="roster"' not in button] == []


def test_enter_in_a_field_of_the_roster_saves_and_marks_nobody_else(client, session, people):
    page = client.get(address(session)).content.decode()
    # Those of the breadcrumbs belong to the form too, and stand before it.
    first = re.search(r"<button[^>]*>", page[page.index("<main") :]).group()
    assert ("name=" in first, 'form="roster"' in first) == (False, True)


def test_the_page_that_closes_names_who_is_absent_and_excused(client, session, people):
    AttendanceFactory(session=session, person=people[0], mark="absent")
    AttendanceFactory(
        session=session, person=people[1], mark="excused", reason="Jury duty", approved_by=people[3]
    )
    AttendanceFactory(session=session, person=people[2])
    answer = client.get(address(session, "close"))
    shown = {
        name: [str(person) for person in answer.context[name]] for name in ("waiting", "absent", "excused")
    }
    assert shown == {"waiting": ["Ana D"], "absent": ["Ana A"], "excused": ["Ana B"]}
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "Absent: 1 Ana A" in text
    assert "Excused: 1 Ana B: Jury duty" in text
    assert "Closing marks these people absent: 1 Ana D" in text


def test_what_was_chosen_stands_in_words_when_the_roster_was_closed_meanwhile(client, session, people):
    sent = chosen(client, session, A="absent", C="present")
    services.mark(session_pk=session.pk, sheet=services.Mark(people[1].pk, "present"), by=manager())
    services.close(pk=session.pk, by=manager())
    answer = client.post(address(session), sent)
    assert answer.status_code == 422
    assert answer.context["unsaved"] == ["C, Ana: present"]
    page = " ".join(answer.content.decode().split())
    assert "<h2>What you chose and was not saved</h2>" in page
    assert [line.mark for line in answer.context["form"].lines] == ["absent", "present", "absent", "absent"]
