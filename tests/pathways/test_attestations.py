from datetime import UTC, datetime

import pytest

from common.errors import DomainError, NotAllowed
from pathways.models import Attestation
from pathways.services import attest, correct_attestation
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2027, 5, 10, 20, tzinfo=UTC))


def test_the_principal_attests_once():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    attest(placement_pk=placement.pk, by=by, met=True)
    attest(placement_pk=placement.pk, by=by, met=True)
    assert list(Attestation.objects.values_list("met", "by")) == [(True, by.pk)]
    assert placement.events.count() == 1


def test_another_word_after_the_first_is_refused():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    attest(placement_pk=placement.pk, by=by, met=True)
    with pytest.raises(DomainError, match="already"):
        attest(placement_pk=placement.pk, by=by, met=False, words="No.")


def test_what_was_not_met_needs_words():
    placement = PlacementFactory()
    with pytest.raises(DomainError, match="Say what was not met"):
        attest(placement_pk=placement.pk, by=principal_of(placement.school), met=False)


def test_the_acting_signer_attests_where_there_is_no_principal():
    placement = PlacementFactory()
    attest(placement_pk=placement.pk, by=ActingSignerFactory(school=placement.school).person, met=True)
    assert Attestation.objects.count() == 1


def test_the_acting_signer_does_not_attest_beside_a_principal():
    placement = PlacementFactory()
    principal_of(placement.school)
    with pytest.raises(NotAllowed):
        attest(placement_pk=placement.pk, by=ActingSignerFactory(school=placement.school).person, met=True)


def test_whom_the_principal_named_attests():
    placement = PlacementFactory()
    named = DelegationFactory(principal=principal_of(placement.school)).delegate
    attest(placement_pk=placement.pk, by=named, met=True)
    assert Attestation.objects.get().by == named


def test_nobody_attests_their_own_year():
    school = SchoolFactory()
    principal = principal_of(school)
    with pytest.raises(NotAllowed):
        attest(placement_pk=PlacementFactory(person=principal, school=school).pk, by=principal, met=True)


def test_staff_correct_it_and_the_old_word_stays_on_record():
    placement = PlacementFactory()
    attest(placement_pk=placement.pk, by=principal_of(placement.school), met=False, words="Was away.")
    correct_attestation(placement_pk=placement.pk, by=manager(), met=True, reason="Was on protected leave.")
    assert Attestation.objects.get().met
    assert list(placement.events.values_list("action", "note")) == [
        ("attest", "Was away."),
        ("correct attestation", "Was: not met (Was away.). Was on protected leave."),
    ]


def test_a_principal_does_not_correct():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    attest(placement_pk=placement.pk, by=by, met=True)
    with pytest.raises(NotAllowed):
        correct_attestation(placement_pk=placement.pk, by=by, met=False, words="x", reason="x")


class TestPages:
    def test_a_word_is_given_on_the_page(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        client.post(f"/attestations/{placement.pk}/", {"met": "no", "words": "Was away."})
        assert list(Attestation.objects.values_list("met", "words")) == [(False, "Was away.")]

    def test_sending_it_twice_is_harmless(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        for _ in range(2):
            assert client.post(f"/attestations/{placement.pk}/", {"met": "yes"}).status_code == 302
        assert placement.events.count() == 1

    def test_no_without_words_comes_back(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        response = client.post(f"/attestations/{placement.pk}/", {"met": "no"})
        assert response.status_code == 422
        assert Attestation.objects.count() == 0

    def test_a_stranger_finds_nothing_to_attest(self, client):
        client.force_login(UserFactory())
        assert client.get(f"/attestations/{PlacementFactory().pk}/").status_code == 404

    def test_the_leader_may_not_attest(self, client):
        placement = PlacementFactory()
        client.force_login(placement.person)
        assert client.post(f"/attestations/{placement.pk}/", {"met": "yes"}).status_code == 403

    @pytest.mark.parametrize("leaders", [3, 60])
    def test_the_list_takes_seven_queries(self, client, count_queries, leaders):
        school, year = SchoolFactory(), ProgramYearFactory()
        for _ in range(leaders):
            PlacementFactory(school=school, year=year)
        client.force_login(principal_of(school))
        with count_queries(at_most=8):
            response = client.get("/attestations/")
        assert len(response.context["page"]) == min(leaders, 50)
