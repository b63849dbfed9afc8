"""Why a placement was changed stays in its history, whether or not a stipend moves."""

import pytest

from notifications.models import Message
from tests.factories.pathways import PlacementFactory
from tests.factories.people import SchoolFactory, manager, principal_of
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db


@pytest.fixture
def placement(client):
    client.force_login(manager())
    return PlacementFactory()


def test_why_it_moves_stays_in_the_history_and_is_read_by_the_leader_and_both_schools(client, placement):
    left, to = placement.school, SchoolFactory()
    told = {placement.person, principal_of(left), principal_of(to)}
    typed = {"school": to.pk, "first_day": "2027-01-11", "why": " Closer to home. "}
    client.post(f"/placements/{placement.pk}/move/", typed)
    about = f"From {left} to {to}, first day January 11, 2027."
    assert lines_told(placement) == [("move", about, "Closer to home.")]
    mails = Message.objects.filter(template="pathways/placement_moved")
    assert {mail.to_person for mail in mails} == told
    for mail in mails:
        assert "put it on record for this reason:\n\nCloser to home.\n\n" in mail.body


def test_a_move_without_a_reason_says_none(client, placement):
    typed = {"school": SchoolFactory().pk, "first_day": "2027-01-11"}
    client.post(f"/placements/{placement.pk}/move/", typed)
    assert "put it on record.\n\n" in Message.objects.get(to_person=placement.person).body


def test_why_a_leave_is_recorded_and_its_days_stay_in_the_history(client, placement):
    typed = {"category": "jury", "first_day": "2027-01-11", "last_day": "2027-01-15", "reason": "A summons."}
    client.post(f"/placements/{placement.pk}/leave/", typed)
    about = "Jury duty, leave, from January 11, 2027 to January 15, 2027."
    assert lines_told(placement) == [("leave", about, "A summons.")]
