"""What the administration of people refuses and finds, in words."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from people.models import Hat, Post, School, User
from people.queries import today
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, administrator
from tests.people.administering import address, post_data, press, user_data

pytestmark = pytest.mark.django_db
SHARE = "Write a share of a full position above 0 and at most 2, with at most three decimals, like 0.5."
WRONG = {
    "nothing": ({"fte": "0"}, {"fte": [SHARE]}),
    "less": ({"fte": "-1"}, {"fte": [SHARE]}),
    "more": ({"fte": "9.999"}, {"fte": [SHARE]}),
    "much more": ({"fte": "12345"}, {"fte": [SHARE]}),
    "upside down": ({"ends": "2014-07-01"}, {"ends": ["It must end after it starts."]}),
}


@pytest.fixture
def inside(client):
    client.force_login(administrator())
    return client


def found(client, model, words):
    return list(client.get(address(model, "changelist"), {"q": words}).context["cl"].result_list)


# --- posts ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("typed", "errors"), WRONG.values(), ids=WRONG)
def test_a_post_that_cannot_be_is_refused_at_the_field_when_it_is_changed(inside, typed, errors):
    post = PostFactory()
    page = inside.post(address("post", "change", post.pk), post_data(post, **typed))
    assert page.context["adminform"].form.errors == errors


@pytest.mark.parametrize(("typed", "errors"), WRONG.values(), ids=WRONG)
def test_a_post_that_cannot_be_is_refused_at_the_field_when_it_is_added(inside, typed, errors):
    post = PostFactory.build(person=UserFactory(), school=SchoolFactory())
    page = inside.post(address("post", "add"), post_data(post, **typed))
    assert page.context["adminform"].form.errors == errors


@pytest.mark.parametrize(("typed", "errors"), WRONG.values(), ids=WRONG)
def test_a_post_that_cannot_be_is_refused_at_the_field_below_its_person(inside, typed, errors):
    post = PostFactory()
    sent = user_data(post.person) | {"posts-TOTAL_FORMS": 1, "posts-INITIAL_FORMS": 1, "posts-0-id": post.pk}
    sent |= {f"posts-0-{name}": value for name, value in post_data(post, **typed).items()}
    page = inside.post(address("user", "change", post.person_id), sent)
    assert page.context["inline_admin_formsets"][0].formset.errors == [errors]
    assert Post.objects.get().fte == 1


# --- hats -----------------------------------------------------------------------------------------
def test_a_hat_is_not_taken_off_before_it_began(inside):
    hat = HatFactory()
    page = press(inside, "hat", "take_off_after", hat, last_day="2015-06-30")
    assert "This hat began on July 1, 2015. Choose that day or a later one." in page
    assert Hat.objects.get().ends is None


def test_a_hat_that_had_not_begun_is_cancelled_and_that_is_on_record(inside):
    hat = HatFactory(starts=date(2099, 7, 1))
    assert "Taken off: 1." in press(inside, "hat", "take_off", hat)
    line = LogEntry.objects.get()
    assert (line.object_repr, line.change_message) == (str(hat), "Cancelled before its first day was over.")
    assert Hat.objects.count() == 0
    assert hat.starts > today()


# --- people and schools ---------------------------------------------------------------------------
def test_an_external_id_somebody_has_is_refused_with_their_name(inside):
    other, person = UserFactory(external_id="r-17"), UserFactory()
    page = inside.post(address("user", "change", person.pk), user_data(person, external_id="r-17"))
    said = f"{other} has this external id already. Two people never share one."
    assert page.context["adminform"].form.errors == {"external_id": [said]}


def test_an_account_is_closed_and_never_deleted(inside):
    person = UserFactory()
    page = inside.get(address("user", "change", person.pk))
    assert page.context["not_here"] == [
        "An account is never deleted: what was signed and paid names it. Close the account instead."
    ]
    assert address("user", "delete", person.pk) not in page.content.decode()
    assert "delete_selected" not in inside.get(address("user", "changelist")).content.decode()
    assert inside.post(address("user", "delete", person.pk), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_a_school_nothing_refers_to_can_be_deleted_and_any_other_says_why_not(inside):
    alone, member, worked_at = SchoolFactory(member=False), SchoolFactory(), SchoolFactory(member=False)
    PostFactory(school=worked_at)
    pages = [inside.get(address("school", "change", row.pk)) for row in (alone, member, worked_at)]
    offered = [
        address("school", "delete", row.pk) in page.content.decode()
        for row, page in zip((alone, member, worked_at), pages, strict=True)
    ]
    assert offered == [True, False, False]
    said = [
        "A school that positions, memberships or applications name is never deleted. End its membership instead."
    ]
    assert [page.context["not_here"] for page in pages] == [[], said, said]
    assert inside.post(address("school", "delete", alone.pk), {"post": "yes"}).status_code == 302
    assert inside.post(address("school", "delete", member.pk), {"post": "yes"}).status_code == 403
    assert set(School.objects.all()) == {member, worked_at}


# --- searches -------------------------------------------------------------------------------------
def test_people_are_found_by_family_and_given_name_and_by_their_school(inside):
    person = UserFactory(given_name="Maya", family_name="Acosta")
    school = PostFactory(person=person).school
    PostFactory()
    assert found(inside, "user", "Acosta, Maya") == [person]
    assert found(inside, "user", school.name) == [person]


def test_hats_are_found_by_what_they_are_called(inside):
    coach, director = HatFactory(kind=Hat.Kind.COACH), HatFactory(kind=Hat.Kind.DIRECTOR)
    assert found(inside, "hat", "academic-team coach") == [coach]
    assert found(inside, "hat", f"{director.person.family_name} network director") == [director]


def test_schools_are_found_by_community(inside):
    school = SchoolFactory(community="Boyle Heights")
    SchoolFactory()
    assert found(inside, "school", "boyle") == [school]


@pytest.mark.parametrize("model", ["user", "hat", "school"])
def test_a_search_takes_ten_queries_at_most(inside, count_queries, model):
    {"user": PostFactory, "hat": HatFactory, "school": SchoolFactory}[model].create_batch(12)
    with count_queries(at_most=10, repeats=True):
        inside.get(reverse(f"admin:people_{model}_changelist"), {"q": "o"})
