"""Duties of Peer Coaches complete themselves from what was recorded, and say from what, without a name."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from coaching import services
from coaching.models import PeerVisit, ReleaseTime, SchoolwidePD, SeenInRecording, TeacherCycle
from coaching.services import Exemplar, Free, Led, Round
from notifications.models import Message
from pathways import services as pathways
from pathways.models import DeliverableEvent, DeliverableRecord
from tests.coaching.test_peers import added, shown
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
from tests.pressing import pressed
from tests.verbs import refusal

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
    services.record_cycle(
        teacher_pk=row.pk, by=placement.person, said=Round(TODAY, "Questions and wait time", TODAY)
    )


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
    services.record_cycle(
        teacher_pk=row.pk, by=placement.person, said=Round(TODAY, "Questions and wait time", TODAY)
    )
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


# --- taken back ---------------------------------------------------------------------------------------
def recording(placement):
    said = Exemplar("Wait time", "https://video.example.org/1", "leaders", [placement.person])
    row = services.record_exemplar(placement_pk=placement.pk, by=placement.person, said=said)
    services.agree(pk=row.seen.get().pk, by=placement.person)


def none_released(placement):
    by = ReleaseTime.objects.get().confirmed_by
    services.say_release_time(placement_pk=placement.pk, by=by, said=Free(0, TODAY))


def take_back(name, model):
    def does(placement):
        verb = getattr(services, f"take_back_{name}")
        verb(pk=model.objects.kept().latest("pk").pk, by=placement.person)

    return does


def withdraw(placement):
    services.withdraw_consent(pk=SeenInRecording.objects.get().pk, by=placement.person)


TAKEN_BACK = {
    "release_time": (
        release_time,
        none_released,
        "Release time: 0 of 1: the school gives none, says whoever signs for it.",
    ),
    "teachers": (
        teachers,
        take_back("cycle", TeacherCycle),
        "Teachers coached: 2 of 3 teachers with a whole cycle.",
    ),
    "schoolwide_pd": (schoolwide_pd, take_back("pd", SchoolwidePD), "Schoolwide PD: 0 of 1 led."),
    "recordings": (
        recording,
        withdraw,
        "Exemplar recordings: 0 of 1 with the consent of everybody seen in it.",
    ),
    "coached_peers": (
        coached_peers,
        take_back("peer_visit", PeerVisit),
        "Peer Coaches coached: 1 of 2 Peer Coaches visited 2 times or more.",
    ),
}


@pytest.mark.parametrize("source", TAKEN_BACK)
def test_a_duty_whose_evidence_was_taken_back_waits_for_whoever_manages_its_pathway(
    client, placement, source
):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from=source)
    does, undoes, missing = TAKEN_BACK[source]
    does(placement)
    undoes(placement)
    owed.refresh_from_db()
    assert (owed.state, str(owed.evidence_gone_at)) == ("accepted", "2026-10-20 18:00:00+00:00")
    assert owed.events.latest("pk").note == missing


def test_the_manager_reopens_or_keeps_what_lost_its_evidence_and_new_work_settles_it(client, placement):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from="schoolwide_pd")
    other = DeliverableRecordFactory(placement=placement, deliverable__completes_from="schoolwide_pd")
    by, page = manager(), f"/deliverables/{owed.pk}/"
    pathways.submit(pk=other.pk, by=placement.person, note="I led it.")
    pathways.accept(pk=other.pk, by=by)
    task = f"Look at what {placement.person.name} owes: its evidence was taken back"

    def led_and_taken_back():
        services.record_pd(placement_pk=placement.pk, by=placement.person, said=Led(TODAY, "Moves", 34, 60))
        assert not DeliverableRecord.objects.without_evidence().exists()
        TAKEN_BACK["schoolwide_pd"][1](placement)

    led_and_taken_back()
    client.force_login(placement.person)
    told = shown(client.get(page))
    assert "What this was completed from was taken back on Oct 20, 2026. Schoolwide PD: 0 of 1 led." in told
    assert task not in shown(client.get("/"))
    client.force_login(by)
    # What was accepted by hand never waits.
    assert shown(client.get("/")).count(task) == 1
    told = shown(client.get(page))
    assert "It counts as accepted until it is reopened." in told
    assert "Keep it accepted" in told
    assert "Reopen" in told
    led_and_taken_back()
    assert client.post(f"{page}keep/", pressed("keep", reason=" ")).status_code == 422
    assert client.post(f"{page}keep/", pressed("keep", reason="I was there.")).url == page
    assert task not in shown(client.get("/"))
    told = shown(client.get(page))
    assert "I was there." in told
    assert "was taken back on" not in told
    assert refusal(pathways.keep_accepted, pk=owed.pk, by=by, reason="Again.") == (
        "Nothing it was accepted for was taken back, so there is nothing to decide."
    )
    led_and_taken_back()
    owed.refresh_from_db()
    assert owed.evidence_gone_at is None


def test_what_lost_its_evidence_is_reopened_and_waits_for_nobody_but_its_leader(placement):
    owed = DeliverableRecordFactory(placement=placement, deliverable__completes_from="schoolwide_pd")
    schoolwide_pd(placement)
    TAKEN_BACK["schoolwide_pd"][1](placement)
    assert refusal(pathways.keep_accepted, pk=owed.pk, by=manager(), reason=" ") == (
        "Say why it stays accepted. The leader reads it, and it stays on record."
    )
    pathways.reopen(pk=owed.pk, by=manager(), reason="It was taken back.")
    owed.refresh_from_db()
    assert (owed.state, owed.evidence_gone_at) == ("open", None)
    with (
        pytest.raises(IntegrityError, match="only_what_is_accepted_loses_its_evidence"),
        transaction.atomic(),
    ):
        DeliverableRecord.objects.filter(pk=owed.pk).update(
            evidence_gone_at=datetime(2026, 10, 20, tzinfo=UTC)
        )
    line = owed.events.latest("pk")
    about = {"record": owed, "by": line.by, "at": line.at, "note": ""}
    for action in ("lose_evidence", "keep"):
        with pytest.raises(IntegrityError, match="evidence_that_went_says"), transaction.atomic():
            DeliverableEvent.objects.create(**about, action=action)
