"""What is the same address, and what is none."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import example, given
from hypothesis import strategies as st

from common.addresses import PLAIN, AddressField, same_address
from people.models import User
from people.queries import person_at
from tests.factories.people import UserFactory

OURS = "director@example.org"
# Each of these once was, or could be, taken for the address above: by UPPER, by LOWER, by casefold, by the eye.
LOOK_ALIKES = [
    "d\u0131rector@example.org",
    "d\u0130rector@example.org",
    "direc\u0442or@example.org",
    "\uff44irector@example.org",
    "di\u00adrector@example.org",
    "director\u200b@example.org",
    "director@exam\u0440le.org",
    "director@example.org.",
    "director+a@example.org",
]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Director@Example.ORG ", OURS),
        ("director@\uff45xample.org", OURS),
        ("ana@b\u00fccher.example", "ana@xn--bcher-kva.example"),
        ("ANA@XN--BCHER-KVA.example", "ana@xn--bcher-kva.example"),
        ("o'neill+x@example.org", "o'neill+x@example.org"),
    ],
)
def test_one_mailbox_is_stored_in_one_way(typed, stored):
    assert same_address(typed) == stored


@pytest.mark.parametrize(
    "typed", [None, "", "director", "@example.org", "director@", "a b@example.org", "a@b@c"]
)
def test_what_is_no_address_is_nobodys(typed):
    assert same_address(typed) == ""


@pytest.mark.parametrize("twin", LOOK_ALIKES)
def test_a_look_alike_is_another_address_or_none(twin):
    assert same_address(twin) != OURS


@pytest.mark.parametrize("letter", ["\u0131", "\u017f", "\u212a"])
def test_a_letter_that_only_its_capital_makes_plain_is_refused_in_words(letter):
    with pytest.raises(ValidationError, match="plain letters") as refused:
        AddressField().clean(f"{letter}ana@example.org")
    assert refused.value.messages == [PLAIN]


@pytest.mark.parametrize("empty", ["", None])
def test_an_address_that_need_not_be_given_may_be_left_out(empty):
    assert AddressField(required=False, empty_value=empty).clean(" ") == empty


@pytest.mark.django_db
class TestStored:
    @pytest.mark.parametrize(
        "text", ["d\u0131rector@example.org", "Director@example.org", "director", "a b@c.org"]
    )
    def test_the_database_refuses_what_is_not_stored_so(self, text):
        person = UserFactory(email=OURS)
        # Past the rule of the column, as any other program would write it.
        with (
            pytest.raises(IntegrityError, match="address_is_stored_plain"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE people_user SET email = %s WHERE id = %s", [text, person.pk])

    def test_two_ways_of_writing_one_address_are_one_account(self):
        UserFactory(email=OURS)
        with pytest.raises(IntegrityError, match="one_person_per_email"), transaction.atomic():
            UserFactory(email="DIRECTOR@Example.org")

    def test_what_was_saved_is_what_the_account_holds(self):
        assert UserFactory(email="Ana@B\u00fccher.example").email == "ana@xn--bcher-kva.example"

    @pytest.mark.parametrize("typed", [OURS, "DIRECTOR@example.org", " director@EXAMPLE.org"])
    def test_the_very_address_is_found_however_its_letters_are_typed(self, typed):
        person = UserFactory(email=OURS, verified=True)
        assert User.objects.get_by_natural_key(typed) == person
        assert person_at(typed) == person

    def test_what_can_be_no_address_is_looked_for_as_it_was_typed(self):
        column = User._meta.get_field("email")
        assert [column.to_python(typed) for typed in ("no address", "", None)] == ["no address", "", None]

    @pytest.mark.parametrize("twin", LOOK_ALIKES)
    def test_nobody_is_found_by_a_look_alike(self, twin):
        UserFactory(email=OURS, verified=True)
        assert list(User.objects.at_address(twin)) == []
        assert person_at(twin) is None

    def test_only_a_confirmed_address_of_an_open_account_is_found(self):
        person = UserFactory(email=OURS, confirmed=False)
        assert person_at(OURS) is None
        person.emailaddress_set.create(email=OURS, verified=False)
        assert person_at(OURS) is None
        person.emailaddress_set.update(verified=True)
        assert person_at(OURS) == person
        User.objects.update(is_active=False)
        assert person_at(OURS) is None

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), max_size=20))
    @example(["\u0131", "\u017f", "\u212a", "\u0130", "\u1e9e"])
    def test_the_rule_and_the_databases_lower_agree(self, parts):
        found = [same for part in parts if (same := same_address(f"a{part}@example.org"))]
        with connection.cursor() as cursor:
            cursor.execute("SELECT LOWER(x) FROM unnest(%s::text[]) x", [found])
            assert [row[0] for row in cursor.fetchall()] == found
