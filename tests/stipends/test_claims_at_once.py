"""Several offices at once: a teacher is claimed once, a substitute used for a day, a budget spent once."""

from decimal import Decimal

import pytest

from common.errors import DomainError
from stipends.models import ClaimLine, SubstituteClaim
from stipends.queries.claims import account
from stipends.services import fill, fill_in, submit_claim
from tests.factories.people import PostFactory
from tests.factories.seminars import NINE
from tests.factories.stipends import SchoolAllowanceFactory, clerk_at, seminar
from tests.stipends.claims import School, typed
from tests.stipends.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_teacher_and_session_filled_in_by_many_at_once_are_claimed_once():
    at = School()
    got = together(6, lambda: fill_in(school=at.school, session=at.session, by=at.clerk))
    assert [one for one in got if isinstance(one, SubstituteClaim)] == [SubstituteClaim.objects.get()]
    assert ClaimLine.objects.count() == 1


def test_two_schools_of_one_teacher_that_fill_in_at_once_claim_the_teacher_once():
    at, other = School(), School(terms=False, teachers=0)
    PostFactory(school=other.school, person=at.session.attendance.get().person)
    asked = iter([(at.school, at.clerk), (other.school, other.clerk)])

    def act():
        school, by = next(asked)
        return fill_in(school=school, session=at.session, by=by)

    got = together(2, act)
    assert [isinstance(one, DomainError) for one in got].count(True) == 1
    assert ClaimLine.objects.count() == 1


def test_two_schools_that_name_one_substitute_at_once_use_them_for_one_day():
    schools = [School(terms=not number) for number in range(2)]
    claims = iter([(one.open(), one.clerk) for one in schools])

    def act():
        claim, by = next(claims)
        return fill(pk=claim.pk, by=by, lines={claim.lines.get().pk: typed(units=Decimal(1))})

    got = together(2, act)
    assert [isinstance(one, DomainError) for one in got].count(True) == 1
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
    assert account(at.school.pk, at.year.pk).left == 0
