"""A hat of finance that a registrar gives counts for nothing until a second person agrees."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.errors import NotAllowed
from notifications.models import Message
from people.models import Hat, PersonEvent, User
from people.policies import hats, why_not
from people.queries import hats_to_agree, today
from people.rules.second import are_two
from people.services import agree_to_hat, lose_hat, refuse_hat, wear_hat
from people.states import HatAnswer
from tests.factories.people import (
    HatFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
    registrar,
    teacher_at,
)
from tests.factories.stipends import approver, preparer
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
FINANCE = [Hat.Kind.PREPARER, Hat.Kind.APPROVER]
SECONDS = {
    "another registrar": registrar,
    "a manager": manager,
    "a preparer": preparer,
    "an approver": approver,
    "an administrator": administrator,
}
OTHERS = {
    "a teacher": lambda: teacher_at(SchoolFactory()),
    "a principal": lambda: principal_of(SchoolFactory()),
    "a coach": lambda: HatFactory(kind=Hat.Kind.COACH).person,
    "a director": lambda: HatFactory(kind=Hat.Kind.DIRECTOR).person,
}
ELSE = (
    "Somebody else agrees to this hat or refuses it: neither who gave it nor who is to wear it, and nobody whose own "
    "hat comes from the same person. An administrator always may."
)


def wears(person):
    """As at the next request."""
    return hats(User.objects.get(pk=person.pk)).kinds


def given_by(by, kind=Hat.Kind.PREPARER):
    return wear_hat(person=UserFactory(), kind=kind, starts=today(), by=by)


@pytest.mark.parametrize("kind", FINANCE)
def test_a_hat_of_finance_counts_once_a_second_person_agreed(kind):
    hat, second = given_by(registrar(), kind), manager()
    assert wears(hat.person) == frozenset()
    agree_to_hat(pk=hat.pk, by=second, words="I know her.")
    assert wears(hat.person) == {kind}
    line = PersonEvent.objects.get(action=HatAnswer.AGREE)
    assert (line.person, line.by, line.kind, line.note) == (hat.person, second, kind, "I know her.")


def test_other_hats_count_at_once():
    kinds = [kind for kind in Hat.Kind if kind not in FINANCE]
    assert [wears(given_by(registrar(), kind).person) for kind in kinds] == [{kind} for kind in kinds]


def test_what_an_administrator_gives_counts_at_once_and_so_does_what_was_there_before():
    assert wears(given_by(administrator()).person) == {"preparer"}
    assert wears(HatFactory(kind=Hat.Kind.APPROVER).person) == {"approver"}


@pytest.mark.parametrize("who", SECONDS)
def test_these_may_be_the_second(who):
    second, hat = SECONDS[who](), given_by(registrar())
    assert why_not(second, HatAnswer.AGREE, hat) is None
    assert list(hats_to_agree(second, today())) == [hat]


@pytest.mark.parametrize("who", OTHERS)
def test_others_do_not_agree(who):
    person, hat = OTHERS[who](), given_by(registrar())
    said = refusal(agree_to_hat, pk=hat.pk, by=person, refused_as=NotAllowed)
    assert said == "Only registrars, program managers and finance agree to a hat of finance."
    assert list(hats_to_agree(person, today())) == []


def test_neither_who_gave_it_nor_who_is_to_wear_it_agrees():
    by, wearer = registrar(), manager()
    hat = wear_hat(person=wearer, kind=Hat.Kind.APPROVER, starts=today(), by=by)
    for person in (by, wearer):
        assert refusal(agree_to_hat, pk=hat.pk, by=person, refused_as=NotAllowed) == ELSE
        assert list(hats_to_agree(person, today())) == []


@pytest.mark.parametrize("kind", [Hat.Kind.REGISTRAR, Hat.Kind.PROGRAM_MANAGER])
def test_a_registrar_finds_no_second_in_an_account_they_gave_a_hat(kind):
    by = registrar()
    made = given_by(by, kind).person
    hat = given_by(by)
    assert refusal(agree_to_hat, pk=hat.pk, by=made, refused_as=NotAllowed) == ELSE
    assert list(hats_to_agree(made, today())) == []
    HatFactory(person=made, kind=Hat.Kind.APPROVER)
    assert why_not(User.objects.get(pk=made.pk), HatAnswer.AGREE, hat) is None


def test_two_accounts_one_registrar_made_are_not_two():
    by = registrar()
    one, other = (given_by(by, Hat.Kind.REGISTRAR).person for _ in range(2))
    hat = given_by(one)
    for person in (by, other):
        assert refusal(refuse_hat, pk=hat.pk, by=person, words="No.", refused_as=NotAllowed) == ELSE


def test_the_database_keeps_who_gave_it_from_agreeing():
    hat = given_by(registrar())
    now = hat.given_at
    with pytest.raises(IntegrityError, match="a_second_person_agrees_to_a_hat"):
        Hat.objects.filter(pk=hat.pk).update(agreed_by=hat.given_by, agreed_at=now)


def test_who_is_refused_never_wore_it_and_who_gave_it_is_told():
    hat, second = given_by(registrar()), approver()
    giver, person = hat.given_by, hat.person
    refuse_hat(pk=hat.pk, by=second, words="Nobody here knows them.")
    assert not Hat.objects.filter(person=person).exists()
    line = PersonEvent.objects.get(action=HatAnswer.REFUSE)
    assert (line.person, line.by, line.note) == (person, second, "Nobody here knows them.")
    told = Message.objects.get(to_email=giver.email)
    assert told.subject == f"A hat you gave was refused: finance preparer for {person.name}"
    assert "Nobody here knows them." in told.body


def test_agreed_to_once_it_waits_no_more():
    hat = given_by(registrar())
    agree_to_hat(pk=hat.pk, by=manager())
    said = refusal(refuse_hat, pk=hat.pk, by=approver(), words="No.")
    assert said == f"The hat of {hat.person.name} does not wait for a second person any more."


def test_a_hat_that_waits_is_taken_back_as_if_it_had_never_been():
    by = registrar()
    hat = wear_hat(person=UserFactory(), kind=Hat.Kind.PREPARER, starts=today() - timedelta(days=9), by=by)
    assert lose_hat(pk=hat.pk, by=by, day=today()) is True
    assert not Hat.objects.filter(pk=hat.pk).exists()


def test_given_twice_the_second_says_that_it_waits():
    by = registrar()
    hat = given_by(by)
    said = refusal(wear_hat, person=hat.person, kind=Hat.Kind.PREPARER, starts=today(), by=by)
    assert said == f"{hat.person} is finance preparer in that time already and waits for a second person."


def test_it_waits_on_the_homes_of_those_who_may_agree_and_on_the_page_of_the_person(client, settings):
    settings.DEMO = True
    by, second = registrar(), approver()
    hat = given_by(by)
    address = reverse("people:hat_agree", args=[hat.pk])
    pages = {}
    for name, user in (("giver", by), ("second", second), ("wearer", hat.person)):
        client.force_login(user)
        pages[name] = client.get("/").content.decode()
    assert [name for name, page in pages.items() if address in page] == ["second"]
    client.force_login(manager())
    shown = client.get(reverse("dashboard:person", args=[hat.person_id])).content.decode()
    assert f'href="{address}"' in shown
    assert f"{by.name} gave it. It counts once a second person agrees" in shown


def test_a_second_agrees_on_the_page_and_comes_home(client, settings):
    settings.DEMO = True
    hat = given_by(registrar())
    client.force_login(preparer())
    address = reverse("people:hat_agree", args=[hat.pk])
    assert hat.person.email in client.get(address).content.decode()
    assert client.post(address, {"words": ""}).headers["Location"] == "/"
    assert wears(hat.person) == {"preparer"}
    refused = client.get(reverse("people:hat_refuse", args=[hat.pk]))
    assert refused.status_code == 404


def test_a_refusal_asks_for_words(client, settings):
    settings.DEMO = True
    hat = given_by(registrar())
    client.force_login(manager())
    answer = client.post(reverse("people:hat_refuse", args=[hat.pk]), {"words": " "})
    assert answer.status_code == 422
    assert Hat.objects.filter(pk=hat.pk).exists()


PEOPLE = st.integers(1, 8)


@given(st.dictionaries(PEOPLE, st.sets(PEOPLE, max_size=3)), PEOPLE, PEOPLE)
def test_two_are_two_both_ways_and_nobody_is_two(gifts, one, other):
    assert are_two(one, other, gifts) == are_two(other, one, gifts)
    assert not are_two(one, one, gifts)
    assert not any(are_two(one, giver, gifts) for giver in gifts.get(one, ()))
