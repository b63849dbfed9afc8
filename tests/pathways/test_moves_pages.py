"""The pages that move a placement, take a move back and receive a leader."""

from datetime import UTC, datetime

import pytest

from pathways.services import (
    move_school,
)
from tests.factories.pathways import PlacementFactory
from tests.factories.people import (
    SchoolFactory,
    manager,
    principal_of,
)
from tests.pathways.moving import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def to():
    return SchoolFactory()


def test_the_page_of_a_placement_shows_todays_school_and_the_move_ahead(client, placement, to):
    left, by = placement.school, manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    client.force_login(by)
    page = client.get(f"/placements/{placement.pk}/").content.decode()
    assert f">{left.name}</a><br>from Jan 11, 2027: {to.name}</dd>" in page
    assert f">Take back the move to {to}…</a>" in page


def test_the_page_that_moves_takes_back_a_move_that_is_ahead(client, placement, to):
    by = manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    client.force_login(by)
    assert f"Take back the move to {to}" in client.get(f"/placements/{placement.pk}/move/").content.decode()
    client.post(f"/placements/{placement.pk}/move/", {"why": "The wrong leader."})
    assert placement.assignments.count() == 1


def test_who_moves_what_was_moved_meanwhile_reads_it_and_keeps_what_they_typed(client, placement, to):
    by = manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    client.force_login(by)
    typed = {"school": SchoolFactory().pk, "first_day": "2027-02-01"}
    form = client.post(f"/placements/{placement.pk}/move/", typed).context["form"]
    assert f"A move to {to} from January 11, 2027 on is recorded already." in form.non_field_errors()[0]
    assert form["first_day"].value() == "2027-02-01"


def test_who_takes_back_what_was_taken_back_meanwhile_reads_it_and_keeps_what_they_typed(client, placement):
    client.force_login(manager())
    answer = client.post(f"/placements/{placement.pk}/move/", {"why": "The wrong leader."})
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {
            "__all__": [
                "No move of this placement is ahead. What began before today is moved again, not taken back."
            ]
        },
    )
    assert "The wrong leader.</textarea>" in answer.content.decode()


def test_the_receiving_principal_opens_the_placement_they_just_received(client, placement, to):
    client.force_login(principal_of(to))
    data = {
        "email": placement.person.email,
        "role": placement.role_id,
        "school": to.pk,
        "first_day": "2027-01-11",
    }
    assert client.post("/placements/receive/", data, follow=True).status_code == 200


def test_a_principal_who_names_a_past_day_reads_who_can_record_it(client, placement, to):
    client.force_login(principal_of(to))
    answer = client.post(
        "/placements/receive/",
        {
            "email": placement.person.email,
            "role": placement.role_id,
            "school": to.pk,
            "first_day": "2026-11-09",
        },
    )
    assert answer.status_code == 422
    assert "A program manager can record an earlier one" in answer.content.decode()
