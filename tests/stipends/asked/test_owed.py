"""Another due day or weight of a deliverable that leaders owe: looked at, done with a reason, told, kept."""

from datetime import date

import pytest
from django.urls import reverse

from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.models import OfferingEvent
from stipends import services
from stipends.models import StatementChange
from tests.factories.pathways import DeliverableRecordFactory, OfferingFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import Year
from tests.stipends.asked.january import NOW, closed_until_now
from tests.stipends.worth import worth

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 10)


@pytest.fixture
def year():
    return Year()


@pytest.fixture
def leader(year):
    """Of two deliverables of equal weight one is accepted, one is open."""
    placement = year.leader()
    closed_until_now(year)
    for record in placement.deliverable_records.all():
        record.state, record.decided_by = "open", None
        record.save()
    first = placement.deliverable_records.order_by("pk").first()
    first.state, first.decided_by = "accepted", UserFactory()
    first.save()
    return placement


def items(placement):
    return [record.deliverable for record in placement.deliverable_records.order_by("pk")]


def looked(item, *, by=None, due=None, weight=None, reason="", seen=""):
    given = {"due": due or item.due, "weight": weight or item.weight, "reason": reason, "seen": seen}
    with pytest.raises(services.Moves) as look:
        services.change_owed(pk=item.pk, by=by or manager(), **given)
    return look.value


def test_another_weight_shows_what_it_moves_to_the_cent_and_does_nothing(leader):
    accepted, _ = items(leader)
    look = looked(accepted, weight=3, reason="It is three times the work.")
    (row,) = look.rows
    assert row.placement == leader
    assert (row.before.earned, row.before.possible) == worth(leader, NOW)
    # Of $750.00 for work half was earned; of weights 3 and 1 it is three quarters.
    assert row.after.earned - row.before.earned == 18_750
    assert row.after.possible == row.before.possible
    accepted.refresh_from_db()
    assert accepted.weight == 1
    assert not StatementChange.objects.exists()


def test_done_it_stands_on_the_statement_is_told_and_kept_with_the_offering(leader):
    accepted, _ = items(leader)
    by = manager()
    look = looked(accepted, by=by, weight=3, reason="More work.")
    given = {"due": accepted.due, "weight": 3, "reason": " More work. ", "seen": look.seen}
    said = services.change_owed(pk=accepted.pk, by=by, **given)
    assert said == f"{accepted.title}: weight 3, was 1"
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.kind, kept.title, kept.reason) == (leader, "owed", said, "More work.")
    assert (kept.earned_after_cents, kept.possible_after_cents) == worth(leader, NOW)
    mail = Message.objects.get()
    assert (mail.to_email, mail.subject) == (leader.person.email, f"A deliverable was changed: {said}")
    line = OfferingEvent.objects.get()
    assert (line.action, line.by, line.note, line.about) == ("change_owed", by, "More work.", f"{said}.")


def test_another_day_moves_nobodys_stipend_and_is_told_all_the_same(leader):
    _, open_one = items(leader)
    by, was = manager(), open_one.due
    look = looked(open_one, by=by, due=DUE, reason="The break.")
    assert [(row.placement, row.moves) for row in look.rows] == [(leader, False)]
    said = services.change_owed(pk=open_one.pk, by=by, due=DUE, weight=1, reason="The break.", seen=look.seen)
    assert said == f"{open_one.title}: due March 10, 2027, was {was:%B} {was.day}, {was.year}"
    assert StatementChange.objects.get().moves is False
    assert Message.objects.count() == 1
    open_one.refresh_from_db()
    assert open_one.due == DUE


def test_whose_work_is_accepted_is_not_touched_by_another_day_of_it(leader):
    accepted, _ = items(leader)
    services.change_owed(pk=accepted.pk, by=manager(), due=DUE, weight=1)
    assert not StatementChange.objects.exists()
    accepted.refresh_from_db()
    assert accepted.due == DUE


def test_a_reminder_of_the_old_day_that_waits_is_cancelled(leader):
    _, open_one = items(leader)
    record = open_one.records.get()
    waiting = Message.objects.create(
        to_email=leader.person.email, dedupe_key="due", topic=f"deliverable-{record.pk}-due", send_after=NOW
    )
    by = manager()
    look = looked(open_one, by=by, due=DUE, reason="The break.")
    services.change_owed(pk=open_one.pk, by=by, due=DUE, weight=1, reason="The break.", seen=look.seen)
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


def test_a_reason_is_asked_for_and_the_same_again_asks_and_writes_nothing(leader):
    _, open_one = items(leader)
    by = manager()
    look = looked(open_one, by=by, due=DUE)
    again = looked(open_one, by=by, due=DUE, seen=look.seen)
    assert str(again) == (
        "Say why: the people it touches have signed, and read the reason on their statement."
    )
    assert services.change_owed(pk=open_one.pk, by=by, due=open_one.due, weight=1) == services.SAME
    assert not OfferingEvent.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"due": date(2027, 8, 1)}, "Choose a day in the program year 2026-27, or at most 31 days after it."),
        ({"weight": 0}, "Write a weight above 0."),
    ],
)
def test_what_cannot_be_is_refused_in_words(leader, given, words):
    _, open_one = items(leader)
    said = {"due": open_one.due, "weight": 1, **given}
    with pytest.raises(DomainError) as refused:
        services.change_owed(pk=open_one.pk, by=manager(), **said)
    assert str(refused.value) == words


def test_who_does_not_manage_the_pathway_changes_nothing(leader):
    _, open_one = items(leader)
    with pytest.raises(NotAllowed):
        services.change_owed(pk=open_one.pk, by=UserFactory(), due=DUE, weight=1)


def test_on_its_page_it_is_looked_at_with_a_reason_and_done(client, leader, settings):
    settings.DEMO = True
    _, open_one = items(leader)
    client.force_login(manager())
    address = reverse("stipends:owed", args=[open_one.offering_id, open_one.pk])
    written = client.get(reverse("pathways:offering_write", args=[open_one.offering_id]))
    assert address in written.text
    given = {"due": "2027-03-10", "weight": "1", "reason": "The break."}
    look = client.post(address, given)
    assert look.status_code == 422
    assert (
        "This touches 1 person who has signed. It moves nobody's stipend."
        in look.context["form"].first_look.args[0]
    )
    done = client.post(address, {**given, "seen": look.context["form"]["seen"].value()})
    assert done.url == reverse("pathways:offering_write", args=[open_one.offering_id])
    assert "due March 10, 2027" in client.get(done.url).text


def test_a_deliverable_of_another_offering_is_no_page(client, leader, settings):
    settings.DEMO = True
    other = DeliverableRecordFactory(deliverable__offering=OfferingFactory()).deliverable
    client.force_login(manager())
    _, open_one = items(leader)
    assert client.get(reverse("stipends:owed", args=[open_one.offering_id, other.pk])).status_code == 404
