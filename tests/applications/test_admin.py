"""The administration reads everything of this app, in few questions, and changes it through services only."""

import pytest
from django.apps import apps
from django.urls import reverse

from applications.models import Application, CosignCode, CosignLink, Decision, SignatureVoid
from tests.factories.applications import NOW, ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MODELS = [model._meta.model_name for model in apps.get_app_config("applications").get_models(False)]


@pytest.fixture
def administrator(client, settings):
    settings.DEMO = True
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def add(count):
    for _ in range(count):
        application = ReviewFactory().application
        application.events.create(action="cosign", at=NOW)
        DecisionFactory(application=application)
        record = application.records.get()
        SignatureVoid.objects.create(
            signature=record.signatures.first(), reason="The text changed.", at=NOW, by=None
        )
        link = CosignLink.objects.create(
            application=application,
            record=record,
            addressed_to=application.signer,
            token_sha256=f"{record.pk:064x}",
            created_at=NOW,
            expires_at=NOW,
        )
        CosignCode.objects.create(link=link, code_sha256="0" * 64, created_at=NOW, expires_at=NOW)


@pytest.mark.parametrize("model", [name for name in MODELS if name != "signedplacement"])
def test_lists_stay_within_ten_questions_whatever_the_rows(administrator, count_queries, model):
    address = reverse(f"admin:applications_{model}_changelist")
    add(3)
    with count_queries(at_most=10):
        before = administrator.get(address)
    add(9)
    with count_queries(at_most=10):
        after = administrator.get(address)
    assert (before.status_code, after.status_code) == (200, 200)


@pytest.mark.parametrize("model", [name for name in MODELS if name != "signedplacement"])
def test_rows_are_read_and_neither_added_changed_nor_deleted(administrator, model):
    add(1)
    pk = apps.get_model("applications", model).objects.first().pk
    shown = administrator.get(reverse(f"admin:applications_{model}_change", args=[pk]))
    assert shown.status_code == 200
    assert b'name="_save"' not in shown.content
    for name, arguments in (("add", []), ("delete", [pk])):
        address = reverse(f"admin:applications_{model}_{name}", args=arguments)
        assert administrator.post(address, {"post": "yes"}).status_code == 403


def test_actions_call_services_and_show_refusals(administrator):
    ready, draft = ApplicationFactory(cosigned=True), ApplicationFactory()
    chosen = {"action": "start_review", "_selected_action": [ready.pk, draft.pk]}
    answer = administrator.post(reverse("admin:applications_application_changelist"), chosen, follow=True)
    assert "so it is too late to start review" in answer.content.decode()
    assert Application.objects.get(pk=ready.pk).state == "in_review"


def test_decisions_are_staged_and_released_from_the_administration(administrator):
    application = ReviewFactory(scored=True).application
    stage = {"action": "stage_offer", "_selected_action": [application.pk]}
    administrator.post(reverse("admin:applications_application_changelist"), stage)
    release = {"action": "release", "_selected_action": [Decision.objects.get().pk]}
    administrator.post(reverse("admin:applications_decision_changelist"), release)
    assert Application.objects.get().state == "offered"
