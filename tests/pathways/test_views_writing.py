"""The page on which an offering is written."""

from datetime import UTC, date, datetime

import pytest

from pathways.models import Offering, PathwayManager, SchoolPlaces
from pathways.queries import DAYS, WORDS
from pathways.services import publish
from tests.factories.pathways import DeliverableFactory, OfferingFactory, PathwayFactory, PlacementFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 2, 1, 20, tzinfo=UTC))


@pytest.fixture
def offering():
    return OfferingFactory(published=False)


@pytest.fixture
def inside(client):
    client.force_login(manager())
    return client


def page(offering):
    return f"/offerings/{offering.pk}/write/"


def typed(client, offering, rows=(), **changed):
    """What the page sends when nothing but this was typed."""
    form = client.get(page(offering)).context["form"]
    sent = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    sent |= {"asked-INITIAL_FORMS": 0, "asked-TOTAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        sent |= {f"asked-{number}-{name}": value for name, value in row.items()}
    return sent | changed


PLAN = {
    "title": "Plan",
    "evidence": ["link", "file"],
    "due": "2027-03-01",
    "weight": 2,
    "accepted_by": "staff",
}


def test_what_was_typed_is_kept_and_the_page_says_who_reads_it(inside, offering):
    school = SchoolFactory()
    sent = typed(inside, offering, [PLAN], eligibility="Two years here.", **{f"places_{school.pk}": 3})
    answer = inside.post(page(offering), sent, follow=True)
    assert [str(said) for said in answer.context["messages"]] == [
        "Saved. Nobody but managers reads it before it is published."
    ]
    offering.refresh_from_db()
    assert offering.eligibility == "Two years here."
    assert list(offering.deliverables.values_list("title", "evidence", "required")) == [
        ("Plan", ["link", "file"], False)
    ]
    assert list(offering.school_places.values_list("school", "places")) == [(school.pk, 3)]


def test_a_manager_chooses_from_what_a_deliverable_completes_itself_and_a_teacher_reads_it(inside, offering):
    sent = typed(inside, offering, [{**PLAN, "completes_from": "hosted_seminar"}])
    shown = inside.post(page(offering), sent, follow=True).content.decode()
    assert offering.deliverables.get().completes_from == "hosted_seminar"
    assert "Completes itself from a hosted seminar, confirmed by visitors." in shown
    version, _ = publish(pk=offering.pk, by=manager())
    assert [item["completes_from"] for item in version.content["deliverables"]] == ["hosted_seminar"]


def test_one_more_deliverable_is_a_press_that_saves_nothing_and_loses_nothing(inside, offering):
    sent = typed(inside, offering, [PLAN], eligibility="Not saved yet.", add="1")
    answer = inside.post(page(offering), sent)
    assert (answer.status_code, len(answer.context["rows"].forms)) == (200, 2)
    new = answer.context["rows"].forms[1]
    assert {name: new[name].value() for name in ("evidence", "weight", "accepted_by", "required")} == {
        "evidence": ["note"],
        "weight": "1",
        "accepted_by": "staff",
        "required": True,
    }
    assert "Not saved yet." in answer.content.decode()
    assert Offering.objects.get().eligibility == ""


def test_a_deliverable_is_taken_out_by_a_tick(inside, offering):
    item = DeliverableFactory(offering=offering)
    inside.post(page(offering), typed(inside, offering, [{**PLAN, "pk": item.pk, "DELETE": "on"}]))
    assert offering.deliverables.count() == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"answer_by": "2026-01-01"}, "so nobody can answer before"),
        ({"time": ""}, "Fill this in."),
        ({"places_per_school": "0"}, "Write 1 or more."),
        ({"asked-0-due": "2030-01-01"}, "Choose a day in the program year 2026-27"),
        ({"asked-0-title": ""}, "Fill this in."),
        ({"asked-0-evidence": []}, "Choose at least one of these."),
        ({"asked-0-pk": "9999999"}, "is not there any more"),
    ],
)
def test_what_cannot_be_comes_back_with_what_was_typed(inside, offering, changed, words):
    sent = typed(inside, offering, [PLAN], eligibility="Typed.", **changed)
    answer = inside.post(page(offering), sent)
    html = answer.content.decode()
    assert (answer.status_code, words in html, "Typed." in html) == (422, True, True)
    assert (Offering.objects.get().eligibility, offering.deliverables.count()) == ("", 0)


def test_what_another_window_saved_is_shown_first(inside, offering):
    mine = typed(inside, offering, eligibility="Three years here.")
    inside.post(page(offering), typed(inside, offering, eligibility="Two years here."))
    answer = inside.post(page(offering), mine)
    assert answer.status_code == 422
    assert "Eligibility reads there: “Two years here.”." in answer.content.decode()
    again = {**mine, "seen": answer.context["form"]["seen"].value()}
    assert inside.post(page(offering), again).status_code == 302
    assert Offering.objects.get().eligibility == "Three years here."


def test_what_applicants_do_not_read_yet_is_underlined(inside, offering):
    publish(pk=offering.pk, by=manager())
    sent = typed(inside, offering, teacher_commitment="I engage fully and gladly in the role.")
    answer = inside.post(page(offering), sent, follow=True)
    html = answer.content.decode()
    assert "<ins>and gladly </ins>" in html
    assert "1 part changed since version 1." in html


def test_deliverables_of_leaders_are_shown_and_not_typed(inside, offering):
    DeliverableFactory(offering=offering)
    PlacementFactory(role=offering.role, year=offering.year)
    html = inside.get(page(offering)).content.decode()
    assert ("Leaders hold this role in this year" in html, 'name="add"' in html) == (True, False)


def test_a_change_of_words_keeps_the_deliverables_of_leaders(inside, offering):
    item = DeliverableFactory(offering=offering)
    PlacementFactory(role=offering.role, year=offering.year)
    # A field that is switched off is not sent.
    sent = typed(inside, offering, [{}], eligibility="All.")
    assert inside.post(page(offering), sent).status_code == 302
    assert (Offering.objects.get().eligibility, list(offering.deliverables.all())) == ("All.", [item])


def test_a_manager_of_another_pathway_does_not_find_it(client, offering):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=PathwayFactory())
    client.force_login(hat.person)
    assert client.get(page(offering)).status_code == 404


def test_whoever_manages_nothing_does_not_find_it(client, offering):
    client.force_login(UserFactory())
    assert client.get(page(offering)).status_code == 404


def test_every_word_and_day_has_a_field(inside, offering):
    form = inside.get(page(offering)).context["form"]
    assert {*DAYS, *WORDS} - {"prompts"} <= set(form.fields)
    assert date(2026, 1, 1) == form["opens"].value()


@pytest.mark.parametrize(
    ("name", "day", "sentence"),
    [
        ("opens", "2027-12-01", "The program year ends on June 30, 2027. Choose that day or an earlier one."),
        ("closes", "2025-12-31", "The last day to apply lies before the first. Put the days in order."),
    ],
)
def test_a_window_that_cannot_be_is_refused_at_its_field(inside, offering, name, day, sentence):
    answer = inside.post(page(offering), typed(inside, offering, **{name: day}))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[name]
    assert Offering.objects.get() == offering


def test_schools_with_places_of_their_own_stand_on_the_offering(inside, offering):
    school = SchoolFactory(name="Jordan High")
    SchoolPlaces.objects.create(offering=offering, school=school, places=2)
    assert "Jordan High: 2" in inside.get(f"/offerings/{offering.pk}/").content.decode()
