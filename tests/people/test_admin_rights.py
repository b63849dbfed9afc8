"""Rights and addresses in the administration: who gives, takes and writes them."""

import pytest
from allauth.account.models import EmailAddress

from people.models import User
from tests.factories.people import UserFactory, administrator, clerk
from tests.people.administering import SHEETS, address, user_data

pytestmark = pytest.mark.django_db


def signs_in_with(person):
    return list(
        EmailAddress.objects.filter(user=person).order_by("pk").values_list("email", "primary", "verified")
    )


def test_nobody_takes_their_own_rights_away(client):
    by = administrator()
    client.force_login(by)
    sent = user_data(by, given_name="Nora", is_staff="", is_superuser="")
    assert client.post(address("user", "change", by.pk), sent).status_code == 302
    kept = User.objects.values_list("given_name", "is_staff", "is_superuser").get(pk=by.pk)
    assert kept == ("Nora", True, True)


def test_an_administrator_gives_rights_to_others(inside):
    person = UserFactory()
    inside.post(address("user", "change", person.pk), user_data(person, is_staff="on"))
    assert User.objects.get(pk=person.pk).is_staff is True


def test_a_new_address_signs_in_once_confirmed_and_the_old_one_no_longer(inside):
    person = UserFactory(email="old@example.org", verified=True)
    sent = user_data(person, email="New@example.org")
    page = inside.post(address("user", "change", person.pk), sent, follow=True)
    assert signs_in_with(person) == [("new@example.org", True, False)]
    assert [str(message) for message in page.context["messages"]][:1] == [
        "From now on only new@example.org signs in. Its owner confirms it by a mail at the first sign-in."
    ]


def test_saving_a_person_with_the_address_they_have_leaves_it_confirmed(inside):
    person = UserFactory(email="old@example.org", verified=True)
    inside.post(address("user", "change", person.pk), user_data(person, given_name="Nora"))
    assert signs_in_with(person) == [("old@example.org", True, True)]


def test_an_address_somebody_else_signs_in_with_is_refused_in_words(inside):
    UserFactory(verified=True).emailaddress_set.create(email="second@example.org", verified=True)
    person = UserFactory(email="old@example.org", verified=True)
    page = inside.post(address("user", "change", person.pk), user_data(person, email="second@example.org"))
    assert page.context["adminform"].form.non_field_errors() == [
        "Somebody else signs in with second@example.org. Write another address."
    ]
    assert User.objects.get(pk=person.pk).email == "old@example.org"


def test_who_is_no_administrator_changes_no_address(client):
    client.force_login(clerk())
    person = UserFactory(email="old@example.org", verified=True)
    sent = user_data(person, email="new@example.org", given_name="Nora")
    client.post(address("user", "change", person.pk), sent)
    assert User.objects.values_list("email", "given_name").get(pk=person.pk) == ("old@example.org", "Nora")


def test_a_person_who_is_added_confirms_their_address_at_the_first_sign_in(inside):
    sent = {"email": "new@example.org", "password1": "a-long-enough-one", "password2": "a-long-enough-one"}
    sent |= {f"{name}-{key}": 0 for name in SHEETS for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    inside.post(address("user", "add"), sent)
    assert signs_in_with(User.objects.get(email="new@example.org")) == [("new@example.org", True, False)]


def test_who_may_not_give_hats_reads_so_inside_the_administration(client):
    client.force_login(clerk())
    page = client.get(address("hat", "add"))
    assert (page.status_code, page.templates[0].name) == (403, "admin/not_added.html")
    assert page.context["lead"] == "Your account may not add hats. Ask an administrator."
