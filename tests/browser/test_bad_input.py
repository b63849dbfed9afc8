"""What goes wrong at a screen: nothing typed, pressed twice, gone back, signed out meanwhile, an id of others."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from applications.models import Application
from people.queries import today
from tests.browser.test_look import sign_in
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.pathways import CohortFactory, OfferingFactory
from tests.factories.people import PASSWORD, SchoolFactory, UserFactory, principal_of, teacher_at

pytestmark = pytest.mark.django_db(transaction=True)
LATE = "Two afternoons a week, and Saturdays."


@pytest.fixture
def teacher(settings: Any) -> Any:
    settings.DEMO = True
    school = SchoolFactory()
    principal_of(school)
    return teacher_at(school, verified=True)


@pytest.fixture
def draft(teacher: Any) -> Application:
    day = today()
    offering = OfferingFactory(opens=day, closes=day)
    school = teacher.posts.get().school
    application: Application = ApplicationFactory(person=teacher, offering=offering, school=school)
    return application


def test_a_form_sent_empty_says_what_to_do_beside_each_field(
    live_server: Any, page: Page, teacher: Any
) -> None:
    day = today()
    offering = OfferingFactory(opens=day, closes=day)
    CohortFactory(role=offering.role)
    other = SchoolFactory(name="The chosen school")
    sign_in(page, live_server.url, teacher.email)
    page.goto(f"{live_server.url}/applications/new/{offering.pk}/")
    page.get_by_label("School").select_option(label=other.name)
    page.get_by_role("button", name="Start the application").click()
    summary = page.get_by_role("alert")
    summary.get_by_role("link", name="Choose the cohort you would lead.").click()
    expect(page.get_by_label("Cohort")).to_be_focused()
    expect(page.get_by_label("School")).to_have_value(str(other.pk))
    assert not Application.objects.exists()


def test_pressing_twice_and_going_back_sends_one_application(
    live_server: Any, page: Page, teacher: Any, draft: Application
) -> None:
    sign_in(page, live_server.url, teacher.email)
    page.goto(f"{live_server.url}/applications/{draft.pk}/edit/")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_label("Type your name to sign").fill(teacher.name)
    page.locator("label[for=id_consent]").click()
    page.get_by_role("button", name="Sign and send").dblclick()
    expect(page.locator("main")).to_contain_text("Submitted")
    for _ in range(2):
        page.go_back()
    expect(page.get_by_role("button", name="Sign and send")).not_to_be_attached()
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert draft.records.count() == 1
    assert draft.records.get().signatures.count() == 1


def test_what_was_typed_survives_an_expired_session(
    live_server: Any, page: Page, teacher: Any, draft: Application
) -> None:
    address = f"{live_server.url}/applications/{draft.pk}/edit/"
    sign_in(page, live_server.url, teacher.email)
    page.goto(address)
    page.locator("#id_time").fill(LATE)
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_label("Email").fill(teacher.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.get_by_text("Saved as you typed it.")).to_be_visible()
    expect(page.locator("#id_time")).to_have_value(LATE)
    expect(page.locator("#id_mindset")).to_have_value(ANSWERS["mindset"])


def test_a_choice_that_is_offered_again_reads_as_it_was_chosen(
    live_server: Any, page: Page, teacher: Any
) -> None:
    day = today()
    offering = OfferingFactory(opens=day, closes=day)
    cohort = CohortFactory(role=offering.role, name="Primary grades")
    sign_in(page, live_server.url, teacher.email)
    page.goto(f"{live_server.url}/applications/new/{offering.pk}/")
    page.get_by_label("Cohort").select_option(value=str(cohort.pk))
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Start the application").click()
    page.get_by_label("Email").fill(teacher.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    offered = page.locator("[data-kept] [data-again=cohort]")
    expect(offered).to_contain_text("Primary grades")


@pytest.mark.parametrize("end", ["", "edit/", "check/"])
def test_the_application_of_somebody_else_is_an_unknown_page(
    live_server: Any, page: Page, draft: Application, end: str
) -> None:
    stranger = UserFactory(verified=True)
    sign_in(page, live_server.url, stranger.email)
    answer = page.goto(f"{live_server.url}/applications/{draft.pk}/{end}")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize("digits", [18, 19, 400])
def test_an_id_longer_than_any_is_an_unknown_page(
    live_server: Any, page: Page, teacher: Any, digits: int
) -> None:
    sign_in(page, live_server.url, teacher.email)
    for path in ("applications", "placements", "deliverables", "fellows", "coaching", "review"):
        answer = page.request.get(f"{live_server.url}/{path}/{'9' * digits}/")
        assert answer.status == 404, path
