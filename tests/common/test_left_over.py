"""Words typed for one button are not lost by another, also where no form is left for them."""

import pytest

from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def page(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def handed_in():
    return DeliverableRecordFactory(state="submitted", note="Two teams tried it.")


def test_words_for_a_return_are_shown_once_when_the_deliverable_was_accepted(handed_in, signed_in):
    browser, address = signed_in(manager()), f"/deliverables/{handed_in.pk}/"
    sent = {"verb": "accept", "return-words": "Please add page 3.\nAnd a date."}
    came = {"HTTP_REFERER": f"http://testserver{address}", "follow": True}
    accepted = page(browser.post(f"{address}accept/", sent, **came))
    assert "It was sent to nobody" in accepted
    assert '<strong>Return</strong></p><p class="prose">Please add page 3.<br>And a date.</p>' in accepted
    assert "Please add page 3" not in page(browser.get(address))


def test_words_that_the_page_has_a_form_for_stand_in_it_and_nowhere_else(handed_in, signed_in):
    browser, address = signed_in(manager()), f"/deliverables/{handed_in.pk}/"
    sent = {"verb": "return", "return-words": "", "waive-words": "She was away."}
    refused = page(browser.post(f"{address}return/", sent, HTTP_REFERER=f"http://testserver{address}"))
    assert refused.count("She was away.") == 1
    assert "It was sent to nobody" not in refused


def test_choices_are_not_called_words(handed_in, signed_in):
    browser, address = signed_in(manager()), f"/deliverables/{handed_in.pk}/"
    sent = {"verb": "accept", "return-kind": "chosen"}
    came = {"HTTP_REFERER": f"http://testserver{address}", "follow": True}
    assert "Not sent" not in page(browser.post(f"{address}accept/", sent, **came))


def test_words_that_another_page_shows_lead_back_to_the_page_they_were_typed_on(handed_in, signed_in):
    browser, address = signed_in(manager()), f"/deliverables/{handed_in.pk}/"
    sent = {"verb": "accept", "return-words": "Please add page 3."}
    browser.post(f"{address}accept/", sent, HTTP_REFERER=f"http://testserver{address}")
    elsewhere = page(browser.get("/deliverables/"))
    assert (
        f'You typed this as well on <a class="usa-link" href="{address}">the page before this one</a>'
        in elsewhere
    )
