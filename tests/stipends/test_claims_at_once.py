"""Several offices at once: a teacher is claimed once, a substitute used for a day, a budget spent once."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from notifications.models import Message
from people.queries import today
from stipends.models import (
    ClaimBatch,
    ClaimConfirmation,
    ClaimEvent,
    ClaimExport,
    ClaimLine,
    SubstituteClaim,
)
from stipends.queries.accounts import account
from stipends.queries.batches import mark_of_claims
from stipends.queries.claims import look_at
from stipends.services import export_claims, fill, fill_in, pay_batch, submit_claim
from stipends.services.claims import MEANWHILE
from tests.factories.people import PostFactory
from tests.factories.seminars import NINE
from tests.factories.stipends import SchoolAllowanceFactory, clerk_at, preparer, seminar
from tests.stipends.claims import School, exported, typed
from tests.stipends.test_races import together
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_teacher_and_session_filled_in_by_many_at_once_are_claimed_once():
    at = School()
    got = together(6, lambda: fill_in(school=at.school, session=at.session, by=at.clerk))
    assert [one for one in got if isinstance(one, SubstituteClaim)] == [SubstituteClaim.objects.get()]
    assert ClaimLine.objects.count() == 1


def test_two_schools_of_one_teacher_that_fill_in_at_once_claim_the_teacher_once():
    at, other = School(), School(terms=False, teachers=0)
    PostFactory(school=other.school, person=at.session.attendance.get().person)
    answer = second_after(at.open, lambda: fill_in(school=other.school, session=at.session, by=other.clerk))
    assert (str(answer), ClaimLine.objects.count()) == (MEANWHILE, 1)


def test_two_schools_that_name_one_substitute_at_once_use_them_for_one_day():
    first, second = School(), School(terms=False)
    whole = typed(units=Decimal(1))

    def fills(one: School) -> Callable[[], object]:
        claim = one.open()
        return lambda: fill(pk=claim.pk, by=one.clerk, lines={claim.lines.get().pk: whole})

    assert str(second_after(fills(first), fills(second))) == MEANWHILE
    assert [line.substitute for line in ClaimLine.objects.order_by("-substitute")] == ["R. Dunn", ""]


def test_two_claims_of_a_school_sent_at_once_spend_its_budget_once():
    at = School()
    SchoolAllowanceFactory(school=at.school, year=at.year, units=None, budget_cents=10_000)
    first = at.filled()
    SubstituteClaim.objects.filter(pk=first.pk).update(state="returned")
    other = seminar(at.school, event__year=at.year, starts_at=NINE.replace(day=15))
    second = fill_in(school=at.school, session=other, by=clerk_at(at.school))
    at.fill(second)
    pks = iter([first.pk, second.pk])
    together(2, lambda: submit_claim(pk=next(pks), by=at.clerk))
    # Whoever comes second looks first at what the other left.
    assert account(at.school.pk, at.year.pk).left == 275
    (later,) = SubstituteClaim.objects.exclude(state="submitted")
    assert submit_claim(pk=later.pk, by=at.clerk, seen=look_at(later).mark).total_cents == 275


def test_six_who_press_at_once_make_one_file_of_each_layout():
    at = School()
    at.approved()
    seen, by = mark_of_claims(SubstituteClaim.objects.to_export()), preparer()
    layouts = iter(["generic", "workbook"] * 3)

    def act():
        return export_claims(year=at.year, layout=next(layouts), by=by, seen=seen)

    got = together(6, act)
    assert {one.pk for one in got} == set(ClaimExport.objects.values_list("pk", flat=True))
    assert (ClaimBatch.objects.count(), len({one.pk for one in got})) == (1, 2)
    assert ClaimEvent.objects.filter(action="export").count() == 1


def test_six_who_record_a_payment_at_once_record_it_once_and_owe_one_mail():
    at = School()
    at.approved()
    batch, by = exported(at.year), preparer()
    got = together(6, lambda: pay_batch(pk=batch.pk, by=by, paid_on=today()))
    assert sorted(type(one).__name__ for one in got) == ["ClaimBatch", *["DoneAlready"] * 5]
    assert (ClaimConfirmation.objects.count(), ClaimEvent.objects.filter(action="pay").count()) == (1, 1)
    assert Message.objects.filter(template="stipends/claim_paid").count() == 1
