"""Leaders are dealt out to coaches by school or by hand; one coach at a time."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from lxml.html import fromstring

from coaching.models import LeadersCoach
from coaching.services import deal_out
from common.errors import DomainError, NotAllowed
from people.models import Hat
from tests.factories.coaching import LeadersCoachFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


def dealt(placement):
    return list(LeadersCoach.objects.filter(placement=placement).values_list("coach", "until"))


def test_who_follows_ends_who_was_before_and_twice_is_harmless():
    row, by, after = LeadersCoachFactory(), manager(), coach()
    first = deal_out(placement_pks=[row.placement_id], coach=after, by=by)
    again = deal_out(placement_pks=[row.placement_id], coach=after, by=by)
    today = datetime(2026, 10, 20, tzinfo=UTC).date()
    assert (len(first), again) == (1, [])
    assert dealt(row.placement) == [(row.coach_id, today), (after.pk, None)]
    assert [mail.template for mail in row.placement.person.messages.all()] == ["coaching/coach"]


def test_somebody_without_the_hat_and_a_leader_of_their_own_coach_nobody():
    placement = PlacementFactory()
    HatFactory(person=placement.person, kind=Hat.Kind.COACH)
    for one in (UserFactory(), placement.person):
        with pytest.raises(DomainError) as refused:
            deal_out(placement_pks=[placement.pk], coach=one, by=manager())
        assert refused.value.at == "coach"
    assert dealt(placement) == []


def test_only_program_managers_say_who_coaches_whom():
    by = coach()
    with pytest.raises(NotAllowed):
        deal_out(placement_pks=[PlacementFactory().pk], coach=by, by=by)


def test_the_database_lets_nobody_have_two_coaches():
    row = LeadersCoachFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadersCoachFactory(placement=row.placement)
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadersCoachFactory(until="2026-08-01")


def test_the_leaders_of_a_school_without_a_coach_are_ticked_beforehand(client):
    row = LeadersCoachFactory()
    alone = PlacementFactory(school=row.placement.school)
    client.force_login(manager())
    page = reverse("coaching:deal", args=[alone.school.slug])
    boxes = fromstring(client.get(page).content).xpath("//input[@name='leaders']")
    ticked = {box.get("value"): box.get("checked") is not None for box in boxes}
    assert ticked == {str(alone.pk): True, str(row.placement_id): False}
    to = coach()
    assert client.post(page, {"leaders": [alone.pk], "coach": to.pk}).url == reverse("coaching:schools")
    assert (dealt(alone), dealt(row.placement)) == ([(to.pk, None)], [(row.coach_id, None)])


def test_leaders_without_a_coach_are_counted_school_by_school(client):
    row = LeadersCoachFactory()
    PlacementFactory(school=row.placement.school)
    client.force_login(manager())
    html = client.get(reverse("coaching:schools")).content.decode()
    assert "1 leader has no coach." in html
    assert f"{row.coach.name} (1)" in html
