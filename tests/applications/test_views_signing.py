"""The pages of signing and of what was signed: what they show again, and what a late press is told."""

import json

import pytest
from django.urls import reverse

from applications import exports
from tests.factories.applications import ApplicationFactory
from tests.factories.people import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


def page(name, *arguments):
    return reverse(f"applications:{name}", args=arguments)


def renamed(person):
    """The person under a name and an address they took on later."""
    person.given_name, person.family_name, person.email = "Later", "Renamed", "later@example.org"
    person.save()
    return person


# --- what was signed ------------------------------------------------------------------------------
def test_a_record_shows_the_names_that_were_signed_whatever_people_are_called_today(signed_in):
    application = ApplicationFactory(cosigned=True)
    teacher, principal = application.person, application.signer
    names = [f"<dd>{teacher.name}, {teacher.email}</dd>", f"<dd>{principal.name}</dd>"]
    renamed(principal)
    shown = signed_in(administrator()).get(page("record", application.records.get().sha256)).content.decode()
    assert [shown.count(name) for name in names] == [1, 1]
    assert "Renamed" not in shown
    assert "later@" not in shown


def test_the_pdf_of_a_record_holds_the_names_that_were_signed(monkeypatch):
    application = ApplicationFactory(cosigned=True)
    names = [application.person.name, application.signer.name]
    renamed(application.signer)
    record, made = application.records.get(), []
    monkeypatch.setattr(exports.typst, "compile", lambda _, sys_inputs, **__: made.append(sys_inputs) or b"")
    exports.record_pdf(record, list(record.signatures.select_related("signer", "void").order_by("serial")))
    assert [row["name"] for row in json.loads(made[0]["record"])["signatures"]] == names


def test_the_administration_shows_a_record_as_it_was_signed(signed_in):
    application = ApplicationFactory(cosigned=True)
    teacher, record = application.person, application.records.get()
    before = f'<h3>Applicant</h3><p class="prose">{teacher.name}, {teacher.email}</p>'
    renamed(teacher)
    address = reverse("admin:applications_commitmentrecord_change", args=[record.pk])
    shown = signed_in(administrator()).get(address).content.decode()
    assert shown.count(before) == 1
    assert "The account today" in shown
    assert "(number " in shown
