"""The verbs of an application, in the order of its life."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from applications import services
from applications.models import Application, ApplicationEvent, CosignLink, Signature
from applications.queries.commitments import current_record, read
from applications.queries.drafts import checklist
from applications.queries.evidence import differences
from applications.queries.panel import fingerprint_of
from common.clock import local_date
from common.errors import DomainError, NoSuchMove, NotAllowed
from notifications.models import Message
from pathways.models import Placement
from tests.factories.applications import (
    ANSWERS,
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    code_of,
    principal_for,
)
from tests.factories.files import DOCX, PDF
from tests.factories.pathways import (
    CohortFactory,
    IltExpectationFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
)

pytestmark = pytest.mark.django_db


def refused(call, **arguments):
    with pytest.raises(DomainError) as refusal:
        call(**arguments)
    return str(refusal.value)


# --- drafts ---------------------------------------------------------------------------------------
def test_starting_twice_gives_the_same_draft():
    person, offering, school = UserFactory(), OfferingFactory(), SchoolFactory()
    first = services.start(person=person, offering_pk=offering.pk, school=school)
    assert services.start(person=person, offering_pk=offering.pk, school=school) == first
    assert first.events.count() == 1


def test_the_closing_day_counts_until_its_last_local_second(clock):
    offering, school = OfferingFactory(closes=date(2026, 9, 14)), SchoolFactory()
    clock(NOW.replace(day=15, hour=6, minute=59, second=59))
    assert services.start(person=UserFactory(), offering_pk=offering.pk, school=school).state == "draft"
    clock(NOW.replace(day=15, hour=7, minute=0, second=0))
    words = refused(services.start, person=UserFactory(), offering_pk=offering.pk, school=school)
    assert words == f"{offering} is not open for applications. Choose a role that is open now."


def test_a_school_outside_the_network_is_refused():
    school = SchoolFactory(member=False)
    words = refused(services.start, person=UserFactory(), offering_pk=OfferingFactory().pk, school=school)
    assert words == f"{school} is not part of the network now. Choose another school."


def test_a_role_with_cohorts_needs_one_of_its_own():
    cohort, offering, school = CohortFactory(), OfferingFactory(), SchoolFactory()
    own = CohortFactory(role=offering.role)
    begin = {"person": UserFactory(), "offering_pk": offering.pk, "school": school}
    assert refused(services.start, **begin) == f"Choose the cohort of {offering.role} you would lead."
    assert "is not a cohort of" in refused(services.start, **begin, cohort=cohort)
    assert services.start(**begin, cohort=own).cohort == own


def test_a_senior_role_asks_for_a_completed_year_in_the_first():
    peer = RoleFactory(name="Peer Coach")
    senior = RoleFactory(name="Senior Peer Coach", after_role=peer, after_years=1)
    offering, school, person = OfferingFactory(role=senior), SchoolFactory(), UserFactory()
    begin = {"person": person, "offering_pk": offering.pk, "school": school}
    assert refused(services.start, **begin) == (
        "Senior Peer Coach asks for a completed year as Peer Coach before July 1, 2026. "
        "Apply as Peer Coach first; if a year is missing from your record, write to the Partnership."
    )
    PlacementFactory(person=person, role=peer, year=ProgramYearFactory(first=2024), end_reason="resigned")
    assert "asks for a completed year" in refused(services.start, **begin)
    PlacementFactory(person=person, role=peer, year=ProgramYearFactory(first=2025), end_reason="completed")
    assert services.start(**begin).state == "draft"


def test_a_draft_is_kept_exactly_as_typed():
    application = ApplicationFactory(answers={})
    typed = {"time": "  Two \n\n afternoons ", "mindset": "", "unknown": "x"}
    services.save_draft(pk=application.pk, by=application.person, answers=typed)
    application.refresh_from_db()
    assert application.answers == {"time": "  Two \n\n afternoons ", "mindset": ""}


def test_nobody_saves_the_draft_of_another():
    application = ApplicationFactory()
    with pytest.raises(NotAllowed):
        services.save_draft(pk=application.pk, by=manager(), answers={"time": "mine"})


def test_what_was_sent_cannot_be_changed():
    application = ApplicationFactory(submitted=True)
    words = refused(services.save_draft, pk=application.pk, by=application.person, answers={"time": "x"})
    assert words.startswith("This application was sent already")


def test_the_checklist_names_each_thing_that_is_missing_or_too_long():
    offering = OfferingFactory(most_words=3)
    CohortFactory(role=offering.role)
    answers = {"time": "one two three", "mindset": "one two three four", "skillset": "  "}
    application = ApplicationFactory(offering=offering, answers=answers)
    assert [item.sentence for item in checklist(application)] == [
        "Choose a cohort.",
        "Shorten the answer about mindset: it has 4 words, at most 3 fit.",
        "Answer the question about skillset.",
        "Answer the question about experience.",
    ]


def test_last_years_answers_fill_only_what_is_empty():
    person = UserFactory()
    ApplicationFactory(person=person)
    application = ApplicationFactory(person=person, answers={"time": "New words."})
    services.bring_along(pk=application.pk, by=person)
    application.refresh_from_db()
    assert application.answers == {**ANSWERS, "time": "New words."}


def test_a_resume_is_kept_under_names_of_ours(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    person = UserFactory(given_name="José", family_name="Muñoz")
    application = ApplicationFactory(person=person)
    attach = {"pk": application.pk, "by": person}
    services.attach_resume(**attach, content=PDF)
    application.refresh_from_db()
    first = application.resume.name
    assert re.fullmatch(r"resumes/[0-9a-f]{32}\.pdf", first)
    assert application.resume_name == "resume-jose-munoz.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        services.attach_resume(**attach, content=DOCX)
    application.refresh_from_db()
    assert application.resume_name == "resume-jose-munoz.docx"
    assert not default_storage.exists(first)


def test_a_name_that_plain_letters_do_not_write_gives_way_to_a_number(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = UserFactory(given_name="민준", family_name="김")
    application = ApplicationFactory(person=person)
    services.attach_resume(pk=application.pk, by=person, content=PDF)
    application.refresh_from_db()
    assert application.resume_name == f"resume-{application.pk}.pdf"


# --- submitting -----------------------------------------------------------------------------------
def test_submitting_freezes_signs_routes_and_asks(ceremony, token_in):
    school, offering = SchoolFactory(), OfferingFactory()
    principal = principal_for(school)
    IltExpectationFactory(school=school, offering=offering, text="Joins the ILT.")
    application = ApplicationFactory(school=school, offering=offering)
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    record = current_record(application)
    text = read(record.content)
    assert (application.state, application.signer, application.submitted_at) == ("submitted", principal, NOW)
    assert text["school_expectations"] == "Joins the ILT."
    assert text["answers"][0]["answer"] == ANSWERS["time"]
    signature = record.signatures.get()
    assert (signature.party, signature.signer, signature.sha256) == (
        "teacher",
        application.person,
        record.sha256,
    )
    asked = Message.objects.get(to_person=principal)
    assert asked.secret
    assert services.live_link(token_in(asked)).addressed_to == principal
    assert not CosignLink.objects.filter(token_sha256=token_in(asked)).exists()


def test_submitting_twice_changes_nothing(ceremony):
    application = ApplicationFactory()
    principal_for(application.school)
    given = ceremony(application, application.person)
    for _ in range(2):
        services.submit(pk=application.pk, by=application.person, ceremony=given)
    assert application.records.count() == 1
    assert Signature.objects.count() == 1
    assert Message.objects.count() == 2


def test_an_incomplete_draft_is_not_sent(ceremony):
    application = ApplicationFactory(answers={**ANSWERS, "time": ""})
    words = refused(
        services.submit,
        pk=application.pk,
        by=application.person,
        ceremony=ceremony(application, application.person),
    )
    assert words == "Not everything is there yet. Answer the question about time."
    assert Application.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"typed_name": "Somebody Else"}, "Type your name as it stands here"),
        ({"consent": False}, "Tick that you agree"),
        ({"proved_at": None}, "It is a while since you proved"),
        ({"proved_at": NOW - timedelta(minutes=31)}, "It is a while since you proved"),
        ({"sha256": "0" * 64}, "The text changed since you opened"),
    ],
)
def test_a_signature_needs_name_consent_fresh_proof_and_the_text_that_was_read(ceremony, part, words):
    application = ApplicationFactory()
    given = ceremony(application, application.person, **part)
    sentence = refused(services.submit, pk=application.pk, by=application.person, ceremony=given)
    assert sentence.startswith(words)
    assert Signature.objects.count() == 0
    assert ApplicationEvent.objects.count() == 0


def test_without_a_signer_it_is_sent_all_the_same_and_waits_for_staff(ceremony):
    application = ApplicationFactory()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    assert (application.state, application.signer) == ("submitted", None)


def test_a_principal_who_applies_is_never_asked_to_sign_for_themselves(ceremony):
    school = SchoolFactory()
    application = ApplicationFactory(school=school, person=principal_for(school))
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    assert application.signer is None


# --- the second signature -------------------------------------------------------------------------
def test_cosigning_puts_two_signatures_on_one_hash_and_kills_the_link(ceremony):
    application = ApplicationFactory(submitted=True)
    services.cosign(
        pk=application.pk, by=application.signer, ceremony=ceremony(application, application.signer)
    )
    application.refresh_from_db()
    record = current_record(application)
    assert application.state == "cosigned"
    assert [s.party for s in record.signatures.order_by("serial")] == ["teacher", "principal"]
    assert record.signatures.get(party="principal").capacity == f"Principal of {application.school}"
    assert set(Message.objects.values_list("to_person", flat=True)) == {
        application.person.pk,
        application.signer.pk,
    }


def test_cosigning_again_changes_nothing(ceremony):
    application = ApplicationFactory(submitted=True)
    given = ceremony(application, application.signer)
    for _ in range(2):
        services.cosign(pk=application.pk, by=application.signer, ceremony=given)
    assert Signature.objects.count() == 2


def test_a_principal_of_another_school_cannot_cosign(ceremony):
    application = ApplicationFactory(submitted=True)
    other = principal_for(SchoolFactory())
    with pytest.raises(NotAllowed, match=r"Only the person who was asked may sign this\."):
        services.cosign(pk=application.pk, by=other, ceremony=ceremony(application, other))


def test_an_applicant_cannot_cosign_even_as_the_delegate_of_the_principal(ceremony):
    application = ApplicationFactory(submitted=True)
    DelegationFactory(principal=application.signer, delegate=application.person)
    with pytest.raises(NotAllowed):
        services.cosign(
            pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
        )


def test_a_delegate_signs_as_such(ceremony):
    application = ApplicationFactory(submitted=True)
    delegate = DelegationFactory(principal=application.signer).delegate
    services.cosign(pk=application.pk, by=delegate, ceremony=ceremony(application, delegate))
    capacity = Signature.objects.get(party="principal").capacity
    assert capacity == f"Named by {application.signer} to act for them at {application.school}"


def test_a_principal_who_left_no_longer_signs(ceremony):
    application = ApplicationFactory(submitted=True)
    school = application.school
    school.posts.filter(position="principal").update(ends=date(2026, 9, 1))
    following = PostFactory(school=school, principal=True, starts=date(2026, 9, 1)).person
    words = refused(
        services.cosign,
        pk=application.pk,
        by=application.signer,
        ceremony=ceremony(application, application.signer),
    )
    assert words == f"{following} signs for {school} now. Ask the Partnership to route this to them."


def test_sending_back_voids_the_signature_and_needs_words():
    application = ApplicationFactory(submitted=True)
    assert "Say what should change" in refused(
        services.send_back, pk=application.pk, by=application.signer, words="  "
    )
    services.send_back(pk=application.pk, by=application.signer, words="Name your free period.")
    application.refresh_from_db()
    assert application.state == "returned"
    assert Signature.objects.get().void.reason == "send back: Name your free period."
    assert Message.objects.get(to_person=application.person).body.count("Name your free period.") == 1


def test_a_returned_application_is_changed_and_signed_anew(ceremony):
    application = ApplicationFactory(submitted=True)
    services.send_back(pk=application.pk, by=application.signer, words="More, please.")
    services.revise(pk=application.pk, by=application.person)
    services.save_draft(pk=application.pk, by=application.person, answers={"time": "Every Tuesday."})
    application.refresh_from_db()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    assert [record.number for record in application.records.order_by("number")] == [1, 2]
    assert Signature.objects.filter(void=None).get().record.number == 2


def test_declining_support_ends_it_with_a_reason():
    application = ApplicationFactory(submitted=True)
    services.decline_support(pk=application.pk, by=application.signer, words="No release time.")
    application.refresh_from_db()
    assert (application.state, application.events.get().note) == ("not_supported", "No release time.")


# --- links and codes ------------------------------------------------------------------------------
def submitted_with_link(ceremony, token_in):
    application = ApplicationFactory()
    principal = principal_for(application.school)
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    return application, token_in(Message.objects.get(to_person=principal))


def test_a_link_dies_when_the_application_moves_expires_or_is_revoked(ceremony, token_in):
    application, token = submitted_with_link(ceremony, token_in)
    assert services.live_link(token).application == application
    assert services.live_link(token + "x") is None
    assert services.live_link(token, NOW + timedelta(days=14)) is None
    services.withdraw(pk=application.pk, by=application.person)
    assert services.live_link(token) is None


def test_a_link_is_superseded_by_a_new_version(ceremony, token_in):
    application, token = submitted_with_link(ceremony, token_in)
    CosignLink.objects.update(revoked_at=None)
    signer = principal_for(application.school)
    services.send_back(pk=application.pk, by=signer, words="Change it.")
    services.revise(pk=application.pk, by=application.person)
    application.refresh_from_db()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    CosignLink.objects.update(revoked_at=None)
    assert services.live_link(token) is None


def code_in(link):
    return code_of(Message.objects.filter(template="applications/cosign_code").latest("pk"))


def test_the_subject_of_a_mail_never_holds_its_code(ceremony, token_in):
    _, token = submitted_with_link(ceremony, token_in)
    services.send_code(link=services.live_link(token))
    mail = Message.objects.get(template="applications/cosign_code")
    assert code_of(mail) not in mail.subject


def test_a_code_works_once_and_for_ten_minutes(ceremony, token_in, clock):
    _, token = submitted_with_link(ceremony, token_in)
    link = services.live_link(token)
    services.send_code(link=link)
    code = code_in(link)
    services.prove_by_code(link=link, code=f" {code[:4]} {code[4:]}")
    assert "This code is not right" in refused(services.prove_by_code, link=link, code=code)
    services.send_code(link=link)
    clock(NOW + timedelta(minutes=10))
    assert "This code is not right" in refused(services.prove_by_code, link=link, code=code_in(link))


def test_a_code_has_five_tries(ceremony, token_in):
    _, token = submitted_with_link(ceremony, token_in)
    link = services.live_link(token)
    services.send_code(link=link)
    code = code_in(link)
    wrong = "1" * 8 if code != "1" * 8 else "2" * 8
    for _ in range(5):
        refused(services.prove_by_code, link=link, code=wrong)
    assert "This code is not right" in refused(services.prove_by_code, link=link, code=code)


def test_five_codes_an_hour_are_enough_and_only_the_last_one_works(ceremony, token_in):
    _, token = submitted_with_link(ceremony, token_in)
    link = services.live_link(token)
    services.send_code(link=link)
    first = code_in(link)
    for _ in range(4):
        services.send_code(link=link)
    assert refused(services.send_code, link=link).startswith("Five codes were sent in the last hour.")
    if first != code_in(link):
        refused(services.prove_by_code, link=link, code=first)


# --- waiting --------------------------------------------------------------------------------------
def test_the_applicant_may_nudge_once_after_a_day(clock):
    application = ApplicationFactory(submitted=True, submitted_at=NOW - timedelta(hours=23))
    assert refused(services.nudge, pk=application.pk, by=application.person) == (
        f"{application.signer} was asked less than a day ago. "
        "You can remind them from Sep 14, 2026, 11:00 a.m."
    )
    clock(NOW + timedelta(hours=1))
    services.nudge(pk=application.pk, by=application.person)
    assert "You reminded" in refused(services.nudge, pk=application.pk, by=application.person)
    assert Message.objects.filter(to_person=application.signer).count() == 1


def test_a_reminder_of_ours_puts_off_the_applicants_own_by_a_day(clock):
    application = ApplicationFactory(submitted=True, submitted_at=NOW - timedelta(days=3))
    application.events.create(action="remind", at=NOW - timedelta(hours=1))
    assert "less than a day ago" in refused(services.nudge, pk=application.pk, by=application.person)
    clock(NOW + timedelta(hours=23))
    assert services.nudge(pk=application.pk, by=application.person).nudged_at == NOW + timedelta(hours=23)


def test_staff_route_to_the_acting_signer(ceremony):
    application = ApplicationFactory(submitted=True)
    application.school.posts.filter(position="principal").update(ends=date(2026, 9, 1))
    staff = manager()
    assert "Appoint an acting signer" in refused(services.reroute, pk=application.pk, by=staff)
    acting = ActingSignerFactory(school=application.school).person
    services.reroute(pk=application.pk, by=staff)
    application.refresh_from_db()
    assert application.signer == acting
    services.cosign(pk=application.pk, by=acting, ceremony=ceremony(application, acting))
    assert Signature.objects.get(party="principal").capacity == f"Acting signer for {application.school}"


def test_only_staff_route():
    application = ApplicationFactory(submitted=True)
    with pytest.raises(NotAllowed):
        services.reroute(pk=application.pk, by=UserFactory())


def test_where_no_school_signer_may_sign_staff_choose_a_director():
    school = SchoolFactory()
    application = ApplicationFactory(submitted=True, school=school, person=principal_for(school), signer=None)
    director = HatFactory(kind="director").person
    stranger = UserFactory()
    assert "Choose a network director" in refused(
        services.reroute, pk=application.pk, by=manager(), to=stranger
    )
    services.reroute(pk=application.pk, by=manager(), to=director)
    assert Application.objects.get(pk=application.pk).signer == director


# --- review ---------------------------------------------------------------------------------------
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


# --- decisions ------------------------------------------------------------------------------------
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


def test_a_cohort_of_other_grades_than_the_school_has_is_refused():
    high = SchoolFactory(name="Roosevelt", lowest_grade=9, highest_grade=12)
    cohort = CohortFactory(name="Elementary", lowest_grade=-1, highest_grade=6)
    offering = OfferingFactory(role=cohort.role)
    assert refused(
        services.start, person=UserFactory(), offering_pk=offering.pk, school=high, cohort=cohort
    ) == ("Elementary is for grades TK–6, and Roosevelt has grades 9–12. Choose another cohort.")


def test_whoever_holds_a_role_in_a_year_cannot_apply_for_it_at_another_school():
    held = ApplicationFactory(accepted=True)
    again = {"person": held.person, "offering_pk": held.offering_id, "school": SchoolFactory()}
    assert refused(services.start, **again).startswith(
        f"You hold the role of {held.offering.role} in 2026-27 already."
    )


def test_the_signer_reads_that_they_signed_themselves(ceremony):
    application = ApplicationFactory(submitted=True)
    services.cosign(
        pk=application.pk, by=application.signer, ceremony=ceremony(application, application.signer)
    )
    mails = {mail.to_person: mail.body for mail in Message.objects.filter(template="applications/cosigned")}
    assert "You signed for" in mails[application.signer]
    assert f"{application.signer} signed for" in mails[application.person]


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
        services.release, offering_pk=application.offering_id, by=staff, shown=shown
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


# --- offers ---------------------------------------------------------------------------------------
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
