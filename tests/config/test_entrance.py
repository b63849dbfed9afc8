"""The entrance: whose password holds, how often one may guess, and how long a sign-in lasts."""

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.utils import timezone

from common.codes import plain_code
from config.passwords import SAID
from notifications.models import Message
from people.models import Attempt, Hat, User
from people.services import attempts
from tests.config.test_cache import dead_cache as dead_cache
from tests.factories.people import PASSWORD, HatFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 9, 18, tzinfo=UTC)
WHO = {
    "given_name": "Ana",
    "family_name": "Ruiz",
    "email": "ana@example.org",
    "password1": "quiet morning walk",
}
OWN = "seven brown horses"
ROOM, ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "198.51.100.9"}


def sign_in(client: Client, address: str, password: str = PASSWORD, **where: str) -> Any:
    return client.post("/accounts/login/", {"login": address, "password": password}, **where)


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def link_of(mail: Message) -> str:
    found = re.search(r"(/accounts/confirm-email/[^\s?]+)", mail.body)
    assert found is not None
    return found[1]


# --- a sign-up that somebody else confirms --------------------------------------------------------------
def test_whoever_confirms_in_another_browser_chooses_a_password_and_the_strangers_never_works() -> None:
    stranger, owner = Client(), Client()
    stranger.post("/accounts/signup/", WHO)
    asked = owner.post(link_of(Message.objects.get()), {"next": "/applications/"}, follow=True)
    assert "Choose a new password" in asked.content.decode()
    page = asked.redirect_chain[-1][0]
    for client in (stranger, Client()):
        sign_in(client, WHO["email"], WHO["password1"])
        assert signed_in_as(client) is None
    assert owner.post(page, {"password1": OWN, "password2": OWN}).status_code == 302
    sign_in(stranger, WHO["email"], WHO["password1"])
    assert signed_in_as(stranger) is None
    sign_in(owner, WHO["email"], OWN)
    assert signed_in_as(owner) == str(User.objects.get().pk)


def test_whoever_confirms_where_they_signed_up_keeps_what_they_chose(client: Client) -> None:
    client.post("/accounts/signup/", WHO)
    assert client.post(link_of(Message.objects.get()), {"next": "/applications/"}).url == "/applications/"
    sign_in(Client(), WHO["email"], WHO["password1"])
    sign_in(client, WHO["email"], WHO["password1"])
    assert signed_in_as(client) == str(User.objects.get().pk)


def test_an_owner_who_signs_up_after_a_stranger_gets_their_own_password_and_name() -> None:
    stranger, owner = Client(), Client()
    stranger.post("/accounts/signup/", WHO | {"given_name": "Mallory"})
    owner.post("/accounts/signup/", WHO | {"password1": OWN})
    owner.post(link_of(Message.objects.order_by("pk")[0]))
    sign_in(stranger, WHO["email"], WHO["password1"])
    sign_in(owner, WHO["email"], OWN)
    person = User.objects.get()
    assert (signed_in_as(stranger), signed_in_as(owner)) == (None, str(person.pk))
    assert person.name == "Ana Ruiz"


def test_a_code_from_the_mail_does_not_let_the_strangers_password_in() -> None:
    stranger, owner = Client(), Client()
    stranger.post("/accounts/signup/", WHO)
    # As accounts were made before: with the password of whoever signed up.
    person = User.objects.get()
    person.set_password(WHO["password1"])
    person.save()
    owner.post("/accounts/login/code/", {"email": WHO["email"]})
    code = re.search(r"code is\n\n(\S+)\n", Message.objects.order_by("-pk")[0].body)
    assert code is not None
    owner.post("/accounts/login/code/confirm/", {"code": code[1]})
    sign_in(stranger, WHO["email"], WHO["password1"])
    assert (signed_in_as(owner), signed_in_as(stranger)) == (str(person.pk), None)


def test_an_address_added_to_an_account_is_confirmed_only_by_whoever_is_signed_in_to_it() -> None:
    stranger, owner = Client(), Client()
    account = UserFactory(verified=True)
    sign_in(stranger, account.email)
    stranger.post("/accounts/reauthenticate/", {"password": PASSWORD})
    stranger.post("/accounts/email/", {"add-email": "ana@example.org", "action_add": "1"})
    link = link_of(Message.objects.filter(to_email="ana@example.org").get())
    for answer in (owner.get(link), owner.post(link)):
        assert answer.status_code == 403
        assert "Then do nothing" in answer.content.decode()
    assert list(account.emailaddress_set.filter(verified=True).values_list("email", flat=True)) == [
        account.email
    ]
    stranger.post(link)
    assert account.emailaddress_set.filter(verified=True).count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [2, 6])
def test_sign_ups_at_once_make_one_account_and_no_error(times: int) -> None:
    ready = Barrier(times)

    def one(_: int) -> tuple[int, str]:
        client = Client(raise_request_exception=False)
        ready.wait(10)
        try:
            answer = client.post("/accounts/signup/", WHO)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(one, range(times)))
    assert answers == [(302, "/accounts/confirm-email/")] * times
    assert User.objects.count() == 1


