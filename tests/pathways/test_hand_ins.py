"""What was handed in each time stays to be read; a time that adds nothing is refused."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from pathways.models import DeliverableEvent
from pathways.services import send_back, submit
from pathways.services.deliverables import NOTHING_NEW
from tests.factories.files import PDF
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import UserFactory, manager
from tests.pressing import pressed

pytestmark = pytest.mark.django_db
FIRST = "Plan and results are in the shared folder."


@pytest.fixture(autouse=True)
def _now(clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO = True
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


def page(record):
    return f"/deliverables/{record.pk}/"


def hand_in(client, record, note, **fields):
    client.force_login(record.placement.person)
    return client.post(f"{page(record)}submit/", pressed("submit", note=note, **fields))


def paper(content=PDF):
    return SimpleUploadedFile("plan.pdf", content, content_type="application/pdf")


@pytest.fixture
def returned(client):
    """Handed in with a note and a file, and sent back."""
    record = DeliverableRecordFactory(deliverable__accepted_by="staff", deliverable__evidence=["file"])
    assert hand_in(client, record, FIRST, file=paper()).status_code == 302
    send_back(pk=record.pk, by=manager(), words="Please add the dates.")
    record.refresh_from_db()
    return record


def test_what_was_handed_in_before_stays_on_the_page(client, returned):
    was = returned.file.name
    assert hand_in(client, returned, "With dates.", file=paper(PDF + b"%again")).status_code == 302
    answer = client.get(page(returned))
    [before] = answer.context["before"]
    assert (before.note, before.file.name, before.by) == (FIRST, was, returned.placement.person)
    html = answer.content.decode()
    assert [words in html for words in (FIRST, "With dates.", "Please add the dates.")] == [True] * 3
    link = f"/deliverables/{returned.pk}/file/{before.pk}/"
    assert f'href="{link}"' in html
    assert b"".join(client.get(link).streaming_content) == PDF
    client.force_login(UserFactory())
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("note", ["", "  ", FIRST])
def test_a_hand_in_that_adds_nothing_is_refused_at_its_field(client, returned, note):
    answer = hand_in(client, returned, note)
    assert answer.status_code == 422
    assert answer.context["forms"]["submit"].errors == {"file": [NOTHING_NEW]}
    returned.refresh_from_db()
    assert (returned.state, returned.note) == ("returned", FIRST)


@pytest.mark.parametrize(
    ("kind", "first", "again", "refused"),
    [
        ("note", {"note": "One."}, {"note": "One."}, True),
        ("note", {"note": "One."}, {"note": "Two."}, False),
        ("link", {"note": "One.", "link": "https://example.org/1"}, {"link": "https://example.org/1"}, True),
        ("link", {"link": "https://example.org/1"}, {"link": "https://example.org/2"}, False),
        (
            "link",
            {"link": "https://example.org/1"},
            {"link": "https://example.org/1", "note": "More."},
            False,
        ),
    ],
)
def test_what_came_back_needs_something_new(client, kind, first, again, refused):
    record = DeliverableRecordFactory(deliverable__accepted_by="staff", deliverable__evidence=[kind])
    submit(pk=record.pk, by=record.placement.person, **first)
    send_back(pk=record.pk, by=manager(), words="More, please.")
    answer = hand_in(client, record, **{"note": "", **again})
    assert answer.status_code == (422 if refused else 302)
    if refused:
        assert answer.context["forms"]["submit"].errors == {kind: [NOTHING_NEW]}


def test_a_time_of_which_nothing_was_kept_says_so(client, returned):
    DeliverableEvent.objects.create(
        record=returned, action="submit", by=returned.placement.person, at=datetime(2026, 9, 1, tzinfo=UTC)
    )
    client.force_login(returned.placement.person)
    assert "What was handed in then was not kept." in client.get(page(returned)).content.decode()


def test_only_a_hand_in_holds_evidence(returned):
    with pytest.raises(IntegrityError, match="evidence_is_kept_where_it_was_handed_in"):
        DeliverableEvent.objects.create(
            record=returned, action="accept", link="https://example.org", at=datetime(2026, 9, 1, tzinfo=UTC)
        )
