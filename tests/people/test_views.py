import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from notifications.models import Message
from people.models import Delegation, Invitation, Post, User
from tests.factories.people import DelegationFactory, SchoolFactory, UserFactory, principal_of
from tests.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


def test_people_write_their_own_names(client):
    person = UserFactory()
    client.force_login(person)
    client.post(
        "/profile/", {"given_name": " Ana ", "family_name": "Ruiz", "preferred_name": "", "is_staff": "1"}
    )
    person.refresh_from_db()
    assert (person.name, person.is_staff) == ("Ana Ruiz", False)
    assert list(User.objects.matching("rui an")) == [person]


@pytest.mark.parametrize("name", ["", "x" * 101, "a\x00b", "https://evil.example", "\u200b"])
def test_a_name_that_cannot_be_comes_back(client, name):
    client.force_login(UserFactory())
    response = client.post("/profile/", {"given_name": name, "family_name": "Ruiz"})
    assert response.status_code == 422
    assert response.context["form"].errors["given_name"]


DAYS = {"first_day": "2026-11-16", "last_day": "2026-11-20"}


def answer(person, yes=True):
    """The owner of the address answers what they were asked first."""
    asked = Client()
    asked.force_login(person)
    rows = asked.get("/profile/asked/").context["asked"]
    sent = {"invitation": rows[0].pk if rows else 0, "answer": "yes" if yes else "no"}
    return asked.post("/profile/asked/", sent, follow=True).content.decode()


def test_a_principal_asks_and_whoever_says_yes_acts_for_them(client):
    principal, person = principal_of(SchoolFactory()), UserFactory()
    client.force_login(principal)
    assert (
        client.post("/profile/delegations/", pressed("ask", email=person.email.upper(), **DAYS)).status_code
        == 302
    )
    assert not Delegation.objects.exists()
    assert "You act for" in answer(person)
    given = Delegation.objects.get()
    assert (given.principal, given.delegate) == (principal, person)
    assert (given.starts.isoformat(), given.ends.isoformat()) == ("2026-11-16", "2026-11-21")
    assert f"<strong>{person}</strong>" in client.get("/profile/delegations/").content.decode()
    assert "taken back, asked anew or answered" in answer(person)


def test_whoever_said_yes_finds_for_whom_they_act_and_until_when(client, clock):
    given = DelegationFactory(starts=date(2026, 11, 9), ends=date(2026, 11, 21))
    client.force_login(given.delegate)
    said = f"You act for <strong>{given.principal}</strong>, from Nov 9, 2026 through Nov 20, 2026."
    assert said in client.get("/profile/asked/").content.decode()
    clock(datetime(2026, 11, 21, 20, tzinfo=UTC))
    client.force_login(given.delegate)
    over = client.get("/profile/asked/").content.decode()
    assert (said in over, "Nobody asks you right now" in over) == (False, True)


def test_whoever_acts_stops_and_the_principal_reads_it_in_a_mail(client):
    given = DelegationFactory(starts=date(2026, 11, 9), ends=date(2026, 11, 21))
    client.force_login(given.delegate)
    sent = {"invitation": given.pk, "answer": "stop"}
    said = client.post("/profile/asked/", sent, follow=True).content.decode()
    given.refresh_from_db()
    assert ("You no longer act for them." in said, given.ends) == (True, date(2026, 11, 10))
    mail = Message.objects.get()
    assert (mail.to_email, mail.subject) == (
        given.principal.email,
        f"{given.delegate} no longer acts for you",
    )
    client.post("/profile/asked/", sent)
    assert Message.objects.count() == 1


def test_nobody_stops_what_somebody_else_does(client):
    given = DelegationFactory(starts=date(2026, 11, 9), ends=date(2026, 11, 21))
    client.force_login(UserFactory())
    client.post("/profile/asked/", {"invitation": given.pk, "answer": "stop"})
    given.refresh_from_db()
    assert given.ends == date(2026, 11, 21)


@pytest.mark.parametrize(("last_day", "status"), [("2027-11-16", 302), ("2027-11-17", 422)])
def test_somebody_is_asked_to_act_for_a_year_at_most(client, last_day, status):
    client.force_login(principal_of(SchoolFactory()))
    asked = pressed("ask", email="asked@example.org", first_day="2026-11-16", last_day=last_day)
    assert client.post("/profile/delegations/", asked).status_code == status


@pytest.mark.parametrize(("last_day", "status"), [("2026-11-09", 422), ("2026-11-10", 302)])
def test_nobody_is_asked_to_act_on_days_that_are_past(client, last_day, status):
    """Today is November 10."""
    client.force_login(principal_of(SchoolFactory()))
    asked = pressed("ask", email="asked@example.org", first_day="2026-11-02", last_day=last_day)
    answered = client.post("/profile/delegations/", asked)
    assert answered.status_code == status
    assert Invitation.objects.count() == (status == 302)
    if status == 422:
        said = answered.context["form"].non_field_errors()
        assert said == ["The last day is past. Choose today or a later day."]


