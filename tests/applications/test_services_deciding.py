"""Readers, decisions, offers, and what comes after them."""

from datetime import date

import pytest

from applications import services
from applications.models import Application, Signature
from applications.queries.evidence import differences
from applications.queries.panel import fingerprint_of
from applications.states import State
from common.clock import local_date
from common.errors import DomainError, NoSuchMove, NotAllowed
from notifications.models import Message
from pathways.models import Placement
from tests.applications.shared import refused
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
)
from tests.factories.pathways import (
    OfferingFactory,
)
from tests.factories.people import (
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
)

pytestmark = pytest.mark.django_db

SCORES = {"time": 4, "mindset": 3, "skillset": 3, "experience": 3}


def test_assigning_the_first_reader_begins_the_review():
    application, reviewer = ApplicationFactory(cosigned=True), UserFactory()
    staff = manager()
    for _ in range(2):
        review = services.assign(pk=application.pk, by=staff, reviewer=reviewer)
    application.refresh_from_db()
    assert (application.state, application.reviews.get()) == ("in_review", review)


def test_nobody_reviews_own_application_own_school_or_a_role_they_applied_for():
    application, staff = ApplicationFactory(in_review=True), manager()
    colleague = PostFactory(school=application.school).person
    rival = ApplicationFactory(offering=application.offering).person
    for reviewer, words in [
        (application.person, "is the applicant"),
        (colleague, "works at"),
        (rival, "applied for the same role"),
    ]:
        assert words in refused(services.assign, pk=application.pk, by=staff, reviewer=reviewer)


def test_the_average_of_all_scores_is_kept_in_hundredths():
    application, staff = ApplicationFactory(in_review=True), manager()
    reviews = [services.assign(pk=application.pk, by=staff, reviewer=UserFactory()) for _ in range(2)]
    for review, scores in zip(reviews, [SCORES, {**SCORES, "time": 1}], strict=True):
        services.score(review_pk=review.pk, by=review.reviewer, scores=scores, comment="Good.")
    application.refresh_from_db()
    assert application.score_hundredths == 288
    services.recuse(review_pk=reviews[1].pk, by=reviews[1].reviewer)
    application.refresh_from_db()
    assert application.score_hundredths == 325


def test_scores_are_one_to_four_with_a_comment_by_the_reader_alone():
    application, staff = ApplicationFactory(in_review=True), manager()
    review = services.assign(pk=application.pk, by=staff, reviewer=UserFactory())
    given = {"review_pk": review.pk, "by": review.reviewer, "comment": "Good."}
    assert "a score from 1 to 4" in refused(services.score, **given, scores={**SCORES, "time": 5})
    assert "Say in a sentence" in refused(services.score, **{**given, "comment": " "}, scores=SCORES)
    with pytest.raises(NotAllowed):
        services.score(**{**given, "by": staff}, scores=SCORES)


def test_an_offer_or_the_waitlist_without_a_review_needs_a_reason_that_stays():
    application, staff = ApplicationFactory(in_review=True), manager()
    given = {"pk": application.pk, "by": staff}
    ReviewFactory(application=application)
    for outcome, reason in (("offer", "strongest"), ("waitlist", "places")):
        assert refused(services.stage, **given, outcome=outcome, reason=reason, unread=" ") == (
            "Nobody has read this application. Ask someone to read it first, or say why it is decided "
            "without a review."
        )
    services.stage(**given, outcome="offer", reason="strongest", unread="The only one.")
    event = application.events.get()
    assert (event.action, event.by, event.note) == ("stage_unread", staff, "The only one.")


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("offer", "places"), ("offer", "time"), ("waitlist", "strongest"), ("decline", "strongest")],
)
def test_a_reason_that_does_not_explain_the_outcome_is_refused(outcome, reason):
    application = ReviewFactory(scored=True).application
    sentence = refused(services.stage, pk=application.pk, by=manager(), outcome=outcome, reason=reason)
    assert "does not explain this outcome" in sentence
    assert application.decisions.count() == 0


