"""What managers are told of leaders in office: by mail when a school does not sign, and beside applications."""

from datetime import date

import pytest

from applications.models import Application
from applications.services import decline_support, revise, send_back, take_over
from notifications.models import Message
from pathways.models import PathwayManager
from pathways.services import Leader
from tests.factories.applications import principal_for
from tests.factories.pathways import OfferingFactory, PathwayFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    role, began = OfferingFactory().role, date(2026, 8, 5)
    leader = Leader(UserFactory(), role, SchoolFactory(), began, "She leads since August.")
    principal_for(leader.school)
    return leader


def test_managers_of_the_pathway_get_one_mail_until_both_are_asked_again(leader, signed_by_teacher):
    by, other, elsewhere = manager(), manager(), manager()
    PathwayManager.objects.create(hat=elsewhere.hats.get(), pathway=PathwayFactory())
    placement, _ = take_over(leader=leader, by=by)
    application = signed_by_teacher(Application.objects.get())
    send_back(pk=application.pk, by=application.signer, words="She began on August 10.")
    mails = Message.objects.filter(to_person__in=[by, other, elsewhere]).order_by("pk")
    about = f"for {leader.person}, {leader.role}"
    assert [(mail.to_person, mail.state, mail.subject) for mail in mails] == [
        (one, "waiting", f"{leader.school} asks for a correction before it signs {about}")
        for one in sorted([by, other], key=lambda person: (person.sort_name, person.pk))
    ]
    assert "She began on August 10." in mails[0].body
    assert f"/placements/{placement.pk}/\n" in mails[0].body
    revise(pk=application.pk, by=by)
    assert {mail.state for mail in mails.all()} == {"cancelled"}
    application = signed_by_teacher(Application.objects.get())
    decline_support(pk=application.pk, by=application.signer, words="Not at our school.")
    subjects = {mail.subject for mail in mails.filter(state="waiting")}
    assert subjects == {f"{leader.school} did not sign {about}"}


def test_of_a_leader_in_office_no_readers_are_told_on_its_page_or_the_panel(
    leader, signed_by_both, signed_in, one_factor
):
    take_over(leader=leader, by=manager())
    application = signed_by_both(Application.objects.get())
    page = signed_in(manager())
    detail = page.get(f"/applications/{application.pk}/").text
    assert ("What happened" in detail, 'id="readers"' in detail) == (True, False)
    panel = f"/decisions/{application.offering_id}/"
    text = page.get(panel).text
    assert ("No reader assigned" in text, ">Not read</td>" in text, ">Taken over<" in text) == (
        False,
        True,
        True,
    )
    row = b"".join(page.get(f"{panel}?save=csv")).decode().splitlines()[1]
    assert row.split(",")[-3:] == ["Not read", "Taken over", ""]
