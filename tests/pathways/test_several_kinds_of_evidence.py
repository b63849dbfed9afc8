"""A deliverable that accepts several kinds of evidence: one of them is enough."""

import pytest
from django.db import IntegrityError

from common.errors import DomainError
from pathways.queries import offering_content
from pathways.services.deliverables import submit
from tests.factories.pathways import DeliverableFactory, DeliverableRecordFactory

LINK = "https://example.org/1"


@pytest.fixture
def record(db):
    return DeliverableRecordFactory(deliverable__evidence=["link", "file"])


def test_one_of_the_kinds_is_enough(record):
    assert submit(pk=record.pk, by=record.placement.person, link=LINK).state == "submitted"


def test_without_any_of_them_it_says_which_there_are(record):
    with pytest.raises(DomainError) as refused:
        submit(pk=record.pk, by=record.placement.person, note="We did it.")
    assert str(refused.value) == "Hand in a link or a file."


def test_the_page_asks_for_any_and_demands_none(client, record):
    client.force_login(record.placement.person)
    page = client.get(f"/deliverables/{record.pk}/")
    form = page.context["forms"]["submit"]
    assert {name: field.required for name, field in form.fields.items()} == {
        "note": False,
        "link": False,
        "file": False,
    }
    assert "<dt>Evidence</dt><dd>A link or a file</dd>" in page.content.decode()
    sent = client.post(f"/deliverables/{record.pk}/submit/", {"verb": "submit", "submit-note": "We did it."})
    assert (sent.status_code, sent.context["forms"]["submit"].non_field_errors()) == (
        422,
        ["Hand in a link or a file."],
    )


@pytest.mark.parametrize("kinds", [[], ["song"], ["note", "song"]])
def test_a_deliverable_names_kinds_there_are(db, kinds):
    with pytest.raises(IntegrityError, match="deliverable_names_its_evidence"):
        DeliverableFactory(evidence=kinds)


def test_a_version_names_all_kinds(db):
    asked = DeliverableFactory(evidence=["link", "file"])
    [said] = offering_content(asked.offering)["deliverables"]
    assert said["evidence"] == "link or file"
