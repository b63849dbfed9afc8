"""A deliverable completes itself from what is on record elsewhere, says from what, and is reopened with a reason."""

from datetime import UTC, datetime
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import NoSuchMove, NotAllowed
from notifications.models import Message
from pathways.models import Deliverable, DeliverableEvent
from pathways.services import accept, complete_from, reopen, submit, waive
from tests.factories.pathways import DeliverableFactory, DeliverableRecordFactory
from tests.factories.people import UserFactory, manager, principal_of
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 11, 20, tzinfo=UTC)
SAID = "Hosted the seminar of Feb 10; 3 of 3 visitors confirmed."


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


@pytest.fixture
def record():
    return DeliverableRecordFactory(deliverable__completes_from="hosted_seminar")


@pytest.fixture
def by():
    return UserFactory()


def completed(record, by, key="hosted_seminar-17", **changed):
    told = {"placement_pk": record.placement_id, "source": "hosted_seminar", "said": SAID, **changed}
    found = complete_from(key=key, by=by, now=NOW, **told)
    record.refresh_from_db()
    return found


def test_what_is_owed_is_accepted_and_its_history_and_the_leader_are_told_from_what(record, by):
    assert completed(record, by) == [record]
    assert (record.state, record.decided_by, record.decided_at) == ("accepted", by, NOW)
    assert history(record) == [("complete", "open", "accepted", by.pk, NOW, SAID)]
    line = record.events.get()
    assert (line.source, line.key, str(line.action)) == ("hosted_seminar", "hosted_seminar-17", "complete")
    mail = Message.objects.get()
    assert (mail.to_person, mail.subject) == (record.placement.person, f"Completed: {record.deliverable}")
    assert SAID in mail.body


def test_the_same_again_changes_nothing_and_writes_nobody(record, by):
    completed(record, by)
    assert completed(record, by) == []
    assert (record.events.count(), Message.objects.count()) == (1, 1)


def test_only_what_completes_itself_from_this_is_completed(record, by):
    other = DeliverableFactory(offering=record.deliverable.offering, completes_from="recordings")
    by_hand = DeliverableFactory(offering=record.deliverable.offering)
    for asked in (other, by_hand):
        DeliverableRecordFactory(placement=record.placement, deliverable=asked)
    of_another = DeliverableRecordFactory(deliverable=record.deliverable)
    assert completed(record, by) == [record]
    of_another.refresh_from_db()
    assert of_another.state == "open"


def test_what_was_handed_in_meanwhile_is_completed_and_asks_nobody_any_more(record, by):
    Deliverable.objects.update(accepted_by="principal")
    principal_of(record.placement.school)
    submit(pk=record.pk, by=record.placement.person, note="I hosted it.", now=NOW)
    completed(record, by)
    assert (record.state, record.note) == ("accepted", "I hosted it.")
    asked = Message.objects.get(template="pathways/deliverable_submitted")
    assert asked.state == "cancelled"


def test_what_was_waived_stays_waived(record, by):
    waive(pk=record.pk, by=manager(), reason="She was away.", now=NOW)
    assert completed(record, by) == []
    assert record.state == "waived"


def test_a_source_that_is_none_is_an_error(record, by):
    with pytest.raises(ValueError, match="is not a valid"):
        completed(record, by, source="singing")


def test_the_page_says_from_what_it_completes_itself_and_from_what_it_did(record, by, client):
    client.force_login(record.placement.person)
    before = unescape(client.get(f"/deliverables/{record.pk}/").content.decode())
    assert "<dt>Completes itself from</dt><dd>A hosted seminar, confirmed by visitors. <a" in before
    completed(record, by)
    page = unescape(client.get(f"/deliverables/{record.pk}/").content.decode())
    assert "<h2>Completed from a hosted seminar, confirmed by visitors</h2>" in page
    assert f'<p class="prose">{SAID}</p>' in page


def test_reopened_it_is_handed_in_again_and_says_why(record, by, client):
    completed(record, by)
    staff = manager()
    reopen(pk=record.pk, by=staff, reason=" Nobody was there. ", now=NOW)
    record.refresh_from_db()
    assert (record.state, record.words) == ("open", "Nobody was there.")
    assert history(record)[-1] == ("reopen", "accepted", "open", staff.pk, NOW, "Nobody was there.")
    mail = Message.objects.get(template="pathways/deliverable_reopened")
    assert (mail.to_person, mail.subject) == (
        record.placement.person,
        f"[Action required] Reopened: {record.deliverable}",
    )
    assert "Nobody was there." in mail.body
    client.force_login(record.placement.person)
    page = unescape(client.get(f"/deliverables/{record.pk}/").content.decode())
    assert "Nobody was there." in page
    assert "Completed from" not in page.split("What happened")[0]
    submit(pk=record.pk, by=record.placement.person, note="Here is who was there.", now=NOW)
    accept(pk=record.pk, by=staff, now=NOW)
    record.refresh_from_db()
    assert record.state == "accepted"


def test_reopened_it_completes_itself_from_another_record_and_not_from_the_same(record, by):
    completed(record, by)
    reopen(pk=record.pk, by=manager(), reason="Nobody was there.", now=NOW)
    assert completed(record, by) == []
    assert record.state == "open"
    assert completed(record, by, key="hosted_seminar-18") == [record]


def test_it_is_reopened_with_a_reason_only(record, by):
    completed(record, by)
    assert refusal(reopen, pk=record.pk, by=manager(), reason=" ") == (
        "Say why this is reopened. The leader reads it, and it stays on record."
    )


def test_what_is_not_accepted_is_not_reopened(record):
    refusal(reopen, pk=record.pk, by=manager(), reason="A slip.", refused_as=NoSuchMove)


def test_neither_the_leader_nor_the_school_reopens(record, by):
    completed(record, by)
    for who in (record.placement.person, principal_of(record.placement.school)):
        with pytest.raises(NotAllowed):
            reopen(pk=record.pk, by=who, reason="A slip.")


@pytest.mark.parametrize(
    ("columns", "refused"),
    [
        ({"action": "complete", "source": "event", "key": ""}, "a_completion_says_from_what"),
        ({"action": "complete", "source": "singing", "key": "song-1"}, "a_completion_says_from_what"),
        ({"action": "accept", "source": "event", "key": "event-1"}, "a_completion_says_from_what"),
        ({"action": "complete", "source": "event", "key": "event-1", "note": ""}, "a_completion_says"),
        ({"action": "reopen", "note": ""}, "a_deliverable_is_reopened_for_a_reason"),
        (
            {"action": "complete", "source": "event", "key": "event-0"},
            "a_record_completes_a_deliverable_once",
        ),
    ],
)
def test_the_database_holds_what_a_line_says(record, by, columns, refused):
    about = {"record": record, "by": by, "at": NOW, "note": "Held."}
    DeliverableEvent.objects.create(**about, action="complete", source="event", key="event-0")
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        DeliverableEvent.objects.create(**about | columns)


def test_the_database_knows_from_what_a_deliverable_completes_itself(record):
    with (
        pytest.raises(IntegrityError, match="deliverable_completes_from_a_record_there_is"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE pathways_deliverable SET completes_from = 'singing' WHERE id = %s",
            [record.deliverable_id],
        )
