"""Release time that was proposed waits for whoever signs for the school, and is nothing the Peer Coach owes."""

from datetime import UTC, date, datetime

import pytest

from coaching import services
from coaching.services import Free
from notifications.models import Message
from pathways.models import DeliverableRecord
from pathways.reminders import owe
from tests.coaching.test_peers import shown
from tests.factories.coaching import PeerCoachFactory
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import administrator, manager, principal_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
FREE = Free(110, date(2026, 9, 1))


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def placement():
    return PeerCoachFactory()


@pytest.fixture
def principal(placement):
    return principal_of(placement.school)


@pytest.fixture
def owed(placement):
    return DeliverableRecordFactory(
        placement=placement,
        deliverable__title="Release time confirmed",
        deliverable__completes_from="release_time",
        deliverable__due=date(2026, 10, 15),
    )


def proposed(placement, free=FREE):
    return services.say_release_time(placement_pk=placement.pk, by=placement.person, said=free)


def overdue():
    return DeliverableRecord.objects.overdue(NOW.date()).count()


def test_it_is_overdue_until_proposed_and_then_waits_for_the_principal_by_name(
    client, placement, principal, owed
):
    page = f"/deliverables/{owed.pk}/"
    client.force_login(placement.person)
    assert "You owe it as" in shown(client.get("/"))
    row = proposed(placement)
    home, told = shown(client.get("/")), shown(client.get(page))
    assert ("You owe it as" in home, overdue()) == (False, 0)
    assert f"Proposed on Oct 20, 2026, waits for {principal.name} to confirm." in told
    assert "Hand it in by hand instead" in told
    listed = shown(client.get("/deliverables/"))
    assert "Proposed on Oct 20, 2026, waits for whoever signs for" in listed
    assert "badge--bad" not in listed
    owe(NOW)
    assert not Message.objects.filter(template="pathways/deliverable_due").exists()
    client.force_login(principal)
    assert f"Confirm the release time of {placement.person.name}" in shown(client.get("/"))
    assert f"Proposed on Oct 20, 2026, waits for {principal.name} to confirm." in shown(client.get(page))
    services.confirm_release_time(pk=row.pk, by=principal)
    owed.refresh_from_db()
    assert (owed.state, owed.proposed_at) == ("accepted", None)


def test_where_nobody_signs_it_waits_for_whoever_will(client, placement, owed):
    proposed(placement)
    client.force_login(placement.person)
    told = shown(client.get(f"/deliverables/{owed.pk}/"))
    assert f"waits for whoever signs for {placement.school.name} to confirm." in told


def test_what_was_proposed_in_time_is_in_time_whenever_it_is_confirmed(clock, placement, principal, owed):
    owed.deliverable.offering.late_days = 10
    owed.deliverable.offering.save()
    row = proposed(placement)
    clock(datetime(2026, 11, 20, 18, tzinfo=UTC))
    owed.refresh_from_db()
    today = date(2026, 11, 20)
    assert not owed.too_late(today)
    assert not DeliverableRecord.objects.too_late(today).exists()
    services.confirm_release_time(pk=row.pk, by=principal)
    owed.refresh_from_db()
    assert owed.state == "accepted"


def test_what_is_proposed_too_late_stays_too_late(clock, placement, owed):
    owed.deliverable.offering.late_days = 3
    owed.deliverable.offering.save()
    proposed(placement)
    owed.refresh_from_db()
    assert (owed.proposed_at, owed.too_late(NOW.date())) == (None, True)


def test_no_release_time_is_the_principals_to_say_and_counts_as_none(client, placement, principal, owed):
    proposed(placement)
    client.force_login(placement.person)
    address = f"/coaching/peer/{placement.pk}/release-time/"
    none = {"minutes": "0", "since": "2026-10-20", "periods": ""}
    refused = client.post(address, none)
    assert refused.status_code == 422
    assert "Write at least 1 minute. If your school gives none" in shown(refused)
    client.force_login(principal)
    assert client.post(address, none).status_code == 302
    owed.refresh_from_db()
    assert (owed.state, owed.proposed_at, overdue()) == ("open", None, 1)
    client.force_login(placement.person)
    told = shown(client.get(f"/coaching/peer/{placement.pk}/"))
    assert "of 1: the school gives none, says whoever signs for it" in told
    assert "not proposed yet" not in told
    assert "they can waive what is due" in told
    proposed(placement)
    told = shown(client.get(f"/coaching/peer/{placement.pk}/"))
    assert "a number above 0 waits" in told


def test_who_else_opens_the_deliverable_reads_that_it_was_proposed(client, placement, owed):
    proposed(placement)
    for person in (manager(), administrator()):
        client.force_login(person)
        told = shown(client.get(f"/deliverables/{owed.pk}/"))
        assert "Proposed on Oct 20, 2026" in told
        assert "Nothing for you to do" not in told
