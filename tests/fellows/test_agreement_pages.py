"""Pages of the service agreement: a fellow reads and signs it, staff write, read and publish its versions."""

import re
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from fellows.models import AgreementSignature, AgreementVersion, ServiceAgreement
from people.models import User
from tests.factories.fellows import AgreementVersionFactory, FellowFactory
from tests.factories.people import HatFactory, UserFactory, manager
from tests.fellows.agreements import NOW, ceremony_for, signs
from tests.owner import past_the_guards

pytestmark = pytest.mark.django_db
TYPED = {
    "required_years": "4",
    "window_years": "6",
    "granularity": "semester",
    "fte": "threshold",
    "fte_threshold": "0.5",
    "similar_schools": "on",
    "most_suspended_months": "36",
    "legal_basis": "Section 1 of the code.",
    "signed_from": "2025-07-10",
}


@pytest.fixture(autouse=True)
def _thursday(clock: Any) -> None:
    clock(NOW)


def proved(client: Client, person: User) -> Client:
    """The same browser, in which they have just typed their password."""
    request = HttpRequest()
    request.session, request.user = client.session, person
    record_authentication(request, person, method="password")
    request.session.save()
    return client


def words(page: Any) -> str:
    return page.content.decode()


def test_a_fellow_reads_signs_and_saves_the_agreement(signed_in: Any) -> None:
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state="selected")
    client, path = proved(signed_in(fellow.person), fellow.person), f"/fellows/{fellow.pk}/agreement/"
    page = words(client.get(path))
    assert "I will serve 4 school years" in page
    [sha256] = re.findall(r'name="sha256" value="([0-9a-f]{64})"', page)
    typed = {"typed_name": fellow.person.name, "consent": "on", "sha256": sha256}
    assert client.post(path, typed | {"typed_name": "X"}).status_code == 422
    assert client.post(path, typed).url == path
    signature = AgreementSignature.objects.get()
    assert (signature.sha256, signature.proof, signature.ip) == (sha256, "password", "127.0.0.1")
    stands = words(client.get(path))
    assert ("Sign the agreement" in stands, sha256 in stands) == (False, True)
    paper = client.get(f"/fellows/agreements/signed/{signature.agreement_id}/pdf/")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")


def test_who_proved_themselves_long_ago_does_so_again_before_signing(signed_in: Any) -> None:
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state="selected")
    page = words(signed_in(fellow.person).get(f"/fellows/{fellow.pk}/agreement/"))
    assert "Confirm that it is you" in page


def test_a_newer_version_is_offered_and_shown_only_when_the_fellow_asks(signed_in: Any) -> None:
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state="selected")
    signs(fellow)
    newer = AgreementVersionFactory(published=True, required_years="3.0")
    client, path = proved(signed_in(fellow.person), fellow.person), f"/fellows/{fellow.pk}/agreement/"
    page = words(client.get(path))
    assert ("There is a newer version" in page, "I will serve 3 school years" in page) == (True, False)
    assert "I will serve 3 school years" in words(client.get(path, {"newer": "1"}))
    typed = {"typed_name": fellow.person.name, "consent": "on", "sha256": ceremony_for(fellow).sha256}
    client.post(f"{path}?newer=1", typed)
    assert fellow.agreements.last().signed_version == newer
    assert "There is a newer version" not in words(client.get(path))


def test_staff_see_what_was_signed_and_nobody_else_does(signed_in: Any) -> None:
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state="selected")
    agreement, path = signs(fellow), f"/fellows/{fellow.pk}/agreement/"
    paper = f"/fellows/agreements/signed/{agreement.pk}/pdf/"
    answers = [
        [signed_in(person).get(one).status_code for one in (path, paper)]
        for person in (manager(), UserFactory())
    ]
    assert answers == [[200, 200], [404, 404]]
    with past_the_guards():
        ServiceAgreement.objects.update(text="Less.")
    client = signed_in(fellow.person)
    assert client.get(paper).url == path
    assert "This is not what was signed" in words(client.get(path))


def test_a_page_says_why_nothing_can_be_signed_yet(signed_in: Any) -> None:
    nominated, selected = FellowFactory(), FellowFactory(state="selected")
    said = [
        words(signed_in(fellow.person).get(f"/fellows/{fellow.pk}/agreement/"))
        for fellow in (nominated, selected)
    ]
    assert "The agreement is signed from the day you are selected" in said[0]
    assert "No service agreement is published yet." in said[1]


def test_one_program_manager_writes_a_version_and_another_reads_and_publishes_it(signed_in: Any) -> None:
    writer, reader = signed_in(manager()), signed_in(manager())
    form = words(writer.get("/fellows/agreements/new/"))
    assert ('value="4' in form, 'value="0.5' in form) == (True, True)
    refused = writer.post("/fellows/agreements/new/", TYPED | {"legal_basis": "Pay $5."})
    assert (refused.status_code, "The agreement names no amount of money." in words(refused)) == (422, True)
    page = writer.post("/fellows/agreements/new/", TYPED, follow=True)
    row = AgreementVersion.objects.get()
    assert "Legal basis: Section 1 of the code." in words(page)
    assert "You wrote this draft, so another program manager must publish it." in words(page)
    address = f"/fellows/agreements/{row.pk}/publish/"
    [seen] = re.findall(r'name="seen" value="([^"]+)"', words(reader.get(address)))
    changed = writer.post(f"/fellows/agreements/{row.pk}/change/", TYPED | {"window_years": "7"}, follow=True)
    assert "I have 7 years for it." in words(changed)
    again = reader.post(address, {"seen": seen})
    assert (again.status_code, "I have 7 years for it." in words(again)) == (422, True)
    [seen] = re.findall(r'name="seen" value="([^"]+)"', words(again))
    assert reader.post(address, {"seen": seen}).status_code == 302
    row.refresh_from_db()
    assert row.state == "published"


def test_lists_of_versions_and_of_who_has_not_signed_are_for_staff(signed_in: Any) -> None:
    version = AgreementVersionFactory(published=True)
    FellowFactory(state="selected", person__given_name="Rosa", person__family_name="Delgado")
    signs(FellowFactory(state="selected", person__given_name="Ana", person__family_name="Ruiz"))
    director = signed_in(HatFactory(kind="director").person)
    page = words(director.get("/fellows/agreements/"))
    assert (str(version) in page, 'data-rows="1"' in page, "Draft a version" in page) == (True, True, False)
    unsigned = words(director.get("/fellows/agreements/unsigned/"))
    assert ("Rosa Delgado" in unsigned, "Ana Ruiz" in unsigned) == (True, False)
    stranger = signed_in(UserFactory())
    addresses = ["", "unsigned/", "new/", f"{version.pk}/"]
    assert [stranger.get(f"/fellows/agreements/{one}").status_code for one in addresses] == [
        403,
        403,
        403,
        404,
    ]


def test_the_page_of_a_fellow_who_studies_says_that_graduation_waits(signed_in: Any) -> None:
    fellow = FellowFactory(state="enrolled")
    said = "Graduation waits until"
    client = signed_in(manager())
    assert said in words(client.get(f"/fellows/{fellow.pk}/"))
    AgreementVersionFactory(published=True)
    signs(fellow)
    assert said not in words(client.get(f"/fellows/{fellow.pk}/"))