# --- passwords ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "password",
    [
        "pathways2026",
        "Partnership!1",
        "P4thw4ys-2027",
        "teacher.leader.pathways",
        "roosevelt2026",
        "Leadership99",
    ],
)
def test_names_everybody_here_would_guess_are_no_passwords(client: Client, password: str) -> None:
    SchoolFactory(name="Roosevelt High School")
    answer = client.post("/accounts/signup/", WHO | {"password1": password})
    assert (answer.status_code, list(answer.context["form"].errors["password1"])[:1] == [SAID]) == (422, True)


@pytest.mark.parametrize(
    "password", ["pathways over quiet water", "correct horse battery", "roosevelt rides nineteen mules"]
)
def test_a_long_phrase_may_hold_such_a_name(client: Client, password: str) -> None:
    SchoolFactory(name="Roosevelt High School")
    assert client.post("/accounts/signup/", WHO | {"password1": password}).status_code == 302


def test_ones_own_name_is_no_password(client: Client) -> None:
    sent = WHO | {"given_name": "Guadalupe", "password1": "Guadalupe1"}
    assert client.post("/accounts/signup/", sent).status_code == 422


# --- codes ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        *("TRBP-GBZB", "TRBP\u2013GBZB", "trbp gbzb", "TRBP\u00a0\u2014\u00a0GBZB", "TRBP\u2212GBZB."),
        *("\u201cTRBP\u2011GBZB\u201d", "\uff34RBPGBZB"),
    ],
)
def test_only_letters_and_digits_of_a_code_count(typed: str) -> None:
    assert plain_code(typed) == "trbpgbzb"


def test_a_mailed_code_works_with_any_dash(client: Client) -> None:
    person = UserFactory(verified=True)
    client.post("/accounts/login/code/", {"email": person.email})
    code = re.search(r"code is\n\n(\S+)\n", Message.objects.get().body)
    assert code is not None
    client.post("/accounts/login/code/confirm/", {"code": f" {code[1].replace('-', chr(0x2013))} "})
    assert signed_in_as(client) == str(person.pk)


# --- guesses --------------------------------------------------------------------------------------------
def totp_of(person: User, secret: str = "A" * 32) -> str:
    TOTP.activate(person, secret)
    return secret


def code_now(secret: str, seconds_ago: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time() - seconds_ago) // 30))


@pytest.mark.parametrize(("seconds_ago", "enters"), [(30, True), (60, False)])
def test_a_code_that_changed_while_it_was_typed_still_counts(
    client: Client, clock: Callable[[datetime], None], seconds_ago: int, enters: bool
) -> None:
    clock(MONDAY)
    person = UserFactory(verified=True)
    shown = code_now(totp_of(person), seconds_ago)
    sign_in(client, person.email)
    client.post("/accounts/2fa/authenticate/", {"code": shown})
    assert signed_in_as(client) == (str(person.pk) if enters else None)


def test_with_the_cache_dead_a_second_step_is_still_guessed_five_times_only(
    client: Client, dead_cache: Any
) -> None:
    person = UserFactory(verified=True)
    secret = totp_of(person)
    sign_in(client, person.email)
    answers = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)}).status_code == 429
    assert Attempt.objects.filter(kind=attempts.SECOND_STEP.kind).count() == 5


def test_a_code_of_an_app_works_once_with_the_cache_dead_and_with_spaces(
    client: Client, dead_cache: Any
) -> None:
    person = UserFactory(verified=True)
    code = code_now(totp_of(person))
    sign_in(client, person.email)
    client.post("/accounts/2fa/authenticate/", {"code": f"{code[:3]}\u2009{code[3:]}"})
    other = Client()
    sign_in(other, person.email)
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 429
    assert (signed_in_as(client), signed_in_as(other)) == (str(person.pk), None)


@pytest.mark.parametrize("known", [True, False])
def test_with_the_cache_dead_wrong_passwords_are_counted_for_an_account_and_a_place(
    client: Client, dead_cache: Any, known: bool, clock: Callable[[datetime], None]
) -> None:
    clock(MONDAY)
    person = UserFactory(verified=True, email="owner@example.org" if known else "other@example.org")
    forged = [{**ROOM, "HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"} for number in range(7)]
    answers = [sign_in(client, "Owner@example.org", "wrong", **where) for where in forged]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2
    page = answers[-1].content.decode()
    assert answers[-1]["Retry-After"] == "300"
    assert "Try again in 5 minutes." in page
    assert '<main id="main"' in page
    assert "/accounts/login/code/" in page
    if known:
        sign_in(client, person.email, **ROOM)
        assert signed_in_as(client) is None
        elsewhere = Client()
        sign_in(elsewhere, person.email, **ELSEWHERE)
        assert signed_in_as(elsewhere) == str(person.pk)
        clock(MONDAY + timedelta(seconds=300))
        sign_in(client, person.email, **ROOM)
        assert signed_in_as(client) == str(person.pk)


