"""The page of an application: its buttons, what a press does, and what it tells to whom."""

from datetime import timedelta

import pytest
from django.test import Client

from applications import services
from applications.models import (
    Application,
    ApplicationEvent,
)
from notifications.models import Message
from pathways.models import Placement
from tests.applications.shared import page, shown_hash, signing
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    ReviewFactory,
)
from tests.factories.people import (
    UserFactory,
    manager,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_the_history_tells_what_happened(signed_in):
    application = ApplicationFactory(submitted=True)
    application.events.create(action="submit", at=NOW, by=application.person)
    html = signed_in(application.person).get(page("detail", application.pk)).content.decode()
    assert f"<strong>Submitted</strong> by {application.person}" in html


def test_a_withdrawn_application_offers_to_apply_again_while_the_window_is_open(signed_in, clock):
    application = ApplicationFactory(submitted=True)
    services.withdraw(pk=application.pk, by=application.person)
    browser = signed_in(application.person)
    assert b"Apply again" in browser.get(page("detail", application.pk)).content
    answer = browser.post(page("detail_apply_again", application.pk))
    assert answer.url == page("edit", application.pk)
    services.withdraw(pk=application.pk, by=application.person)
    clock(NOW.replace(year=2027))
    assert b"Apply again" not in signed_in(application.person).get(page("detail", application.pk)).content


def test_buttons_are_those_the_state_and_the_person_allow(signed_in):
    application = ApplicationFactory(offered=True)
    buttons = {
        who: [
            button.text
            for button in signed_in(who).get(page("detail", application.pk)).context["offers"].buttons
        ]
        for who in (application.person, application.signer, manager())
    }
    assert list(buttons.values()) == [["Accept the offer", "Turn the offer down…"], [], []]


def test_unknown_verbs_are_404_and_forbidden_ones_403(signed_in):
    application = ApplicationFactory(offered=True)
    browser = signed_in(application.signer)
    assert browser.post(f"{page('detail', application.pk)}do/delete/").status_code == 404
    assert browser.post(page("detail_accept", application.pk)).status_code == 403
    assert browser.get(page("detail_accept", application.pk)).status_code == 405
    assert signed_in(UserFactory()).post(page("detail_accept", application.pk)).status_code == 404
    assert Placement.objects.count() == 0


def said(browser, address):
    """What is said on the page that comes next."""
    return [(message.level_tag, str(message)) for message in browser.get(address).context["messages"]]


def test_accepting_pressed_twice_makes_one_placement_and_is_no_error(signed_in):
    application = ApplicationFactory(offered=True)
    browser, heard = signed_in(application.person), []
    for _ in range(2):
        answer = browser.post(page("detail_accept", application.pk))
        heard.append(said(browser, answer.url))
    assert Placement.objects.count() == 1
    assert heard[0] == heard[1]
    assert [level for level, _ in heard[0]] == ["success"]


def test_applying_again_pressed_twice_leads_to_the_same_draft(signed_in):
    application = ApplicationFactory(submitted=True)
    services.withdraw(pk=application.pk, by=application.person)
    browser = signed_in(application.person)
    answers = [browser.post(page("detail_apply_again", application.pk)) for _ in range(2)]
    assert [answer.url for answer in answers] == [page("edit", application.pk)] * 2
    assert {level for level, _ in said(browser, answers[-1].url)} == {"success"}


def test_sent_twice_it_leads_to_what_was_sent_without_an_error(signed_in):
    application = ApplicationFactory()
    browser, address = signed_in(application.person), page("check", application.pk)
    sent = signing(application.person, shown_hash(browser.get(address)))
    answers = [browser.post(address, sent) for _ in range(2)]
    assert [answer.url for answer in answers] == [page("detail", application.pk)] * 2
    assert {level for level, _ in said(browser, answers[-1].url)} == {"success"}


def test_what_was_withdrawn_meanwhile_is_not_sent_and_says_so(signed_in):
    application = ApplicationFactory()
    browser, address = signed_in(application.person), page("check", application.pk)
    sent = signing(application.person, shown_hash(browser.get(address)))
    services.withdraw(pk=application.pk, by=application.person)
    assert said(browser, browser.post(address, sent).url) == [("error", "This was sent already.")]


def test_a_refusal_is_shown_as_a_sentence(signed_in):
    application = ApplicationFactory(submitted=True, submitted_at=NOW)
    answer = signed_in(application.person).post(page("detail_nudge", application.pk), follow=True)
    assert "You can remind them from Sep 15, 2026, 10:00 a.m." in answer.content.decode()


def test_a_reminder_is_offered_a_day_after_the_last_mail_and_the_page_says_when_that_left(
    signed_in, asked, clock
):
    application, _ = asked
    address = page("detail", application.pk)

    def stands():
        return signed_in(application.person).get(address).content.decode()

    assert "Remind the signer" not in stands()
    assert f"The mail to {application.signer} has not left yet; you can remind them from" in stands()
    Message.objects.filter(to_person=application.signer).update(state="sent", sent_at=NOW)
    assert f"The last mail to {application.signer} left on Sep 14, 2026, 10:00 a.m." in stands()
    assert "; you can remind them from Sep 15, 2026, 10:00 a.m.</p>" in stands()
    clock(NOW + timedelta(hours=24))
    assert "Remind the signer" in stands()
    application.events.create(action="remind", at=NOW + timedelta(hours=23))
    assert "Remind the signer" not in stands()


def test_the_applicant_is_not_told_who_reads(signed_in):
    review = ReviewFactory(scored=True)
    application = review.application
    ApplicationEvent.objects.create(
        application=application, action="assign", by=None, at=NOW, note=f"To {review.reviewer}."
    )
    own = signed_in(application.person).get(page("detail", application.pk)).content.decode()
    assert review.reviewer.name not in own
    assert "A clear plan." not in own
    staff = signed_in(manager()).get(page("detail", application.pk)).content.decode()
    assert review.reviewer.name in staff
    assert "A clear plan." in staff


def test_turning_down_is_asked_on_a_page_that_keeps_the_words_in_the_history(signed_in):
    application = ApplicationFactory(offered=True)
    browser, address = signed_in(application.person), page("detail_turn_down", application.pk)
    asked = browser.get(address)
    assert "The place goes to the next on the waitlist of this school." in asked.content.decode()
    assert browser.post(address, {"words": "I move away."}).url == page("detail", application.pk)
    application.refresh_from_db()
    assert (application.state, application.events.get().note) == ("turned_down", "I move away.")


def test_posts_need_the_token_of_the_form():
    application = ApplicationFactory(offered=True)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(application.person)
    assert browser.post(page("detail_accept", application.pk)).status_code == 403
    assert Application.objects.get().state == "offered"


def test_a_draft_that_came_back_says_what_the_signer_asked_for(signed_in):
    application = ApplicationFactory(submitted=True)
    services.send_back(pk=application.pk, by=application.signer, words="Name the afternoons.")
    browser = signed_in(application.person)
    detail = browser.get(page("detail", application.pk)).content.decode()
    assert detail.index("Name the afternoons.") < detail.index("What was signed")
    browser.post(page("detail_revise", application.pk))
    html = browser.get(page("edit", application.pk)).content.decode()
    assert f"What {application.signer} asked for on" in html
    assert "Name the afternoons." in html


def test_an_offer_is_turned_down_and_not_withdrawn(signed_in):
    application = ApplicationFactory(offered=True)
    html = signed_in(application.person).get(page("detail", application.pk)).content.decode()
    assert "Turn the offer down" in html
    assert "Withdraw" not in html


def test_pressing_change_it_twice_says_that_it_was_done(signed_in):
    application = ApplicationFactory(submitted=True)
    services.send_back(pk=application.pk, by=application.signer, words="Name the afternoons.")
    browser = signed_in(application.person)
    for _ in range(2):
        browser.post(page("detail_revise", application.pk))
    said = [str(message) for message in browser.get(page("edit", application.pk)).context["messages"]]
    assert said[-1] == "This was done already."
