"""Making an account."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from notifications.models import Message
from people.models import User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WHO = {
    "given_name": "Ana",
    "family_name": "Ruiz",
    "email": "ana@example.org",
    "password1": "a quiet morning walk",
}


def sign_in_and_prove_it(client: Client) -> dict[str, str]:
    """What protects an account may be changed only by someone who gave the password a moment ago, again."""
    credentials = {"login": UserFactory(verified=True).email, "password": PASSWORD}
    client.post("/accounts/login/", credentials)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return credentials


def test_a_person_gives_a_name_an_email_and_a_password(client: Client) -> None:
    answer = client.post("/accounts/signup/", WHO)
    assert answer.status_code == 302
    person = User.objects.get()
    assert (person.given_name, person.family_name, person.email) == ("Ana", "Ruiz", "ana@example.org")
    assert person.search_name == "ana ruiz ana@example.org"


def test_the_confirmation_is_owed_as_a_mail_and_works_on_post_only(client: Client) -> None:
    client.post("/accounts/signup/", WHO)
    mail = Message.objects.get(to_email="ana@example.org")
    path = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", mail.body)
    assert path is not None
    page = client.get(path[1])
    assert "Is <strong>ana@example.org</strong> your address?" in page.content.decode()
    person = User.objects.get()
    assert not person.emailaddress_set.filter(verified=True).exists()
    client.post(path[1])
    assert person.emailaddress_set.filter(verified=True).exists()


def test_confirming_leads_on_to_where_the_person_was_going(client: Client) -> None:
    client.post("/accounts/signup/", {**WHO, "next": "/applications/new/7/"})
    link = re.search(r"(/accounts/confirm-email/\S+)", Message.objects.get().body)[1]
    page = client.get(link).content.decode()
    assert '<input type="hidden" name="next" value="/applications/new/7/">' in page
    answer = client.post(link, {"next": "/applications/new/7/"})
    assert (answer.status_code, answer.url) == (302, "/applications/new/7/")


def test_a_confirmation_leads_to_no_other_site(client: Client) -> None:
    client.post("/accounts/signup/", {**WHO, "next": "https://elsewhere.example.com/"})
    assert "elsewhere" not in Message.objects.get().body


def test_what_is_left_empty_is_asked_for_in_a_sentence(client: Client) -> None:
    asked = client.post("/accounts/signup/", {}).content.decode()
    for sentence in ("first name.", "email address."):
        assert f"Enter your {sentence}" in asked
    assert "Choose a password." in asked
    asked = client.post("/accounts/login/", {}).content.decode()
    assert "Enter your email address." in asked
    assert "Enter your password." in asked
    assert "This field is required" not in asked


@pytest.mark.parametrize("page", ["login", "signup", "password/reset", "login/code"])
def test_a_form_of_the_entrance_that_comes_back_answers_422(client: Client, page: str) -> None:
    assert client.post(f"/accounts/{page}/", {}).status_code == 422
    assert client.get(f"/accounts/{page}/").status_code == 200


def test_a_script_that_signs_in_wrongly_gets_json_with_its_own_status(client: Client) -> None:
    asked = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    refused = client.post("/accounts/login/", {}, **asked)
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/json")
    person = UserFactory(verified=True)
    signed_in = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, **asked)
    assert (signed_in.status_code, signed_in.json()["location"]) == (200, "/")


# One name is enough, so the family name is not asked for.
@pytest.mark.parametrize("missing", sorted(WHO.keys() - {"family_name"}))
def test_each_part_is_asked_for_and_the_rest_is_kept(client: Client, missing: str) -> None:
    answer = client.post("/accounts/signup/", WHO | {missing: ""})
    html = answer.content.decode()
    assert f'<a href="#id_{missing}">' in html
    assert all(f'value="{WHO[name]}"' in html for name in ("given_name", "email") if name != missing)
    assert not User.objects.exists()


def test_a_name_that_is_too_long_is_refused_in_words(client: Client) -> None:
    html = client.post("/accounts/signup/", WHO | {"given_name": "x" * 101}).content.decode()
    assert "at most 100 characters" in html


def test_signing_up_tells_nobody_who_has_an_account(client: Client) -> None:
    known = client.post("/accounts/signup/", WHO | {"email": UserFactory().email})
    client.logout()
    new = client.post("/accounts/signup/", WHO)
    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])


def test_no_extra_field_makes_an_administrator(client: Client) -> None:
    client.post("/accounts/signup/", WHO | {"is_staff": "on", "is_superuser": "on"})
    person = User.objects.get()
    assert (person.is_staff, person.is_superuser) == (False, False)


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ],
)
def test_the_pages_of_ones_own_account_have_the_look_of_all(client: Client, path: str) -> None:
    sign_in_and_prove_it(client)
    answer = client.get(path)
    assert answer.status_code == 200
    assert '<main id="main"' in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"],
)
def test_the_pages_of_the_entrance_keep_where_one_wanted_to_go(
    client: Client, path: str, settings: Any
) -> None:
    html = client.get(path, {"next": "/applications/"}).content.decode()
    assert 'name="next" value="/applications/"' in html


def test_mails_of_the_account_are_in_plain_words(client: Client) -> None:
    person = UserFactory(verified=True)
    client.post("/accounts/signup/", WHO)
    client.post("/accounts/login/code/", {"email": person.email})
    client.post("/accounts/password/reset/", {"email": person.email})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert list(Message.objects.order_by("pk").values_list("to_email", "subject")) == [
        ("ana@example.org", "Confirm your email for Teacher Leader Pathways"),
        (person.email, "Your sign-in code for Teacher Leader Pathways"),
        (person.email, "Choose a new password for Teacher Leader Pathways"),
        ("nobody@example.org", "No account with this email at Teacher Leader Pathways"),
    ]
    assert all(mail.body.startswith("Hello,\n\n") for mail in Message.objects.all())
    assert all(
        "example.com" not in mail.body and "testserver!" not in mail.body for mail in Message.objects.all()
    )


def test_a_code_from_a_mail_signs_in(client: Client) -> None:
    person = UserFactory(verified=True)
    page = client.post("/accounts/login/code/", {"email": person.email}, follow=True)
    assert f"<strong>{person.email}</strong>" in page.content.decode()
    code = re.search(r"code is\n\n(\S+)\n", Message.objects.get().body)
    assert code is not None
    client.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert client.session["_auth_user_id"] == str(person.pk)


def set_up_app(client: Client, **more: Any) -> Any:
    html = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret" value="(\w+)"', html)
    assert secret is not None
    code = format_hotp_value(hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))))
    return client.post("/accounts/2fa/totp/activate/", {"code": code}, **more)


def test_a_second_step_is_set_up_asked_for_and_its_codes_are_shown(client: Client) -> None:
    credentials = sign_in_and_prove_it(client)
    shown = set_up_app(client, follow=True).content.decode()
    assert "Unused codes" in shown
    assert "10 of 10 are left" in client.get("/accounts/2fa/").content.decode()
    client.logout()
    asked = client.post("/accounts/login/", credentials, follow=True).content.decode()
    assert "One more step" in asked
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert '<a href="#id_code">' in refused


def test_whoever_has_just_set_up_an_app_is_not_asked_whether_it_is_still_them(client: Client) -> None:
    person = UserFactory(verified=True)
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    assert "Unused codes" in set_up_app(client, follow=True).content.decode()
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
    # For some minutes, and no longer.
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 301
    session.save()
    assert client.get("/accounts/2fa/webauthn/add/").headers["Location"].startswith("/accounts/2fa/reauth")


def test_an_app_is_set_up_by_whoever_proved_before_that_it_is_them(client: Client) -> None:
    sign_in_and_prove_it(client)
    page = client.get("/accounts/2fa/totp/activate/")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert page.status_code == 200
    answer = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_signing_up_with_a_known_address_hashes_a_password_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = []
    monkeypatch.setattr("config.forms.make_password", hashed.append)
    person = UserFactory(verified=True)
    form = {
        "email": person.email,
        "password1": "a-long-enough-one",
        "given_name": "Ana",
        "family_name": "Ruiz",
    }
    client.post("/accounts/signup/", form)
    assert hashed == ["a-long-enough-one"]
