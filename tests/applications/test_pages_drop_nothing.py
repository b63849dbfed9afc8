"""Whatever is pressed on a page of an application, what was typed there is saved or comes back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.models import Decision
from tests.factories.applications import ANSWERS, NOW, ApplicationFactory, DecisionFactory
from tests.factories.files import PDF
from tests.factories.people import manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


def typed(application, **more):
    form = {"time": "On Mondays.", "mindset": "", "skillset": "Patience.", "experience": ""}
    return {**form, **more}


def test_taking_the_resume_off_saves_what_was_typed(client):
    application = ApplicationFactory(answers={})
    client.force_login(application.person)
    edit = reverse("applications:edit", args=[application.pk])
    client.post(edit, typed(application, resume=SimpleUploadedFile("cv.pdf", PDF)))
    application.refresh_from_db()
    assert application.resume
    answer = client.post(edit, typed(application, time="On Tuesdays.", verb="remove-resume"), follow=True)
    application.refresh_from_db()
    assert (application.answers["time"], bool(application.resume)) == ("On Tuesdays.", False)
    assert "The résumé was taken off." in answer.content.decode()


def test_bringing_earlier_answers_along_saves_what_was_typed_and_fills_the_rest(client):
    earlier = ApplicationFactory()
    application = ApplicationFactory(person=earlier.person, answers={})
    client.force_login(application.person)
    edit = reverse("applications:edit", args=[application.pk])
    client.post(edit, typed(application, verb="bring-along"))
    application.refresh_from_db()
    kept = {name: application.answers[name] for name in ANSWERS}
    assert kept == ANSWERS | {"time": "On Mondays.", "skillset": "Patience."}


def test_taking_a_decision_off_the_panel_keeps_what_was_chosen_for_another(client):
    decision = DecisionFactory()
    application = decision.application
    client.force_login(manager())
    page = reverse("applications:stage", args=[application.offering_id, application.pk])
    chosen = {
        "outcome": "decline",
        "reason": "other",
        "words": "A plan is missing.",
        "rank": "",
        "starts": "",
    }
    answer = client.post(page, chosen | {"verb": "unstage"})
    assert (answer.status_code, Decision.objects.count()) == (200, 0)
    form = answer.context["form"]
    assert {name: form[name].value() for name in ("outcome", "reason", "words")} == {
        "outcome": "decline",
        "reason": "other",
        "words": "A plan is missing.",
    }
    assert "Taken off the panel." in answer.content.decode()


@pytest.mark.parametrize("name", ["edit", "stage"])
def test_its_page_has_one_form(client, name):
    if name == "edit":
        application = ApplicationFactory()
        client.force_login(application.person)
        page = reverse("applications:edit", args=[application.pk])
    else:
        application = DecisionFactory().application
        client.force_login(manager())
        page = reverse("applications:stage", args=[application.offering_id, application.pk])
    text = client.get(page).content.decode()
    assert text[text.index("<main") : text.index("</main>")].count("<form") == 1
