"""What the verbs on applications refuse, each in its words; nothing changes then."""

import pytest

from applications import services
from applications.models import Decision, Signature
from applications.services.drafts import LONGEST_ANSWER
from applications.services.signatures import sign
from common.edits import ChangedElsewhere, mark_of
from common.errors import DomainError, NotAllowed
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, ReviewFactory
from tests.factories.people import HatFactory, PostFactory, UserFactory, administrator

pytestmark = pytest.mark.django_db
SCORES = {"time": 3, "mindset": 3, "skillset": 3, "experience": 3}


@pytest.fixture
def manager():
    return HatFactory(person=UserFactory()).person


def stage(application, by, **more):
    given = {"outcome": "decline", "reason": "other", "words": "A plan is missing."} | more
    return services.stage(pk=application.pk, by=by, **given)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outcome": "perhaps"}, "^Choose offer, waitlist or decline[.]$"),
        ({"reason": "weather"}, "^Choose a reason from the list[.]$"),
        ({"reason": "strongest"}, "does not explain this outcome"),
        ({"words": " "}, "^Write the reason when you choose “other”[.]$"),
    ],
)
def test_a_decision_says_what_and_why(manager, more, words):
    application = ApplicationFactory(in_review=True)
    with pytest.raises(DomainError, match=words):
        stage(application, manager, **more)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            "x" * (LONGEST_ANSWER + 1),
            "^An answer holds at most 20,000 characters[.] Shorten the longest one[.]$",
        ),
        ("A\x00B", "^An answer holds a character that cannot be kept[.]"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_and_the_old_one_stays(answer, words):
    application = ApplicationFactory()
    with pytest.raises(DomainError, match=words):
        services.save_draft(pk=application.pk, by=application.person, answers={"time": answer})
    application.refresh_from_db()
    assert application.answers["time"] == "Two afternoons a week."


def test_the_longest_answer_is_kept():
    application = ApplicationFactory()
    services.save_draft(pk=application.pk, by=application.person, answers={"time": "x" * LONGEST_ANSWER})
    application.refresh_from_db()
    assert len(application.answers["time"]) == LONGEST_ANSWER


def test_an_answer_changed_in_two_windows_is_shown_before_it_is_overwritten():
    application = ApplicationFactory()
    by, seen = application.person, {"time": mark_of(application.answers["time"])}
    services.save_draft(pk=application.pk, by=by, answers={"time": "Mondays."}, seen=seen)
    with pytest.raises(ChangedElsewhere) as refusal:
        services.save_draft(pk=application.pk, by=by, answers={"time": "Fridays."}, seen=seen)
    assert refusal.value.texts == {"time": "Mondays."}


def test_there_must_be_an_earlier_application_to_bring_along():
    application = ApplicationFactory()
    with pytest.raises(
        DomainError, match=r"^There is no earlier application whose answers could be brought along"
    ):
        services.bring_along(pk=application.pk, by=application.person)


def test_a_resume_of_a_sent_application_stays_as_it_was_sent():
    application = ApplicationFactory(submitted=True)
    for change in (
        lambda: services.attach_resume(pk=application.pk, by=application.person, content=b"%PDF-1.4"),
        lambda: services.remove_resume(pk=application.pk, by=application.person),
    ):
        with pytest.raises(DomainError, match=r"^This application was sent already, so it cannot be changed"):
            change()


@pytest.mark.parametrize("verb", [services.accept, services.turn_down, services.withdraw])
def test_an_administrator_records_what_somebody_said_with_words_only(verb):
    application = ApplicationFactory(offered=True)
    with pytest.raises(DomainError, match=r"^Write how and when you were told: it stays on record"):
        verb(pk=application.pk, by=administrator(), words=" ", on_behalf=True)
    application.refresh_from_db()
    assert application.state == "offered"


def test_readers_are_asked_only_while_it_is_in_review(manager):
    application = ApplicationFactory(offered=True)
    with pytest.raises(DomainError, match=r"^This is not in review[.]$"):
        services.assign(pk=application.pk, by=manager, reviewer=UserFactory())
    assert not application.reviews.exists()


def test_scores_stay_as_they_are_after_the_decision(manager):
    review = ReviewFactory()
    stage(review.application, manager)
    services.release(offering_pk=review.application.offering_id, by=manager)
    with pytest.raises(DomainError, match=r"^The review is over, so scores can no longer change[.]$"):
        services.score(review_pk=review.pk, by=review.reviewer, scores=SCORES, comment="Clear.", now=NOW)
    review.refresh_from_db()
    assert (review.state, review.time) == ("assigned", None)


def test_a_reader_who_came_to_the_school_meanwhile_steps_aside():
    review = ReviewFactory()
    PostFactory(person=review.reviewer, school=review.application.school)
    with pytest.raises(DomainError, match=r"Step aside from this one[.]$"):
        services.score(review_pk=review.pk, by=review.reviewer, scores=SCORES, comment="Clear.", now=NOW)
    review.refresh_from_db()
    assert review.time is None


def test_nobody_is_reminded_of_a_draft():
    application = ApplicationFactory()
    with pytest.raises(DomainError, match=r"^Nobody is being waited for here[.]"):
        services.nudge(pk=application.pk, by=application.person)


def test_what_was_signed_is_not_routed_to_somebody_else(manager):
    application = ApplicationFactory(cosigned=True)
    with pytest.raises(DomainError, match=r"^This no longer waits for a signature[.]"):
        services.reroute(pk=application.pk, by=manager)


def test_an_applicant_never_signs_as_the_principal():
    application = ApplicationFactory(submitted=True)
    with pytest.raises(NotAllowed, match=r"^Nobody signs for themselves[.]"):
        sign(
            record=application.records.get(),
            party=Signature.Party.PRINCIPAL,
            signer=application.person,
            capacity="Principal",
            typed_name=application.person.name,
            consent_version="1",
            intent="I sign.",
            proof="password",
            proved_at=NOW,
            signed_at=NOW,
            ip="192.0.2.1",
        )
    assert Signature.objects.count() == 1


def test_a_school_that_left_the_network_meanwhile_is_applied_to_no_more(ceremony):
    application = ApplicationFactory()
    application.school.memberships.update(ends=NOW.date())
    with pytest.raises(DomainError, match=r"is not part of the network now[.]$"):
        services.submit(
            pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
        )
    assert not application.records.exists()


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        (services.send_back, "Say what should change, so that the applicant can do it."),
        (services.decline_support, "Give a reason. The applicant will read it."),
    ],
)
def test_a_signer_who_does_not_sign_says_why_in_words(verb, said):
    application = ApplicationFactory(submitted=True)
    with pytest.raises(DomainError) as refusal:
        verb(pk=application.pk, by=application.signer, words=" \n")
    assert str(refusal.value) == said
    application.refresh_from_db()
    assert (application.state, application.events.exists()) == ("submitted", False)


@pytest.mark.parametrize(
    ("verb", "said"),
    [(services.send_back, "asked for changes"), (services.decline_support, "did not support it")],
)
def test_a_signer_reads_what_was_recorded_for_them_and_the_applicant_the_words_alone(verb, said):
    application = ApplicationFactory(submitted=True)
    by = administrator()
    verb(pk=application.pk, by=by, words="  In March.\n\n", on_behalf=True)
    about = f"{application.offering.role} at {application.school}"
    recorded = Message.objects.get(template="applications/recorded")
    assert (recorded.to_person, recorded.subject) == (
        application.signer,
        f"We recorded that you {said}: {about}",
    )
    told = Message.objects.get(to_person=application.person)
    assert told.body.split("wrote:\n\n")[1].startswith("In March.\n\n")
