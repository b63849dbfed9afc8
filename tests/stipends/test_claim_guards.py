"""Who approves and who never does, and what the database keeps when it is written past the application."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import NotAllowed, SomeoneElse
from people.queries import today
from stipends.models import ClaimLine, SchoolAllowance, SubstituteClaim
from stipends.policies import why_not_claim, why_not_rate
from stipends.queries.limits import limits_to_publish
from stipends.services import (
    approve_claim,
    fill,
    publish_allowance,
    submit_claim,
)
from stipends.states import ClaimAction, RateAction
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    principal_of,
)
from tests.factories.seminars import NINE
from tests.factories.stipends import (
    SchoolAllowanceFactory,
    approver,
    clerk_at,
    preparer,
)
from tests.stipends.claims import School, typed

pytestmark = pytest.mark.django_db
A = ClaimAction


def _sql(words, values):
    with connection.cursor() as cursor:
        cursor.execute(words, values)


def test_clerk_principal_and_delegate_of_a_school_send_its_claims_and_no_one_else():
    at = School()
    principal = principal_of(at.school)
    day = today()
    delegate = DelegationFactory(principal=principal, delegate=UserFactory(), starts=day).delegate
    claim = at.filled()
    for person in (principal, delegate, at.clerk):
        assert SubstituteClaim.objects.visible_to(person).get() == claim
    for person in (clerk_at(SchoolFactory()), preparer(), UserFactory()):
        with pytest.raises(
            NotAllowed, match=r"^Only the office clerk of the school, or whoever signs for it, fills in"
        ):
            submit_claim(pk=claim.pk, by=person)
    assert submit_claim(pk=claim.pk, by=delegate).submitted_by == delegate


def _with_a_post(school, by):
    PostFactory(school=school, person=by)


def _acting(school, by):
    ActingSignerFactory(school=school, person=by)


def _acting_for_the_principal(school, by):
    DelegationFactory(principal=principal_of(school), delegate=by, starts=today())


OF_A_SCHOOL = [_with_a_post, _acting, _acting_for_the_principal]


@pytest.mark.parametrize("becomes", OF_A_SCHOOL)
def test_who_is_of_a_school_never_approves_its_claims(becomes):
    at = School()
    claim, by = at.sent(), approver()
    becomes(at.school, by)
    with pytest.raises(
        SomeoneElse, match=r"^You are of this school, so someone else must approve its claim.$"
    ):
        approve_claim(pk=claim.pk, by=by, total_cents=claim.total_cents)
    assert not SubstituteClaim.objects.to_approve(by).exists()


@pytest.mark.parametrize("becomes", OF_A_SCHOOL)
def test_the_database_refuses_an_approval_by_who_is_of_the_school(becomes):
    at = School()
    claim, by = at.sent(), approver()
    becomes(at.school, by)
    refused = "whoever approves a claim is not of its school"
    with pytest.raises(IntegrityError, match=refused), transaction.atomic():
        _sql(
            "UPDATE stipends_substituteclaim SET state = 'approved', approved_by_id = %s, approved_at = now()"
            " WHERE id = %s",
            [by.pk, claim.pk],
        )


@pytest.mark.parametrize("becomes", OF_A_SCHOOL)
def test_who_is_of_a_school_never_publishes_its_limit_nor_past_the_application(becomes):
    draft, by = SchoolAllowanceFactory(draft=True), approver()
    beside = SchoolAllowanceFactory(draft=True, year=draft.year)
    becomes(draft.school, by)
    with pytest.raises(
        SomeoneElse, match=r"^You are of this school, so someone else must publish its limit.$"
    ):
        publish_allowance(pk=draft.pk, by=by)
    found = limits_to_publish(by, draft.year)
    assert ([one.draft for one in found.ready], found.theirs) == ([beside], [draft.school])
    assert list(SchoolAllowance.objects.to_publish(by)) == [beside]
    words = "whoever publishes the limit of a school is not of it"
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        _sql(
            "UPDATE stipends_schoolallowance SET state = 'published', published_by_id = %s, published_at = now()"
            " WHERE id = %s",
            [by.pk, draft.pk],
        )
    assert publish_allowance(pk=draft.pk, by=approver()).in_force


def test_whoever_filled_in_a_claim_never_approves_it():
    at = School()
    by = approver()
    post = PostFactory(school=at.school, person=by, position="clerk")
    claim = at.open()
    fill(pk=claim.pk, by=by, lines={claim.lines.get().pk: typed()})
    submit_claim(pk=claim.pk, by=at.clerk)
    post.ends = today()
    post.save()
    with pytest.raises(SomeoneElse, match=r"^You filled in this claim, so someone else must approve it.$"):
        approve_claim(pk=claim.pk, by=type(by).objects.get(pk=by.pk), total_cents=9_725)
    assert not SubstituteClaim.objects.to_approve(by).exists()
    with pytest.raises(IntegrityError, match=r"did not fill it in"), transaction.atomic():
        _sql(
            "UPDATE stipends_substituteclaim SET state = 'approved', approved_by_id = %s, approved_at = now()"
            " WHERE id = %s",
            [by.pk, claim.pk],
        )


def test_a_teacher_of_a_claim_does_not_approve_it():
    at = School()
    claim = at.sent()
    teacher = claim.lines.get().teacher
    teacher.hats.create(kind="approver", starts=date(2020, 1, 1))
    teacher.posts.update(ends=today())
    with pytest.raises(
        SomeoneElse, match=r"^You are a teacher of this claim, so someone else must approve it.$"
    ):
        approve_claim(pk=claim.pk, by=teacher, total_cents=9_725)
    assert not SubstituteClaim.objects.to_approve(teacher).exists()
    assert list(SubstituteClaim.objects.to_approve(approver())) == [claim]


def test_only_an_approver_approves():
    claim = School().sent()
    with pytest.raises(NotAllowed, match=r"^Only a finance approver may approve what a school claims.$"):
        approve_claim(pk=claim.pk, by=preparer(), total_cents=9_725)


def test_the_database_takes_a_teacher_and_session_once():
    at = School()
    line = at.filled().lines.get()
    other = SubstituteClaim.objects.create(school=at.school, year=at.year, opened_by=at.clerk, opened_at=NINE)
    again = {"session": line.session, "teacher": line.teacher, "day": line.day, "units": "0.1"}
    with pytest.raises(IntegrityError, match=r"a_teacher_and_session_are_claimed_once"), transaction.atomic():
        ClaimLine.objects.create(claim=other, **again)


def test_the_database_takes_a_substitute_for_one_day_a_date():
    at = School(teachers=2)
    first, second = at.filled().lines.all()
    said = {"substitute": "R. Dunn", "substitute_key": "r. dunn", "units": 1}
    ClaimLine.objects.filter(pk=first.pk).update(**said)
    with pytest.raises(IntegrityError, match=r"a substitute covers one day a date"), transaction.atomic():
        ClaimLine.objects.filter(pk=second.pk).update(**said)


def test_the_database_takes_no_line_without_a_mark_on_a_closed_roster():
    at = School()
    claim = at.open()
    stranger = {"session": at.session, "teacher": UserFactory(), "day": date(2026, 10, 14), "units": "0.5"}
    with pytest.raises(IntegrityError, match=r"on which its teacher is present"), transaction.atomic():
        ClaimLine.objects.create(claim=claim, **stranger)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            "UPDATE stipends_claimline SET substitute = 'X' WHERE claim_id = %s",
            "a line of a claim that was sent stays",
        ),
        (
            "UPDATE stipends_claimline SET reimbursed_cents = 1 WHERE claim_id = %s",
            "a line of a claim that was sent stays",
        ),
        (
            "UPDATE stipends_claimline SET live = false WHERE claim_id = %s",
            "a line of a claim that was sent stays",
        ),
        ("DELETE FROM stipends_claimline WHERE claim_id = %s", "a line of a claim that was sent stays"),
        (
            "UPDATE stipends_claimline SET day = day + 1 WHERE claim_id = %s",
            "a line keeps its session and its day",
        ),
        (
            "UPDATE stipends_substituteclaim SET total_cents = 1 WHERE id = %s",
            "an approved claim does not change",
        ),
        (
            "UPDATE stipends_substituteclaim SET state = 'submitted' WHERE id = %s",
            "an approved claim only goes on",
        ),
        (
            "DELETE FROM stipends_substituteclaim WHERE id = %s",
            "permission denied for table stipends_substituteclaim",
        ),
        (
            "UPDATE stipends_claimevent SET note = 'x' WHERE claim_id = %s",
            "permission denied for table stipends_claimevent",
        ),
    ],
)
def test_the_database_keeps_an_approved_claim_as_it_was_approved(change, words):
    claim = School().approved()
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        _sql(change, [claim.pk])


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (A.RETURN, "Only a finance approver may send a claim back."),
        (A.EXPORT, "Only a finance preparer makes the file of what schools are paid."),
        (A.PAY, "Only a finance preparer records what schools were paid."),
    ],
)
def test_what_finance_does_with_a_claim_is_for_finance(action, words):
    assert str(why_not_claim(UserFactory(), action, School().sent())) == words


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (RateAction.DRAFT, "Only a finance preparer may draft what substitutes are paid."),
        (RateAction.PUBLISH, "Only finance may publish what substitutes are paid."),
        (RateAction.RETIRE, "Only finance may retire what substitutes are paid."),
        (RateAction.DISCARD, "Only finance may discard the draft of what substitutes are paid."),
    ],
)
def test_rates_are_for_finance(action, words):
    assert str(why_not_rate(UserFactory(), action)) == words
