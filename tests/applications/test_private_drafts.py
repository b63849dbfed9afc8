"""A draft is read by its writer alone: no page, list, search, number or file shows it to anybody else."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from applications.models import Application
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.people import HatFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "I have told nobody yet."


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture(params=["administrator", "manager", "both"])
def reader(request, client):
    person = UserFactory(is_staff=True, is_superuser=request.param != "manager")
    if request.param != "administrator":
        HatFactory(person=person)
    client.force_login(person)
    return person


def unsent(state):
    """An application that was never sent, with words and a file."""
    answers = dict.fromkeys(("time", "mindset", "skillset", "experience"), SECRET)
    application = ApplicationFactory(
        answers=answers, person__family_name="Quillfeather", resume=ContentFile(b"%PDF-1.4", "cv.pdf")
    )
    Application.objects.filter(pk=application.pk).update(state=state)
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_nobody_but_its_writer_finds_what_was_never_sent(client, reader, state):
    application = unsent(state)
    assert not Application.objects.visible_to(reader).exists()
    for name in ("detail", "edit", "resume"):
        answer = client.get(reverse(f"applications:{name}", args=[application.pk]))
        assert (name, answer.status_code) == (name, 404)
    year = application.offering.year.label
    shown = f"/applications/{application.pk}/"
    for address in (
        reverse("applications:list"),
        reverse("applications:decide", args=[application.offering_id]),
        "/search/?q=Quillfeather",
        f"/reports/applications/?year={year}",
    ):
        text = client.get(address).content.decode()
        assert (address, SECRET in text, shown in text) == (address, False, False)
    listed = client.get(reverse("admin:applications_application_changelist")).content.decode()
    assert ("Quillfeather" in listed, SECRET in listed) == (False, False)
    page = client.get(reverse("admin:applications_application_change", args=[application.pk]), follow=True)
    assert SECRET not in page.content.decode()


def test_its_writer_reads_it_though_an_administrator(client):
    person = UserFactory(is_staff=True, is_superuser=True)
    application = ApplicationFactory(person=person)
    client.force_login(person)
    assert client.get(reverse("applications:edit", args=[application.pk])).status_code == 200


@pytest.mark.parametrize("state", ["submitted", "returned", "withdrawn"])
def test_what_was_sent_is_read_by_those_who_decide(client, reader, state):
    application = ApplicationFactory(submitted=True)
    Application.objects.filter(pk=application.pk).update(state=state)
    assert client.get(reverse("applications:detail", args=[application.pk])).status_code == 200
