"""Assistance on the pages of finance."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people.queries import today
from stipends.models import AssistanceBatch
from tests.factories.stipends import preparer
from tests.stipends.assistance import Due, file_in, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Due:
    return Due()


def test_finance_makes_the_file_records_it_and_a_fellow_reads_that_it_is_paid(
    at: Due, signed_in: Any
) -> None:
    award = at.approved(150_000)
    by = preparer()
    client = signed_in(by)
    page = client.get("/stipends/assistance/")
    assert f"{at.fellow.person.name}, tuition, due Oct 15, 2023" in page.content.decode()
    sent = {"layout": "generic", "seen": page.context["mark"]}
    stale = client.post("/stipends/assistance/new/", {**sent, "seen": "x"}, follow=True).content.decode()
    assert "Other parts of awards wait for a file by now" in stale
    made = client.post("/stipends/assistance/new/", sent, follow=True)
    batch = AssistanceBatch.objects.get()
    assert (made.redirect_chain[-1][0], "is ready" in made.content.decode()) == (
        f"/stipends/assistance/{batch.pk}/",
        True,
    )
    file = batch.exports.get()
    taken = client.post(f"/stipends/assistance/exports/{file.pk}/download/")
    assert taken.content == bytes(file.content)
    at_confirm = f"/stipends/assistance/{batch.pk}/confirm/"
    upload = SimpleUploadedFile("paid.csv", bytes(file.content))
    look = client.post(at_confirm, {"paid_on": str(today()), "file": upload})
    assert "It confirms $1,500.00 on 1 line of this file" in look.content.decode()
    seen = look.context["form"].data["seen"]
    done = client.post(at_confirm, {"paid_on": str(today()), "seen": seen}, follow=True).content.decode()
    assert "Fellows are told by mail" in done
    read = signed_in(at.fellow.person).get(f"/fellows/{at.fellow.pk}/assistance/").content.decode()
    assert ("Your assistance" in read, "Paid on" in read, states(award)) == (True, True, ["paid_out"])


def test_a_payment_that_came_back_is_chosen_by_whose_it_is(at: Due, signed_in: Any) -> None:
    batch = file_in("open")
    client = signed_in(preparer())
    address = f"/stipends/assistance/{batch.pk}/come-back/"
    assert "tuition: $2,500.00" in client.get(address).content.decode()
    wrong = client.post(address, {"line": "", "on": "", "reason": ""})
    assert wrong.status_code == 422
    line = batch.lines.get()
    said = {"line": str(line.pk), "on": str(today()), "reason": "Wrong account."}
    done = client.post(address, said, follow=True).content.decode()
    assert ("Came back on" in done, "Wrong account." in done) == (True, True)
