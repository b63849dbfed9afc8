"""Words that are too long are refused with both figures and stay on the page; nothing is ever cut in silence."""

import pytest
from django.urls import reverse

from applications.models import ApplicationEvent, Review
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.pressing import pressed

pytestmark = pytest.mark.django_db
WORDS = ("It is long. " * 167).strip()
SENTENCE = "Write at most 2000 characters; these are 2003."


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def test_words_on_an_application_are_kept_whole_or_come_back_whole(signed_in):
    application = ApplicationFactory(submitted=True)
    browser = signed_in(application.person)
    address = reverse("applications:detail_withdraw", args=[application.pk])
    answer = browser.post(address, {"words": WORDS})
    page = answer.content.decode()
    assert (answer.status_code, answer.context["form"]["words"].value()) == (422, WORDS)
    # Above all fields and at its own; the words once, in it.
    assert (page.count(SENTENCE), page.count(WORDS)) == (2, 1)
    application.refresh_from_db()
    assert application.state == "submitted"
    browser.post(address, {"words": WORDS[:2000]})
    assert ApplicationEvent.objects.get(action="withdraw").note == WORDS[:2000].strip()


def test_words_on_stepping_aside_are_kept_whole_or_come_back_whole(signed_in):
    review = ReviewFactory()
    browser = signed_in(review.reviewer)
    address = reverse("applications:review", args=[review.pk])
    answer = browser.post(address, pressed("recuse", words=WORDS))
    page = answer.content.decode()
    assert answer.status_code == 422
    # Above all fields and at its own; the words once, in it.
    assert (page.count(SENTENCE), page.count(WORDS)) == (2, 1)
    assert Review.objects.get().state == "assigned"
    browser.post(address, pressed("recuse", words=WORDS[:2000]))
    assert ApplicationEvent.objects.get(action="recuse").note == WORDS[:2000].strip()
