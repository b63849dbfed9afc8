from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from people.models import (
    ActingSigner,
    Apart,
    Attempt,
    Delegation,
    Hat,
    Import,
    ImportAnswer,
    ImportEvent,
    ImportPiece,
    ImportProgress,
    Invitation,
    Merge,
    MergedRow,
    PersonEvent,
    PersonExport,
    PostRequest,
    SourceId,
    SourceRole,
    User,
    Welcome,
    WrittenPerson,
    WrittenPost,
    WrittenSchool,
)
from people.queries import today
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    SchoolMembership,
    UserFactory,
    administrator,
    clerk,
    principal_of,
)
from tests.people.administering import SHEETS, address, press, user_data

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "people"]
ROWS = {
    "user": UserFactory,
    "school": SchoolFactory,
    "schoolmembership": SchoolFactory,
    "post": PostFactory,
    "actingsigner": ActingSignerFactory,
    "delegation": DelegationFactory,
    "hat": HatFactory,
}


NOT_ADDED = {
    *(Attempt, Invitation, PersonEvent, PostRequest, Welcome, Import, ImportAnswer, ImportEvent),
    *(ImportPiece, ImportProgress, SourceId, SourceRole),
    *(WrittenPerson, WrittenPost, WrittenSchool, Merge, MergedRow, Apart, PersonExport),
}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_every_page_opens(inside, model, page):
    # What is counted by itself is added by nobody: the page says so.
    expected = 403 if page == "add" and model in NOT_ADDED else 200
    assert inside.get(address(model._meta.model_name, page)).status_code == expected


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_searches(inside, model):
    assert inside.get(address(model._meta.model_name, "changelist"), {"q": "nobody"}).status_code == 200


@pytest.mark.parametrize("rows", [3, 60])
@pytest.mark.parametrize("model", ROWS)
def test_lists_take_ten_queries_at_most(inside, count_queries, model, rows):
    ROWS[model].create_batch(rows)
    with count_queries(at_most=10, repeats=True):
        inside.get(address(model, "changelist"))


# --- people ---------------------------------------------------------------------------------------
def test_a_person_is_found_by_part_of_a_name_and_changed(inside):
    person = UserFactory(family_name="Okafor")
    UserFactory()
    response = inside.get(address("user", "changelist"), {"q": "kafo"})
    assert list(response.context["cl"].result_list) == [person]
    assert inside.get(address("user", "change", person.pk)).status_code == 200


