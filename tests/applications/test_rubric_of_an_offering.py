"""Readers score by what the published offering says each score means."""

import pytest

from pathways.queries import rubric_of, usual_rubric
from pathways.services import publish
from tests.factories.applications import ReviewFactory
from tests.factories.pathways import OfferingFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db
OWN = {
    about: {str(score): f"{about} {score}" for score in (1, 2, 3, 4)}
    for about in ("time", "mindset", "skillset", "experience")
}


def test_an_offering_that_says_nothing_is_scored_as_the_guide_says():
    assert rubric_of(OfferingFactory()) == usual_rubric()
    assert usual_rubric()["time"][3] == "Shows a weekly plan that fits the role."


def test_its_own_counts_once_it_is_published():
    offering = OfferingFactory()
    offering.rubric = OWN
    offering.save()
    assert rubric_of(offering) == usual_rubric()
    publish(pk=offering.pk, by=manager())
    offering.refresh_from_db()
    assert rubric_of(offering)["skillset"] == {score: f"skillset {score}" for score in (1, 2, 3, 4)}


def test_a_reader_reads_it_beside_the_answer(client):
    offering = OfferingFactory(published=False, rubric=OWN)
    publish(pk=offering.pk, by=manager())
    review = ReviewFactory(application__offering=offering)
    client.force_login(review.reviewer)
    html = client.get(f"/review/{review.pk}/").content.decode()
    assert "3: mindset 3" in html
    assert usual_rubric()["mindset"][3] not in html
