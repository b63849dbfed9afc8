"""Records, readers and the panel: who reads what, and what a decision asks."""

from datetime import timedelta

import pytest
from lxml import html

from applications import services
from applications.models import (
    Application,
    Decision,
    Review,
)
from notifications.models import Message
from tests.applications.shared import page
from tests.factories.applications import (
    ANSWERS,
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
)
from tests.factories.people import (
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
)
from tests.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]
DAY = timedelta(days=1)


def test_parties_and_staff_read_a_record_and_nobody_else(signed_in):
    application = ApplicationFactory(cosigned=True)
    address = page("record", application.records.get().sha256)
    for person in (application.person, application.signer, manager()):
        answer = signed_in(person).get(address)
        assert "Checked just now" in answer.content.decode()
    assert signed_in(UserFactory()).get(address).status_code == 404
    assert signed_in(manager()).get(page("record", "0" * 64)).status_code == 404


def test_a_record_is_kept_as_a_pdf_the_same_each_time(signed_in):
    words = "#panic() *x* <b> \\ $1$ é"
    application = ApplicationFactory(cosigned=True, answers={**ANSWERS, "time": words})
    address = page("record_pdf", application.records.get().sha256)
    browser = signed_in(application.person)
    first, second = browser.get(address), browser.get(address)
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content
    assert signed_in(UserFactory()).get(address).status_code == 404


def test_a_reader_scores_from_the_queue(signed_in):
    review = ReviewFactory()
    browser = signed_in(review.reviewer)
    shown = browser.get(page("queue"))
    assert list(shown.context["mine"].page) == [review]
    assert "To read" in shown.content.decode()
    half = browser.post(page("review", review.pk), pressed("score", time=4, comment="Kept."))
    assert set(half.context["form"].errors) == {"mindset", "skillset", "experience"}
    assert "Kept." in half.content.decode()
    scores = {"time": 4, "mindset": 3, "skillset": 3, "experience": 3, "comment": "Good."}
    assert browser.post(page("review", review.pk), pressed("score", **scores)).url == page("queue")
    assert list(browser.get(page("queue")).context["mine"].page) == []
    handed_in = browser.get(page("queue"), {"show": "handed-in"})
    assert list(handed_in.context["mine"].page) == [review]
    assert Application.objects.get(pk=review.application_id).score_hundredths == 325
    assert signed_in(manager()).get(page("review", review.pk)).status_code == 404


def test_a_reader_who_hands_in_reads_the_next_and_after_the_last_one_sees_the_list(signed_in):
    first = ReviewFactory()
    reader, offering = first.reviewer, first.application.offering
    second = ReviewFactory(reviewer=reader, application__offering=offering)
    ReviewFactory(reviewer=reader, application__offering=offering, state="recused")
    ReviewFactory(application__offering=offering)
    browser = signed_in(reader)
    shown = html.fromstring(browser.get(page("review", second.pk)).content)
    assert shown.xpath("string(//nav[@aria-label='To read']/p/b)") == "0 of 2 read"
    addresses = [page("review", one.pk) for one in (first, second)]
    assert shown.xpath("//nav[@aria-label='To read']/ul//a/@href") == addresses
    scores = {"time": 4, "mindset": 3, "skillset": 3, "experience": 3, "comment": "Good."}
    assert browser.post(addresses[1], pressed("score", **scores)).url == addresses[0]
    assert browser.post(addresses[0], pressed("score", **scores)).url == page("queue")
    done = html.fromstring(browser.get(addresses[0]).content)
    assert done.xpath("string(//nav[@aria-label='To read'])") == "2 of 2 read"


def test_what_is_still_to_read_is_listed_first_of_all_and_the_rest_by_what_became_of_it(signed_in):
    review = ReviewFactory()
    reader, offering = review.reviewer, review.application.offering
    given = ReviewFactory(reviewer=reader, application__offering=offering, scored=True)
    over = ReviewFactory(reviewer=reader, application__offering=offering)
    Application.objects.filter(pk=over.application_id).update(state="declined")
    browser = signed_in(reader)
    chips = html.fromstring(browser.get(page("queue")).content).xpath("//nav[@class='chips']/a")
    assert [one.text_content() for one in chips] == [
        "To read 1",
        "Handed in 1",
        "No longer needed 1",
        "All 3",
    ]
    assert [one.get("aria-current") for one in chips] == ["true", None, None, None]
    addresses = [page("queue") + one.get("href") for one in chips]
    shown = [list(browser.get(address).context["mine"].page) for address in addresses]
    assert shown == [[review], [given], [over], [review, over, given]]