def test_asking_for_other_days_says_first_which_days_they_replace(client):
    """Only the second press asks; whoever still has the first days on a page says yes to nothing."""
    principal, person = principal_of(SchoolFactory()), UserFactory()
    client.force_login(principal)
    client.post("/profile/delegations/", pressed("ask", email=person.email, **DAYS))
    first = Invitation.objects.get()
    later = pressed("ask", email=person.email, first_day="2026-12-07", last_day="2026-12-11")
    page = client.post("/profile/delegations/", later)
    assert (page.status_code, str(Invitation.objects.get())) == (422, str(first))
    look = page.context["form"].first_look
    assert str(look) == f"{person.email} is asked already. Nobody was asked anew yet."
    assert look.lines[0] == (
        "The days asked for now are Nov 16, 2026 through Nov 20, 2026. Nobody has said yes to them yet."
    )
    assert client.post("/profile/delegations/", {**later, "ask-seen": look.seen}).status_code == 302
    assert str(Invitation.objects.get()) == f"{principal} asks {person.email} until December 11, 2026"
    stale = Client()
    stale.force_login(person)
    said = stale.post("/profile/asked/", {"invitation": first.pk, "answer": "yes"}, follow=True)
    assert "taken back, asked anew or answered" in said.content.decode()
    assert not Delegation.objects.exists()


def test_whether_an_address_has_an_account_is_told_by_nothing(client, count_queries):
    known, unconfirmed = (
        UserFactory(email="known@example.org"),
        UserFactory(email="waits@example.org", confirmed=False),
    )
    UserFactory(email="closed@example.org", is_active=False)
    client.force_login(principal_of(SchoolFactory()))
    seen, asked = [], []
    for name in ("known", "waits", "closed", "nobody"):
        with count_queries(at_most=40, repeats=True) as queries:
            sent = client.post("/profile/delegations/", pressed("ask", email=f"{name}@example.org", **DAYS))
        page = client.get("/profile/delegations/").content.decode()
        client.post(
            "/profile/delegations/", {"verb": f"take_back:{Invitation.objects.get().pk}"}, follow=True
        )
        mail = Message.objects.get(to_email=f"{name}@example.org")
        asked.append(len(queries))
        seen.append(
            (sent.status_code, sent.url, (page.split("<main")[1]).replace(name, "x"), mail.subject, mail.body)
        )
    assert len({re.sub(r'value="take_back:\d+"|[a-zA-Z0-9]{64}', "", str(one)) for one in seen}) == 1
    assert len(set(asked[1:])) == 1
    assert str(known) not in str(seen)
    assert str(unconfirmed) not in str(seen)


def test_addresses_are_typed_twenty_times_an_hour_and_no_more(client):
    client.force_login(principal_of(SchoolFactory()))
    sent = [
        client.post(
            "/profile/delegations/", pressed("ask", email=f"a{number}@example.org", **DAYS)
        ).status_code
        for number in range(22)
    ]
    assert sent == [302] * 20 + [429] * 2
    assert Message.objects.count() == 20


def test_only_the_owner_of_the_confirmed_address_answers(client):
    client.force_login(principal_of(SchoolFactory()))
    client.post("/profile/delegations/", pressed("ask", email="asked@example.org", **DAYS))
    invitation = Invitation.objects.get()
    for person in (UserFactory(), UserFactory(email="asked@example.org", confirmed=False)):
        other = Client()
        other.force_login(person)
        sent = {"invitation": invitation.pk, "answer": "yes"}
        assert (
            "taken back, asked anew or answered"
            in other.post("/profile/asked/", sent, follow=True).content.decode()
        )
    assert (Invitation.objects.count(), Delegation.objects.count()) == (1, 0)


def test_whoever_says_no_acts_for_nobody_and_oneself_is_not_asked(client):
    principal, person = principal_of(SchoolFactory()), UserFactory()
    client.force_login(principal)
    refused = client.post("/profile/delegations/", pressed("ask", email=principal.email, **DAYS))
    assert refused.context["form"].non_field_errors() == ["Name someone else."]
    client.post("/profile/delegations/", pressed("ask", email=person.email, **DAYS))
    assert "You said no." in answer(person, yes=False)
    assert (Invitation.objects.count(), Delegation.objects.count()) == (0, 0)


def test_a_principal_who_left_meanwhile_names_nobody(client):
    principal, person = principal_of(SchoolFactory()), UserFactory()
    client.force_login(principal)
    client.post("/profile/delegations/", pressed("ask", email=person.email, **DAYS))
    Post.objects.filter(person=principal).update(ends="2026-11-01")
    assert "Only who signs for a school" in answer(person)
    assert not Delegation.objects.exists()


def test_a_teacher_has_no_such_page(client):
    client.force_login(UserFactory())
    assert client.get("/profile/delegations/").status_code == 403


def test_a_principal_ends_their_own_only(client):
    given = DelegationFactory(principal=principal_of(SchoolFactory()))
    for person in (principal_of(SchoolFactory()), given.principal):
        given.refresh_from_db()
        assert given.ends.isoformat() != "2026-11-10"
        client.force_login(person)
        client.post("/profile/delegations/", {"verb": f"end_today:{given.pk}"})
    given.refresh_from_db()
    assert given.ends.isoformat() == "2026-11-10"


@pytest.mark.parametrize("path", ["/profile/", "/profile/delegations/"])
def test_a_visitor_is_asked_to_sign_in(client, path):
    assert client.get(path).status_code == 302
