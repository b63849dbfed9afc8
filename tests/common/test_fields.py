"""Fields that ask for a name, a line or an address, and columns that follow from others."""

import pytest
from django.core.exceptions import ValidationError

from common.addresses import PLAIN, AddressField
from common.fields import LineInput, NameInput, PlaceInput, derived
from common.names import NO_LINK, NO_LINK_HERE, NOTHING_SEEN, ONE_LINE
from people.models import School, User
from tests.factories.people import SchoolFactory, UserFactory


@pytest.mark.parametrize(("typed", "kept"), [(" Ana\u00a0 Ruiz ", "Ana Ruiz"), ("Jose\u0301", "José")])
def test_a_name_is_taken_as_it_is_kept(typed, kept):
    assert NameInput().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("evil.example", NO_LINK),
        ("Ana\nRuiz", ONE_LINE),
        ("\u200b", NOTHING_SEEN),
        ("", "Fill this in."),
    ],
)
def test_what_can_be_no_name_is_refused_in_its_words(typed, said):
    with pytest.raises(ValidationError) as refused:
        NameInput().clean(typed)
    assert refused.value.messages == [said]


@pytest.mark.parametrize("typed", ["", None, "-"])
def test_a_name_that_need_not_be_there_may_be_left_out(typed):
    assert NameInput(required=False).clean(typed) == ""


def test_a_line_under_a_name_may_be_anything_to_read_but_no_link():
    assert LineInput().clean(" Coach – K–6 ") == "Coach – K–6"
    assert [LineInput(required=False).clean(typed) for typed in ("-", "", None)] == ["-", "", ""]
    with pytest.raises(ValidationError) as refused:
        LineInput().clean("see evil.example")
    assert refused.value.messages == [NO_LINK_HERE]
    with pytest.raises(ValidationError) as refused:
        LineInput().clean("Coach, 213 555 0100")
    assert refused.value.messages == ["Leave out telephone numbers, and others of more than 6 digits."]


def test_a_place_may_be_the_link_of_a_meeting_on_one_line():
    link = "https://zoom.us/j/12345678901?pwd=a.bc"
    assert [PlaceInput().clean(typed) for typed in (f" {link} ", "Moore  Hall")] == [link, "Moore Hall"]
    with pytest.raises(ValidationError) as refused:
        PlaceInput().clean("Moore\nHall")
    assert refused.value.messages == [ONE_LINE]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("director", ["Enter a valid email address."]),
        ("d\u0131rector@example.org", [PLAIN]),
        ("", ["Fill this in."]),
    ],
)
def test_what_can_be_no_address_is_refused_in_one_sentence(typed, said):
    with pytest.raises(ValidationError) as refused:
        AddressField().clean(typed)
    assert refused.value.messages == said


def test_an_address_is_taken_as_it_is_stored():
    assert AddressField().clean(" Ana@Example.ORG ") == "ana@example.org"
    assert AddressField(required=False).clean("") == ""


@pytest.mark.django_db
class TestDerived:
    def test_what_follows_from_a_name_is_saved_with_it_and_with_nothing_else(self):
        person = UserFactory(given_name="Ana", family_name="Ruiz")
        stale = User.objects.get(pk=person.pk)
        person.family_name = "Ávila"
        person.save(update_fields=["family_name"])
        assert User.objects.get(pk=person.pk).sort_name == "avila  ana"
        stale.is_staff = True
        stale.save(update_fields=["is_staff"])
        kept = User.objects.get(pk=person.pk)
        assert (kept.sort_name, kept.family_name, kept.is_staff) == ("avila  ana", "Ávila", True)

    def test_a_person_who_was_saved_holds_the_name_and_the_address_that_are_stored(self):
        person = UserFactory()
        person.given_name, person.email = " Jose\u0301", " Ana@Example.ORG "
        person.save()
        assert (person.given_name, person.email) == ("José", "ana@example.org")

    def test_a_name_is_not_updated_past_what_follows_from_it(self):
        person = UserFactory(given_name="Ana", family_name="Ruiz")
        behind = ", ".join(sorted(field.name for field in derived(User) if "family_name" in field.of))
        with pytest.raises(TypeError) as refused:
            User.objects.update(family_name="Ávila")
        assert str(refused.value) == f"Use save(): {behind} follow from what is changed."
        assert User.objects.filter(pk=person.pk).update(is_staff=True) == 1

    @pytest.mark.parametrize(
        ("lookup", "asked", "found"),
        [
            ("icontains", "MUÑOZ", True),
            ("icontains", "ｍｕｎｏｚ", True),
            ("icontains", "munos", False),
            ("istartswith", "Escuéla", True),
            ("istartswith", "Muñoz", False),
            ("iexact", "escuela-muñoz", True),
            ("iexact", "escuela", False),
            ("word_starts", "Muñ", True),
            ("word_starts", "uñoz", False),
        ],
    )
    def test_a_question_is_folded_like_the_text_it_is_asked_of(self, lookup, asked, found):
        SchoolFactory(name="Escuela Muñoz")
        assert School.objects.filter(**{f"search_name__{lookup}": asked}).exists() is found