def test_a_person_is_added_by_address(inside):
    data = {"email": "new@example.org", "password1": "a-long-enough-one", "password2": "a-long-enough-one"}
    data |= {f"{name}-{key}": 0 for name in SHEETS for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = inside.post(address("user", "add"), data)
    assert response.status_code == 302, response.context["errors"]
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_password_is_set(inside):
    assert inside.get(reverse("admin:auth_user_password_change", args=[UserFactory().pk])).status_code == 200


def test_an_account_is_closed_and_opened_again_and_both_are_on_record(inside, signed_in):
    person = UserFactory()
    theirs = signed_in(person)
    assert "Closed: 1." in press(inside, "user", "deactivate", person)
    assert User.objects.get(pk=person.pk).is_active is False
    assert theirs.get(reverse("people:profile")).status_code == 302
    assert "Opened again: 1." in press(inside, "user", "reactivate", person)
    assert User.objects.get(pk=person.pk).is_active is True
    said = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(said) == ["Closed the account.", "Opened the account again."]


@pytest.mark.parametrize(
    ("action", "active", "said"),
    [("reactivate", True, "is open already"), ("deactivate", False, "is closed already")],
)
def test_an_account_that_is_so_already_says_that_nothing_was_changed(inside, action, active, said):
    person = UserFactory(is_active=active)
    assert f"The account of {person.name} {said}. Nothing was changed." in press(
        inside, "user", action, person
    )
    assert LogEntry.objects.count() == 0


def test_nobody_closes_their_own_account(client):
    by = administrator()
    client.force_login(by)
    assert "You cannot close your own account." in press(client, "user", "deactivate", by)
    assert User.objects.get().is_active is True


def test_whether_an_account_is_open_is_not_typed(inside):
    person = UserFactory()
    page = inside.get(address("user", "change", person.pk)).content.decode()
    assert ('name="is_active"' in page, 'name="is_superuser"' in page) == (False, True)


def test_who_is_no_administrator_makes_none(client):
    client.force_login(clerk())
    person = UserFactory()
    page = client.get(address("user", "change", person.pk)).content.decode()
    assert ('name="is_superuser"' in page, 'name="family_name"' in page) == (False, True)


@pytest.mark.parametrize(
    ("model", "action", "said"),
    [
        ("user", "deactivate", "Only a registrar closes an account."),
        ("user", "reactivate", "Only a registrar opens an account again."),
        ("post", "end", "Only a registrar ends a position."),
        ("hat", "take_off", "Only a registrar takes hats."),
        ("hat", "take_off_after", "Only a registrar takes hats."),
        ("actingsigner", "end", "Only a registrar or a program manager ends this."),
        ("delegation", "end", "Only the two of them, a registrar or a program manager end this."),
    ],
)
def test_who_wears_no_hat_is_refused_in_words(client, model, action, said):
    client.force_login(clerk())
    row = ROWS[model]()
    before = type(row).objects.filter(pk=row.pk).values().get()
    assert said in press(client, model, action, row, last_day="2026-11-30")
    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("model", ["post", "hat", "actingsigner", "delegation"])
def test_what_gave_somebody_a_right_is_never_deleted(inside, model):
    row = ROWS[model]()
    assert inside.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    press(inside, model, "delete_selected", row, post="yes")
    assert type(row).objects.filter(pk=row.pk).exists()


# --- hats -----------------------------------------------------------------------------------------
def test_a_hat_is_given_to_a_director_with_their_schools(inside):
    person, school = UserFactory(), SchoolFactory()
    given = {"person": person.pk, "kind": "director", "schools": [school.pk], "starts": "2026-07-01"}
    assert inside.post(address("hat", "add"), given).status_code == 302
    hat = Hat.objects.get()
    assert (hat.person, hat.kind, hat.starts, hat.ends) == (person, "director", date(2026, 7, 1), None)
    assert list(hat.schools.all()) == [school]


def test_a_hat_somebody_wears_is_refused_in_words_and_what_was_typed_stays(inside):
    hat = HatFactory()
    given = {"person": hat.person_id, "kind": hat.kind, "starts": "2026-07-01"}
    page = inside.post(address("hat", "add"), given).content.decode()
    assert f"{hat.person} is program manager in that time already." in page
    assert 'value="2026-07-01"' in page
    assert Hat.objects.count() == 1


def test_hats_are_taken_off_today_or_after_a_day(inside):
    now, later = HatFactory(), HatFactory()
    assert "Taken off: 1." in press(inside, "hat", "take_off", now)
    last = today() + timedelta(days=30)
    press(inside, "hat", "take_off_after", later, last_day=last.isoformat())
    ends = list(Hat.objects.order_by("pk").values_list("ends", flat=True))
    assert ends == [today(), last + timedelta(days=1)]


def test_of_a_hat_only_the_schools_are_changed(inside):
    hat, school = HatFactory(kind=Hat.Kind.DIRECTOR), SchoolFactory()
    changed = {"schools": [school.pk], "kind": "preparer", "ends": "2020-01-01"}
    assert inside.post(address("hat", "change", hat.pk), changed).status_code == 302
    hat.refresh_from_db()
    assert (hat.kind, hat.ends, list(hat.schools.all())) == ("director", None, [school])


# --- who signs ------------------------------------------------------------------------------------
def test_an_acting_signer_is_appointed_by_the_service_and_ended(client):
    by = administrator()
    client.force_login(by)
    school, person = SchoolFactory(), UserFactory()
    given = {"school": school.pk, "person": person.pk, "starts": "2026-07-01", "ends": "2027-07-01"}
    assert client.post(address("actingsigner", "add"), given).status_code == 302
    appointed = ActingSigner.objects.get()
    assert appointed.appointed_by == by
    page = client.post(address("actingsigner", "add"), given).content.decode()
    assert "in that time already. Change the days." in page
    press(client, "actingsigner", "end", appointed, last_day="2026-12-31")
    assert ActingSigner.objects.get().ends == date(2027, 1, 1)


def test_who_acts_for_a_principal_is_named_and_ended(inside):
    principal, person = principal_of(SchoolFactory()), UserFactory()
    given = {"principal": principal.pk, "delegate": person.pk, "starts": "2026-07-01", "ends": "2027-07-01"}
    assert inside.post(address("delegation", "add"), given).status_code == 302
    named = Delegation.objects.get()
    assert (named.principal, named.delegate) == (principal, person)
    press(inside, "delegation", "end", named, last_day="2026-12-31")
    assert Delegation.objects.get().ends == date(2027, 1, 1)


def test_nobody_acts_for_somebody_who_signs_for_no_school(inside):
    given = {"principal": UserFactory().pk, "delegate": UserFactory().pk}
    given |= {"starts": "2026-07-01", "ends": "2027-07-01"}
    page = inside.post(address("delegation", "add"), given).content.decode()
    assert "Only who signs for a school names someone to act for them." in page
    assert Delegation.objects.count() == 0


# --- schools --------------------------------------------------------------------------------------
def test_a_school_with_a_short_code_is_refused(inside):
    data = {
        "name": "A",
        "slug": "a",
        "level": "high",
        "lowest_grade": 9,
        "highest_grade": 12,
        "cds_code": "123",
    }
    data |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    response = inside.post(address("school", "add"), data)
    assert "14 digits" in response.content.decode()


def test_a_school_is_found_by_its_code(inside):
    school = SchoolFactory(cds_code="00000000000042")
    SchoolFactory(cds_code="00000000000051")
    found = inside.get(address("schoolmembership", "changelist"), {"q": "000042"}).context["cl"].result_list
    assert [row.school for row in found] == [school]
    assert SchoolMembership.objects.count() == 2


# --- hand-made requests -------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["abc", "1\x00", "-1", "9" * 30, "1.5"], ids=ascii)
def test_a_person_who_is_no_number_comes_back_as_no_choice(inside, typed):
    sent = {"person": typed, "school": typed, "position": "coach", "starts": "2026-07-01"}
    page = inside.post(address("post", "add"), sent)
    refused = page.context["adminform"].form.errors
    assert (page.status_code, {"person", "school"} <= set(refused)) == (200, True)


def test_a_school_below_a_person_that_is_no_number_comes_back(inside):
    person = UserFactory()
    sent = user_data(person) | {
        "posts-TOTAL_FORMS": 1,
        "posts-0-school": "abc",
        "posts-0-starts": "2026-07-01",
    }
    assert inside.post(address("user", "change", person.pk), sent).status_code == 200


def test_schools_of_a_hat_that_are_no_numbers_come_back(inside):
    sent = {"person": "abc", "kind": "director", "schools": ["abc", "1"], "starts": "2026-07-01"}
    assert inside.post(address("hat", "add"), sent).status_code == 200


def test_a_position_that_does_not_exist_comes_back_with_a_word_at_it(inside):
    sent = {"person": UserFactory().pk, "school": SchoolFactory().pk, "position": "king", "fte": "1"}
    page = inside.post(address("post", "add"), sent | {"channel": "district", "starts": "2026-07-01"})
    assert page.context["adminform"].form.errors == {
        "position": ["Select a valid choice. king is not one of the available choices."]
    }


def test_a_zero_byte_finds_nobody(inside):
    asked = {"app_label": "people", "model_name": "post", "field_name": "person", "term": "\x00"}
    assert inside.get(reverse("admin:autocomplete"), asked).json()["results"] == []
