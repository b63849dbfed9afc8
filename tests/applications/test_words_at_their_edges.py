"""Words and drafts: blanks around them, files that stay or go, and readers at their edges."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from applications import services
from applications.models import SignatureVoid
from common.errors import NotAllowed
from notifications.models import Message
from tests.applications.shared import refused
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    ReviewFactory,
    principal_for,
)
from tests.factories.files import DOCX, PDF
from tests.factories.pathways import (
    CohortFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import (
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
)

pytestmark = pytest.mark.django_db

SCORES = {"time": 3, "mindset": 3, "skillset": 3, "experience": 3}


def newest(application):
    return application.events.order_by("pk").last()


BLANKS = "  In March.\n"


@pytest.mark.parametrize(
    ("verb", "reason"),
    [("send_back", "send back: In March."), ("decline_support", "decline support: In March.")],
)
def test_what_the_signer_says_is_kept_without_blanks_around_it(verb, reason):
    application = ApplicationFactory(submitted=True)
    getattr(services, verb)(pk=application.pk, by=application.signer, words=BLANKS)
    assert newest(application).note == "In March."
    assert SignatureVoid.objects.get().reason == reason


def test_why_it_was_opened_again_is_kept_without_blanks_around_it():
    application = ApplicationFactory(submitted=True)
    services.decline_support(pk=application.pk, by=application.signer, words="No.")
    services.reopen(pk=application.pk, by=manager(), words=BLANKS)
    assert newest(application).note == "In March."


def test_reasons_of_a_decision_are_kept_without_blanks_around_them():
    application, staff = ApplicationFactory(in_review=True), manager()
    services.stage(
        pk=application.pk, by=staff, outcome="offer", reason="other", words=BLANKS, unread=" She is known. "
    )
    assert (application.decisions.get().words, newest(application).note) == ("In March.", "She is known.")


def test_what_readers_say_is_kept_without_blanks_around_it():
    first, second = ReviewFactory(), ReviewFactory()
    services.score(review_pk=first.pk, by=first.reviewer, scores=SCORES, comment=BLANKS)
    services.recuse(review_pk=second.pk, by=second.reviewer, words=BLANKS)
    first.refresh_from_db()
    assert (first.comment, newest(second.application).note) == ("In March.", "In March.")


def test_what_an_administrator_was_told_is_kept_and_mailed_without_blanks_around_it():
    application = ApplicationFactory(offered=True)
    services.accept(pk=application.pk, by=administrator(), words=BLANKS, on_behalf=True)
    assert newest(application).note == "In March."
    mail = Message.objects.get(template="applications/recorded")
    assert (mail.to_person, "\n\nIn March.\n\nIt is" in mail.body) == (application.person, True)


def test_an_answer_of_blanks_alone_is_empty_when_earlier_answers_are_brought_along():
    earlier = ApplicationFactory()
    application = ApplicationFactory(person=earlier.person, answers={"time": " \n", "mindset": "Mine."})
    services.bring_along(pk=application.pk, by=application.person)
    application.refresh_from_db()
    assert application.answers == {**earlier.answers, "mindset": "Mine."}


def test_saving_answers_alone_keeps_the_cohort():
    cohort = CohortFactory()
    school = SchoolFactory(lowest_grade=6, highest_grade=8)
    application = ApplicationFactory(offering__role=cohort.role, school=school, cohort=cohort)
    services.save_draft(pk=application.pk, by=application.person, answers={"time": "Mondays."})
    application.refresh_from_db()
    assert application.cohort == cohort


def test_several_years_that_are_asked_for_are_named_and_exactly_as_many_are_enough():
    peer = RoleFactory(name="Peer Coach")
    senior = RoleFactory(name="Senior Coach", after_role=peer, after_years=2)
    begin = {
        "person": UserFactory(),
        "offering_pk": OfferingFactory(role=senior).pk,
        "school": SchoolFactory(),
    }

    def complete(first):
        year = ProgramYearFactory(first=first)
        PlacementFactory(person=begin["person"], role=peer, year=year, end_reason="completed")

    complete(2024)
    assert refused(services.start, **begin).startswith(
        "Senior Coach asks for 2 completed years as Peer Coach before July 1, 2026."
    )
    complete(2025)
    assert services.start(**begin).state == "draft"


def test_a_resume_that_a_frozen_text_names_is_kept_when_another_takes_its_place(
    ceremony, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    draft = ApplicationFactory()
    own, signer = draft.person, principal_for(draft.school)
    services.attach_resume(pk=draft.pk, by=own, content=PDF)
    draft.refresh_from_db()
    sent = draft.resume.name
    services.submit(pk=draft.pk, by=own, ceremony=ceremony(draft, own))
    services.send_back(pk=draft.pk, by=signer, words="Newer, please.")
    services.revise(pk=draft.pk, by=own)
    with django_capture_on_commit_callbacks(execute=True):
        services.attach_resume(pk=draft.pk, by=own, content=DOCX)
    assert default_storage.exists(sent)


def test_a_resume_that_was_never_sent_goes_when_it_is_taken_off(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    draft = ApplicationFactory()
    services.attach_resume(pk=draft.pk, by=draft.person, content=PDF)
    draft.refresh_from_db()
    kept = draft.resume.name
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            services.remove_resume(pk=draft.pk, by=draft.person)
    draft.refresh_from_db()
    assert (draft.resume.name, draft.resume_name, default_storage.exists(kept)) == ("", "", False)


def test_who_comes_back_has_no_old_average_and_who_stepped_aside_is_not_asked_again():
    application = ApplicationFactory(in_review=True, score_hundredths=300)
    aside = ReviewFactory(application=application, state="recused")
    services.withdraw(pk=application.pk, by=application.person)
    services.apply_again(pk=application.pk, by=application.person)
    aside.refresh_from_db()
    application.refresh_from_db()
    assert (application.score_hundredths, aside.state) == (None, "recused")
    assert {void.reason for void in SignatureVoid.objects.all()} == {"withdrawn, then begun again"}


@pytest.mark.parametrize("verb", ["score", "recuse"])
def test_who_stepped_aside_neither_scores_nor_steps_aside_again(verb):
    review = ReviewFactory(state="recused")
    more = {"scores": SCORES, "comment": "Clear."} if verb == "score" else {}
    with pytest.raises(NotAllowed, match=r"^Only the person who was asked may do this[.]$"):
        getattr(services, verb)(review_pk=review.pk, by=review.reviewer, **more)
    assert not review.application.events.exists()


def test_a_reader_who_came_to_the_school_may_still_step_aside():
    review = ReviewFactory()
    review.application.school.posts.create(
        person=review.reviewer, position="teacher", starts=NOW.date() - timedelta(days=1)
    )
    assert services.recuse(review_pk=review.pk, by=review.reviewer).state == "recused"
