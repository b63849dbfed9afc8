import pytest
from django.contrib import admin
from django.urls import reverse

from people.models import Hat, User
from tests.factories.people import HatFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "people"]


@pytest.fixture
def inside(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_every_page_opens(inside, model, page):
    path = reverse(f"admin:people_{model._meta.model_name}_{page}")
    assert inside.get(path).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_searches(inside, model):
    path = reverse(f"admin:people_{model._meta.model_name}_changelist")
    assert inside.get(path, {"q": "nobody"}).status_code == 200


def test_a_person_is_found_by_part_of_a_name_and_changed(inside):
    person = UserFactory(family_name="Okafor")
    UserFactory()
    response = inside.get(reverse("admin:people_user_changelist"), {"q": "kafo"})
    assert list(response.context["cl"].result_list) == [person]
    assert inside.get(reverse("admin:people_user_change", args=[person.pk])).status_code == 200


def test_a_person_is_added_by_address(inside):
    data = {"email": "new@example.org", "password1": "a-long-enough-one", "password2": "a-long-enough-one"}
    data |= {f"{name}-{key}": 0 for name in ("posts", "hats") for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = inside.post(reverse("admin:people_user_add"), data)
    assert response.status_code == 302, response.context["errors"]
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_password_is_set(inside):
    assert inside.get(reverse("admin:auth_user_password_change", args=[UserFactory().pk])).status_code == 200


def test_hats_are_taken_off_by_an_action(inside):
    hat = HatFactory()
    data = {"action": "take_off", "_selected_action": [hat.pk]}
    inside.post(reverse("admin:people_hat_changelist"), data)
    assert Hat.objects.get().ends is not None


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
    response = inside.post(reverse("admin:people_school_add"), data)
    assert "14 digits" in response.content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_people_takes_ten_queries_at_most(inside, count_queries, rows):
    for _ in range(rows):
        UserFactory()
    SchoolFactory()
    with count_queries(at_most=10):
        inside.get(reverse("admin:people_user_changelist"))
