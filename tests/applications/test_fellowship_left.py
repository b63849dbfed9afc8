"""Whoever is withdrawn from a cohort reads so everywhere, and may join a later one."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from applications import services
from fellows.services import move, nominate
from fellows.states import Action
from notifications.models import Message
from tests.applications.test_fellowship import LEFT, NOW, in_review, refused
from tests.factories.fellows import FellowCohortFactory, fellowship_offering
from tests.factories.pathways import OfferingFactory, RoleFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def offering():
    return fellowship_offering()


@pytest.fixture
def left(offering, clock):
    """Accepted, and withdrawn from the cohort by staff in the evening of the day after."""
    row = in_review(offering, offered=True)
    fellow = services.accept(pk=row.pk, by=row.person, now=NOW)
    evening = datetime(2026, 9, 16, 2, 0, tzinfo=UTC)
    clock(evening)
    move(pk=fellow.pk, action=Action.WITHDRAW, by=manager(), note="She moves to Oregon.", now=evening)
    row.refresh_from_db()
    return row


def test_whoever_was_withdrawn_reads_so_in_a_mail_at_home_and_on_the_application(left, signed_in):
    mail = Message.objects.filter(to_person=left.person).latest("pk")
    assert "your fellowship in the Cohort of 2027 ended on Sep 15, 2026." in mail.body
    assert "Why: She moves to Oregon." in mail.body
    browser, said = signed_in(left.person), "Your fellowship in the Cohort of 2027 ended on Sep 15, 2026."
    for address in (reverse("dashboard:home"), reverse("applications:detail", args=[left.pk])):
        page = browser.get(address).content.decode()
        assert (said in page, "Fellowship ended Sep 15, 2026" in page) == (True, True)
        assert "The role is yours" not in page
    panel = signed_in(manager()).get(reverse("applications:decide", args=[left.offering_id]))
    assert "Fellowship ended" in panel.content.decode()


def test_whoever_was_withdrawn_applies_for_a_later_cohort_and_not_for_this_one(left):
    told = {"person": left.person, "school": left.school}
    assert refused(services.start, offering_pk=left.offering_id, **told) == LEFT
    later = OfferingFactory(role=RoleFactory(pathway=left.offering.role.pathway))
    FellowCohortFactory(offering=later, starts=date(2028, 6, 19), ends=date(2029, 8, 19))
    assert services.start(offering_pk=later.pk, **told).state == "draft"
    assert nominate(person=left.person, cohort=later.fellow_cohort, by=manager()).state == "nominated"
