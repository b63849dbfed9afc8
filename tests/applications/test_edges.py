"""Verbs on applications at their edges: the last moment that counts, neighbors that do not, blanks around words."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage

from applications import services
from applications.models import Application, CommitmentRecord, CosignLink, Decision, Signature, SignatureVoid
from applications.services.signatures import sign
from common.errors import DomainError, NoSuchMove, NotAllowed
from notifications.models import Message
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    freeze,
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
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
)

pytestmark = pytest.mark.django_db
SCORES = {"time": 3, "mindset": 3, "skillset": 3, "experience": 3}
A_MOMENT = timedelta(microseconds=1)


def refused(call, **arguments):
    with pytest.raises(DomainError) as refusal:
        call(**arguments)
    return str(refusal.value)


def newest(application):
    return application.events.order_by("pk").last()


# --- signing --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ago", "fresh"),
    [
        (timedelta(minutes=30), True),
        (timedelta(minutes=30) + A_MOMENT, False),
        (timedelta(minutes=-1), True),
        (timedelta(minutes=-1) - A_MOMENT, False),
    ],
)
def test_a_proof_is_at_most_half_an_hour_old_and_a_minute_ahead_of_our_clock(ceremony, ago, fresh):
    draft = ApplicationFactory()
    send = {"pk": draft.pk, "by": draft.person}
    given = ceremony(draft, draft.person, proved_at=NOW - ago)
    if fresh:
        assert services.submit(**send, ceremony=given).state == "submitted"
    else:
        assert refused(services.submit, **send, ceremony=given) == (
            "It is a while since you proved who you are. Confirm that it is you, then sign."
        )


def test_what_was_sent_is_not_sent_again_under_another_text(ceremony):
    sent = ApplicationFactory(submitted=True)
    given = ceremony(sent, sent.person, sha256="0" * 64)
    assert refused(services.submit, pk=sent.pk, by=sent.person, ceremony=given) == (
        "This was sent already. Reload the page to see where it stands."
    )


def test_the_principal_does_not_sign_after_whom_they_named(ceremony):
    application, deputy = ApplicationFactory(submitted=True), UserFactory()
    principal = application.signer
    DelegationFactory(principal=principal, delegate=deputy)
    services.cosign(pk=application.pk, by=deputy, ceremony=ceremony(application, deputy))
    with pytest.raises(NoSuchMove):
        services.cosign(pk=application.pk, by=principal, ceremony=ceremony(application, principal))
    assert Signature.objects.get(party="principal").signer == deputy


def test_what_a_browser_calls_itself_is_kept_up_to_300_characters_and_a_capacity_up_to_120():
    record = freeze(ApplicationFactory(), NOW)
    made = sign(
        record=record,
        party=Signature.Party.TEACHER,
        signer=record.application.person,
        capacity="c" * 121,
        typed_name=f" {record.application.person.name} ",
        consent_version="1",
        intent="I sign.",
        proof="password",
        proved_at=NOW,
        signed_at=NOW,
        ip="192.0.2.1",
        user_agent="u" * 301,
    )
    made.refresh_from_db()
    assert (made.capacity, made.user_agent) == ("c" * 120, "u" * 300)
    assert made.typed_name == record.application.person.name


@pytest.fixture
def link(ceremony):
    draft = ApplicationFactory()
    principal_for(draft.school)
    services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    return draft.cosign_links.get()


@pytest.fixture
def token(link, token_in):
    return token_in(Message.objects.get(template="applications/cosign"))


def test_a_link_opens_nothing_once_the_account_of_its_signer_is_closed(link, token):
    assert services.live_link(token) == link
    link.addressed_to.is_active = False
    link.addressed_to.save(update_fields=["is_active"])
    assert services.live_link(token) is None


def test_a_link_opens_nothing_once_somebody_else_is_asked_even_if_it_was_never_revoked(link, token):
    school = link.application.school
    school.posts.filter(position="principal").update(ends=NOW.date())
    ActingSignerFactory(school=school)
    services.reroute(pk=link.application_id, by=manager())
    CosignLink.objects.update(revoked_at=None)
    assert services.live_link(token) is None


def test_a_link_that_was_closed_keeps_the_moment_it_was_closed(link, clock):
    staff = manager()
    for hours in (1, 2):
        clock(NOW + timedelta(hours=hours))
        services.reroute(pk=link.application_id, by=staff)
    link.refresh_from_db()
    assert link.revoked_at == NOW + timedelta(hours=1)


# --- words ----------------------------------------------------------------------------------------
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


# --- drafts ---------------------------------------------------------------------------------------
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


# --- whom to ask ----------------------------------------------------------------------------------
def test_another_signer_is_asked_at_once_whoever_was_asked_just_now():
    application, staff = ApplicationFactory(submitted=True), manager()
    services.reroute(pk=application.pk, by=staff)
    application.school.posts.filter(position="principal").update(ends=NOW.date())
    acting = ActingSignerFactory(school=application.school).person
    assert services.reroute(pk=application.pk, by=staff).signer == acting


@pytest.fixture
def headless():
    """A sent application of the one person who would sign for the school."""
    school = SchoolFactory()
    return ApplicationFactory(submitted=True, school=school, person=principal_for(school), signer=None)


def test_an_applicant_who_directs_the_network_is_not_asked_to_sign_for_themselves(headless):
    HatFactory(person=headless.person, kind="director")
    words = refused(services.reroute, pk=headless.pk, by=manager(), to=headless.person)
    assert words == "Choose a network director or a program manager other than the applicant."


def test_a_program_manager_is_asked_where_nobody_signs(headless):
    staff, other = manager(), manager()
    assert services.reroute(pk=headless.pk, by=staff, to=other).signer == other
    assert newest(headless).note == f"To {other}."


def test_nobody_is_reminded_where_nobody_was_asked(headless):
    assert refused(services.nudge, pk=headless.pk, by=headless.person) == (
        "Nobody is being waited for here. Reload the page to see where it stands."
    )


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


# --- places and the waitlist ----------------------------------------------------------------------
def wait(application, staff, **more):
    services.stage(pk=application.pk, by=staff, outcome="waitlist", reason="places", unread="Known.", **more)


def ranks(*applications):
    return [application.decisions.get().rank for application in applications]


def test_whoever_is_put_on_the_waitlist_without_a_rank_stands_behind_all_others_there():
    offering, school, staff = OfferingFactory(), SchoolFactory(), manager()
    here = {"offering": offering, "school": school}
    for rank in (2, 9, 4):
        ApplicationFactory(**here, waitlisted=True, decided=rank)
    ApplicationFactory(**here, offered=True)
    # The waitlist of another role at the same school is another waitlist.
    ApplicationFactory(school=school, waitlisted=True, decided=50)
    new = ApplicationFactory(**here, in_review=True)
    wait(new, staff)
    services.release(offering_pk=offering.pk, by=staff)
    assert ranks(new) == [10]


def test_a_rank_that_is_not_released_yet_pushes_nobody_back():
    offering, school, staff = OfferingFactory(), SchoolFactory(), manager()
    first, second = (ApplicationFactory(offering=offering, school=school, in_review=True) for _ in range(2))
    wait(first, staff)
    wait(second, staff, rank=20)
    services.release(offering_pk=offering.pk, by=staff)
    assert ranks(first, second) == [1, 20]


def test_as_many_offers_as_places_are_released_and_a_school_over_its_places_has_none_free():
    offering, school, staff = OfferingFactory(places_per_school=2), SchoolFactory(), manager()
    here = {"offering": offering, "school": school}
    for _ in range(2):
        DecisionFactory(application=ApplicationFactory(**here, in_review=True))
    assert services.release(offering_pk=offering.pk, by=staff) == 2
    ApplicationFactory(**here, offered=True)
    DecisionFactory(application=ApplicationFactory(**here, in_review=True))
    assert refused(services.release, offering_pk=offering.pk, by=staff).startswith(
        f"{school} has 0 of 2 places free, and 1 offer is staged."
    )


def test_what_was_staged_for_whoever_moves_up_is_overtaken_and_who_staged_the_first_stays():
    offering, school = OfferingFactory(), SchoolFactory()
    held = ApplicationFactory(offering=offering, school=school, offered=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    before = waiting.decisions.get()
    overtaken = DecisionFactory(application=waiting, outcome="decline", reason="time")
    services.turn_down(pk=held.pk, by=held.person)
    assert not Decision.objects.filter(pk=overtaken.pk).exists()
    moved_up = waiting.decisions.latest("pk")
    assert (moved_up.outcome, moved_up.staged_by, moved_up.released_at) == ("offer", before.staged_by, NOW)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        # 11:59 p.m. of June 30 in Los Angeles, and midnight.
        (NOW.replace(year=2027, month=7, day=1, hour=6, minute=59), "offered"),
        (NOW.replace(year=2027, month=7, day=1, hour=7), "waitlisted"),
    ],
)
def test_somebody_moves_up_until_the_last_day_of_the_year(now, state):
    offering, school = OfferingFactory(), SchoolFactory()
    held = ApplicationFactory(offering=offering, school=school, offered=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=held.pk, by=held.person, now=now)
    waiting.refresh_from_db()
    assert waiting.state == state


@pytest.mark.parametrize(
    ("until", "last"), [(date(2026, 9, 20), date(2026, 9, 21)), (date(2026, 9, 22), date(2026, 9, 22))]
)
def test_an_offer_is_answered_within_a_week_or_by_the_later_day_of_the_offering(until, last):
    offering = OfferingFactory(answer_by=until, cosign_by=until)
    application = ApplicationFactory(offering=offering, in_review=True)
    DecisionFactory(application=application)
    services.release(offering_pk=offering.pk, by=manager())
    application.refresh_from_db()
    assert application.answer_by == last


# --- who reads ------------------------------------------------------------------------------------
def test_a_visitor_reads_no_application_and_no_record():
    ApplicationFactory(cosigned=True)
    visitor = AnonymousUser()
    assert list(Application.objects.visible_to(visitor)) == []
    assert list(CommitmentRecord.objects.visible_to(visitor)) == []


def test_who_signed_keeps_reading_the_record_after_somebody_else_signs_for_the_school(ceremony):
    application = ApplicationFactory(cosigned=True)
    signer, record = application.signer, application.records.get()
    Application.objects.filter(pk=application.pk).update(signer=UserFactory())
    assert list(Application.objects.visible_to(signer)) == []
    assert list(CommitmentRecord.objects.visible_to(signer)) == [record]
    assert list(CommitmentRecord.objects.visible_to(UserFactory())) == []


@pytest.mark.parametrize(("state", "reads"), [("assigned", True), ("submitted", True), ("recused", False)])
def test_a_reader_reads_an_application_until_they_step_aside(state, reads):
    review = ReviewFactory(scored=True, state=state)
    seen = list(Application.objects.visible_to(review.reviewer))
    assert seen == ([review.application] if reads else [])
