"""A merge that would break a promise is refused in words, and changes nothing; two at once are one."""

import pytest
from django.utils import timezone

from applications.models import Application
from common.errors import DomainError
from dashboard.queries.merging import why_not_merged
from dashboard.services.merging import merge
from fellows.models import Fellow
from people.models import Hat, Merge, User
from people.services import say_apart
from tests.dashboard.test_merging import merged
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.coaching import CycleFactory
from tests.factories.fellows import FellowFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, administrator, registrar
from tests.factories.seminars import AttendanceFactory, SessionFactory
from tests.factories.stipends import StipendLineFactory, StipendPolicyFactory, StipendRunFactory

pytestmark = pytest.mark.django_db


def one_role_twice():
    kept = PlacementFactory()
    return kept.person, PlacementFactory(role=kept.role, year=kept.year).person


def on_one_run():
    line = StipendLineFactory()
    return line.person, StipendLineFactory(run=line.run).person


def signed_for_the_other():
    application = ApplicationFactory(cosigned=True)
    return application.person, application.signer


def read_the_other():
    review = ReviewFactory()
    return review.application.person, review.reviewer


def coaches_the_other():
    cycle = CycleFactory()
    cycle.coach.hats.all().delete()
    return cycle.placement.person, cycle.coach


def marked_the_other():
    mark = AttendanceFactory(marked_by=UserFactory())
    return mark.person, mark.marked_by


def prepared_for_the_other():
    line = StipendLineFactory()
    line.run.prepared_by.hats.all().delete()
    return line.person, line.run.prepared_by


def prepares_and_approves():
    return (HatFactory(kind=kind).person for kind in (Hat.Kind.PREPARER, Hat.Kind.APPROVER))


def one_hat_twice():
    return (HatFactory(kind=Hat.Kind.COACH).person for _ in range(2))


def a_run_nobody_approved():
    run = StipendRunFactory()
    run.prepared_by.hats.all().delete()
    return UserFactory(), run.prepared_by


def a_draft_nobody_published():
    return UserFactory(), StipendPolicyFactory(draft=True).drafted_by


def applied_twice():
    one = ApplicationFactory(submitted=True)
    return one.person, ApplicationFactory(submitted=True, offering=one.offering, school=one.school).person


def the_other_application_counts():
    one = ApplicationFactory()
    return one.person, ApplicationFactory(submitted=True, offering=one.offering, school=one.school).person


def marks_that_differ():
    session = SessionFactory()
    marks = [AttendanceFactory(session=session, mark=mark) for mark in ("present", "absent")]
    return (mark.person for mark in marks)


def one_cohort_twice():
    fellow = FellowFactory()
    return fellow.person, FellowFactory(cohort=fellow.cohort).person


def fellows_of_two_cohorts():
    return FellowFactory().person, FellowFactory().person


REFUSED = {
    one_role_twice: "nobody holds a role twice at once",
    on_one_run: "Nobody is on a run under two accounts",
    signed_for_the_other: "is asked to sign what",
    read_the_other: "reads, or read, an application of",
    coaches_the_other: "coaches",
    marked_the_other: "in a session. Nobody does both",
    prepared_for_the_other: "prepared a run on which",
    prepares_and_approves: "Two people look at every run",
    one_hat_twice: "Both wear the hat of academic-team coach",
    a_run_nobody_approved: "nobody approved it yet",
    a_draft_nobody_published: "Publish or discard the draft first",
    applied_twice: "Have the one withdrawn that shall not count",
    the_other_application_counts: "Let that account stay instead",
    marks_that_differ: "Correct the roster so that both say the same",
    one_cohort_twice: "Both are fellows of one cohort",
    fellows_of_two_cohorts: "nobody is a fellow twice at once",
}


@pytest.mark.parametrize(("made", "words"), REFUSED.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_merge_that_breaks_a_promise_is_refused_and_changes_nothing(made, words):
    kept, gone = made()
    with pytest.raises(DomainError, match=words):
        merged(kept, gone, administrator())
    assert User.objects.get(pk=gone.pk).merged_into is None
    assert not Merge.objects.exists()


@pytest.mark.parametrize("administers", ["kept", "gone"])
def test_an_administrators_account_is_merged_with_no_other(administers):
    people = {"kept": UserFactory(), "gone": UserFactory(), administers: administrator()}
    with pytest.raises(DomainError, match="is an administrator"):
        merged(**people, by=administrator())


def test_nobody_merges_their_own_account():
    by = administrator()
    with pytest.raises(DomainError, match="your own account"):
        merged(UserFactory(), by, by)


def test_one_account_alone_is_no_pair():
    person = UserFactory()
    with pytest.raises(DomainError, match="This is one account"):
        merged(person, person)


def test_a_draft_is_left_where_the_one_that_stays_applied():
    one = ApplicationFactory(submitted=True)
    draft = ApplicationFactory(offering=one.offering, school=one.school)
    merged(one.person, draft.person)
    assert Application.objects.get(pk=draft.pk).person == draft.person


def test_a_fellow_whose_other_file_is_over_is_merged():
    one, over = FellowFactory(), FellowFactory(state="withdrawn")
    assert list(why_not_merged(one.person, over.person)) == []
    merged(one.person, over.person)
    assert set(Fellow.objects.filter(person=one.person)) == {one, over}


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_two_at_once_merge_them_once(at_once):
    kept, gone, by = UserFactory(), UserFactory(), administrator()
    done = at_once(*[lambda: merged(kept, gone, by)] * 2)
    assert done == [Merge.objects.get()] * 2


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_them_into_each_other_at_once_merge_them_once(at_once):
    one, two, by = UserFactory(), UserFactory(), administrator()
    done = at_once(lambda: merged(one, two, by), lambda: merged(two, one, by))
    assert sorted(isinstance(answer, DomainError) for answer in done) == [False, True]
    assert Merge.objects.count() == 1


def test_one_account_is_not_told_apart_from_itself():
    person = UserFactory()
    with pytest.raises(DomainError, match="This is one account"):
        say_apart(pk=person.pk, other=person.pk, by=registrar(), now=timezone.now())


def test_an_account_that_is_gone_is_merged_with_none():
    person = UserFactory()
    with pytest.raises(DomainError, match="This account is not here"):
        merge(pk=person.pk, gone=person.pk + 1_000_000, by=registrar(), reason="Twice here.")
