"""Deliverables and the word of a principal in the administration."""

import pytest

from notifications.models import Message
from pathways.models import (
    Attestation,
    Deliverable,
    DeliverableRecord,
)
from pathways.services import accept, submit
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    PlacementFactory,
)
from tests.factories.people import UserFactory, clerk
from tests.pathways.administering import address, buttons, handed_in, last_event, last_line, press

pytestmark = pytest.mark.django_db


def test_accepting_by_an_action_obeys_the_states(inside, by):
    done, open_ = handed_in(), DeliverableRecordFactory()
    text = press(inside, "DeliverableRecord", "accept", done, open_)
    states = DeliverableRecord.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted", "open"]
    assert last_event() == ("accept", "submitted", "accepted", by.pk, "")
    assert "Accepted: 1." in text
    assert "not the time to accept" in text


def test_a_deliverable_is_returned_with_words(inside, by):
    record = handed_in()
    assert "Sent back for changes: 1." in press(
        inside, "DeliverableRecord", "return", record, words="Name the goal."
    )
    record.refresh_from_db()
    assert (record.state, record.words, record.decided_by) == ("returned", "Name the goal.", by)
    assert last_event() == ("return", "submitted", "returned", by.pk, "Name the goal.")
    assert Message.objects.filter(to_person=record.placement.person, template__endswith="returned").exists()


def test_a_deliverable_is_waived_with_a_reason(inside, by):
    record = DeliverableRecordFactory()
    assert "Waived: 1." in press(inside, "DeliverableRecord", "waive", record, words="The school moved.")
    assert last_event() == ("waive", "open", "waived", by.pk, "The school moved.")


def test_what_was_accepted_is_reopened_with_a_reason(inside, by):
    record = handed_in()
    accept(pk=record.pk, by=by)
    assert "Reopened: 1." in press(inside, "DeliverableRecord", "reopen", record, words="Another plan.")
    assert last_event() == ("reopen", "accepted", "open", by.pk, "Another plan.")


@pytest.mark.parametrize("action", ["return", "waive"])
def test_without_words_nothing_is_returned_or_waived(inside, action):
    record = handed_in()
    assert "Fill this in." in press(inside, "DeliverableRecord", action, record, words=" ")
    record.refresh_from_db()
    assert record.state == "submitted"


def test_what_cannot_be_returned_is_refused_in_words_and_they_are_kept(inside):
    record = DeliverableRecordFactory()
    text = press(inside, "DeliverableRecord", "return", record, words="Name the goal.")
    assert "This is open now, so it is not the time to return." in text
    assert "Name the goal.</textarea>" in text


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("accept", "This deliverable is for someone else to decide."),
        ("return", "This deliverable is for someone else to decide."),
        ("waive", "This deliverable is for someone else to decide."),
    ],
)
def test_who_wears_no_hat_decides_nothing_there_either(client, action, said):
    client.force_login(clerk())
    record = handed_in()
    assert said in press(client, "DeliverableRecord", action, record, words="Because.")
    record.refresh_from_db()
    assert record.state == "submitted"


def test_an_administrator_who_leads_does_not_decide_about_their_own(inside, by):
    record = DeliverableRecordFactory(placement__person=by)
    submit(pk=record.pk, by=by, note="See the plan.")
    text = press(inside, "DeliverableRecord", "accept", record)
    assert "This deliverable is for someone else to decide." in text


def test_a_record_offers_what_its_state_allows_and_says_who_hands_in(inside):
    assert buttons(inside, "DeliverableRecord", handed_in()) == ["accept", "return", "waive"]
    record = DeliverableRecordFactory()
    assert buttons(inside, "DeliverableRecord", record) == ["waive"]
    text = inside.get(address("DeliverableRecord", "change", record.pk)).content.decode()
    assert f"Evidence is handed in by {record.placement.person}, nobody else." in text


def test_a_deliverable_that_is_owed_offers_nothing_to_save(inside):
    owed, free = DeliverableRecordFactory().deliverable, DeliverableFactory()
    pages = [inside.get(address("Deliverable", "change", row.pk)).content.decode() for row in (owed, free)]
    assert ['name="_save"' in page for page in pages] == [False, True]
    assert "it stays as it was signed" in pages[0]
    assert inside.post(address("Deliverable", "change", owed.pk), {"weight": 9}).status_code == 403
    assert inside.post(address("Deliverable", "delete", owed.pk), {"post": "yes"}).status_code == 403
    assert Deliverable.objects.count() == 2


def attested(**fields):
    placement = PlacementFactory(**fields)
    said = {"met": True, "by": UserFactory(), "at": "2027-05-03T17:00Z"}
    return Attestation.objects.create(placement=placement, **said)


def test_an_attestation_is_corrected_with_a_reason(inside, by):
    said = attested()
    asked = {"action": "correct_attestation", "_selected_action": said.placement_id}
    page = inside.post(address("Placement", "changelist"), asked)
    said.refresh_from_db()
    assert page.context["form"].initial == {"met": "yes", "words": "", "seen": said.mark}
    typed = {"met": "no", "words": "Release time.", "reason": "A wrong click."}
    told = press(inside, "Placement", "correct_attestation", said.placement, **typed)
    assert "Attestation corrected: 1." in told
    said.refresh_from_db()
    assert (said.met, said.words, said.by) == (False, "Release time.", by)
    assert last_line(said.placement) == ("correct_attestation", by.pk, "Was: met.", "A wrong click.")


def test_an_attestation_says_where_it_is_corrected(inside):
    page = inside.get(address("Attestation", "change", attested().pk))
    assert page.context["not_here"] == ["It is corrected by a button of its placement."]
    assert page.context["buttons"] == []


def test_an_administrator_does_not_correct_the_word_on_their_own_placement(inside, by):
    said = attested(person=by)
    typed = {"met": "no", "words": "x", "reason": "y"}
    text = press(inside, "Placement", "correct_attestation", said.placement, **typed)
    assert "Only a program manager of this pathway corrects an attestation." in text
    said.refresh_from_db()
    assert said.met is True
