"""A verb that is told when it was is on record at that moment, whatever the clock says."""

from datetime import date, timedelta

import pytest

from applications import services
from applications.models import CosignLink
from applications.queries.commitments import current_record
from applications.services.routing import mint_link
from notifications.models import Message
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    code_of,
)
from tests.factories.people import UserFactory, manager
from tests.verbs import history

pytestmark = pytest.mark.django_db
# Less than a minute before the clock: a proof may be as much ahead.
TOLD = NOW - timedelta(seconds=30)
SCORES = {"time": 4, "mindset": 3, "skillset": 2, "experience": 1}


def lines(application):
    return [(line[0], *line[3:]) for line in history(application)]


def test_what_is_sent_and_signed_is_on_record_at_the_moment_it_was(ceremony):
    application = ApplicationFactory()
    own = application.person
    sent = services.submit(pk=application.pk, by=own, ceremony=ceremony(application, own), now=TOLD)
    assert (sent.submitted_at, sent.signer, lines(sent)) == (TOLD, None, [("submit", own.pk, TOLD, "")])
    record = sent.records.get()
    assert (record.frozen_at, record.signatures.get().signed_at) == (TOLD, TOLD)


def test_a_co_signature_is_on_record_at_the_moment_it_was_given_and_closes_the_links_then(ceremony):
    application = ApplicationFactory(submitted=True)
    by, given = application.signer, ceremony(application, application.signer)
    mint_link(application, current_record(application), NOW)
    services.cosign(pk=application.pk, by=by, ceremony=given, now=TOLD)
    assert lines(application) == [("cosign", by.pk, TOLD, "")]
    assert application.records.get().signatures.get(party="principal").signed_at == TOLD
    assert CosignLink.objects.get().revoked_at == TOLD


def test_scores_and_stepping_aside_are_on_record_at_the_moment_they_were():
    review = ReviewFactory()
    by = review.reviewer
    told = services.score(review_pk=review.pk, by=by, scores=SCORES, comment="Clear.", now=TOLD)
    assert (told.submitted_at, {name: getattr(told, name) for name in SCORES}) == (TOLD, SCORES)
    services.recuse(review_pk=review.pk, by=by, words="  A friend.\n", now=NOW + timedelta(hours=1))
    assert lines(review.application) == [
        ("score", by.pk, TOLD, ""),
        ("recuse", by.pk, NOW + timedelta(hours=1), "A friend."),
    ]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("offer", "strongest"),
        ("waitlist", "places"),
        ("decline", "time"),
    ],
)
def test_a_decision_is_released_at_the_moment_it_was_by_whom_it_was(outcome, reason):
    decision, by = DecisionFactory(outcome=outcome, reason=reason), manager()
    application = decision.application
    assert services.release(offering_pk=application.offering_id, by=by, now=TOLD) == 1
    decision.refresh_from_db()
    assert (decision.released_at, decision.released_by) == (TOLD, by)
    [(action, who, at, said)] = lines(application)
    assert (action, who, at) == (outcome, by.pk, TOLD)
    assert (
        said
        == {
            "offer": "",
            "waitlist": "All places at this school are taken.",
            "decline": "The time needed is not there yet.",
        }[outcome]
    )


def test_an_answer_is_on_record_at_the_moment_it_was_given():
    taken, refused = (ApplicationFactory(offered=True) for _ in range(2))
    services.accept(pk=taken.pk, by=taken.person, words=" Gladly. ", now=TOLD)
    services.turn_down(pk=refused.pk, by=refused.person, words="Not this year.", now=TOLD)
    assert lines(taken) == [("accept", taken.person_id, TOLD, "Gladly.")]
    assert lines(refused) == [("turn_down", refused.person_id, TOLD, "Not this year.")]


def test_what_is_opened_again_and_what_lapses_is_on_record_at_the_moment_it_was():
    application, by = ApplicationFactory(offered=True, answer_by=date(2026, 10, 1)), manager()
    late = NOW + timedelta(days=30)
    assert [services.lapse_all(now=late), services.lapse_all(now=late)] == [1, 0]
    services.reopen(pk=application.pk, by=by, words=" New facts. ", now=late + timedelta(hours=1))
    assert lines(application) == [
        ("lapse", None, late, ""),
        ("reopen", by.pk, late + timedelta(hours=1), "New facts."),
    ]
    application.refresh_from_db()
    assert application.starts is None


def test_a_link_opens_until_the_second_it_ends():
    application = ApplicationFactory(submitted=True)
    token = mint_link(application, current_record(application), NOW)
    ends = CosignLink.objects.get().expires_at
    assert ends == NOW + timedelta(days=14)
    opened = [services.live_link(token, ends - timedelta(seconds=seconds)) for seconds in (1, 0)]
    assert opened == [CosignLink.objects.get(), None]


def test_a_link_leads_nobody_else_to_what_it_was_sent_for():
    application = ApplicationFactory(submitted=True)
    token = mint_link(application, current_record(application), NOW)
    assert services.link_sent_to(token, application.signer) == CosignLink.objects.get()
    assert services.link_sent_to(token, UserFactory()) is None
    assert services.link_sent_to("another", application.signer) is None


def test_who_asks_a_reader_and_whom_is_on_record_once_and_the_reader_is_written_to_once():
    application, reader, by = ApplicationFactory(cosigned=True), UserFactory(), manager()
    reviews = [services.assign(pk=application.pk, by=by, reviewer=reader) for _ in range(2)]
    assert reviews[0] == reviews[1]
    assert lines(application) == [
        ("start_review", by.pk, NOW, ""),
        ("assign", by.pk, NOW, f"To {reader}."),
    ]
    assert list(Message.objects.values_list("to_person", "template")) == [(reader.pk, "applications/review")]


def test_whom_staff_asked_instead_stands_in_the_history_with_what_they_say():
    said = []
    for words in ("", "By telephone."):
        application = ApplicationFactory(submitted=True)
        services.reroute(pk=application.pk, by=manager(), words=words)
        said.append((application.signer, lines(application)[0][3]))
    assert [told for _, told in said] == [f"To {said[0][0]}.", f"To {said[1][0]}. By telephone."]


def test_a_code_has_eight_digits():
    application = ApplicationFactory(submitted=True)
    link = services.live_link(mint_link(application, current_record(application), NOW))
    codes = []
    for _ in range(5):
        services.send_code(link=link)
        codes.append(code_of(Message.objects.latest("pk")))
    assert [len(code) for code in codes] == [8] * 5