def test_guesses_from_everywhere_at_one_account_are_slowed_too(clock: Callable[[datetime], None]) -> None:
    clock(MONDAY)
    owner = "owner@example.org"
    answers = [
        sign_in(Client(), owner, "wrong", REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(52)
    ]
    assert answers == [422] * 50 + [429] * 2


def test_a_new_password_from_a_mail_ends_the_wait(client: Client) -> None:
    person = UserFactory(verified=True)
    for _ in range(5):
        sign_in(client, person.email, "wrong")
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"(/accounts/password/reset/key/\S+)", Message.objects.get().body)
    assert link is not None
    page = client.get(link[1]).url
    client.post(page, {"password1": OWN, "password2": OWN})
    sign_in(client, person.email, OWN)
    assert signed_in_as(client) == str(person.pk)


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
@pytest.mark.parametrize("known", [True, False])
def test_mails_asked_for_are_counted_whoever_the_address_belongs_to(
    dead_cache: Any, path: str, known: bool
) -> None:
    UserFactory(verified=True, email="owner@example.org" if known else "other@example.org")
    answers = [Client().post(path, {"email": "owner@example.org"}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert Message.objects.count() == 5


@pytest.mark.slow
def test_a_room_of_160_signs_in_and_checks_in_from_one_address_within_a_minute() -> None:
    people = [UserFactory(verified=True) for _ in range(160)]
    clients = [Client(**ROOM) for _ in people]
    began = time.monotonic()
    for person, client in zip(people, clients, strict=True):
        # One of three mistypes first.
        if person.pk % 3 == 0:
            sign_in(client, person.email, "mistyped")
        sign_in(client, person.email)
    assert [signed_in_as(client) for client in clients] == [str(person.pk) for person in people]
    assert time.monotonic() - began < 600


@pytest.mark.slow
def test_a_room_of_160_signs_up_from_one_address() -> None:
    answers = [
        Client(**ROOM).post("/accounts/signup/", WHO | {"email": f"new{number}@example.org"}).status_code
        for number in range(160)
    ]
    assert answers == [302] * 160


def test_fifty_guesses_at_once_are_no_more_than_five(transactional_db: None) -> None:
    ready = Barrier(12)

    def one(_: int) -> bool:
        ready.wait(10)
        try:
            attempts.spend([(attempts.PASSWORD, "ana")])
            return True
        except attempts.TooOften:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        passed = list(pool.map(one, range(12)))
    assert sum(passed) <= attempts.PASSWORD.most
    assert Attempt.objects.count() == sum(passed)


def test_what_no_limit_looks_at_any_more_goes() -> None:
    old = timezone.now() - attempts.KEPT - timedelta(minutes=1)
    Attempt.objects.create(kind="x", whose="y", at=old)
    attempts.spend([(attempts.PASSWORD, "ana")])
    assert list(Attempt.objects.values_list("kind", flat=True)) == [attempts.PASSWORD.kind]


def test_every_limit_is_kept_for_as_long_as_it_counts() -> None:
    limits = [value for value in vars(attempts).values() if isinstance(value, attempts.Limit)]
    assert len(limits) >= 9
    assert [limit.kind for limit in limits if limit.within > attempts.KEPT] == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (40, "40 seconds"), (60, "a minute"), (61, "2 minutes"), (300, "5 minutes")],
)
def test_a_wait_is_said_as_people_say_it(seconds: int, words: str) -> None:
    assert attempts.wait_in_words(seconds) == words


# --- twelve hours ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("staff", [True, False])
def test_twelve_hours_after_the_sign_in_it_is_over_however_often_one_clicks(
    client: Client, clock: Callable[[datetime], None], settings: Any, staff: bool
) -> None:
    settings.DEMO = True
    clock(MONDAY)
    person = UserFactory(verified=True)
    if staff:
        HatFactory(kind=Hat.Kind.PROGRAM_MANAGER, person=person)
    sign_in(client, person.email)
    for half_hours in range(1, 24):
        clock(MONDAY + timedelta(minutes=30 * half_hours))
        assert client.get("/profile/").status_code == 200
    clock(MONDAY + timedelta(hours=11, minutes=59))
    session = client.session
    session["something"] = "written"
    session.save()
    assert client.get("/profile/").status_code == 200
    clock(MONDAY + timedelta(hours=12))
    assert client.get("/profile/")["Location"] == "/accounts/login/?next=/profile/"
    assert signed_in_as(client) is None
    assert "You signed in twelve hours ago" in client.get("/accounts/login/").content.decode()
    sign_in(client, person.email)
    assert client.get("/profile/").status_code == 200


def test_a_session_from_before_the_rule_begins_its_hours_when_it_is_next_written(
    client: Client, clock: Callable[[datetime], None], settings: Any
) -> None:
    settings.DEMO = True
    clock(MONDAY)
    client.force_login(HatFactory(kind=Hat.Kind.PROGRAM_MANAGER).person)
    for half_hours in range(25):
        clock(MONDAY + timedelta(minutes=30 * half_hours))
        answer = client.get("/profile/").status_code
    assert answer == 302
