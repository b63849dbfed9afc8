"""What holds on every page."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from people.models import Hat
from tests.factories.people import HatFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/email/"


@pytest.fixture
def manager():
    return HatFactory(kind=Hat.Kind.PROGRAM_MANAGER).person


def test_pages_of_signed_in_people_are_stored_nowhere(client):
    client.force_login(UserFactory())
    assert "no-store" in client.get(PAGE)["Cache-Control"].split(", ")


def test_staff_without_a_second_factor_are_led_to_set_one_up(client, manager, settings):
    settings.DEMO = False
    client.force_login(manager)
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/")


def test_staff_with_a_second_factor_go_where_they_want(client, manager, settings):
    settings.DEMO = False
    Authenticator.objects.create(user=manager, type=Authenticator.Type.TOTP, data={})
    client.force_login(manager)
    assert client.get("/").headers.get("Location") != "/accounts/2fa/"


def test_a_teacher_needs_no_second_factor(client, settings):
    settings.DEMO = False
    client.force_login(UserFactory())
    assert client.get("/").headers.get("Location") != "/accounts/2fa/"


def test_idle_staff_are_signed_out(client, manager, settings):
    settings.DEMO = True
    client.force_login(manager)
    session = client.session
    session["last_seen"] = int(
        (timezone.now() - timedelta(seconds=settings.STAFF_IDLE_SECONDS + 1)).timestamp()
    )
    session.save()
    assert client.get(PAGE)["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_staff_at_work_stay_signed_in(client, manager, settings):
    settings.DEMO = True
    client.force_login(manager)
    client.get(PAGE)
    assert client.get(PAGE).status_code == 200


def test_the_admin_has_no_door_of_its_own(client):
    response = client.get("/admin/login/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")