@pytest.mark.parametrize("rows", [3, 60])
def test_reading_one_of_many_takes_as_many_queries_as_one_of_few(signed_in, rows, count_queries):
    review = ReviewFactory()
    offering = review.application.offering
    for _ in range(rows - 1):
        ReviewFactory(reviewer=review.reviewer, application__offering=offering)
    browser = signed_in(review.reviewer)
    with count_queries(8):
        browser.get(page("review", review.pk))


def test_stepping_aside_hides_the_application(signed_in):
    review = ReviewFactory()
    browser = signed_in(review.reviewer)
    assert browser.get(page("detail", review.application_id)).status_code == 200
    browser.post(page("review", review.pk), {"verb": "recuse"})
    assert browser.get(page("detail", review.application_id)).status_code == 404


@pytest.mark.parametrize("verb", ["recuse", "score"])
def test_a_button_pressed_in_another_window_after_stepping_aside_answers_in_words(signed_in, verb):
    review = ReviewFactory(state="recused")
    told = signed_in(review.reviewer).post(page("review", review.pk), {"verb": verb}, follow=True)
    assert (told.redirect_chain, [str(message) for message in told.context["messages"]]) == (
        [(page("queue"), 302)],
        ["You stepped aside from this application already. Nothing was changed."],
    )
    assert signed_in(UserFactory()).post(page("review", review.pk), {"verb": verb}).status_code == 404


def test_a_manager_asks_a_reader_and_a_conflict_is_explained(signed_in):
    application = ApplicationFactory(cosigned=True)
    colleague = PostFactory(school=application.school).person
    browser = signed_in(manager())
    refused = browser.post(page("detail_assign", application.pk), {"person": colleague.pk}, follow=True)
    assert f"{colleague} works at {application.school}" in refused.content.decode()
    browser.post(page("detail_assign", application.pk), {"person": UserFactory().pk})
    assert Review.objects.count() == 1
    assert signed_in(application.signer).post(page("detail_assign", application.pk)).status_code == 403


def test_decisions_are_staged_and_released_on_the_panel(signed_in):
    application = ApplicationFactory(in_review=True)
    ReviewFactory(application=application, scored=True)
    browser = signed_in(manager())
    stage = page("stage", application.offering_id, application.pk)
    refused = browser.post(stage, {"outcome": "decline", "reason": "other", "words": ""})
    assert refused.context["form"].non_field_errors() == ["Write the reason when you choose “other”."]
    browser.post(stage, {"outcome": "offer", "reason": "strongest"})
    panel = browser.get(page("decide", application.offering_id))
    assert "Releasing sends 1 mail, one to each applicant: 1 offer." in panel.content.decode()
    release = page("release", application.offering_id)
    check = browser.get(release)
    for words in (application.person.name, application.person.email, application.school.name, "Offer"):
        assert words in check.content.decode()
    assert "Release all and send 1 mail<" in check.content.decode()
    said = check.content.decode()
    assert "That the role is offered from Sep 14, 2026 to Jun 30, 2027, and by when to answer." in said
    assert "Only on the application's page: Among the strongest for this school." in said
    browser.post(release)
    assert Application.objects.get().state == "in_review"
    browser.post(release, {"seen": check.context["seen"]})
    assert Application.objects.get().state == "offered"
    year = application.offering.year
    # Released while the year runs, it begins that day.
    runs = f"It runs from September 14, 2026 to {year.last_day:%B %-d, %Y}."
    assert runs in Message.objects.get(template="applications/offered").body
    told = browser.post(release, {"seen": check.context["seen"]}, follow=True)
    assert told.redirect_chain[-1][0] == page("decide", application.offering_id)
    assert told.content.decode().count("Nothing is staged") == 1


