from datetime import date, timedelta
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from people.models import ActingSigner, Attempt, Delegation, Hat, Invitation, Post, User
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


@pytest.fixture
def inside(client):
    client.force_login(administrator())
    return client


def address(model, page, *args):
    return reverse(f"admin:people_{model}_{page}", args=args)


def press(client, model, action, *rows, **typed):
    """Choose rows and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    return client.post(address(model, "changelist"), chosen, follow=True).content.decode()


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_every_page_opens(inside, model, page):
    # What is counted by itself is added by nobody: the page says so.
    expected = 403 if page == "add" and model in {Attempt, Invitation} else 200
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
    data |= {f"{name}-{key}": 0 for name in ("posts", "hats") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = inside.post(address("user", "add"), data)
    assert response.status_code == 302, response.context["errors"]
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_password_is_set(inside):
    assert inside.get(reverse("admin:auth_user_password_change", args=[UserFactory().pk])).status_code == 200


def test_an_account_is_closed_and_opened_again_and_both_are_on_record(inside, signed_in):
    person = UserFactory()
    theirs = signed_in(person)
    assert "Accounts closed: 1." in press(inside, "user", "deactivate", person)
    assert User.objects.get(pk=person.pk).is_active is False
    assert theirs.get(reverse("people:profile")).status_code == 302
    assert "Accounts opened: 1." in press(inside, "user", "reactivate", person)
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
        ("user", "deactivate", "Only an administrator closes an account."),
        ("user", "reactivate", "Only an administrator opens an account again."),
        ("post", "end", "Only an administrator ends a post."),
        ("hat", "take_off", "Only an administrator takes hats."),
        ("hat", "take_off_after", "Only an administrator takes hats."),
        ("actingsigner", "end", "Only a program manager ends this."),
        ("delegation", "end", "Only the principal or a program manager ends this."),
    ],
)
def test_who_is_no_administrator_is_refused_in_words(client, model, action, said):
    client.force_login(clerk())
    row = ROWS[model]()
    before = type(row).objects.filter(pk=row.pk).values().get()
    assert said in press(client, model, action, row, last_day="2026-11-30")
    assert type(row).objects.filter(pk=row.pk).values().get() == before


# --- posts ----------------------------------------------------------------------------------------
def test_a_post_ends_after_a_day_and_another_begins(inside):
    post = PostFactory(principal=True)
    assert "Posts ended: 1." in press(inside, "post", "end", post, last_day="2026-06-30")
    assert Post.objects.get().ends == date(2026, 7, 1)
    begun = {"school": post.school_id, "position": "principal", "fte": "1", "channel": "district"}
    begun |= {"person": UserFactory().pk, "starts": "2026-07-01"}
    assert inside.post(address("post", "add"), begun).status_code == 302
    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("last_day", "said"),
    [
        ("2015-06-30", "This post began on July 1, 2015."),
        ("2027-06-30", "This post ends earlier already."),
        ("", "Give a day, like 10/14/2026."),
    ],
)
def test_a_day_no_post_can_end_on_is_refused_in_words(inside, last_day, said):
    post = PostFactory(ends=date(2026, 7, 1))
    assert said in press(inside, "post", "end", post, last_day=last_day)
    assert Post.objects.get().ends == date(2026, 7, 1)


def test_a_day_is_chosen_and_what_is_none_can_be_mended(inside):
    post = PostFactory()
    asked = inside.post(address("post", "changelist"), {"action": "end", "_selected_action": post.pk})
    assert '<input type="date" name="last_day"' in asked.content.decode()
    assert '<input type="text" name="last_day" value="soon"' in press(
        inside, "post", "end", post, last_day="soon"
    )


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


# --- one's own rights, and addresses ----------------------------------------------------------------
def user_data(person, **changes):
    names = (
        "email",
        "given_name",
        "family_name",
        "preferred_name",
        "external_id",
        "is_staff",
        "is_superuser",
    )
    data = {name: getattr(person, name) for name in names if getattr(person, name)}
    data |= {f"{name}-{key}": 0 for name in ("posts", "hats") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return data | changes


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
    sent |= {f"{name}-{key}": 0 for name in ("posts", "hats") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    inside.post(address("user", "add"), sent)
    assert signs_in_with(User.objects.get(email="new@example.org")) == [("new@example.org", True, False)]


# --- what a post is stays -----------------------------------------------------------------------------
def post_data(post, **changes):
    names = ("position", "fte", "channel", "starts")
    data = {name: getattr(post, name) for name in names} | {
        "person": post.person_id,
        "school": post.school_id,
    }
    return data | changes


def test_whose_post_it_is_where_and_as_what_stays(inside):
    post = PostFactory(principal=True)
    other = {"person": UserFactory().pk, "school": SchoolFactory().pk, "position": "coach"}
    assert (
        inside.post(address("post", "change", post.pk), post_data(post, fte="0.5", **other)).status_code
        == 302
    )
    kept = Post.objects.values_list("person", "school", "position", "fte").get()
    assert kept == (post.person_id, post.school_id, "principal", Decimal("0.5"))


def test_the_page_of_a_post_says_what_to_do_when_somebody_else_holds_it(inside):
    post = PostFactory()
    assert inside.get(address("post", "change", post.pk)).context["not_here"] == [
        "Whose post it is, where and as what stays as it was entered: signatures rest on it. End this one, and "
        "enter what came after it as a new post."
    ]


def test_a_post_below_its_person_keeps_school_and_position(inside):
    post = PostFactory(principal=True)
    sent = user_data(post.person) | {"posts-TOTAL_FORMS": 1, "posts-INITIAL_FORMS": 1, "posts-0-id": post.pk}
    typed = post_data(post, school=SchoolFactory().pk, position="coach", fte="0.5")
    sent |= {f"posts-0-{name}": value for name, value in typed.items()}
    assert inside.post(address("user", "change", post.person_id), sent).status_code == 302
    kept = Post.objects.values_list("school", "position", "fte").get()
    assert kept == (post.school_id, "principal", Decimal("0.5"))


def test_a_membership_of_a_school_ends_and_is_never_deleted(inside):
    row = SchoolMembership.objects.get(school=SchoolFactory())
    assert inside.post(address("schoolmembership", "delete", row.pk), {"post": "yes"}).status_code == 403
    press(inside, "schoolmembership", "delete_selected", row, post="yes")
    page = inside.get(address("school", "change", row.school_id)).content.decode()
    assert (SchoolMembership.objects.count(), "memberships-0-DELETE" in page) == (1, False)


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


# --- what is not added --------------------------------------------------------------------------------
def test_who_may_not_give_hats_reads_so_inside_the_administration(client):
    client.force_login(clerk())
    page = client.get(address("hat", "add"))
    assert (page.status_code, page.templates[0].name) == (403, "admin/not_added.html")
    assert page.context["lead"] == "Your account may not add hats. Ask an administrator."
