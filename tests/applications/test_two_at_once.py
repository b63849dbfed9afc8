"""Two verbs on one application at once: the second waits, and is judged by what the first has done."""

import pytest

from applications import services
from applications.models import Review
from common.edits import ChangedElsewhere, mark_of
from common.errors import NoSuchMove
from notifications.models import Message
from pathways.models import Placement
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.people import UserFactory, manager
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)
SCORES = {"time": 4, "mindset": 4, "skillset": 4, "experience": 4}


def actions(application):
    return list(application.events.order_by("pk").values_list("action", flat=True))


def test_a_signer_reminded_twice_at_once_is_reminded_once():
    application = ApplicationFactory(submitted=True)

    def nudge():
        return services.nudge(pk=application.pk, by=application.person)

    assert str(second_after(nudge, nudge)) == (
        f"You reminded {application.signer} already. The Partnership reminds them too."
    )
    assert (actions(application), Message.objects.count()) == (["nudge"], 1)


def test_a_signer_asked_again_twice_at_once_is_asked_once():
    application, by = ApplicationFactory(submitted=True), manager()

    def reroute():
        return services.reroute(pk=application.pk, by=by)

    assert str(second_after(reroute, reroute)) == (
        f"{application.signer} was asked just now. Ask again in a quarter of an hour, not before."
    )
    assert (actions(application), Message.objects.count()) == (["reroute"], 1)


def test_what_is_sent_twice_at_once_is_frozen_and_signed_once(ceremony):
    application = ApplicationFactory()
    given = ceremony(application, application.person)

    def submit():
        return services.submit(pk=application.pk, by=application.person, ceremony=given)

    assert second_after(submit, submit).state == "submitted"
    assert (actions(application), application.records.get().signatures.count()) == (["submit"], 1)


def test_what_was_signed_meanwhile_is_not_sent_back(ceremony):
    application = ApplicationFactory(submitted=True)
    by, given = application.signer, ceremony(application, application.signer)
    answer = second_after(
        lambda: services.cosign(pk=application.pk, by=by, ceremony=given),
        lambda: services.send_back(pk=application.pk, by=by, words="Add your plan."),
    )
    assert type(answer) is NoSuchMove
    assert (actions(application), application.records.get().signatures.filter(void=None).count()) == (
        ["cosign"],
        2,
    )


def test_two_readers_who_are_asked_at_once_begin_one_review():
    application, by = ApplicationFactory(cosigned=True), manager()

    def asked(reader):
        return lambda: services.assign(pk=application.pk, by=by, reviewer=reader)

    second_after(*(asked(UserFactory()) for _ in range(2)))
    assert actions(application) == ["start_review", "assign", "assign"]


def test_two_readers_who_score_at_once_both_count():
    application = ApplicationFactory(in_review=True)
    reviews = [ReviewFactory(application=application) for _ in range(2)]

    def scored(review, scores):
        told = {"review_pk": review.pk, "by": review.reviewer, "comment": "Clear."}
        return lambda: services.score(scores=scores, **told)

    second_after(scored(reviews[0], SCORES), scored(reviews[1], dict.fromkeys(SCORES, 1)))
    application.refresh_from_db()
    assert (application.score_hundredths, Review.objects.filter(state="submitted").count()) == (250, 2)


def test_an_answer_saved_in_two_windows_at_once_is_not_written_over():
    application = ApplicationFactory()
    seen = {"time": mark_of(application.answers["time"])}

    def saved(words):
        told = {"pk": application.pk, "by": application.person, "seen": seen}
        return lambda: services.save_draft(answers={"time": words}, **told)

    answer = second_after(saved("Mondays."), saved("Fridays."))
    assert (type(answer), answer.texts) == (ChangedElsewhere, {"time": "Mondays."})


def test_what_is_withdrawn_meanwhile_is_not_staged():
    application, by = ApplicationFactory(in_review=True), manager()
    told = {"outcome": "decline", "reason": "places"}
    answer = second_after(
        lambda: services.withdraw(pk=application.pk, by=application.person),
        lambda: services.stage(pk=application.pk, by=by, **told),
    )
    assert str(answer) == "This is not waiting for a decision."
    assert not application.decisions.exists()


def test_an_offer_turned_down_meanwhile_is_not_accepted():
    application = ApplicationFactory(offered=True)
    pk, by = application.pk, application.person
    answer = second_after(lambda: services.turn_down(pk=pk, by=by), lambda: services.accept(pk=pk, by=by))
    assert type(answer) is NoSuchMove
    assert not Placement.objects.exists()


def test_what_is_taken_up_twice_at_once_is_taken_up_once():
    application = ApplicationFactory(state="withdrawn")

    def again():
        return services.apply_again(pk=application.pk, by=application.person)

    assert second_after(again, again).state == "draft"
    assert actions(application) == ["apply_again"]