def test_a_panel_says_in_words_that_nobody_reads_and_staging_asks_why(signed_in):
    application = ApplicationFactory(in_review=True)
    browser = signed_in(manager())
    assert "No reader assigned" in browser.get(page("decide", application.offering_id)).content.decode()
    stage = page("stage", application.offering_id, application.pk)
    refused = browser.post(stage, {"outcome": "offer", "reason": "strongest"})
    assert refused.context["form"].non_field_errors()[0].startswith("Nobody has read this application.")
    browser.post(stage, {"outcome": "offer", "reason": "strongest", "unread": "The only one."})
    check = browser.get(page("release", application.offering_id)).content.decode()
    assert "Nobody has read it" in check


def test_who_signs_reads_and_decides_is_told_that_the_applicant_holds_no_post_there(signed_in):
    words = "Our records do not show that"
    asked = ApplicationFactory(submitted=True)
    said = (
        f"{words} {asked.person} works at {asked.school} in {asked.offering.year.label}. With a new account that is"
        " usual, and nothing has to wait for it. If they do work there, they say so under"
        " “Where you work” and its principal confirms it, or a registrar enters it."
    )
    read = ApplicationFactory(in_review=True)
    PostFactory(person=read.person, school=SchoolFactory())
    pages = [
        (asked.signer, page("cosign", asked.pk)),
        (manager(), page("detail", asked.pk)),
        (manager(), page("stage", read.offering_id, read.pk)),
    ]
    panel = page("decide", read.offering_id)
    assert "Not on record at this school" in signed_in(manager()).get(panel).content.decode()
    assert said in signed_in(asked.signer).get(page("cosign", asked.pk)).content.decode()
    for person, address in pages:
        assert words in signed_in(person).get(address).content.decode()
    assert words not in signed_in(asked.person).get(page("detail", asked.pk)).content.decode()
    for application in (asked, read):
        PostFactory(person=application.person, school=application.school)
    for person, address in pages:
        assert words not in signed_in(person).get(address).content.decode()


def test_who_stepped_aside_is_no_reader(signed_in):
    review = ReviewFactory()
    staff = signed_in(manager())
    assert list(staff.get(page("queue")).context["without_readers"].page) == []
    Review.objects.update(state="recused")
    assert list(staff.get(page("queue")).context["without_readers"].page) == [review.application]


def test_a_staged_decision_can_be_taken_off(signed_in):
    decision = DecisionFactory()
    application = decision.application
    browser = signed_in(manager())
    browser.post(page("stage", application.offering_id, application.pk), {"verb": "unstage"})
    assert Decision.objects.count() == 0


def test_an_application_shows_what_was_released_in_its_order_and_nothing_that_is_staged(signed_in, clock):
    first, by = DecisionFactory(outcome="waitlist", reason="places"), manager()
    application = first.application
    services.release(offering_pk=application.offering_id, by=by, now=NOW)
    second = DecisionFactory(application=application, staged_at=NOW + DAY)
    services.release(offering_pk=application.offering_id, by=by, now=NOW + DAY)
    DecisionFactory(application=application)
    clock(NOW + DAY)
    for reader in (by, application.person):
        shown = signed_in(reader).get(page("detail", application.pk))
        assert shown.context["decisions"] == [first, second]
        assert shown.content.decode().count("Decision of") == 2


def test_panels_are_for_managers(signed_in):
    application = ApplicationFactory(in_review=True)
    browser = signed_in(application.signer)
    for address in (
        page("decisions"),
        page("decide", application.offering_id),
        page("stage", application.offering_id, application.pk),
    ):
        assert browser.get(address).status_code == 403


def test_a_reader_sees_what_others_think_once_their_own_scores_are_in(signed_in):
    review = ReviewFactory(reviewer=manager())
    other = ReviewFactory(application=review.application, scored=True, comment="Rebuilt the writing units.")
    browser = signed_in(review.reviewer)
    before = browser.get(page("detail", review.application_id)).content.decode()
    assert other.comment not in before
    assert page("review", review.pk) in before
    scores = {"time": 3, "mindset": 3, "skillset": 3, "experience": 3}
    services.score(review_pk=review.pk, by=review.reviewer, scores=scores, comment="Clear.")
    assert other.comment in browser.get(page("detail", review.application_id)).content.decode()
