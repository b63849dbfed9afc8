"""Names of people and schools: one is enough, none leads astray, all are found and sorted in one way everywhere."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from common.fields import NameField, derived
from common.names import NO_LINK, NOT_TYPED, NOTHING_SEEN, ONE_LINE
from people.models import School, User
from tests.factories.people import SchoolFactory, UserFactory, administrator

pytestmark = pytest.mark.django_db
WHO = {
    "given_name": "Ana",
    "family_name": "Ruiz",
    "email": "ana@example.org",
    "password1": "a quiet morning walk",
}
PHISHING = "Your session expired: sign in at https://evil.example/login"
REFUSED = [
    (PHISHING, NO_LINK),
    ("www.evil.example", NO_LINK),
    ("ana@example.org", NO_LINK),
    ("Ana\nRuiz", ONE_LINE),
    ("\u200b", NOTHING_SEEN),
    ("Ana\x00", NOT_TYPED),
]


def test_one_name_is_enough_to_sign_up_and_stands_alone(client: Client) -> None:
    assert (
        client.post("/accounts/signup/", {**WHO, "given_name": "Suharno", "family_name": ""}).status_code
        == 302
    )
    person = User.objects.get()
    assert (person.name, person.family_name, person.sort_name) == ("Suharno", "", "suharno")


def test_a_dash_in_place_of_a_name_is_no_name(client: Client) -> None:
    client.post("/accounts/signup/", {**WHO, "given_name": "Suharno", "family_name": "-"})
    assert User.objects.get().name == "Suharno"


def test_what_nobody_sees_and_what_turns_a_line_around_is_not_kept(client: Client) -> None:
    client.post(
        "/accounts/signup/", {**WHO, "given_name": "Ana \u202eyluaP", "family_name": "Jose\u0301\u200b"}
    )
    assert User.objects.get().name == "Ana yluaP José"


@pytest.mark.parametrize(("typed", "why"), REFUSED)
@pytest.mark.parametrize("field", ["given_name", "family_name"])
def test_nobody_signs_up_under_what_cannot_be_a_name(
    client: Client, field: str, typed: str, why: str
) -> None:
    answer = client.post("/accounts/signup/", {**WHO, field: typed})
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [why])
    assert not User.objects.exists()


@pytest.mark.parametrize(("typed", "why"), REFUSED)
@pytest.mark.parametrize("field", ["given_name", "family_name", "preferred_name"])
def test_nobody_renames_themselves_so(signed_in: Any, field: str, typed: str, why: str) -> None:
    names = {"given_name": "Ana", "family_name": "Ruiz", "preferred_name": ""}
    answer = signed_in(UserFactory()).post("/profile/", {**names, field: typed})
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [why])


@pytest.mark.parametrize(("typed", "why"), REFUSED)
def test_the_administration_refuses_the_same_names(signed_in: Any, typed: str, why: str) -> None:
    person = UserFactory()
    page = signed_in(administrator()).post(
        reverse("admin:people_user_change", args=[person.pk]), {"email": person.email, "family_name": typed}
    )
    assert page.context["adminform"].form.errors["family_name"] == [why]


def names_of_people() -> list[tuple[type[User], str]]:
    fields = [field.name for field in User._meta.concrete_fields if isinstance(field, NameField)]
    return [(User, name) for name in fields]


@pytest.mark.parametrize("field", ["given_name", "family_name", "preferred_name"])
@pytest.mark.parametrize("bad", ["https://evil.example", "a@b", "a\u202eb", "a\nb", "a\u200bb", "Jose\u0301"])
def test_the_database_itself_keeps_no_such_name(field: str, bad: str) -> None:
    person = UserFactory()
    with connection.cursor() as sql, pytest.raises(IntegrityError), transaction.atomic():
        sql.execute(f"UPDATE people_user SET {field} = %s WHERE id = %s", [bad, person.pk])


def test_every_part_of_a_name_is_a_name_field() -> None:
    parts = {f.name for f in User._meta.concrete_fields if f.name.endswith("_name") and f.editable}
    assert parts == {f.name for f in User._meta.concrete_fields if isinstance(f, NameField)}


# --- found and sorted -------------------------------------------------------------------------------------
def as_kept(row: User | School) -> dict[str, str]:
    row.refresh_from_db()
    return {field.name: getattr(row, field.name) for field in derived(type(row))}


@pytest.mark.parametrize("way", ["save", "save some", "bulk_create"])
def test_whatever_writes_a_person_writes_how_they_are_found_and_sorted(way: str) -> None:
    person = User(email="M.Avila@example.org", given_name="José ", family_name="Ávila-O’Neill")
    if way == "save":
        person.save()
    elif way == "save some":
        person = UserFactory(email="M.Avila@example.org")
        person.given_name, person.family_name = "José ", "Ávila-O’Neill"
        person.save(update_fields=["given_name", "family_name"])
    else:
        User.objects.bulk_create([person])
    assert as_kept(person) == {
        "search_name": "jose avila oneill m.avila@example.org",
        "sort_name": "avila oneill  jose",
        "name_key": "avila jose oneill",
        "mailbox_key": "mavila",
        "number_key": "",
    }
    assert person.given_name == "José"


def test_a_changed_address_is_found_too() -> None:
    person = UserFactory()
    person.email = "another@example.org"
    person.save(update_fields=["email"])
    assert list(User.objects.matching("another@example.org")) == [person]


def test_an_update_that_would_leave_them_behind_is_refused() -> None:
    UserFactory()
    SchoolFactory()
    with pytest.raises(TypeError):
        User.objects.update(family_name="Ruiz")
    with pytest.raises(TypeError):
        School.objects.update(name="Ruiz")


def test_a_school_is_found_and_sorted_by_its_name() -> None:
    school = SchoolFactory(name="Academia Ávila, 9th Street")
    assert as_kept(school) == {
        "search_name": "academia avila 9th street",
        "sort_name": "academia avila 000009th street",
    }


def test_the_order_is_that_of_code_points_whatever_language_the_server_speaks() -> None:
    with connection.cursor() as sql:
        sql.execute(
            "SELECT attrelid::regclass::text, collname FROM pg_attribute JOIN pg_collation c ON c.oid = attcollation"
            " WHERE attname = 'sort_name' AND attrelid IN ('people_user'::regclass, 'people_school'::regclass)"
            " ORDER BY 1"
        )
        assert sql.fetchall() == [("people_school", "C"), ("people_user", "C")]


def test_people_stand_where_one_looks_for_them() -> None:
    for name in ("Zuniga", "de la Cruz", "Ávila", "cruz"):
        UserFactory(family_name=name)
    assert [person.family_name for person in User.objects.all()] == ["Ávila", "cruz", "de la Cruz", "Zuniga"]


@pytest.mark.parametrize("words", ["Munoz", "muñoz jose", "MUÑOZ, José", "mun", "Jo"])
def test_people_are_found_without_accents(words: str) -> None:
    person = UserFactory(given_name="José", family_name="Muñoz")
    assert list(User.objects.matching(words)) == [person]


@pytest.mark.parametrize(
    "words", ["O'Neill", "O’Neill", "oneill", "Siobhan O Neill", "garcia lopez", "Garcia-Lopez"]
)
def test_people_are_found_whatever_apostrophe_or_hyphen_is_typed(words: str) -> None:
    person = UserFactory(given_name="Siobhán", family_name="O’Neill García-López")
    assert list(User.objects.matching(words)) == [person]


def test_signs_alone_find_nobody() -> None:
    UserFactory()
    assert not User.objects.matching("'''").exists()


@pytest.mark.parametrize(("model", "words"), [("user", "Munoz"), ("school", "avila"), ("post", "AVILA")])
def test_the_administration_finds_people_and_schools_without_accents(
    signed_in: Any, model: str, words: str
) -> None:
    from tests.factories.people import PostFactory

    PostFactory(
        person=UserFactory(given_name="José", family_name="Muñoz"), school=SchoolFactory(name="Ávila")
    )
    PostFactory()
    page = signed_in(administrator()).get(reverse(f"admin:people_{model}_changelist"), {"q": words})
    assert page.context["cl"].result_count == 1
