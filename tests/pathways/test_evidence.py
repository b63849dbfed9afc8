"""Who opens the file that was handed in: its leader, who accepts it, managers of the pathway, the leader's coach."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from pathways.models import PathwayManager
from people.models import Hat
from tests.factories.coaching import CycleFactory
from tests.factories.files import PDF
from tests.factories.pathways import DeliverableRecordFactory, PathwayFactory
from tests.factories.people import HatFactory, administrator, manager, principal_of, registrar, teacher_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    # Staff of the demo need no second factor.
    settings.DEMO = True


def handed_in(accepted_by):
    return DeliverableRecordFactory(
        state="submitted",
        submitted_at=timezone.now(),
        file=ContentFile(PDF, "a.pdf"),
        file_name="a.pdf",
        deliverable__accepted_by=accepted_by,
    )


def manager_elsewhere(record):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=PathwayFactory())
    return hat.person


def director(record):
    hat = HatFactory(kind=Hat.Kind.DIRECTOR)
    hat.schools.add(record.placement.school)
    return hat.person


WHO = {
    "the leader": lambda record: record.placement.person,
    "a manager": lambda record: manager(),
    "a manager of another pathway": manager_elsewhere,
    "the principal": lambda record: principal_of(record.placement.school),
    "the leader's coach": lambda record: CycleFactory(placement=record.placement).coach,
    "another coach": lambda record: HatFactory(kind=Hat.Kind.COACH).person,
    "a preparer": lambda record: HatFactory(kind=Hat.Kind.PREPARER).person,
    "an approver": lambda record: HatFactory(kind=Hat.Kind.APPROVER).person,
    "a director": director,
    "a registrar": lambda record: registrar(),
    "a colleague": lambda record: teacher_at(record.placement.school),
    "an administrator": lambda record: administrator(),
}
OPENS = {"the leader", "a manager", "the leader's coach", "an administrator"}


@pytest.mark.parametrize("accepted_by", ["staff", "principal"])
@pytest.mark.parametrize("who", WHO)
def test_a_file_is_opened_by_those_it_is_for_and_by_nobody_else(client, who, accepted_by):
    record = handed_in(accepted_by)
    client.force_login(WHO[who](record))
    may = OPENS | ({"the principal"} if accepted_by == "principal" else set())
    page = client.get(f"/deliverables/{record.pk}/")
    file = client.get(f"/deliverables/{record.pk}/file/")
    if file.streaming:
        assert b"".join(file.streaming_content) == PDF
    if page.status_code == 404:
        assert who not in may
        assert file.status_code == 404
        return
    assert file.status_code == (200 if who in may else 403)
    assert ("Download a.pdf" in page.content.decode()) == (who in may)
    assert ("A file was handed in." in page.content.decode()) == (who not in may)


def test_who_may_not_open_it_reads_who_may(client):
    record = handed_in("staff")
    client.force_login(HatFactory(kind=Hat.Kind.PREPARER).person)
    said = client.get(f"/deliverables/{record.pk}/file/").content.decode()
    assert "who accepts it, the managers of the pathway" in said