def test_a_submitted_review_is_enough_to_offer_and_a_decline_needs_none():
    staff = manager()
    for application, outcome, reason in [
        (ReviewFactory(scored=True).application, "offer", "strongest"),
        (ApplicationFactory(in_review=True), "decline", "time"),
    ]:
        services.stage(pk=application.pk, by=staff, outcome=outcome, reason=reason)
        assert application.events.count() == 0


def test_what_was_shown_is_released_and_nothing_else():
    application, staff = ApplicationFactory(in_review=True), manager()
    staged(application, staff)
    shown = fingerprint_of(application.decisions.all(), default=local_date(NOW))
    staged(application, staff, words="Other words.")
    assert "Something else is staged now" in refused(
        services.release, offering_pk=application.offering_id, by=staff, seen=shown
    )
    assert Message.objects.count() == 0


def staged(application, staff, outcome="offer", reason="strongest", **more):
    more.setdefault("unread", "The only one.")
    return services.stage(pk=application.pk, by=staff, outcome=outcome, reason=reason, **more)


def test_a_release_tells_everyone_once():
    offering, staff = OfferingFactory(), manager()
    offered, waiting, declined = (
        ApplicationFactory(offering=offering, in_review=True, school=school)
        for school in [SchoolFactory()] * 1 + [SchoolFactory(), SchoolFactory()]
    )
    staged(offered, staff)
    staged(waiting, staff, "waitlist", "places")
    staged(declined, staff, "decline", "other", words="See you next year.")
    assert Message.objects.count() == 0
    assert services.release(offering_pk=offering.pk, by=staff) == 3
    states = [Application.objects.get(pk=a.pk).state for a in (offered, waiting, declined)]
    assert states == ["offered", "waitlisted", "declined"]
    assert Message.objects.count() == 3
    assert "Nothing is staged" in refused(services.release, offering_pk=offering.pk, by=staff)


def test_more_offers_than_places_release_nothing():
    offering, school, staff = OfferingFactory(), SchoolFactory(), manager()
    ApplicationFactory(offering=offering, school=school, accepted=True)
    staged(ApplicationFactory(offering=offering, school=school, in_review=True), staff)
    staged(ApplicationFactory(offering=offering, in_review=True), staff, "waitlist", "places")
    assert refused(services.release, offering_pk=offering.pk, by=staff) == (
        f"{school} has 0 of 1 places free, and 1 offer is staged. "
        "Stage fewer offers there; nothing was released."
    )
    assert not Application.objects.filter(state="waitlisted").exists()


def test_other_needs_words_and_only_staff_stage():
    application = ApplicationFactory(in_review=True)
    assert "Write the reason" in refused(staged, application=application, staff=manager(), reason="other")
    with pytest.raises(NotAllowed):
        staged(application, UserFactory())


def test_a_manager_does_not_decide_their_own_application():
    staff = manager()
    application = ApplicationFactory(in_review=True, person=staff)
    with pytest.raises(NotAllowed):
        staged(application, staff)


def test_reopening_keeps_the_old_decision_and_needs_a_reason():
    application, staff = ApplicationFactory(in_review=True), manager()
    staged(application, staff, "decline", "time")
    services.release(offering_pk=application.offering_id, by=staff)
    assert "Give a reason" in refused(services.reopen, pk=application.pk, by=staff, words="")
    services.reopen(pk=application.pk, by=staff, words="A letter was overlooked.")
    staged(application, staff)
    services.release(offering_pk=application.offering_id, by=staff)
    assert [d.outcome for d in application.decisions.order_by("pk")] == ["decline", "offer"]


def test_accepting_makes_the_placement_exactly_once(django_capture_on_commit_callbacks):
    application = ApplicationFactory(offered=True)
    first = services.accept(pk=application.pk, by=application.person)
    assert services.accept(pk=application.pk, by=application.person) == first
    assert Placement.objects.get().starts == date(2026, 9, 14)
    assert Message.objects.count() == 1


