"""Who reads the work of a Peer Coach: names and days, numbers, or nothing; every hat by object."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, transaction
from django.urls import reverse

from coaching import services
from coaching.models import TeacherCycle
from coaching.services import Free, Round
from people.models import Hat
from tests.coaching.test_peers import added, saved, shown
from tests.factories.coaching import (
    CoachedTeacherFactory,
    LeadersCoachFactory,
    PeerCoachFactory,
    SchoolwidePDFactory,
    TeacherCycleFactory,
    coach,
)
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, administrator, manager, principal_of, teacher_at
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
FREE = Free(110, date(2026, 9, 1), "period 3")


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PeerCoachFactory()


@pytest.fixture
def principal(placement):
    return principal_of(placement.school)


@pytest.fixture
def work(placement):
    """A teacher with a cycle; PD."""
    row = CoachedTeacherFactory(placement=placement, person__family_name="Quillfeather")
    TeacherCycleFactory(teacher=row, focus="Literacy strategies", own_focus="")
    SchoolwidePDFactory(placement=placement)
    return row


def everybody(placement):
    """Each hat, and whether they read names, numbers, or nothing."""
    own = coach()
    LeadersCoachFactory(placement=placement, coach=own)
    director = HatFactory(kind=Hat.Kind.DIRECTOR)
    director.schools.add(placement.school)
    here = [placement.person, own, manager(), administrator()]
    strangers = [UserFactory(), teacher_at(placement.school), coach(), director.person]
    for kind in (Hat.Kind.REGISTRAR, Hat.Kind.PREPARER, Hat.Kind.APPROVER):
        strangers.append(HatFactory(kind=kind).person)
    strangers.append(PlacementFactory(school=placement.school, year=placement.year).person)
    return here, strangers


def test_names_and_days_reach_the_peer_coach_their_coach_and_managers_and_others_nothing(
    client, placement, work
):
    here, strangers = everybody(placement)
    page, secrets = reverse("coaching:peer", args=[placement.pk]), ("Quillfeather", "Literacy strategies")
    for person in here:
        client.force_login(person)
        told = shown(client.get(page))
        assert all(words in told for words in secrets), person
        assert placement.person.name in shown(client.get(reverse("coaching:peers"), follow=True))
    for person in [*strangers, work.person]:
        client.force_login(person)
        assert client.get(page).status_code == 404
        assert placement.person.name not in shown(client.get(reverse("coaching:peers")))


def test_whoever_signs_for_the_school_reads_numbers_and_no_names(client, placement, principal, work):
    client.force_login(principal)
    told = shown(client.get(reverse("coaching:peer", args=[placement.pk])))
    assert "1 teacher now, 1 whole cycle in all." in told
    file = saved(client)
    search = shown(client.get("/search/", {"q": "Quillfeather"}))
    for text in (told, file, search):
        assert "Literacy strategies" not in text
    assert "Quillfeather" not in told + file
    for name, pk in (("teacher_talk", work.cycles.get().pk), ("teacher_end", work.pk)):
        assert client.post(reverse(f"coaching:{name}", args=[pk]), {"on": "2026-10-01"}).status_code == 404


def test_a_teacher_reads_their_own_row_and_nobody_elses(client, placement, work):
    CoachedTeacherFactory(placement=placement, person__family_name="Otherwise")
    client.force_login(work.person)
    told = shown(client.get(reverse("coaching:listed")))
    assert "Literacy strategies" in told
    assert placement.person.name in told
    assert "Otherwise" not in told
    assert (
        client.post(reverse("coaching:teacher_cycle_take_back", args=[work.cycles.get().pk])).status_code
        == 404
    )
    client.force_login(UserFactory())
    assert "Nobody lists you" in shown(client.get(reverse("coaching:listed")))


def test_the_administration_shows_names_to_those_who_read_them_on_pages(client, placement, work):
    here, strangers = everybody(placement)
    for model in ("coachedteacher", "teachercycle"):
        page = reverse(f"admin:coaching_{model}_changelist")
        for person in [*here, *strangers, work.person]:
            person.is_staff = True
            person.save()
            client.force_login(person)
            answer = client.get(page)
            reads = answer.status_code == 200 and "Quillfeather" in shown(answer)
            assert reads == (person in here[1:]), (model, person)


def test_mails_say_nothing_of_the_work(placement, principal, mailoutbox):
    from notifications.models import Message

    row = services.say_release_time(placement_pk=placement.pk, by=placement.person, said=FREE)
    services.confirm_release_time(pk=row.pk, by=principal)
    teacher = added(placement, name="Quillfeather")
    services.record_cycle(
        teacher_pk=teacher.pk, by=placement.person, said=Round(TODAY, "Literacy strategies", TODAY)
    )
    sent = " ".join(f"{one.subject} {one.body}" for one in Message.objects.all())
    assert "Quillfeather" not in sent
    assert "Literacy strategies" not in sent


def test_a_focus_is_one_of_a_list_and_words_of_before_are_read_by_their_writer_alone(client, placement, work):
    say = {"teacher_pk": work.pk, "by": placement.person}
    assert refusal(services.record_cycle, **say, said=Round(TODAY, "she shouts at kids")) == (
        "Choose a focus from the list."
    )
    kept = services.record_cycle(**say, said=Round(TODAY, "Another focus"))
    assert (kept.focus, kept.own_focus) == ("Another focus", "")
    TeacherCycleFactory(teacher=work, own_focus="Zebra questions")
    here, _ = everybody(placement)
    page = reverse("coaching:peer", args=[placement.pk])
    for person in here:
        client.force_login(person)
        told = shown(client.get(page))
        assert "Another focus" in told
        assert ("Another focus: Zebra questions" in told) == (person == placement.person)
    client.force_login(work.person)
    assert "Zebra" not in shown(client.get(reverse("coaching:listed")))
    client.force_login(administrator())
    admin = reverse("admin:coaching_teachercycle_changelist")
    for address in (f"{admin}?q=Zebra", f"{admin}{TeacherCycle.objects.latest('pk').pk}/change/"):
        # What was searched for stands in the field and in the links of its page.
        told = shown(client.get(address)).replace('value="Zebra"', "").replace("q=Zebra", "")
        assert "Zebra" not in told
    assert "0 results" in shown(client.get(f"{admin}?q=Zebra"))
    client.force_login(placement.person)
    assert 'type="text" name="other"' not in shown(
        client.get(reverse("coaching:teacher_cycle", args=[placement.pk]))
    )
    with pytest.raises(Error, match="has_a_focus"), transaction.atomic():
        TeacherCycleFactory(teacher=work, focus="Elisa cannot manage her class", own_focus="")
