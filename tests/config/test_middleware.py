"""What holds on every page."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from config.middleware import SayBusy
from dashboard.views import errors
from people.models import Hat
from tests.factories.applications import ApplicationFactory
from tests.factories.people import PASSWORD, HatFactory, UserFactory

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
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert "_auth_user_id" not in client.session


def test_staff_at_work_stay_signed_in(client, manager, settings):
    settings.DEMO = True
    client.force_login(manager)
    client.get(PAGE)
    assert client.get(PAGE).status_code == 200


def test_the_admin_has_no_door_of_its_own(client):
    response = client.get("/admin/login/")
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.fixture
def someone_else():
    """A second connection to the same database."""
    other = connection.copy()
    yield other
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_draft_someone_else_holds_is_offered_to_be_sent_again(client, someone_else):
    application = ApplicationFactory(answers={})
    client.force_login(application.person)
    path = f"/applications/{application.pk}/edit/"
    someone_else.set_autocommit(False)
    with someone_else.cursor() as cursor:
        cursor.execute("SELECT 1 FROM applications_application WHERE id = %s FOR UPDATE", [application.pk])
    answer = client.post(path, {"time": "Two <b> hours", "save": "1"})
    someone_else.rollback()
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Someone else is saving this right now." in html
    assert "Two &lt;b&gt; hours</textarea>" in html
    assert '<input type="hidden" name="save" value="1">' in html
    assert client.post(path, {"time": "Two <b> hours", "save": "1"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_a_lock_met_outside_of_the_page_is_a_sentence_too(someone_else, settings):
    settings.DEMO = True
    client = Client(raise_request_exception=False)
    client.force_login(HatFactory(kind=Hat.Kind.PROGRAM_MANAGER).person)
    someone_else.set_autocommit(False)
    with someone_else.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_session FOR UPDATE")
    # When a member of staff was last seen is written by the middleware, after the page.
    answer = client.get("/profile/")
    someone_else.rollback()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Someone else is saving this right now." in answer.content.decode()
    assert client.get("/profile/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_table_held_before_the_page_begins_is_a_sentence_too(someone_else, settings):
    settings.DEMO = True
    client = Client(raise_request_exception=False)
    client.force_login(HatFactory(kind=Hat.Kind.PROGRAM_MANAGER).person)
    someone_else.set_autocommit(False)
    with someone_else.cursor() as cursor:
        cursor.execute("LOCK TABLE people_hat IN ACCESS EXCLUSIVE MODE")
    answer = client.get("/profile/")
    someone_else.rollback()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "Someone else is saving this right now." in answer.content.decode()


def test_an_error_that_is_no_lock_is_still_the_page_of_errors(rf):
    try:
        raise ValueError("broken")
    except ValueError:
        answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "broken" not in answer.content.decode()


def test_a_signature_someone_else_holds_up_is_not_offered_in_one_press(rf):
    typed = {"typed_name": "Ana Ruiz", "consent": "on", "sha256": "x"}
    assert errors.sendable(rf.post("/", typed)) == []


def test_another_error_of_the_database_stays_an_error(rf):
    assert SayBusy(lambda request: None).process_exception(rf.get("/"), IntegrityError("twice")) is None


HERE = {"origin": "http://testserver"}
TYPED = {"time": "Two free <b> hours a week", "save": "1"}


@pytest.fixture
def draft():
    """A draft of a person who can sign in."""
    return ApplicationFactory(answers={}, person=UserFactory(verified=True))


def sign_in(client, person):
    credentials = {"login": person.email, "password": PASSWORD}
    return client.post("/accounts/login/", credentials)


def end_session(client):
    """The session is over on the server; the browser does not know yet."""
    client.session.flush()
    del client.cookies[settings.SESSION_COOKIE_NAME]


@pytest.fixture
def expired(client, draft):
    """A browser in which the person of the draft signed in, and whose session is over."""
    sign_in(client, draft.person)
    end_session(client)
    return client


def test_what_was_typed_when_the_session_ended_is_offered_after_signing_in(expired, draft):
    client, path = expired, f"/applications/{draft.pk}/edit/"
    answer = client.post(path, TYPED, headers=HERE)
    assert answer["Location"] == f"/accounts/login/?next={path}"
    assert "Two free" not in client.get(answer["Location"]).content.decode()
    back = client.post("/accounts/login/", {"login": draft.person.email, "password": PASSWORD, "next": path})
    assert back["Location"] == path
    html = client.get(path).content.decode()
    assert "You typed this before you were signed out" in html
    assert "Two free &lt;b&gt; hours a week</textarea>" in html
    assert "You typed this before" not in client.get("/applications/").content.decode()
    assert client.post(path, TYPED, headers=HERE).status_code == 302
    draft.refresh_from_db()
    assert draft.answers == {"time": TYPED["time"]}
    assert "You typed this before" not in client.get(path).content.decode()


def test_what_was_typed_can_be_let_go(expired, draft):
    client, path = expired, f"/applications/{draft.pk}/edit/"
    client.post(path, TYPED, headers=HERE)
    sign_in(client, draft.person)
    assert client.post(path, {"_forget_typed": "1"}, headers=HERE)["Location"] == path
    assert "You typed this before" not in client.get(path).content.decode()
    draft.refresh_from_db()
    assert draft.answers == {}


@pytest.mark.parametrize(
    ("typed", "headers"),
    [
        (TYPED, {"origin": "https://elsewhere.example"}),
        (TYPED, {}),
        (TYPED | {"typed_name": "Ana Ruiz"}, HERE),
        (TYPED | {"password": "a quiet morning walk"}, HERE),
        (TYPED | {"time": "far too long " * 20_000}, HERE),
    ],
)
def test_a_form_of_elsewhere_a_secret_a_signature_and_a_flood_are_not_kept(expired, draft, typed, headers):
    expired.post(f"/applications/{draft.pk}/edit/", typed, headers=headers)
    assert "typed" not in expired.session


def test_what_one_person_typed_is_offered_to_nobody_else(expired, draft):
    path = f"/applications/{draft.pk}/edit/"
    expired.post(path, TYPED, headers=HERE)
    sign_in(expired, UserFactory(verified=True, is_staff=True, is_superuser=True))
    assert "Two free" not in expired.get(path, follow=True).content.decode()


def test_after_signing_out_nothing_typed_is_kept(client, draft):
    sign_in(client, draft.person)
    client.post("/accounts/logout/")
    client.post(f"/applications/{draft.pk}/edit/", TYPED, headers=HERE)
    assert "typed" not in client.session


def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(expired, draft):
    page = f"/applications/{draft.pk}/do/withdraw/"
    sent = expired.post(
        page,
        {"words": "Moving."},
        headers=HERE | {"referer": f"http://testserver{page}"},
    )
    assert sent["Location"] == f"/accounts/login/?next={page}"
    sign_in(expired, draft.person)
    html = expired.get(page).content.decode()
    assert "Moving.</textarea>" in html
    assert expired.post(page, {"words": "Moving."}).status_code == 302
    assert "You typed this before" not in expired.get(page).content.decode()


def test_what_goes_along_with_the_words_is_shown_and_the_button_named(expired, draft):
    page = f"/applications/{draft.pk}/edit/"
    sent = {"verb": "decline_support", "words": "No time.", "cohort": "3", "mark": "late", "seen_time": "abc"}
    expired.post(page, sent, headers=HERE)
    sign_in(expired, draft.person)
    html = expired.get(page).content.decode()
    assert "What you pressed: <strong>Decline support</strong>." in html
    assert '<p class="small" data-again="mark" data-value="late"><b>Mark</b>: <span>Late</span></p>' in html
    assert '<p class="small" data-again="cohort" data-value="3" hidden>' in html
    assert "Send what I typed: Decline support" in html
    assert "Seen time" not in html


def test_what_was_typed_in_the_administration_is_offered_there(client, settings):
    settings.DEMO = True
    administrator = UserFactory(verified=True, is_staff=True, is_superuser=True)
    sign_in(client, administrator)
    end_session(client)
    path = "/admin/fellows/fellowcohort/add/"
    sent = client.post(path, {"name": "Cohort of 2027", "starts": ""}, headers=HERE)
    assert sent["Location"] == f"/accounts/login/?next={path}"
    sign_in(client, administrator)
    html = client.get(path).content.decode()
    assert "You typed this before you were signed out" in html
    assert "Cohort of 2027</textarea>" in html


def test_a_mark_without_a_space_in_it_is_kept_too(expired, draft):
    expired.post("/seminars/sessions/1/roster/", {"mark-7": "excused", "reason-7": "Flu"}, headers=HERE)
    assert expired.session["typed"]["fields"] == [["mark-7", "excused"], ["reason-7", "Flu"]]


def test_an_address_of_a_button_opened_as_a_page_says_that_nothing_was_done(client, draft):
    client.force_login(draft.person)
    answer = client.get(f"/applications/{draft.pk}/do/revise/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    html = answer.content.decode()
    assert "Nothing was done" in html
    assert f'<a class="usa-button" href="/applications/{draft.pk}/">Go to that page</a>' in html


def test_a_form_of_idle_staff_is_offered_after_signing_in(client, settings):
    settings.DEMO = True
    manager = HatFactory(kind=Hat.Kind.PROGRAM_MANAGER, person=UserFactory(verified=True)).person
    sign_in(client, manager)
    session = client.session
    session["last_seen"] = 0
    session.save()
    answer = client.post("/people/", {"words": "A long sentence"}, headers=HERE)
    assert answer["Location"] == "/accounts/login/?next=/people/"
    kept = {"path": "/people/", "action": "/people/", "fields": [["words", "A long sentence"]]}
    assert client.session["typed"] == {"typist": str(manager.pk), **kept}
