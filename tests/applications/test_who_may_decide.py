"""Who is refused what services alone guard, and what a reader sees of the others."""

import pytest

from applications import services
from applications.models import Decision
from applications.policies import may_read_reviews
from common.errors import NotAllowed
from pathways.models import PathwayManager
from tests.factories.applications import NOW, ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.pathways import PathwayFactory
from tests.factories.people import HatFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_reader_without_a_hat_reads_the_other_reviews_once_their_own_scores_are_in():
    application = ApplicationFactory(in_review=True)
    own = ReviewFactory(application=application)
    ReviewFactory(application=application, scored=True)
    assert may_read_reviews(own.reviewer, application, own) is False
    scores = dict.fromkeys(("time", "mindset", "skillset", "experience"), 3)
    services.score(review_pk=own.pk, by=own.reviewer, scores=scores, comment="Clear.", now=NOW)
    own.refresh_from_db()
    assert may_read_reviews(own.reviewer, application, own) is True
    assert may_read_reviews(UserFactory(), application, None) is False
    assert may_read_reviews(application.person, application, own) is False


def test_a_stranger_takes_no_decision_off_the_panel():
    decision = DecisionFactory()
    for person in (UserFactory(), decision.application.person):
        with pytest.raises(NotAllowed):
            services.unstage(pk=decision.application_id, by=person)
    assert Decision.objects.get() == decision


def test_a_manager_of_another_pathway_releases_nothing():
    decision = DecisionFactory()
    other = UserFactory()
    PathwayManager.objects.create(hat=HatFactory(person=other), pathway=PathwayFactory())
    with pytest.raises(NotAllowed, match=r"^Only a program manager of this pathway may release decisions\.$"):
        services.release(offering_pk=decision.application.offering_id, by=other, now=NOW)
    decision.refresh_from_db()
    assert decision.released_at is None
