"""Duties of Peer Coaches complete themselves from what was recorded, and say from what, without a name."""

from datetime import UTC, date, datetime

import pytest

from coaching import services
from coaching.services import Free, Led, Round
from notifications.models import Message
from pathways import services as pathways
from tests.coaching.test_peers import added
from tests.factories.coaching import (
    CoachedPeerFactory,
    CoachedTeacherFactory,
    PeerCoachFactory,
    PeerVisitFactory,
    SeminarVisitorFactory,
    TeacherCycleFactory,
)
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import manager, principal_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PeerCoachFactory(senior=True)


def release_time(placement):
    row = services.say_release_time(
        placement_pk=placement.pk, by=placement.person, said=Free(110, date(2026, 9, 1))
    )
    services.confirm_release_time(pk=row.pk, by=principal_of(placement.school))


def teachers(placement):
    for _ in range(2):
        TeacherCycleFactory(teacher=CoachedTeacherFactory(placement=placement))
    row = added(placement, name="Quillfeather")
    services.record_cycle(teacher_pk=row.pk, by=placement.person, said=Round(TODAY, "Zebra questions", TODAY))


def schoolwide_pd(placement):
    services.record_pd(placement_pk=placement.pk, by=placement.person, said=Led(TODAY, "Zebra moves", 34, 60))


def hosted_seminar(placement):
    last = SeminarVisitorFactory(seminar__placement=placement)
    SeminarVisitorFactory.create_batch(2, seminar=last.seminar, confirmed=True)
    services.say_whether_there(pk=last.pk, by=last.person, was_there=True)


def coached_peers(placement):
    for number in range(2):
        row = CoachedPeerFactory(placement=placement)
        PeerVisitFactory(coached=row)
        if number == 0:
            PeerVisitFactory(coached=row, day=date(2026, 9, 23))
    services.visit_peer(pk=row.pk, by=placement.person, day=TODAY)


SAID = {
    "release_time": "Release time confirmed: 110 minutes a week from Sep 1, 2026.",
    "teachers": "Coached 3 teachers, with each a cycle that was observed and talked over.",
    "schoolwide_pd": "Led schoolwide PD on Oct 20, 2026; 34 came.",
    "hosted_seminar": "Hosted the seminar of Oct 5, 2026; 3 of 3 visitors confirmed.",
    "coached_peers": "Coached 2 Peer Coaches, each with 2 visits or more.",
}
DOES = (release_time, teachers, schoolwide_pd, hosted_seminar, coached_peers)


@pytest.mark.parametrize("does", DOES, ids=lambda does: does.__name__)
def test_a_duty_completes_itself_and_says_from_what(placement, does):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from=does.__name__)
    other = DeliverableRecordFactory(placement=placement)
    does(placement)
    owed.refresh_from_db()
    other.refresh_from_db()
    assert (owed.state, other.state) == ("accepted", "open")
    assert owed.events.get().note == SAID[does.__name__]
    mails = " ".join(
        f"{one.subject} {one.body}" for one in Message.objects.filter(to_person=placement.person)
    )
    assert SAID[does.__name__] in " ".join(mails.split())
    assert "Quillfeather" not in mails
    assert "Zebra" not in mails


def test_what_is_not_done_completes_nothing(placement):
    owed = [
        DeliverableRecordFactory(placement=placement, deliverable__completes_from=does.__name__)
        for does in DOES
    ]
    services.say_release_time(
        placement_pk=placement.pk, by=principal_of(placement.school), said=Free(0, TODAY)
    )
    row = added(placement, name="Quillfeather")
    services.record_cycle(teacher_pk=row.pk, by=placement.person, said=Round(TODAY, "Wait time", TODAY))
    visitor = SeminarVisitorFactory(seminar__placement=placement)
    services.say_whether_there(pk=visitor.pk, by=visitor.person, was_there=True)
    coached = CoachedPeerFactory(placement=placement)
    services.visit_peer(pk=coached.pk, by=placement.person, day=TODAY)
    for one in owed:
        one.refresh_from_db()
    assert {one.state for one in owed} == {"open"}


def test_what_staff_reopened_completes_from_new_work_and_not_from_the_same(placement):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from="schoolwide_pd")
    schoolwide_pd(placement)
    pathways.reopen(pk=owed.pk, by=manager(), reason="It was of one department.")
    schoolwide_pd(placement)
    owed.refresh_from_db()
    assert owed.state == "open"
    services.record_pd(
        placement_pk=placement.pk, by=placement.person, said=Led(TODAY, "For the whole school", 60, 60)
    )
    owed.refresh_from_db()
    assert owed.state == "accepted"


def test_the_page_of_what_is_owed_leads_its_leader_to_their_coaching_work(client, placement):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from="schoolwide_pd")
    page, work = f"/deliverables/{owed.pk}/", f'href="/coaching/peer/{placement.pk}/"'
    client.force_login(placement.person)
    assert work in client.get(page).content.decode()
    client.force_login(manager())
    assert work not in client.get(page).content.decode()
