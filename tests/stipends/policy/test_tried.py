"""Examples are uploaded on the page of a draft, kept byte for byte, and seen by whoever publishes."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.urls import reverse

from common.errors import NoSuchMove
from stipends.models import PolicyExamples
from stipends.services import try_policy
from tests.factories.stipends import NOW, StipendPolicyFactory, approver, preparer
from tests.stipends.policy.test_office import EVERYTHING, HEAD
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
TABLE = (HEAD + EVERYTHING + "Half,1440,2880,3,3,no,180,180,1000\n").encode()


@pytest.fixture
def draft(clock):
    clock(NOW)
    return StipendPolicyFactory(draft=True, drafted_by=preparer(), annual_cents=240_000)


def uploaded(client, draft, content=TABLE, name="arts.csv"):
    address = reverse("stipends:policy_try", args=[draft.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_examples_are_kept_byte_for_byte_with_who_and_when(draft, signed_in):
    by = approver()
    page = uploaded(signed_in(by), draft)
    kept = PolicyExamples.objects.get()
    assert (bytes(kept.content), kept.sha256) == (TABLE, sha256(TABLE).hexdigest())
    assert (kept.policy, kept.file_name, kept.by, kept.at) == (draft, "arts.csv", by, NOW)
    assert [case["name"] for case in kept.cases] == ["Everything", "Half"]
    assert history(draft) == [("try", "draft", "draft", by.pk, NOW, "arts.csv.")]
    assert "Uploaded. 1 of 2 examples of your office match to the cent." in page.content.decode()


def test_the_page_of_a_draft_compares_the_latest_by_the_rule_as_it_stands(draft, signed_in):
    client = signed_in(approver())
    uploaded(client, draft, (HEAD + EVERYTHING).encode())
    tried = uploaded(client, draft).context["tried"]
    assert [(one.cents, one.same) for one in tried.rows] == [(240_000, True), (132_000, False)]
    draft.annual_cents = 100_000
    draft.save()
    tried = client.get(reverse("stipends:policy", args=[draft.pk])).context["tried"]
    assert [one.cents for one in tried.rows] == [100_000, 55_000]


def test_whoever_publishes_reads_how_many_match(draft, signed_in):
    uploaded(signed_in(draft.drafted_by), draft)
    lead = signed_in(approver()).get(reverse("stipends:policy_publish", args=[draft.pk])).context["lead"]
    assert lead.endswith(" 1 of 2 examples of your office match to the cent.")


def test_a_file_that_cannot_be_read_keeps_nothing(draft, signed_in):
    page = uploaded(signed_in(draft.drafted_by), draft, b"a,b\n1,2\n")
    assert page.status_code == 422
    assert "are missing" in page.content.decode()
    assert not PolicyExamples.objects.exists()


def test_a_published_policy_is_tried_no_more():
    policy = StipendPolicyFactory()
    told = {"pk": policy.pk, "by": preparer(), "file_name": "a", "content": b"", "cases": []}
    words = "This is published now, so it is not the time to try."
    assert refusal(try_policy, refused_as=NoSuchMove, **told) == words


def test_the_database_keeps_examples_as_they_were_uploaded(draft, signed_in):
    uploaded(signed_in(draft.drafted_by), draft)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PolicyExamples.objects.update(file_name="other.csv")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PolicyExamples.objects.all()._raw_delete("default")
