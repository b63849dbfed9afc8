from datetime import date

import pytest

from common.errors import DomainError, NotAllowed
from pathways.models import OfferingVersion, PathwayManager
from pathways.services import extend, publish
from tests.factories.pathways import DeliverableFactory, OfferingFactory, PathwayFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return OfferingFactory(published=False)


def test_publishing_freezes_what_it_says(draft):
    DeliverableFactory(offering=draft, title="Plan", due=date(2027, 3, 1))
    content = publish(pk=draft.pk, by=manager()).content
    assert content["teacher_commitment"] == "I engage fully in the role."
    assert [(item["title"], item["due"]) for item in content["deliverables"]] == [("Plan", "2027-03-01")]


def test_publishing_again_without_a_change_makes_no_version(draft):
    by = manager()
    assert publish(pk=draft.pk, by=by) == publish(pk=draft.pk, by=by)
    assert OfferingVersion.objects.count() == 1


def test_editing_makes_a_new_version_and_the_old_one_stays(draft):
    by = manager()
    publish(pk=draft.pk, by=by)
    draft.refresh_from_db()
    draft.expectations = "Come on Tuesdays."
    draft.save()
    publish(pk=draft.pk, by=by)
    draft.refresh_from_db()
    versions = OfferingVersion.objects.order_by("number").values_list("number", "content__expectations")
    assert list(versions) == [(1, ""), (2, "Come on Tuesdays.")]
    assert draft.published_version.number == 2


def test_an_offering_without_all_four_prompts_is_not_published(draft):
    draft.prompts = {"time": "When?"}
    draft.save()
    with pytest.raises(DomainError, match="Write the question on mindset and skillset and experience"):
        publish(pk=draft.pk, by=manager())


def test_a_teacher_publishes_nothing(draft):
    with pytest.raises(NotAllowed):
        publish(pk=draft.pk, by=UserFactory())


def test_a_manager_of_another_pathway_publishes_nothing_here(draft):
    by = manager()
    PathwayManager.objects.create(hat=by.hats.get(), pathway=PathwayFactory())
    with pytest.raises(NotAllowed):
        publish(pk=draft.pk, by=by)


def test_each_extension_stays_in_the_history():
    offering, by = OfferingFactory(closes=date(2026, 3, 1)), manager()
    extend(pk=offering.pk, by=by, until=date(2026, 3, 8), reason="Few applied.")
    extend(pk=offering.pk, by=by, until=date(2026, 3, 15), reason="A storm.")
    offering.refresh_from_db()
    assert offering.last_day == date(2026, 3, 15)
    assert list(offering.events.values_list("note", flat=True)) == [
        "From March 1, 2026 to March 8, 2026. Few applied.",
        "From March 8, 2026 to March 15, 2026. A storm.",
    ]


def test_an_extension_is_later_than_the_last_day():
    offering = OfferingFactory(closes=date(2026, 3, 1))
    with pytest.raises(DomainError, match="Choose a day after March 1, 2026"):
        extend(pk=offering.pk, by=manager(), until=date(2026, 3, 1), reason="x")


class TestPages:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(manager())

    def test_a_manager_publishes_with_one_button(self, client, draft):
        assert client.get(f"/offerings/{draft.pk}/").context["changed"]
        client.post(f"/offerings/{draft.pk}/publish/")
        assert not client.get(f"/offerings/{draft.pk}/").context["changed"]

    def test_a_manager_extends_with_a_reason(self, client):
        offering = OfferingFactory(closes=date(2026, 3, 1))
        client.post(f"/offerings/{offering.pk}/extend/", {"until": "2026-03-08", "reason": "Few applied."})
        offering.refresh_from_db()
        assert offering.extended_to == date(2026, 3, 8)

    def test_an_extension_to_the_past_comes_back_with_a_sentence(self, client):
        offering = OfferingFactory(closes=date(2026, 3, 1))
        data = {"until": "2026-02-08", "reason": "Few applied."}
        response = client.post(f"/offerings/{offering.pk}/extend/", data)
        assert response.status_code == 422
        assert "Few applied." in response.content.decode()

    def test_a_teacher_finds_no_offering_to_manage(self, client, draft):
        client.force_login(UserFactory())
        assert client.get(f"/offerings/{draft.pk}/").status_code == 404
        assert client.post(f"/offerings/{draft.pk}/publish/").status_code == 404

    @pytest.mark.parametrize("rows", [3, 60])
    def test_the_list_takes_six_queries(self, client, count_queries, rows):
        for _ in range(rows):
            OfferingFactory()
        client.get("/offerings/")
        with count_queries(at_most=8):
            response = client.get("/offerings/")
        assert len(response.context["page"]) == min(rows, 50)