def test_an_offer_is_answered_until_its_last_local_second(clock):
    application = ApplicationFactory(offered=True, answer_by=date(2026, 9, 14))
    clock(NOW.replace(day=15, hour=7))
    assert refused(services.accept, pk=application.pk, by=application.person) == (
        "The last day to answer was September 14, 2026. Write to the Partnership."
    )
    clock(NOW.replace(day=15, hour=6, minute=59, second=59))
    assert services.accept(pk=application.pk, by=application.person).person == application.person


def test_the_waitlist_moves_up_when_an_offer_is_turned_down_lapses_or_is_withdrawn(clock):
    offering, school = OfferingFactory(), SchoolFactory()
    holder = ApplicationFactory(offering=offering, school=school, offered=True)
    third, first, second = (
        ApplicationFactory(offering=offering, school=school, waitlisted=True, decided=rank)
        for rank in (3, 1, 2)
    )
    services.turn_down(pk=holder.pk, by=holder.person)
    first.refresh_from_db()
    assert (first.state, first.answer_by) == ("offered", date(2027, 1, 31))
    services.withdraw(pk=first.pk, by=first.person)
    second.refresh_from_db()
    assert second.state == "offered"
    clock(NOW.replace(year=2027, month=2))
    assert services.lapse_all() == 1
    assert services.lapse_all() == 0
    third.refresh_from_db()
    assert (third.state, third.answer_by) == ("offered", date(2027, 2, 21))
    assert Message.objects.filter(to_person=third.person).count() == 1


def test_a_place_that_is_still_full_moves_nobody_up():
    offering, school = OfferingFactory(), SchoolFactory()
    holder = ApplicationFactory(offering=offering, school=school, offered=True)
    ApplicationFactory(offering=offering, school=school, accepted=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=holder.pk, by=holder.person)
    waiting.refresh_from_db()
    assert waiting.state == "waitlisted"


def test_a_withdrawn_application_is_taken_up_again_and_signed_anew(ceremony):
    application = ApplicationFactory(in_review=True)
    review = ReviewFactory(application=application, scored=True)
    services.withdraw(pk=application.pk, by=application.person)
    again = services.apply_again(pk=application.pk, by=application.person)
    assert (again.state, again.submitted_at, again.signer) == ("draft", None, None)
    assert again.events.filter(action="apply_again", by=again.person).count() == 1
    assert not Signature.objects.filter(record__application=again, void=None).exists()
    review.refresh_from_db()
    assert review.state == "assigned"
    again.refresh_from_db()
    sent = services.submit(pk=again.pk, by=again.person, ceremony=ceremony(again, again.person))
    assert sent.state == "submitted"
    assert differences() == []


def test_a_withdrawn_application_stays_so_once_the_window_is_closed(clock):
    application = ApplicationFactory(submitted=True)
    services.withdraw(pk=application.pk, by=application.person)
    clock(NOW.replace(year=2027))
    with pytest.raises(DomainError, match="is not open for applications"):
        services.apply_again(pk=application.pk, by=application.person)


def test_nobody_else_takes_up_a_withdrawn_application():
    application = ApplicationFactory(submitted=True)
    services.withdraw(pk=application.pk, by=application.person)
    with pytest.raises(NotAllowed):
        services.apply_again(pk=application.pk, by=application.signer)


def test_a_withdrawn_application_cannot_be_accepted():
    application = ApplicationFactory(offered=True)
    services.withdraw(pk=application.pk, by=application.person)
    with pytest.raises(NoSuchMove):
        services.accept(pk=application.pk, by=application.person)


def test_withdrawing_takes_a_staged_decision_off_the_panel():
    application = ApplicationFactory(in_review=True)
    DecisionFactory(application=application)
    services.withdraw(pk=application.pk, by=application.person)
    assert application.decisions.count() == 0


def test_an_offer_under_which_nothing_was_signed_is_not_accepted():
    application = ApplicationFactory(submitted_at=NOW, starts=date(2026, 12, 1))
    Application.objects.filter(pk=application.pk).update(state=State.OFFERED)
    assert refused(services.accept, pk=application.pk, by=application.person) == (
        "Nothing was signed for this application. Write to the Partnership."
    )
    assert Placement.objects.count() == 0
