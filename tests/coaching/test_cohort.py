"""The cohort of a Peer Coach: each teacher once, under one name, and with their cycles for as long as these stand."""

from datetime import UTC, date, datetime

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from coaching import services
from coaching.services import Round
from tests.coaching.test_peers import added, duty, shown
from tests.factories.coaching import CoachedTeacherFactory, PeerCoachFactory
from tests.factories.people import teacher_at
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def placement():
    return PeerCoachFactory(person__given_name="Nia", person__family_name="Okoro")


def test_one_person_is_listed_once_however_they_are_written_and_never_the_peer_coach(placement):
    say = {"placement_pk": placement.pk, "by": placement.person, "since": TODAY}
    elisa = teacher_at(placement.school, given_name="Elisa", family_name="Núñez-Cho")
    added(placement, person=elisa)
    assert refusal(services.add_teacher, **say, name="elisa nunez cho") == (
        f"{elisa.name} is listed already. Write somebody else of that name with a middle name."
    )
    assert refusal(services.add_teacher, **say, name=placement.person.name.upper()) == (
        "This is your own name. You cannot coach yourself."
    )
    typed = added(placement, name="Bo Lund")
    bo = teacher_at(placement.school, given_name="Bo", family_name="Lund")
    assert refusal(services.add_teacher, **say, person=bo) == (
        "Bo Lund is listed already. Write somebody else of that name with a middle name."
    )
    for more in ("Bo, cannot manage", "Bo 2", "Elisa cannot manage her class", "x" * 61):
        assert refusal(services.add_teacher, **say, name=more) == (
            "Type the name alone: letters, no number, no comma, no other words."
        )
    assert added(placement, name="Ana María de la Cruz").name == "Ana María de la Cruz"
    with pytest.raises(Error, match="a_name_is_listed_once"), transaction.atomic():
        CoachedTeacherFactory(placement=placement, person=None, name=typed.name.upper())


def test_a_cycle_is_whole_once_they_talked_and_three_teachers_complete_the_cohort(placement):
    teachers = [added(placement, name=name) for name in ("Ana", "Ben", "Cleo")]
    for row in teachers:
        say = {"teacher_pk": row.pk, "by": placement.person, "said": Round(TODAY, "Questions and wait time")}
        cycle = services.record_cycle(**say)
        assert services.record_cycle(**say).pk == cycle.pk
        services.record_talk(pk=cycle.pk, by=placement.person, on=TODAY)
    assert duty(placement, 1) == (3, 3, True)
    assert services.record_talk(pk=cycle.pk, by=placement.person, on=TODAY).talked_on == TODAY
    services.take_back_cycle(pk=cycle.pk, by=placement.person)
    assert duty(placement, 1) == (2, 3, False)
    assert refusal(services.take_back_teacher, pk=teachers[0].pk, by=placement.person) == (
        "You recorded 1 cycle with them. If all are wrong, take back each first; else say that you do not coach them "
        "any more."
    )
    page, client = reverse("coaching:peer", args=[placement.pk]), Client()
    client.force_login(placement.person)
    told = shown(client.get(page))
    assert [reverse("coaching:teacher_take_back", args=[row.pk]) in told for row in teachers] == [
        False,
        False,
        True,
    ]
    # Whoever is listed again is still one teacher.
    services.end_teacher(pk=teachers[0].pk, by=placement.person)
    again = added(placement, name="ana")
    services.record_cycle(
        teacher_pk=again.pk, by=placement.person, said=Round(TODAY, "Questions and wait time", TODAY)
    )
    assert duty(placement, 1) == (2, 3, False)
